"""Joins the scripts and the styles of views: a classic script for pages, a module for the widget.

Behaviors import nothing (a relative import fails in a module loaded as a blob, an external module on
``file://``), so joining is all there is to do. There is no JavaScript build step.

Most views share one script and one style, which every page has. A view in ``OWN`` has a script and a style of its
own beside them: only the pages where it stands load those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .environment import FOLDER

OWN = ("practice", "quiz")
_SHARED = ("explorer", "comparison", "reading")
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
)
_TOOLS = ("shared/dom.js", "shared/stops.js")  # what the behavior of a view in OWN is made with
_STANDING = re.compile(r'<section class="[^"]*" id="[^"]*" data-view="(\w+)"')
_LIVE = ("live", "formulas")
_TREE = ("explorer/walk.js", "shared/dom.js", "explorer/cards.js", "explorer/outcome.js")
_PRESENTERS = {
    "wall": (
        *_TREE,
        *(f"present/{name}.js" for name in ("copies", "reading", "table", "tree", "votes", "clock")),
        *(f"present/{name}.js" for name in ("commands", "lists", "link", "wall")),
    ),
    "workshop": (
        "shared/dom.js",
        *(f"present/{name}.js" for name in ("clock", "commands", "link")),
        "workshop/notes.js",
    ),
}
_ROOM = {
    "phone": ("shared/dom.js", "room/phone.js"),
    "panel": ("shared/dom.js", "room/lines.js", "room/counts.js", "room/panel.js"),
    "wall": ("room/wall.js",),
}
_COMMENT = re.compile(r"//.*|/\*.*\*/")
_COMMENT_AFTER = re.compile(r"\s+// [^'\"`]*$")  # no quote in it: it can't be inside a string
_AROUND_A_RULE = re.compile(r"\s*([{};])\s*")  # no string of ours holds one of these
_TOKENS = re.compile(r"(--ground:[^}]*?--warn: #\w+;)")
_STYLES = (
    "shared/tokens.css",
    "shared/parts.css",
    "explorer/style.css",
    "comparison/style.css",
    "reading/style.css",
    "home/style.css",
)


def _joined(names: Sequence[str]) -> str:
    """The files one after the other, without indentation and without comments."""
    written = (line.strip() for name in names for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())
    lines = (_COMMENT_AFTER.sub("", line) for line in written)
    return "\n".join(line for line in lines if line and not _COMMENT.fullmatch(line))


def _style(names: Sequence[str]) -> str:
    """The files one after the other, without the space around what ends and begins a rule."""
    return _AROUND_A_RULE.sub(r"\1", _joined(names))


def _behaving(files: Sequence[str], views: Sequence[str]) -> str:
    """Behaviors, and what gives each view that a page holds its own."""
    named = ", ".join(f"{view}: enhance{view.capitalize()}" for view in views)
    return f"{_joined(files)}\nconst ENHANCERS = {{ {named} }};\n{_joined(['shared/enhance.js'])}"


def _own(view: str) -> str:
    return _behaving((*_TOOLS, f"{view}/behavior.js"), (view,))


def _classic(script: str) -> str:
    return f'(() => {{\n"use strict";\n{script}\n}})();\n'


@cache
def page_script() -> str:
    """The classic script of every page, static and served."""
    return _classic(f"{_behaving(_BEHAVIORS, _SHARED)}\n{_joined(('shared/page.js', 'shared/host.js'))}")


@cache
def own_script(view: str) -> str:
    """The classic script of a view in ``OWN``. It comes beside that of every page and does not need it."""
    return _classic(f"{_own(view)}\n{_joined(('shared/host.js',))}")


def own_views(html: str) -> tuple[str, ...]:
    """The views in ``OWN`` that stand in a part of a page."""
    standing = set(_STANDING.findall(html))
    return tuple(view for view in OWN if view in standing)


@cache
def live_scripts() -> dict[str, str]:
    """The classic scripts of a live page alone: ``live`` comes with its kernel, ``formulas`` Jupyter may ask for."""
    return {name: _classic(_joined((f"shared/{name}.js",))) for name in _LIVE}


@cache
def presenter_scripts() -> dict[str, str]:
    """The classic scripts of presenter pages: ``wall`` for what the hall sees, ``workshop`` for the notes."""
    return {name: _classic(_joined(names)) for name, names in _PRESENTERS.items()}


@cache
def presenter_style() -> str:
    """The styles of presenter pages. Their ground is chosen by hand, so the tokens of each are there once more."""
    light, dark = _TOKENS.findall((FOLDER / "shared" / "tokens.css").read_text(encoding="utf-8"))
    grounds = (
        f"html.ik-{name} :is(.ik, .ik-page) {{ {tokens} }}" for name, tokens in (("light", light), ("dark", dark))
    )
    own = (own_style(view) for view in OWN)
    return "\n".join([page_style(), *own, *grounds, _style(("present/style.css", "workshop/style.css"))])


@cache
def room_scripts() -> dict[str, str]:
    """The classic scripts of rooms: of phones, of the presenter's panel, and of the page that has the panel alone."""
    return {name: _classic(_joined(files)) for name, files in _ROOM.items()}


@cache
def room_styles() -> dict[str, str]:
    """The style of the panel, which may stand in any presenter's page."""
    return {"panel": _style(("room/panel.css",))}


@cache
def phone_style() -> str:
    """The whole style of a phone's page: it stands inside, so that the page is shown at once."""
    return _style(("shared/tokens.css", "shared/parts.css", "shared/shell.css", "room/phone.css"))


@cache
def widget_module(view: str | None = None) -> str:
    """The module that anywidget loads: for the views that share one, or for a view in ``OWN``."""
    behaving = _own(view) if view else _behaving(_BEHAVIORS, _SHARED)
    return f"{behaving}\n{_joined(('shared/widget.js',))}\nexport default {{ render }};\n"


@cache
def widget_style(view: str | None = None) -> str:
    """The styles of the views alone, all below ``.ik``, so that nothing leaks into JupyterLab."""
    return f"{_style(_STYLES)}\n{own_style(view)}" if view else _style(_STYLES)


@cache
def own_style(view: str) -> str:
    """The style that a view in ``OWN`` adds to that of every page."""
    return _style(("shared/stops.css", f"{view}/style.css"))


@cache
def view_style(view: str) -> str:
    """The style of one view, for HTML that brings it along."""
    return _style((f"{view}/style.css",))


@cache
def workshop_style() -> str:
    """The style of a workshop's notes in a notebook."""
    return "\n".join([widget_style(), _style(("workshop/style.css",))])


@cache
def page_style() -> str:
    """The styles of every page: the shell and the views."""
    return _style((*_STYLES, "shared/shell.css", "shared/print.css"))
