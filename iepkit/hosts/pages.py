"""A page is a notebook: finds the notebooks, and puts what they show into the one shell.

The served dashboard and the static export both go through here, so they write the same ``<main>``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from ..content import Content, load, where
from ..content.translating import PSEUDO, languages
from ..teaching import Teaching, load_teaching
from .running import PageError, output_html, prose_html, run_notebook
from .shell import Language, MenuItem, Shell, shell

HOME = "home"
LAST = 1000  # after all that are in the menu
_PAGE_LINK = re.compile(r'(<a data-page-link[^>]*?) href="(?:[^"]*)"')


@dataclass(frozen=True)
class Page:
    """A notebook as a page: name, title and menu label in English, place in the menu, whether it needs Python.

    A page whose place is 0 is not in the menu: the start page leads to it. ``shows`` is the id path of the
    content that it shows: a language in which that is not whole does not have the page. A live page that is not
    ``preheated`` has no kernel that waits for its visitors.
    """

    name: str
    title: str
    label: str
    place: int
    live: bool
    file: Path
    shows: str = ""
    preheated: bool = True

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
        own, title = metadata.get("iepkit", {}), metadata.get("title")
        if not isinstance(title, str) or not isinstance(own.get("menu"), int):
            mend = 'add "title": "..." and "iepkit": {"menu": 50, "live": false} to the metadata of the notebook'
            raise PageError(f"{file.name}: a page without a title or a menu place: {mend}")
        label, live, shows = own.get("label", title), bool(own.get("live", False)), own.get("shows", "")
        preheated = bool(own.get("preheated", live))
        found.append(Page(file.stem, title, label, own["menu"], live, file, shows, preheated))
    return tuple(sorted(found, key=lambda page: (page.place or LAST, page.name)))


class Site:
    """All pages in all languages of one content folder."""

    def __init__(self, content_folder: Path | None = None, notebooks: Path | None = None) -> None:
        self.folder = (content_folder or where("data")).resolve()  # kernels stand in another folder
        self.notebooks = (notebooks or where("notebooks")).resolve()
        self.pages = {page.name: page for page in find_pages(self.notebooks)}
        self.languages = languages(self.folder)
        self._contents: dict[str, Content] = {}

    def content(self, language: str) -> Content:
        """The content in a language. Raises LookupError for one that the folder does not have."""
        if language not in self._contents:
            self._contents[language] = load(self.folder, language)
        return self._contents[language]

    def languages_of(self, page: Page) -> tuple[str, ...]:
        """The languages that have the page, English first."""
        return tuple(each for each in self.languages if self.has(page, each))

    def has(self, page: Page, language: str) -> bool:
        """Whether the page is there in a language: all of it, or not at all. The pseudo-locale is for tests."""
        if language == "en" or page.live:
            return language == "en"
        if language not in (*self.languages, PSEUDO):
            return False
        content = self.content(language)
        return content.translatable(page.shows) and content.whole(page.shows)

    @cached_property
    def teaching(self) -> Teaching:
        """What is taught with. Raises ContentError with every problem of it at once."""
        return load_teaching(self.content("en"))

    @cached_property
    def version(self) -> str:
        """Changes with the content, with what is taught with, the notebooks, and the code that writes pages."""
        digest = hashlib.sha256(self.content("en").version.encode() + code_version().encode())
        digest.update(repr(self.teaching).encode())
        for page in self.pages.values():
            digest.update(page.file.read_bytes())
        return digest.hexdigest()[:12]

    async def main(self, page: Page, language: str) -> Markup:
        """Run the page's notebook in a fresh kernel and return the inside of its ``<main>``.

        Raises PageError when a cell fails; nothing of a failed run is returned.
        """
        env = {"IEPKIT_PAGE": "1", "IEPKIT_LANGUAGE": language, "IEPKIT_CONTENT": str(self.folder)}
        notebook = await run_notebook(page.file, **env)
        cells = [self.cell(page, language, index, cell) for index, cell in enumerate(notebook.cells)]
        if page.live:  # each has a place of its own, where a visitor's kernel puts its widgets
            place = Markup('<div id="ik-cell-{}">{}</div>')
            cells = [place.format(index, cell) for index, cell in enumerate(cells)]
        return Markup("\n").join(cells)

    def cell(self, page: Page, language: str, index: int, cell: Any) -> Markup:
        """One cell as HTML: prose by way of the translation step, outputs as they are."""
        if cell.cell_type == "markdown":
            say = self.content(language).say
            blocks = (mark + say(context, text) for context, mark, text in _blocks(page, index, cell))
            return prose_html("\n\n".join(blocks))
        outputs = cell.get("outputs", []) if cell.cell_type == "code" else []
        return Markup("\n").join(filter(None, map(output_html, outputs)))

    def html(self, page: Page, language: str, main: Markup, *, with_live: bool) -> str:
        """The whole page. The menu names live pages only ``with_live``, where Python is behind them."""
        return self.shell(page, language, with_live=with_live).around(main)

    def html_alone(self, page: Page, language: str, main: Markup) -> str:
        """The whole page as one file: everything inside, no menu, and no link to a page that is not there."""
        alone = shell(self.content(language), self.title(page, language), here=page.name, home="#content")
        return alone.around(Markup(_PAGE_LINK.sub(r"\1", main)))  # noqa: S704 - only takes attributes out

    def shell(self, page: Page, language: str, *, with_live: bool) -> Shell:
        """The shell around the page's ``<main>``."""
        root = _up(language)
        return shell(
            self.content(language),
            self.title(page, language),
            here=page.name,
            menu=self.menu(language, with_live=with_live),
            languages=[
                Language(each, self.content(each).words.page["language"], f"{root}{_down(each)}{page.href}")
                for each in self.languages_of(page)
                if each != language
            ],
            assets_at=f"{root}assets/",
            live=page.live and with_live,
            served=with_live,
        )

    def title(self, page: Page, language: str) -> str:
        """The page's title in a language."""
        return self.content(language).say(f"notebooks/{page.name}/title", page.title)

    def menu(self, language: str, *, with_live: bool) -> list[MenuItem]:
        """The pages of the menu in their order."""
        say = self.content(language).say
        return [
            MenuItem(page.name, say(f"notebooks/{page.name}/label", page.label), page.href)
            for page in self.pages.values()
            if page.place and (with_live or not page.live) and self.has(page, language)
        ]


@cache
def code_version() -> str:
    """Changes with any file of this package that a page is made by."""
    package = Path(__file__).parents[1]
    files = sorted(path for path in package.rglob("*") if path.suffix in {".py", ".j2", ".js", ".css"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _down(language: str) -> str:
    return "" if language == "en" else f"{language}/"


def _up(language: str) -> str:
    return "" if language == "en" else "../"


def _blocks(page: Page, index: int, cell: Any) -> Iterator[tuple[str, str, str]]:
    """Each block of a Markdown cell as (context, heading mark, text): translators get no structure."""
    for place, block in enumerate(re.split(r"\n\s*\n", cell.source.strip())):
        text = block.lstrip("# ")
        yield f"notebooks/{page.name}/{index}/{place}", block.removesuffix(text), text


def page_messages(folder: Path | None = None) -> list[tuple[str, str]]:
    """Each text of the notebooks that people read, as (context, text), for a translator's catalog."""
    found = []
    for page in find_pages(folder):
        found += [(f"notebooks/{page.name}/title", page.title), (f"notebooks/{page.name}/label", page.label)]
        for index, cell in enumerate(nbformat.read(page.file, as_version=4).cells):
            if cell.cell_type == "markdown":
                found += [(context, text) for context, _, text in _blocks(page, index, cell)]
    return found
