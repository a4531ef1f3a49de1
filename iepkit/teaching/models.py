"""What is taught with: practice cases, a knowledge check, workshops."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..content.models.base import Claim, Dated, Flag, Model, Names, Readable, RowId, Slug, SourceId, Text, TreeId

CaseId = Annotated[Slug, Names("case")]
MythId = Annotated[Slug, Names("myth")]
ItemId = Annotated[Slug, Names("quiz item")]
Minutes = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,2}$")]


class Change(Model):
    """Another answer (``option``) to a question of the case, and what would be different about the child then."""

    option: Slug
    if_so: Text


class Case(Model):
    """A short practice case. Its ``answers`` (option ids, in order) lead through ``tree`` to ``outcome``.

    ``why``: what the rules say to it. ``changes``: other answers, each of which leads to another ending.
    ``source``: whose story it is; without it the people are invented. ``level``: ``first`` cases come first.
    """

    id: Slug
    title: Text
    level: Literal["first", "next", "hard"]
    tells: Annotated[tuple[Text, ...], Field(min_length=1)]
    tree: TreeId
    answers: Annotated[tuple[Slug, ...], Field(min_length=1)]
    outcome: Slug
    variant: Slug | None = None
    why: Annotated[tuple[Claim, ...], Field(min_length=1)]
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    discuss: Annotated[tuple[Text, ...], Field(min_length=1)]
    source: SourceId | None = None


class Practice(Readable):
    """The practice cases, easier ones first within a tree."""

    items: Annotated[tuple[Case, ...], Field(min_length=1)]


class Choice(Model):
    """One option of a quiz item, and what somebody who took it is told."""

    id: Slug
    text: Text
    right: Flag = "false"
    feedback: Claim


class Item(Model):
    """One quiz item. One option is right. ``rows`` and ``myths``: what of the content it asks about."""

    id: Slug
    topic: Slug
    ask: Text
    options: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=5)]
    rows: tuple[RowId, ...] = ()
    myths: tuple[MythId, ...] = ()


class ItemSet(Model):
    """Items that are asked before a training and again after it."""

    id: Slug
    title: Text
    items: Annotated[tuple[ItemId, ...], Field(min_length=1)]


class Quiz(Readable):
    """The knowledge check: items under their topics (id: heading), and sets of them."""

    topics: dict[Slug, Text]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    sets: tuple[ItemSet, ...] = ()


class Part(Model):
    """One step of a workshop: what is on the wall, for how long, what to say and ask.

    ``view`` says what is on the wall: a tree (at ``node``, a question or an outcome, if named), rows of the
    comparison, a practice case, quiz items, a page to read, or only the title. ``facts`` are what to say of the
    law, ``say`` the rest. ``wrong``: the myths that people bring. ``phone``: what to try on one's own phone now.
    """

    id: Slug
    title: Text
    minutes: Minutes
    view: Literal["title", "explorer", "comparison", "case", "quiz", "page"]
    tree: TreeId | None = None
    node: Slug | None = None
    rows: tuple[RowId, ...] = ()
    case: CaseId | None = None
    items: tuple[ItemId, ...] = ()
    page: Slug | None = None
    say: tuple[Text, ...] = ()
    facts: tuple[Claim, ...] = ()
    ask: tuple[Text, ...] = ()
    wrong: tuple[MythId, ...] = ()
    phone: Text | None = None


class Workshop(Dated):
    """An evening or a training: its parts in order; their minutes make up ``minutes``."""

    id: Slug
    title: Text
    intro: Text
    audience: Literal["parents", "educators"]
    minutes: Minutes
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
