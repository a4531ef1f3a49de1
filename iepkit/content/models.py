"""What the content files may say: one typed, frozen model for each kind of thing in ``data/``.

Unknown keys are refused. Every scalar is text (``no`` and ``504`` are words here, not values).
A field of type ``Text`` is shown to people, so it passes the translation step.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Translatable:
    """Marks a string that people read. Its PO context is its id path."""


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Translatable()]
Plain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Month = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
Flag = Literal["true", "false"]
Kind = Literal["law", "silent", "guidance", "practice", "view", "example"]
Leans = Literal["iep", "504", "either", "neither", "none"]
Who = Literal["you", "student", "school", "district", "state", "ocr", "hearing-officer", "court", "mediator"]


class Model(BaseModel):
    """The base of all content: frozen, and a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LawEntry(Model):
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
    as_of: Month
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
    """

    text: Text
    kind: Kind
    law: tuple[Slug, ...] = ()
    source: Slug | None = None


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
    letter: Slug | None = None
    rows: tuple[Slug, ...] = ()
    urgent: Flag = "false"


class Variant(Ending):
    """Other words for an outcome when earlier answers match: ``when: {question: [options]}``."""

    id: Slug
    when: dict[Slug, tuple[Slug, ...]] = {}


class Outcome(Ending):
    """Where a walk ends. With variants, the first whose ``when`` matches the walk is shown."""

    id: Slug
    short: Text
    variants: tuple[Variant, ...] = ()


class Tree(Model):
    """A decision tree: a directed graph without cycles, from ``start`` to the outcomes.

    ``place`` is its place among the trees, as a number.
    """

    id: Slug
    title: Text
    intro: Text
    as_of: Month
    place: Annotated[str, StringConstraints(pattern=r"^\d+$")] = "50"
    start: Slug
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]


class Heard(Model):
    """What people often hear (``heard``), who says it (``source``), and what the rule says."""

    heard: Text
    source: Slug
    rule: Claim


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


class Comparison(Model):
    """The side-by-side table: its title, its groups in order (id: heading) and its rows in order."""

    title: Text
    caption: Text
    as_of: Month
    groups: dict[Slug, Text]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


class Letter(Model):
    """A letter to copy. ``[words in brackets]`` are for the family to fill in."""

    id: Slug
    title: Text
    to: Text
    lines: Annotated[tuple[Text, ...], Field(min_length=1)]
    law: tuple[Slug, ...] = ()


class Resource(Model):
    """A place to get help. ``address`` and ``phone`` only where sure; ``seen`` is when it was read."""

    id: Slug
    name: Text
    purpose: Text
    seen: Month
    address: str | None = None
    phone: str | None = None
    law: tuple[Slug, ...] = ()
    source: Slug | None = None


Words = dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")], Text]


class Interface(Model):
    """The words of the pages themselves, by room: ``words.explorer.next``. ``{n}`` is filled in when shown."""

    page: Words
    kinds: Words
    who: Words
    plans: Words
    explorer: Words
    comparison: Words
    home: Words
    trainer: Words


class Resources(Model):
    """Places to get help: ``safety`` lines are shown on every page, ``parent_center`` where States differ."""

    safety: Annotated[tuple[Claim, ...], Field(min_length=1)]
    parent_center: Slug
    places: Annotated[tuple[Resource, ...], Field(min_length=1)]
