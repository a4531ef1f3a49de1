"""What a group learned: the share of right answers before and after, by topic and by item, as a plot and as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ...content import Content
from ...content.fields import unmarked
from ...teaching import Quiz, Teaching
from ..composing import view_style
from ..environment import render


@dataclass(frozen=True)
class Line:
    """The figures of a topic or an item. ``before`` and ``after`` are percent, ``change`` points; without them: few."""

    name: str
    people: int
    unpaired: int
    before: int | None = None
    after: int | None = None
    change: str = ""


def learned_html(
    content: Content, teaching: Teaching, quiz: Quiz, records: Sequence[Mapping[str, Any]], at_least: int
) -> Markup:
    """The plot and both tables. ``records`` are the lines of ``tables.learned``, with ``topic`` and ``item``."""
    asks = {item.id: unmarked(item.ask) for item in quiz.items}
    topics = [_line(quiz.topics[each["topic"]], each) for each in records if each["topic"] and not each["item"]]
    items = [_line(asks[each["item"]], each) for each in records if each["item"]]
    return render(
        "learned/template.html.j2",
        content,
        teaching,
        whole=_line("", records[-1]),
        topics=topics,
        items=items,
        at_least=at_least,
        style=Markup(view_style("learned")),  # noqa: S704 - our own file
    )


def _line(name: str, record: Mapping[str, Any]) -> Line:
    people, unpaired = int(record["people"]), int(record["unpaired"])
    if not record["shown"]:
        return Line(name, people, unpaired)
    before, after = (round(100 * record[when]) for when in ("before", "after"))
    return Line(name, people, unpaired, before, after, f"{after - before:+d}".replace("-", "\N{MINUS SIGN}"))
