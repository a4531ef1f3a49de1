"""Loads what is taught with from a content folder, on top of the content itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ..content import Content, Known, Shelf, check_claims, check_lists, check_references, load
from ..content.fields import models
from .checks import check_cases, check_quiz, check_workshop
from .models import Practice, Quiz, Workshop
from .words import TeachingWords

ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    "practice": TypeAdapter(Practice),
    "quiz": TypeAdapter(Quiz),
    "teaching": TypeAdapter(TeachingWords),
    "workshop": TypeAdapter(Workshop),
}


@dataclass(frozen=True)
class Teaching:
    """What is taught with. A folder need not have any of it: then ``practice`` or ``quiz`` is None.

    A folder without ``teaching.yaml`` takes the words of iepkit's own.
    """

    practice: Practice | None
    quiz: Quiz | None
    workshops: Mapping[str, Workshop]
    words: TeachingWords


class _Own(Shelf):
    adapters = ADAPTERS

    def words(self) -> TeachingWords:
        words: TeachingWords = self.one("teaching.yaml", "teaching")
        return words


class TeachingDesk(Shelf):
    """The files of a content folder that only teaching needs, checked against its ``content``.

    Raises ContentError with every problem at once.
    """

    adapters = ADAPTERS

    def __init__(self, content: Content) -> None:
        super().__init__(content.folder)
        self.content = content
        there = [kind for kind in ("practice", "quiz", "teaching") if (self.folder / f"{kind}.yaml").is_file()]
        self.things = {kind: self.one(f"{kind}.yaml", kind) for kind in there}
        self.workshops: dict[str, Workshop] = self.many("workshops", "workshop")
        self._check()
        self.raise_problems()

    @property
    def words(self) -> TeachingWords:
        """The words of this folder, else iepkit's own."""
        words: TeachingWords | None = self.things.get("teaching")
        return words or _Own().words()

    def _check(self) -> None:
        known = known_in(self.content, self.things)
        for file, thing in self.files.items():
            document, parts = self.documents[file], models(thing)
            self.problems += check_claims(document, parts, self.content.law)
            self.problems += check_references(document, parts, known)
            self.problems += check_lists(document, thing, parts)
            match thing:
                case Practice():
                    self.problems += check_cases(document, thing, self.content)
                case Quiz():
                    self.problems += check_quiz(document, thing)
                case Workshop():
                    self.problems += check_workshop(document, thing, self.content)


def known_in(content: Content, things: Mapping[str, Any]) -> Known:
    """The ids of each kind of thing that teaching may name."""
    known = Known(
        {
            "law entry": set(content.law),
            "source": set(content.sources),
            "tree": set(content.trees),
            "row": {row.id for row in content.comparison.rows},
        }
    )
    lists = {"term": content.glossary, "myth": content.myths, "question": content.faq}
    lists |= {"case": things.get("practice"), "quiz item": things.get("quiz")}
    known.update({kind: {item.id for item in thing.items} for kind, thing in lists.items() if thing is not None})
    return known


def load_teaching(content: Content | str | Path | None = None) -> Teaching:
    """Load what is taught with, of a content folder or of content that is loaded already. English only.

    Raises what `load` raises, and ContentError with every problem of the teaching files at once.
    """
    desk = TeachingDesk(content if isinstance(content, Content) else load(content))
    return Teaching(desk.things.get("practice"), desk.things.get("quiz"), desk.workshops, desk.words)
