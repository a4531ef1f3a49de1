"""What all content is made of: texts, claims, and the law and the documents that they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Translatable:
    """Marks a string that people read. Its PO context is its id path."""


@dataclass(frozen=True)
class Names:
    """Marks a string that is the id of a thing of this ``kind`` (as ``row``), mostly in another file."""

    kind: str


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Translatable()]
Plain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
LawId = Annotated[Slug, Names("law entry")]
SourceId = Annotated[Slug, Names("source")]
StatementId = Annotated[Slug, Names("statement")]
RowId = Annotated[Slug, Names("row")]
TreeId = Annotated[Slug, Names("tree")]
LetterId = Annotated[Slug, Names("letter")]
QuestionId = Annotated[Slug, Names("question")]
TermId = Annotated[Slug, Names("term")]
Month = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
Flag = Literal["true", "false"]
Kind = Literal["law", "silent", "guidance", "practice", "view", "example"]
Leans = Literal["iep", "504", "either", "neither", "none"]
Who = Literal["you", "student", "school", "district", "state", "ocr", "hearing-officer", "court", "mediator"]


class Model(BaseModel):
    """The base of all content: frozen, and a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(Model):
    """Something that was true ``as_of`` a month, and is to be looked at again in ``review``."""

    as_of: Month
    review: Month | None = None


class Readable(Dated):
    """A list that has a page of its own, to read: its title and what it is for."""

    title: Text
    intro: Text


def next_review(thing: Dated) -> str:
    """The month in which something is to be read against the law again: its own, or a year after the last time."""
    year, month = thing.as_of.split("-")
    return thing.review or f"{int(year) + 1}-{month}"


class LawEntry(Dated):
    """One fact of the law with its citation and how it was verified. The only home of citations."""

    id: Slug
    topic: Slug
    applies_to: Literal["iep", "504", "both"]
    statement: Plain
    kind: Literal["law", "silent", "guidance", "practice"]
    citation: Plain
    state_varies: Flag
    verification: Literal["primary-text", "primary-text-absence", "agency-guidance", "secondary", "unverified"]
    source: Plain
    quote: str = ""
    note: str = ""


class Source(Model):
    """A document that the content answers or draws a view from. Not a source of law."""

    id: Slug
    title: Plain
    by: Text
    date: Plain
    about: Text


class Claim(Model):
    """One statement, what kind of statement it is, and where it comes from.

    ``law``: the text of a law or rule says it. ``silent``: the federal rule says nothing.
    ``guidance``: a federal agency says it. ``practice``: commonly done or reported; never "must".
    ``view``: somebody's opinion (``source`` says whose). ``example``: invented, marked as such.
    ``covers``: the statements of the sources (ids in ``coverage.yaml``) that this text takes up.
    """

    text: Text
    kind: Kind
    law: tuple[LawId, ...] = ()
    source: SourceId | None = None
    covers: tuple[StatementId, ...] = ()


class Heard(Model):
    """What people often hear (``heard``), who says it (``source``), and what the rule says.

    ``covers``: the statements of the sources that this corrects.
    """

    heard: Text
    source: SourceId
    rule: Claim
    covers: tuple[StatementId, ...] = ()


class Statement(Model):
    """One statement of a source document, told in our words, with its line there.

    Some text of the content ``covers`` it, unless it is left out (no statement about the matter, such as a
    greeting) or can't be verified (an opinion on the law that the law does not bear out): the reason says why.
    """

    id: Slug
    source: SourceId
    line: Plain
    says: Plain
    left_out: Plain | None = None
    not_verifiable: Plain | None = None


class Coverage(Model):
    """Every statement of the sources, to be accounted for."""

    statements: Annotated[tuple[Statement, ...], Field(min_length=1)]
