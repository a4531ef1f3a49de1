"""Joins the scripts and the styles of all views: one classic script for pages, one module for the widget.

Behaviors import nothing (a relative import fails in a module loaded as a blob, an external module on
``file://``), so joining is all there is to do. There is no JavaScript build step.
"""

from __future__ import annotations

import re
from functools import cache

from .environment import FOLDER

_BEHAVIORS = (
    "explorer/walk.js",
    "shared/dom.js",
    "explorer/cards.js",
    "explorer/outcome.js",
    "explorer/places.js",
    "explorer/tools.js",
    "explorer/behavior.js",
    "shared/find.js",
    "comparison/behavior.js",
    "reading/behavior.js",
    "shared/enhance.js",
)
_LIVE = ("live", "formulas")
_COMMENT = re.compile(r"//.*|/\*.*\*/")
_COMMENT_AFTER = re.compile(r"\s+// [^'\"`]*$")  # no quote in it: it can't be inside a string
_STYLES = (
    "shared/tokens.css",
    "shared/parts.css",
    "explorer/style.css",
    "comparison/style.css",
    "reading/style.css",
    "home/style.css",
)


def _joined(names: tuple[str, ...]) -> str:
    """The files one after the other, without indentation and without comments."""
    written = (line.strip() for name in names for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())
    lines = (_COMMENT_AFTER.sub("", line) for line in written)
    return "\n".join(line for line in lines if line and not _COMMENT.fullmatch(line))


@cache
def page_script() -> str:
    """The classic script of static and served pages."""
    return f'(() => {{\n"use strict";\n{_joined((*_BEHAVIORS, "shared/page.js"))}\n}})();\n'


@cache
def live_scripts() -> dict[str, str]:
    """The classic scripts of a live page alone: ``live`` comes with its kernel, ``formulas`` Jupyter may ask for."""
    return {name: f'(() => {{\n"use strict";\n{_joined((f"shared/{name}.js",))}\n}})();\n' for name in _LIVE}


@cache
def widget_module() -> str:
    """The module that anywidget loads."""
    return f"{_joined((*_BEHAVIORS, 'shared/widget.js'))}\nexport default {{ render }};\n"


@cache
def widget_style() -> str:
    """The styles of the views alone, all below ``.ik``, so that nothing leaks into JupyterLab."""
    return _joined(_STYLES)


@cache
def page_style() -> str:
    """The styles of a whole page: the shell and the views."""
    return _joined((*_STYLES, "shared/shell.css", "shared/print.css"))
