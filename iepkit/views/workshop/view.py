"""The notes of a workshop for whoever leads it, and the list of all workshops."""

from __future__ import annotations

from collections.abc import Container

from markupsafe import Markup

from ...content import Content
from ...teaching import Part, Teaching, Workshop
from ..environment import environment, render, words_of
from ..walls import card_address, wall_address

OWN_NOTE = "For you: "


def workshop_html(  # noqa: PLR0913 - each says something else about where the notes stand
    content: Content,
    teaching: Teaching,
    workshop: Workshop,
    uid: str,
    *,
    pages: Container[str],
    wall_at: str = "",
    anchors: bool = True,
) -> Markup:
    """The notes, part by part, as semantic HTML that is whole without its behavior.

    ``pages`` are the names of the pages that can be on the wall, ``wall_at`` the address of their folder. With
    ``anchors`` each part is ``#part-<id>``: for one workshop on a page.
    """
    env = environment()
    env.tests["own_note"] = lambda line: str(line).startswith(OWN_NOTE)
    env.filters["without_own_mark"] = without_own_mark
    return render(
        "workshop/notes.html.j2",
        content,
        teaching,
        uid=uid,
        prefix="" if anchors else f"{uid}-",
        workshop=workshop,
        addresses={part.id: wall_address(part, workshop, content, pages) for part in workshop.parts},
        cards={part.id: card_address(part, workshop) for part in workshop.parts},
        shown={part.id: _shown(part, content, teaching) for part in workshop.parts},
        wall_at=wall_at,
        myths={myth.id: myth for myth in content.myths.items} if content.myths else {},
    )


def without_own_mark(line: str) -> str:
    """A note to the presenter, without the words that mark it as one, as a sentence."""
    rest = line.removeprefix(OWN_NOTE)
    return rest[:1].upper() + rest[1:]


def notes_page_html(content: Content, teaching: Teaching, workshop: Workshop, notes: Markup, **around: Markup) -> str:
    """The page of the notes. ``around``: its ``head``, ``script`` and ``room_panel``."""
    return (
        environment()
        .get_template("workshop/page.html.j2")
        .render(content=content, words=words_of(content, teaching), workshop=workshop, notes=notes, **around)
    )


def workshops_html(content: Content, teaching: Teaching, uid: str) -> Markup:
    """All workshops: what each is, its parts with their minutes, and the way to its notes."""
    return render("workshop/list.html.j2", content, teaching, uid=uid)


def _shown(part: Part, content: Content, teaching: Teaching) -> str:
    """What is on the wall in a part, in words."""
    match part.view:
        case "explorer":
            return content.trees[str(part.tree)].title
        case "comparison":
            titles = {row.id: row.title for row in content.comparison.rows}
            return "; ".join(titles[row] for row in part.rows)
        case "case" if teaching.practice:
            return next(case.title for case in teaching.practice.items if case.id == part.case)
        case "quiz" if teaching.quiz:
            return teaching.quiz.title
        case "page":
            pages = content.readable()
            return pages[part.page].title if part.page in pages else content.words.home["start"]
        case _:
            return teaching.words.workshop["title_card"]
