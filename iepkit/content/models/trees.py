"""Decision trees, and the letters that their outcomes offer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from .base import Claim, Dated, Flag, LawId, Leans, LetterId, Model, RowId, Slug, Text, Who


class Step(Claim):
    """One next step: who does it, what to do and how (``text``), and by when (``by``)."""

    who: Who
    by: Claim | None = None


class Option(Model):
    """One answer to a question. Its id is unique in the whole tree, so a link can be checked."""

    id: Slug
    label: Text
    to: Slug
    example: Text | None = None
    reason: Claim | None = None
    unsure: Flag = "false"


class Question(Model):
    """One question. ``short`` is its name in the picture and the outline (28 characters at most)."""

    id: Slug
    ask: Text
    short: Text
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    help: tuple[Claim, ...] = ()
    certain: Text | None = None


class Ending(Model):
    """What an outcome tells a family. A variant's own fields stand before its outcome's."""

    headline: Text | None = None
    leans: Leans | None = None
    says: tuple[Claim, ...] = ()
    steps: tuple[Step, ...] = ()
    papers: tuple[Text, ...] = ()
    letter: LetterId | None = None
    rows: tuple[RowId, ...] = ()
    urgent: Flag = "false"


class Variant(Ending):
    """Other words for an outcome when earlier answers match: ``when: {question: [options]}``."""

    id: Slug
    when: dict[Slug, tuple[Slug, ...]] = Field(default_factory=dict)


class Outcome(Ending):
    """Where a walk ends. With variants, the first whose ``when`` matches the walk is shown."""

    id: Slug
    short: Text
    variants: tuple[Variant, ...] = ()


class Tree(Dated):
    """A decision tree: a directed graph without cycles, from ``start`` to the outcomes.

    ``place`` is its place among the trees, as a number.
    """

    id: Slug
    title: Text
    intro: Text
    place: Annotated[str, StringConstraints(pattern=r"^\d+$")] = "50"
    start: Slug
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]


class Letter(Model):
    """A letter to copy. ``[words in brackets]`` are for the family to fill in."""

    id: Slug
    title: Text
    to: Text
    lines: Annotated[tuple[Text, ...], Field(min_length=1)]
    law: tuple[LawId, ...] = ()
