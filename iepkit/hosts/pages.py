"""A page is a notebook: finds the notebooks, runs them, and puts what they show into the one shell.

The served dashboard and the static export both go through here, so they write the same ``<main>``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import mistune
import nbformat
from markupsafe import Markup, escape
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from ..content import Content, load, where
from ..content.translating import languages
from ..views.composing import page_script, page_style
from ..views.environment import environment, words_of

CELL_SECONDS = 60
HOME = "home"
_markdown = mistune.create_markdown(escape=True)


class PageError(RuntimeError):
    """A notebook that could not be run. Says which cell of which page, and what Python said."""


@dataclass(frozen=True)
class Page:
    """A notebook as a page: its name, its title and menu label in English, its place in the menu, whether it needs Python."""

    name: str
    title: str
    label: str
    place: int
    live: bool
    file: Path

    @property
    def href(self) -> str:
        """The page's address below the root of its language."""
        return "index.html" if self.name == HOME else f"{self.name}.html"


def find_pages(folder: Path | None = None) -> tuple[Page, ...]:
    """The notebooks of a folder as pages, in the order of their menu places.

    Raises PageError for a notebook without a title or a menu place in its metadata.
    """
    found = []
    for file in sorted((folder or where("notebooks")).glob("*.ipynb")):
        metadata = json.loads(file.read_text(encoding="utf-8"))["metadata"]
        own = metadata.get("iepkit", {})
        if not isinstance(metadata.get("title"), str) or not isinstance(own.get("menu"), int):
            mend = 'add "title": "..." and "iepkit": {"menu": 50, "live": false} to the metadata of the notebook'
            raise PageError(f"{file.name}: a page without a title or a menu place: {mend}")
        found.append(Page(file.stem, metadata["title"], own.get("label", metadata["title"]), own["menu"], bool(own.get("live", False)), file))
    return tuple(sorted(found, key=lambda page: (page.place, page.name)))


@cache
def assets() -> dict[str, bytes]:
    """The files that every page loads, by a name that changes with what they hold."""
    files = {"css": page_style().encode(), "js": page_script().encode()}
    return {f"iepkit.{hashlib.sha256(data).hexdigest()[:12]}.{kind}": data for kind, data in files.items()}


