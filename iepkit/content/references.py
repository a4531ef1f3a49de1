"""Checks that cross from one file to another: each id that is named exists, and none is given twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from .errors import Problem, nearest
from .fields import Parts, terms_in, texts_of
from .models import (
    Claim,
    Comparison,
    Coverage,
    Glossary,
    Letter,
    Myths,
    PlanContents,
    Questions,
    Resources,
    Stories,
)
from .reading import Document, Key


class Known(dict[str, Collection[str]]):
    """The ids of each kind of thing. Where its file is missing or broken every id passes: that is reported there."""

    def has(self, kind: str, name: str) -> bool:
        """Whether there is a thing of this kind with this id."""
        return kind not in self or name in self[kind]


_CHECKS: dict[type, str] = {
    tuple: "unique",
    Comparison: "comparison",
    Resources: "resources",
    Letter: "letter",
    Questions: "questions",
    Glossary: "glossary",
    Myths: "myths",
    Stories: "stories",
    PlanContents: "plan_contents",
    Coverage: "coverage",
}


class References:
    """The checks of one file."""

    def __init__(self, document: Document, known: Known) -> None:
        self._document = document
        self._known = known

    def named(self, kind: str, names: Iterable[str], path: Key) -> Iterator[Problem]:
        """A problem for each name that is no thing of this kind."""
        for name in names:
            if not self._known.has(kind, name):
                what = f"the {kind} '{name}' does not exist"
                yield self._document.problem(path, what, nearest(name, self._known[kind]))

    def all(self, thing: Any, parts: Parts) -> Iterator[Problem]:
        """All problems of this kind in what a file holds; ``parts`` are its models (see `fields.models`)."""
        yield from self.terms(parts)
        for path, model in parts:
            covers = getattr(model, "covers", ())
            if covers:
                yield from self.named("statement", covers, (*path, "covers"))
        name = _CHECKS.get(type(thing))
        if name is not None:
            yield from getattr(self, name)(thing)

    def unique(self, things: Iterable[Any], path: Key = ()) -> Iterator[Problem]:
        """A problem for each id that was there before."""
        seen: set[str] = set()
        for index, thing in enumerate(things):
            if thing.id in seen:
                yield self._document.problem((*path, index), f"duplicate id '{thing.id}'", "give it an id of its own")
            seen.add(thing.id)

    def terms(self, parts: Parts) -> Iterator[Problem]:
        """A problem for each glossary mark that names no term, or stands where only plain words can be shown."""
        marked = [(path, names) for path, text in texts_of(parts) if (names := terms_in(text))]
        told = {(*path, "text") for path, model in parts if isinstance(model, Claim)} if marked else set()
        for path, names in marked:
            yield from self.named("term", names, path)
            if path not in told:
                what = f"the term '{names[0]}' is marked outside a claim"
                yield self._document.problem(path, what, "write the plain words here, and mark the term in a claim")

    def comparison(self, comparison: Comparison) -> Iterator[Problem]:
        """Of the rows."""
        yield from self.unique(comparison.rows, ("rows",))
        for index, row in enumerate(comparison.rows):
            path = ("rows", index)
            if row.group not in comparison.groups:
                what = f"the group '{row.group}' does not exist"
                yield self._document.problem((*path, "group"), what, nearest(row.group, comparison.groups))
            for place, heard in enumerate(row.heard):
                yield from self.named("source", (heard.source,), (*path, "heard", place, "source"))

    def resources(self, resources: Resources) -> Iterator[Problem]:
        """Of the places that help."""
        yield from self.unique(resources.places, ("places",))
        places = {place.id for place in resources.places}
        if resources.parent_center not in places:
            what = f"the place '{resources.parent_center}' does not exist"
            yield self._document.problem(("parent_center",), what, nearest(resources.parent_center, places))
        for index, place in enumerate(resources.places):
            path = ("places", index)
            yield from self.named("law entry", place.law, (*path, "law"))
            yield from self.named("source", filter(None, [place.source]), (*path, "source"))
            if place.address is not None and not place.address.startswith("https://"):
                what = f"the address '{place.address}' is not a web address"
                yield self._document.problem((*path, "address"), what, "start it with https://")

    def questions(self, questions: Questions) -> Iterator[Problem]:
        """Of the questions that families ask."""
        yield from self.unique(questions.items, ("items",))
        for index, item in enumerate(questions.items):
            path = ("items", index)
            if item.topic not in questions.topics:
                what = f"the topic '{item.topic}' does not exist"
                yield self._document.problem((*path, "topic"), what, nearest(item.topic, questions.topics))
            yield from self.named("row", item.rows, (*path, "rows"))
            yield from self.named("tree", item.trees, (*path, "trees"))

    def glossary(self, glossary: Glossary) -> Iterator[Problem]:
        """Of the terms."""
        yield from self.unique(glossary.items, ("items",))
        for index, term in enumerate(glossary.items):
            yield from self.named("term", term.see, ("items", index, "see"))

    def myths(self, myths: Myths) -> Iterator[Problem]:
        """Of the myths."""
        yield from self.unique(myths.items, ("items",))
        for index, myth in enumerate(myths.items):
            path = ("items", index)
            yield from self.named("source", filter(None, [myth.source]), (*path, "source"))
            yield from self.named("row", myth.rows, (*path, "rows"))
            yield from self.named("question", myth.questions, (*path, "questions"))

    def stories(self, stories: Stories) -> Iterator[Problem]:
        """Of the stories."""
        yield from self.unique(stories.items, ("items",))
        for index, story in enumerate(stories.items):
            yield from self.unique(story.scenes, ("items", index, "scenes"))

    def coverage(self, coverage: Coverage) -> Iterator[Problem]:
        """Of the sources' statements."""
        yield from self.unique(coverage.statements, ("statements",))
        for index, statement in enumerate(coverage.statements):
            yield from self.named("source", (statement.source,), ("statements", index, "source"))
            if statement.left_out and statement.not_verifiable:
                what = "a statement that is both left out and not verifiable"
                yield self._document.problem(("statements", index), what, "keep one of the two reasons")

    def plan_contents(self, contents: PlanContents) -> Iterator[Problem]:
        """Of what stands in the plans."""
        for name in ("parts", "supports", "cards", "goals", "needs", "checklist"):
            yield from self.unique(getattr(contents, name), (name,))
        supports = {support.id for support in contents.supports}
        for index, card in enumerate(contents.cards):
            if card.kind not in supports:
                what = f"the support '{card.kind}' does not exist"
                yield self._document.problem(("cards", index, "kind"), what, nearest(card.kind, supports))
        for index, part in enumerate(contents.parts):
            for place, heard in enumerate(part.heard):
                yield from self.named("source", (heard.source,), ("parts", index, "heard", place, "source"))
            missing = {"both": not (part.iep and part.plan_504), "iep": not part.iep, "504": not part.plan_504}
            if missing[part.where]:
                what = f"a part of '{part.where}' that does not say what it is there"
                yield self._document.problem(("parts", index), what, "add claims under `iep` or `504`, or mend `where`")

    def letter(self, letter: Letter) -> Iterator[Problem]:
        """Of a letter."""
        yield from self.named("law entry", letter.law, ("law",))


def known_ids(things: Mapping[str, Any], folders: Mapping[str, Collection[str]]) -> Known:
    """The ids of what was read: ``things`` by kind of file, and the file names in ``folders``."""
    known = Known()
    known["letter"] = folders["letters"]
    if folders["trees"]:
        known["tree"] = folders["trees"]
    for kind, name, inside in (
        ("law entry", "law", None),
        ("source", "sources", None),
        ("row", "comparison", "rows"),
        ("question", "faq", "items"),
        ("term", "glossary", "items"),
        ("statement", "coverage", "statements"),
    ):
        thing = things.get(name)
        if thing is not None:
            known[kind] = {each.id for each in (getattr(thing, inside) if inside else thing)}
    return known
