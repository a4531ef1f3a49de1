"""The facilitator's guide to a workshop: the clock, the wall, what to say, what people get wrong, the answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ..content import Tree
from ..content.fields import unmarked
from ..flow import Flow
from ..teaching import Part, Teaching, Workshop
from .cases import case, item
from .telling import Telling
from .typesetting import Data


def guide(tell: Telling, workshop: Workshop) -> Data:
    """All of one workshop, part by part."""
    return _Guide(tell, workshop).told()


def clock(minutes: int) -> str:
    """Minutes since the start as hours and minutes.

    >>> clock(5), clock(75)
    ('0:05', '1:15')
    """
    return f"{minutes // 60}:{minutes % 60:02}"


class _Guide:
    def __init__(self, tell: Telling, workshop: Workshop) -> None:
        self.tell, self.workshop, self.words = tell, workshop, tell.words
        self.teaching: Teaching = tell.teaching

    def told(self) -> Data:
        parts, start = [], 0
        for part in self.workshop.parts:
            parts.append({"clock": clock(start), "until": clock(start + int(part.minutes)), **self._part(part)})
            start += int(part.minutes)
        body = {"parts": parts, "bring": list(self._bring()), "end": clock(start)}
        return self.tell.whole(self.workshop.title, self.workshop, body, unmarked(self.workshop.intro))

    def _part(self, part: Part) -> Data:
        items = {each.id: each for each in self.teaching.quiz.items} if self.teaching.quiz else {}
        shown = self._cases[part.case] if part.case else None
        return {
            "title": part.title,
            "minutes": self.words["minutes"].replace("{n}", part.minutes),
            "wall": list(self._wall(part)),
            "say": [unmarked(each) for each in part.say],
            "facts": self.tell.claims(part.facts),
            "ask": [unmarked(each) for each in part.ask],
            "wrong": [self.tell.myth(self._myths[name]) for name in part.wrong],
            "phone": unmarked(part.phone) if part.phone else None,
            "case": case(self.tell, shown, Flow(self.tell.content.trees[shown.tree])) if shown else None,
            "items": [item(self.tell, items[name]) for name in part.items],
        }

    @cached_property
    def _cases(self) -> dict[str, Any]:
        return {each.id: each for each in self.teaching.practice.items} if self.teaching.practice else {}

    @cached_property
    def _myths(self) -> dict[str, Any]:
        return {each.id: each for each in self.tell.content.myths.items} if self.tell.content.myths else {}

    @staticmethod
    def _shorts(tree: Tree) -> dict[str, str]:
        return {each.id: each.short for each in tree.questions} | {each.id: each.short for each in tree.outcomes}

    def _wall(self, part: Part) -> Iterator[str]:
        """What people see while the part goes on."""
        content = self.tell.content
        if part.tree:
            tree = content.trees[part.tree]
            yield self.words["wall_tree"].replace("{tree}", tree.title)
            if part.node:
                yield self.words["wall_node"].replace("{node}", self._shorts(tree)[part.node])
        titles = {row.id: row.title for row in content.comparison.rows}
        if part.rows:
            yield self.words["wall_rows"].replace("{rows}", "; ".join(titles[name] for name in part.rows))
        if part.case:
            yield self.words["wall_case"].replace("{case}", self._cases[part.case].title)
        if part.items:
            yield self.words["wall_items"].replace("{n}", str(len(part.items)))
        if part.page:
            page = content.readable().get(part.page)
            yield self.words["wall_page"].replace("{page}", page.title if page else content.words.page["site"])
        if part.view == "title":
            yield self.words["wall_title"]

    def _bring(self) -> Iterator[str]:
        """What this workshop needs, of paper and of things."""
        parts = self.workshop.parts
        yield self.words["bring_laptop"]
        yield self.words["bring_guide"]
        if any(part.phone for part in parts):
            yield self.words["bring_address"]
        if any(part.items or part.case or part.view == "explorer" for part in parts):
            yield self.words["bring_cards"]
        yield from (
            self.words["bring_case"].replace("{case}", self._cases[part.case].title) for part in parts if part.case
        )
        yield self.words["bring_chart"]
        yield self.words["bring_resources"]
        yield self.words["bring_slips"]
        yield self.words["bring_pencils"]