class Site:
    """All pages in all languages of one content folder."""

    def __init__(self, content_folder: Path | None = None, notebooks: Path | None = None) -> None:
        self.folder = content_folder or where("data")
        self.pages = {page.name: page for page in find_pages(notebooks)}
        self.languages = languages(self.folder)
        self._contents: dict[str, Content] = {}

    def content(self, language: str) -> Content:
        """The content in a language. Raises LookupError for one that the folder does not have."""
        if language not in self._contents:
            self._contents[language] = load(self.folder, language)
        return self._contents[language]

    @cached_property
    def version(self) -> str:
        """Changes with the content and with the notebooks."""
        digest = hashlib.sha256(self.content("en").version.encode())
        for page in self.pages.values():
            digest.update(page.file.read_bytes())
        return digest.hexdigest()[:12]

    def title(self, page: Page, language: str) -> str:
        """The page's title in a language."""
        return self.content(language).say(f"notebooks/{page.name}/title", page.title)

    async def main(self, page: Page, language: str) -> Markup:
        """Run the page's notebook in a fresh kernel and return the inside of its ``<main>``.

        Raises PageError when a cell fails; nothing of a failed run is returned.
        """
        notebook = nbformat.read(page.file, as_version=4)
        client = NotebookClient(notebook, timeout=CELL_SECONDS, kernel_name="python3", store_widget_state=False)
        client.resources = {"metadata": {"path": str(page.file.parent)}}
        env = {**os.environ, "IEPKIT_PAGE": "1", "IEPKIT_LANGUAGE": language, "IEPKIT_CONTENT": str(self.folder)}
        env |= {"PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), env.get("PYTHONPATH")]))}
        try:
            await client.async_execute(env=env)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            reason = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines()
            raise PageError(f"{page.file.name}: {reason[-1] if reason else error!r}") from error
        return Markup("\n").join(self.cell(page, language, index, cell) for index, cell in enumerate(notebook.cells))

    def cell(self, page: Page, language: str, index: int, cell: Any) -> Markup:
        """One cell as HTML: prose by way of the translation step, outputs as they are."""
        if cell.cell_type == "markdown":
            text = self.content(language).say(f"notebooks/{page.name}/{index}", cell.source)
            return Markup('<div class="ik-prose">{}</div>').format(prose(text))
        outputs = cell.get("outputs", []) if cell.cell_type == "code" else []
        return Markup("\n").join(filter(None, map(output_html, outputs)))

    def html(self, page: Page, language: str, main: Markup, *, live_menu: bool, alone: bool = False) -> str:
        """The whole page. ``alone`` puts style and script inside and leaves the menu out."""
        content = self.content(language)
        if alone:
            main = Markup(re.sub(r"<a data-page-link href=\"[^\"]*\"", "<a data-page-link", main))  # noqa: S704
        return environment().get_template("shared/page.html.j2").render(
            main=main, **self.shell(page, language, live_menu=live_menu, alone=alone),
            language=language, direction=content.direction,
        )

    def shell(self, page: Page, language: str, *, live_menu: bool, alone: bool = False, root: str | None = None) -> dict[str, Markup]:
        """The parts of the shell around ``<main>``: ``head``, ``header``, ``footer`` and ``script``."""
        content = self.content(language)
        top = root if root is not None else ("" if language == "en" else "../")
        below = top if language == "en" else f"{top}{language}/" if root is not None else ""
        style, script = _inside() if alone else _linked(top)
        menu = [] if alone else self.menu(language, live=live_menu)
        parts: Any = environment().get_template("shared/shell.html.j2").module
        others = [] if alone else [
            {"code": each, "name": self.content(each).words.page["language"], "href": f"{top}{'' if each == 'en' else each + '/'}{page.href}"}
            for each in self.languages if each != language
        ]
        words = words_of(content)
        return {
            "head": parts.head(self.title(page, language), words, style),
            "header": parts.header(menu, page.name, below, words, others),
            "footer": parts.footer(content, words),
            "script": script,
        }

    def menu(self, language: str, *, live: bool) -> list[dict[str, str]]:
        """The pages of the menu: name, label, href. Live pages only where Python is behind them."""
        return [
            {"name": page.name, "label": self.content(language).say(f"notebooks/{page.name}/label", page.label), "href": page.href}
            for page in self.pages.values()
            if live or not page.live
        ]


def prose(text: str) -> Markup:
    """Markdown as HTML. Markup in it is shown as text."""
    return Markup(_markdown(text))  # noqa: S704 - mistune escapes


def output_html(output: Any) -> Markup:
    """One output of a cell as HTML; a notebook's own author wrote it, no visitor."""
    data = output.get("data", {})
    if "text/html" in data:
        return Markup("".join(data["text/html"]))  # noqa: S704
    if output.get("output_type") == "stream" and output.get("name") == "stderr":
        return Markup()
    text = output.get("text") or data.get("text/plain") or ""
    return Markup("<pre>{}</pre>").format("".join(text)) if text else Markup()


def _linked(top: str) -> tuple[Markup, Markup]:
    css, js = assets()
    style = Markup('<link rel="stylesheet" href="{}assets/{}">').format(top, css)
    return style, Markup('<script src="{}assets/{}"></script>').format(top, js)


def _inside() -> tuple[Markup, Markup]:
    css, js = (data.decode() for data in assets().values())
    return Markup(f"<style>{css}</style>"), Markup(f"<script>{js}</script>")  # noqa: S704 - our own files


def error_html(content: Content, title: str, text: str) -> str:
    """A page that says kindly what went wrong. No traceback, nothing of the request."""
    words = words_of(content)
    style, _ = _inside()
    parts: Any = environment().get_template("shared/shell.html.j2").module
    main = Markup('<h1>{}</h1><p class="ik-prose">{}</p><p><a href="/">{}</a></p>')
    return environment().get_template("shared/page.html.j2").render(
        language=content.language, direction=content.direction, head=parts.head(title, words, style),
        header=parts.header([], "", "/", words, []), main=main.format(title, text, words.page.error_home),
        footer=parts.footer(content, words), script=escape(""),
    )


def page_messages(folder: Path | None = None) -> list[tuple[str, str]]:
    """Each text of the notebooks that people read, as (context, text), for a translator's catalog."""
    found = []
    for page in find_pages(folder):
        found.append((f"notebooks/{page.name}/title", page.title))
        found.append((f"notebooks/{page.name}/label", page.label))
        for index, cell in enumerate(nbformat.read(page.file, as_version=4).cells):
            if cell.cell_type == "markdown":
                found.append((f"notebooks/{page.name}/{index}", cell.source))
    return found
