"""What stands in the two plans, and whether it is any good."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Claim, Heard, Model, Readable, Slug, Text


class Part(Model):
    """One part of a plan: in which plan it is found (``where``), and what it is in each."""

    id: Slug
    title: Text
    where: Literal["both", "iep", "504"]
    iep: tuple[Claim, ...] = ()
    plan_504: Annotated[tuple[Claim, ...], Field(alias="504")] = ()
    heard: tuple[Heard, ...] = ()


class Support(Model):
    """A kind of support, such as an accommodation, in plain words."""

    id: Slug
    term: Text
    says: Claim


class Card(Model):
    """A card to sort: a support as it may stand in a plan, the kind it is (``kind``: a support's id), and why."""

    id: Slug
    text: Text
    kind: Slug
    why: Claim


class Goal(Model):
    """A sample goal: what makes it measurable, and the same wish as a goal that nobody could check (``weak``)."""

    id: Slug
    goal: Claim
    measures: Annotated[tuple[Text, ...], Field(min_length=2)]
    weak: Text


class Need(Model):
    """A need, and sample accommodations for it."""

    id: Slug
    title: Text
    items: Annotated[tuple[Claim, ...], Field(min_length=2)]


class Check(Model):
    """One question to put to a plan: what to look for, what a weak plan says, what a good one says."""

    id: Slug
    question: Text
    plan: Literal["both", "iep", "504"]
    why: Claim
    weak: Text
    good: Text


class PlanContents(Readable):
    """What stands in the two plans, and whether it is any good."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    supports: Annotated[tuple[Support, ...], Field(min_length=2)]
    cards: Annotated[tuple[Card, ...], Field(min_length=1)]
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]
    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    checklist: Annotated[tuple[Check, ...], Field(min_length=1)]
