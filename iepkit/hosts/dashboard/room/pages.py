"""The pages of rooms, and the presenter's panel, which may stand in any page of a presenter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ....content import Content
from ....teaching import Teaching
from ....views.composing import page_style, phone_style
from ....views.environment import render
from ...shell import room_address
from .questions import Group


def phone_html(content: Content, teaching: Teaching, state: Mapping[str, Any], said: str = "") -> str:
    """The page of a room for phones, as it stands; ``said`` names what came of a vote without a script."""
    script = room_address("phone.js")
    return render(
        "room/phone.html.j2", content, teaching, state=state, said=said, style=_style(phone_style()), script=script
    )


def join_html(content: Content, teaching: Teaching, said: str = "") -> str:
    """The page where a code is typed. ``said``: "wrong" when one led nowhere, "slow" after too many of those."""
    return render("room/join.html.j2", content, teaching, said=said, style=_style(phone_style()))


def room_panel(content: Content, teaching: Teaching) -> Markup:
    """The presenter's panel, with its own script and style: for the ``room_panel`` slot of presenters' pages.

    It is hidden until its script finds the presenter's secret in the address or in this tab.
    """
    sets = teaching.quiz.sets if teaching.quiz else ()
    addresses = {"style": room_address("panel.css"), "script": room_address("panel.js")}
    return render("room/panel.html.j2", content, teaching, sets=sets, **addresses)


def fallback_html(content: Content, teaching: Teaching, groups: Sequence[Group]) -> str:
    """A page with the panel alone, and a list of all there is to ask."""
    panel = room_panel(content, teaching)
    script = room_address("wall.js")
    return render(
        "room/wall.html.j2", content, teaching, groups=groups, panel=panel, style=_style(page_style()), script=script
    )


def _style(text: str) -> Markup:
    return Markup(f"<style>{text}</style>")  # noqa: S704 - our own file
