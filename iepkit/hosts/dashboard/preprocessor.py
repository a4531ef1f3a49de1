"""Gives Voila's template the shell of iepkit's pages, with iepkit's own launcher or with plain ``voila``."""

from __future__ import annotations

import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor

from ...views.environment import script_json
from ..pages import HOME, Page, Site
from ..running import output_html
from ..shell import MenuItem, Shell, assets, shell

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
        plain = "IEPKIT_SERVED" not in os.environ
        around = _plain_shell(site, page, language) if plain else site.shell(page, language, with_live=True)
        resources["iepkit"] = {
            **asdict(around),
            "cell": lambda index, cell: _cell_html(site, page, language, index, cell, plain=plain),
        }
        return nb, resources


def _plain_shell(site: Site, page: Page, language: str) -> Shell:
    """The shell where plain Voila serves: pages are addresses of notebooks, and no asset of ours is served."""
    menu = [MenuItem(item.name, item.label, f"{item.name}.ipynb") for item in site.menu(language, with_live=True)]
    title = site.title(page, language)
    return shell(site.content(language), title, here=page.name, home=f"{HOME}.ipynb", menu=menu)


def _cell_html(site: Site, page: Page, language: str, index: int, cell: Any, *, plain: bool) -> Markup:
    if cell.cell_type != "code":
        return site.cell(page, language, index, cell)
    outputs = cell.get("outputs", [])
    if any(output.output_type == "error" for output in outputs):
        failed = site.content(language).words.page["cell_failed"]
        return Markup('<p class="ik-note" role="alert">{}</p>').format(failed)
    return Markup("\n").join(_output(output, plain=plain) for output in outputs)


def _output(output: Any, *, plain: bool) -> Markup:
    """A view is written straight, and the page's script after it, so that it works before the rest is there."""
    if "iepkit" in output.get("metadata", {}):
        html = output_html(output)
        if plain:
            return Markup(_PAGE_LINK.sub(_notebook_link, html))  # noqa: S704 - ours, other addresses
        return html + Markup('<script src="assets/{}"></script>').format(list(assets())[1])
    if WIDGET_VIEW in output.get("data", {}):
        output["trusted"] = True
        view = script_json(output)
        kind = "application/vnd.voila.cell-output+json"
        return Markup('<div class="jp-OutputArea-output"><script type="{}">{}</script></div>').format(kind, view)
    return output_html(output)


def _notebook_link(found: re.Match[str]) -> str:
    name = HOME if found[2] == "index" else found[2]
    return f"{found[1]}{name}.ipynb"
