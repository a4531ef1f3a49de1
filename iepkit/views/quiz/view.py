"""The knowledge check: items under their topics, sets of them, and what of the content they ask about."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ...content import Content
from ...teaching import Quiz, Teaching
from ..environment import render


@dataclass(frozen=True)
class Covered:
    """A row of the comparison or a myth, as people read it, and the ids of the items that ask about it."""

    id: str
    text: str
    items: tuple[str, ...]


def quiz_html(content: Content, teaching: Teaching, uid: str) -> Markup:
    """All items, as semantic HTML that is whole without its behavior.

    Raises LookupError when the content folder has no quiz.
    """
    quiz = teaching.quiz
    if quiz is None:
        raise LookupError(f"this content has no quiz.yaml: add the file to {content.folder}")
    by_topic = {name: [item for item in quiz.items if item.topic == name] for name in quiz.topics}
    ordered = [item.id for items in by_topic.values() for item in items]
    return render(
        "quiz/template.html.j2",
        content,
        teaching,
        uid=uid,
        quiz=quiz,
        by_topic=by_topic,
        numbers={name: place for place, name in enumerate(ordered, start=1)},
        rows=covered_rows(content, quiz),
        myths=covered_myths(content, quiz),
    )


def covered_rows(content: Content, quiz: Quiz) -> list[Covered]:
    """Every row of the comparison, with the items about it."""
    return [
        Covered(row.id, row.title, tuple(item.id for item in quiz.items if row.id in item.rows))
        for row in content.comparison.rows
    ]


def covered_myths(content: Content, quiz: Quiz) -> list[Covered]:
    """Every myth, with the items about it."""
    return [
        Covered(myth.id, myth.myth, tuple(item.id for item in quiz.items if myth.id in item.myths))
        for myth in (content.myths.items if content.myths else ())
    ]
