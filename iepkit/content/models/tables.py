"""The comparison, the places that help, and the words of the pages themselves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Claim, Dated, Flag, Heard, LawId, Model, Month, Slug, SourceId, StatementId, Text


class Aside(Claim):
    """A tip, an example or a note beside a row."""

    label: Literal["tip", "example", "note"]


class Row(Model):
    """One dimension of the comparison: both plans, why it matters, what people often hear."""

    id: Slug
    title: Text
    question: Text
    group: Slug
    iep: Annotated[tuple[Claim, ...], Field(min_length=1)]
    plan_504: Annotated[tuple[Claim, ...], Field(min_length=1, alias="504")]
    why: Claim
    asides: Annotated[tuple[Aside, ...], Field(min_length=1)]
    heard: tuple[Heard, ...] = ()
    core: Flag = "false"


class Comparison(Dated):
    """The side-by-side table: its title, its groups in order (id: heading) and its rows in order."""

    title: Text
    caption: Text
    groups: dict[Slug, Text]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


class Resource(Model):
    """A place to get help. ``address`` and ``phone`` only where sure; ``seen`` is when it was read."""

    id: Slug
    name: Text
    purpose: Text
    seen: Month
    address: str | None = None
    phone: str | None = None
    law: tuple[LawId, ...] = ()
    source: SourceId | None = None
    covers: tuple[StatementId, ...] = ()


Words = dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")], Text]


class Interface(Model):
    """The words of the pages themselves, by room: ``words.explorer.next``. ``{n}`` is filled in when shown."""

    page: Words
    kinds: Words
    who: Words
    plans: Words
    explorer: Words
    comparison: Words
    reading: Words
    review: Words
    home: Words
    live: Words
    trainer: Words


class Resources(Model):
    """Places to get help: ``safety`` lines are shown on every page, ``parent_center`` where States differ."""

    safety: Annotated[tuple[Claim, ...], Field(min_length=1)]
    parent_center: Slug
    places: Annotated[tuple[Resource, ...], Field(min_length=1)]
