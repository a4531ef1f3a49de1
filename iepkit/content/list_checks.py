"""Checks of a list: that no id is given twice, and that its items fit the list they are in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from .errors import Problem
from .fields import Parts, lists_of
from .models import Comparison, Coverage, PlanContents, Questions, Resources
from .reading import Document, Key
from .references import unknown


def check_lists(document: Document, thing: Any, parts: Parts) -> Iterator[Problem]:
    """All that is wrong with the lists of a file; ``parts`` are its models (see `fields.models`)."""
    for path, items in [*lists_of(parts), *([((), thing)] if isinstance(thing, tuple) else [])]:
        yield from _check_unique(document, path, items)
    for path, kind, name, own in _own_names(thing):
        if name not in own:
            yield unknown(document, path, kind, name, own)
    match thing:
        case Resources():
            yield from _check_addresses(document, thing)
        case Coverage():
            yield from _check_reasons(document, thing)
        case PlanContents():
            yield from _check_parts(document, thing)


def _check_unique(document: Document, path: Key, items: tuple[Any, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.id in seen:
            yield document.problem((*path, index), f"duplicate id '{item.id}'", "give it an id of its own")
        seen.add(item.id)


def _own_names(thing: Any) -> Iterator[tuple[Key, str, str, Collection[str]]]:
    """Each name of another thing in the same file: its path, the kind of thing, its id, and the ids there are."""
    match thing:
        case Comparison():
            for index, row in enumerate(thing.rows):
                yield ("rows", index, "group"), "group", row.group, thing.groups
        case Resources():
            yield ("parent_center",), "place", thing.parent_center, {place.id for place in thing.places}
        case Questions():
            for index, item in enumerate(thing.items):
                yield ("items", index, "topic"), "topic", item.topic, thing.topics
        case PlanContents():
            supports = {support.id for support in thing.supports}
            for index, card in enumerate(thing.cards):
                yield ("cards", index, "kind"), "support", card.kind, supports


def _check_addresses(document: Document, resources: Resources) -> Iterator[Problem]:
    for index, place in enumerate(resources.places):
        if place.address is not None and not place.address.startswith("https://"):
            what = f"the address '{place.address}' is not a web address"
            yield document.problem(("places", index, "address"), what, "start it with https://")


def _check_reasons(document: Document, coverage: Coverage) -> Iterator[Problem]:
    for index, statement in enumerate(coverage.statements):
        if statement.left_out and statement.not_verifiable:
            what = "a statement that is both left out and not verifiable"
            yield document.problem(("statements", index), what, "keep one of the two reasons")


def _check_parts(document: Document, contents: PlanContents) -> Iterator[Problem]:
    for index, part in enumerate(contents.parts):
        missing = {"both": not (part.iep and part.plan_504), "iep": not part.iep, "504": not part.plan_504}
        if missing[part.where]:
            what = f"a part of '{part.where}' that does not say what it is there"
            yield document.problem(("parts", index), what, "add claims under `iep` or `504`, or mend `where`")
