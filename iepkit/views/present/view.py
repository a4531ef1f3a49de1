"""Presenter pages: the shell around a page on the wall, the cards of a workshop, and the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ...content import Content
from ...teaching import Teaching, Workshop
from ..environment import environment, render, words_of

NO_ROOM = Markup()
Link = tuple[str, str]  # where it leads, relative to the presenter pages, and what it says


@dataclass(frozen=True)
class Frame:
    """What stands around each presenter page.

    ``title``: what its window says. ``pages``: the presenter pages to jump to. ``room_panel``: what a server with a
    room adds, a ``section`` with ``data-ik-room``.
    """

    title: str
    head: Markup
    script: Markup
    pages: Sequence[Link] = ()
    room_panel: Markup = NO_ROOM


def wall_html(content: Content, teaching: Teaching, name: str, main: Markup, frame: Frame, *, titled: bool) -> str:
    """A page on the wall. ``main`` is the inside of the page's own ``<main>``, whose parts are shown one by one.

    ``titled``: the wall begins with a card of the page's heading.
    """
    return (
        environment()
        .get_template("present/wall.html.j2")
        .render(
            content=content,
            words=words_of(content, teaching),
            name=name,
            main=main,
            titled=titled,
            **vars(frame),
        )
    )


def cards_html(content: Content, teaching: Teaching, workshop: Workshop, addresses: Mapping[str, str]) -> Markup:
    """The cards of a workshop's parts. ``addresses``: what comes on the wall after a part's card, by the part's id."""
    return render("present/cards.html.j2", content, teaching, workshop=workshop, addresses=addresses)


def index_html(content: Content, teaching: Teaching, frame: Frame, home: str) -> Markup:
    """The way in: the workshops, then the pages for the wall, then ``home``, where everybody else begins."""
    return render("present/index.html.j2", content, teaching, home=home, **vars(frame))
