"""Gives Voila's template the shell of iepkit's pages, with iepkit's own launcher or with plain ``voila``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor

from ...views.environment import script_json
from ..pages import HOME, Page, Site
from ..running import output_html
from ..shell import Added, MenuItem, Shell, live_address, shell

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_PAGE_LINK = re.compile(r'(<a data-page-link[^>]*? href=")([\w-]+)\.html')


class ShellPreprocessor(Preprocessor):
    """Puts ``resources.iepkit`` beside the notebook: the parts of the shell, and how a cell is written."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Called by nbconvert before Voila runs the first cell."""
        folder = os.environ.get("IEPKIT_CONTENT")
        language = os.environ.get("IEPKIT_LANGUAGE", "en")
        site = Site(Path(folder) if folder else None)
        name = resources["metadata"]["name"]
        title = nb.metadata.get("title", name)
        page = site.pages.get(name) or Page(name, title, title, 0, live=True, file=Path(name))
        if "IEPKIT_SERVED" in os.environ:
            resources["iepkit"] = {"rest": True, "script": _live_script(), "cell": _rest_of(site)}
        else:
            around = _plain_shell(site, page, language)
            resources["iepkit"] = {"rest": False, **asdict(around), "cell": _whole_of(site, page, language)}
        return nb, resources


def _live_script() -> Markup:
    """What puts the kernel's outputs into the page that is there already."""
    return Markup('<script src="{}"></script>').format(live_address("live"))


def _rest_of(site: Site) -> Callable[[int, Any], Markup]:
    """How a cell is written that the page shows already: only what this visitor's kernel adds to it."""

    def cell_html(index: int, cell: Any) -> Markup:
        outputs = cell.get("outputs", []) if cell.cell_type == "code" else []
        if _failed(outputs):
            return Markup('<template data-cell="{}">{}</template>').format(index, _failure(site, "en"))
        widgets = [output for output in outputs if WIDGET_VIEW in output.get("data", {})]
        views = all("iepkit" in output.get("metadata", {}) for output in widgets)
        made = Markup().join(map(_widget, widgets))
        start = Markup('<template data-cell="{}"{}>').format(index, Markup(" data-attach") if views else "")
        return start + made + Markup("</template>") if widgets else Markup()

    return cell_html


def _whole_of(site: Site, page: Page, language: str) -> Callable[[int, Any], Markup]:
    """How a cell is written by plain Voila. A view is HTML at once; only stock widgets need the front end."""

    def output_of(output: Any) -> Markup:
        if "iepkit" in output.get("metadata", {}):
            view = output_html(output)
            added = Added.to(view)  # the head has been sent by now
            return added.style + Markup(_PAGE_LINK.sub(_notebook_link, view)) + added.script  # noqa: S704 - ours
        return _widget(output) if WIDGET_VIEW in output.get("data", {}) else output_html(output)

    def cell_html(index: int, cell: Any) -> Markup:
        if cell.cell_type != "code":
            return site.cell(page, language, index, cell)
        outputs = cell.get("outputs", [])
        return _failure(site, language) if _failed(outputs) else Markup("\n").join(map(output_of, outputs))

    return cell_html


def _plain_shell(site: Site, page: Page, language: str) -> Shell:
    """The shell where plain Voila serves: pages are addresses of notebooks, and no asset of ours is served."""
    menu = [MenuItem(item.name, item.label, f"{item.name}.ipynb") for item in site.menu(language, with_live=True)]
    title = site.title(page, language)
    return shell(site.content(language), title, here=page.name, home=f"{HOME}.ipynb", menu=menu)


def _failed(outputs: Any) -> bool:
    """Whether the cell failed, or the kernel below it: Voila writes the latter as a stream of its own."""
    return any(
        output["output_type"] == "error" or "exception occurred at the server" in output.get("text", "")
        for output in outputs
    )


def _failure(site: Site, language: str) -> Markup:
    failed = site.content(language).words.page["cell_failed"]
    return Markup('<p class="ik-note" role="alert">{}</p>').format(failed)


def _widget(output: Any) -> Markup:
    """A widget's place, which Voila's front end finds and fills."""
    output["trusted"] = True
    output["data"] = {WIDGET_VIEW: output["data"][WIDGET_VIEW]}
    kind = "application/vnd.voila.cell-output+json"
    box = Markup('<div class="jp-OutputArea-output"><script type="{}">{}</script></div>')
    return box.format(kind, script_json(output))


def _notebook_link(found: re.Match[str]) -> str:
    name = HOME if found[2] == "index" else found[2]
    return f"{found[1]}{name}.ipynb"
