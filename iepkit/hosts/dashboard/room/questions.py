"""What rooms can be asked, looked up once: questions of trees, cases, items and sets of the knowledge check."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ....content import Content, nearest
from ....teaching import Asked, ItemSet, Teaching, asked


@dataclass(frozen=True)
class Group:
    """Some things to ask under a heading, as (ref, words) pairs."""

    title: str
    asks: tuple[tuple[str, str], ...]


class Questions:
    """The questions of one content folder."""

    def __init__(self, content: Content, teaching: Teaching) -> None:
        self.content = content
        self.teaching = teaching
        self._found: dict[str, Asked] = {}

    def asked(self, ref: str) -> Asked:
        """What a ref asks. Raises LookupError that names what is near."""
        if ref not in self._found:
            self._found[ref] = asked(ref, self.content, self.teaching)
        return self._found[ref]

    @cached_property
    def sets(self) -> dict[str, ItemSet]:
        """The sets of items that are asked before a training and after it."""
        return {each.id: each for each in self.teaching.quiz.sets} if self.teaching.quiz else {}

    def refs_of(self, name: str) -> tuple[str, ...]:
        """The refs of a set. Raises LookupError that names what is near."""
        if name not in self.sets:
            raise LookupError(f"there is no set {name!r}: {nearest(name, self.sets)}")
        return tuple(f"item/{item}" for item in self.sets[name].items)

    def told(self, ref: str, *, right: bool = False) -> dict[str, Any]:
        """A question as JSON holds it; its ``right`` option only where it may be known."""
        found = self.asked(ref)
        options = [{"id": name, "text": text} for name, text in found.options]
        return {"ref": ref, "text": found.text, "options": options, **({"right": found.right} if right else {})}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All there is to ask: each tree's questions, then the cases, then the items under their topics."""
        found = []
        for tree in self.content.trees.values():
            asks = (
                (f"tree/{tree.id}/{each.id}", self.asked(f"tree/{tree.id}/{each.id}").text) for each in tree.questions
            )
            found.append(Group(tree.title, tuple(asks)))
        if self.teaching.practice:
            cases = tuple((f"case/{case.id}", case.title) for case in self.teaching.practice.items)
            found.append(Group(self.teaching.practice.title, cases))
        if self.teaching.quiz:
            for topic, title in self.teaching.quiz.topics.items():
                items = [item for item in self.teaching.quiz.items if item.topic == topic]
                found.append(
                    Group(title, tuple((f"item/{item.id}", self.asked(f"item/{item.id}").text) for item in items))
                )
        return tuple(found)
