"""What families read and search: questions, words, myths, stories."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import Claim, Flag, Model, QuestionId, Readable, RowId, Slug, SourceId, StatementId, TermId, Text, TreeId


class Answered(Model):
    """One question that families ask: the answer in one sentence first, then the rest of it."""

    id: Slug
    topic: Slug
    question: Text
    answer: Claim
    more: tuple[Claim, ...] = ()
    rows: tuple[RowId, ...] = ()
    trees: tuple[TreeId, ...] = ()


class Questions(Readable):
    """The questions that families ask, under their topics (id: heading) in order."""

    topics: dict[Slug, Text]
    items: Annotated[tuple[Answered, ...], Field(min_length=1)]


class Term(Model):
    """One word of the field in plain words. ``also``: its other names. ``see``: terms that belong to it."""

    id: Slug
    term: Text
    says: Annotated[tuple[Claim, ...], Field(min_length=1)]
    also: tuple[Text, ...] = ()
    see: tuple[TermId, ...] = ()


class Glossary(Readable):
    """The terms. Content marks one as ``[words](term:id)``."""

    items: Annotated[tuple[Term, ...], Field(min_length=1)]


class Myth(Model):
    """A common misbelief, who says so (without ``source``: nobody in particular), and what the rule says."""

    id: Slug
    myth: Text
    rule: Claim
    source: SourceId | None = None
    more: tuple[Claim, ...] = ()
    rows: tuple[RowId, ...] = ()
    questions: tuple[QuestionId, ...] = ()
    covers: tuple[StatementId, ...] = ()


class Myths(Readable):
    """Common misbeliefs about both plans."""

    items: Annotated[tuple[Myth, ...], Field(min_length=1)]


class Scene(Model):
    """One moment of a story: what happened; where it shows both plans, what each would bring; what the rule says."""

    id: Slug
    title: Text
    says: Annotated[tuple[Claim, ...], Field(min_length=1)]
    iep: tuple[Claim, ...] = ()
    plan_504: Annotated[tuple[Claim, ...], Field(alias="504")] = ()
    rule: tuple[Claim, ...] = ()
    urgent: Flag = "false"


class Story(Model):
    """A family's way through the years, or one invented child under both plans."""

    id: Slug
    title: Text
    about: Claim
    scenes: Annotated[tuple[Scene, ...], Field(min_length=2)]


class Stories(Readable):
    """All stories."""

    items: Annotated[tuple[Story, ...], Field(min_length=1)]
