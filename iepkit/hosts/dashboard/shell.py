"""Gives Voila's template the shell of iepkit's pages, with or without iepkit's own launcher."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor

from ...views.environment import script_json
from ..pages import Page, Site, assets, output_html

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class ShellPreprocessor(Preprocessor):
    """Puts ``resources.iepkit`` beside the notebook: the parts of the shell, and how a cell is written."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Called by nbconvert before Voila runs the first cell."""
        folder = os.environ.get("IEPKIT_CONTENT")
        site = Site(Path(folder) if folder else None)
        language = os.environ.get("IEPKIT_LANGUAGE", "en")
        name = resources["metadata"]["name"]
        title = nb.metadata.get("title", name)
        page = site.pages.get(name) or Page(name, title, title, 0, live=True, file=Path(name))
        inside = "IEPKIT_SERVED" not in os.environ  # plain Voila serves no asset of ours
        resources["iepkit"] = {
            **site.shell(page, language, live_menu=True, alone=inside),
            "language": language,
            "direction": site.content(language).direction,
            "cell": lambda index, cell: cell_html(site, page, language, index, cell, inside=inside),
        }
        return nb, resources


def cell_html(site: Site, page: Page, language: str, index: int, cell: Any, *, inside: bool) -> Markup:
    """One cell of a live page. After a view comes the page's script, so that the view works before the rest is there."""
    if cell.cell_type != "code":
        return site.cell(page, language, index, cell)
    outputs = cell.get("outputs", [])
    if any(output.output_type == "error" for output in outputs):
        return failed(site, language)
    return Markup("\n").join(_output(output, inside=inside) for output in outputs)


def failed(site: Site, language: str) -> Markup:
    """What a visitor reads in place of a cell that failed."""
    return Markup('<p class="ik-note" role="alert">{}</p>').format(site.content(language).words.page["cell_failed"])


def _output(output: Any, *, inside: bool) -> Markup:
    if "iepkit" in output.get("metadata", {}):
        script = Markup() if inside else Markup('<script src="assets/{}"></script>').format(list(assets())[1])
        return output_html(output) + script
    if WIDGET_VIEW in output.get("data", {}):
        output["trusted"] = True
        holder = '<div class="jp-OutputArea-output"><script type="application/vnd.voila.cell-output+json">{}</script></div>'
        return Markup(holder).format(script_json(output))
    return output_html(output)
