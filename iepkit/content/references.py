"""Checks that cross from one file to another: each thing that is named exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .errors import Problem, nearest
from .fields import Parts, names_of, terms_in, texts_of
from .models import Claim
from .reading import Document, Key


class Known(dict[str, Collection[str]]):
    """The ids of each kind of thing. Where its file is missing or broken every id passes: that is reported there."""

    def has(self, kind: str, name: str) -> bool:
        """Whether there is a thing of this kind with this id."""
        return kind not in self or name in self[kind]


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


def check_references(document: Document, parts: Parts, known: Known) -> Iterator[Problem]:
    """A problem for each name, among the ``parts`` (see `fields.models`) of a document, of what does not exist."""
    for path, kind, name in names_of(parts):
        if not known.has(kind, name):
            yield unknown(document, path, kind, name, known[kind])
    yield from _check_terms(document, parts, known)


def unknown(document: Document, path: Key, kind: str, name: str, known: Collection[str]) -> Problem:
    """The problem that there is no thing of this kind with this id."""
    return document.problem(path, f"the {kind} '{name}' does not exist", nearest(name, known))


def _check_terms(document: Document, parts: Parts, known: Known) -> Iterator[Problem]:
    """Glossary marks that name no term, or that stand where only plain words can be shown."""
    marked = [(path, names) for path, text in texts_of(parts) if (names := terms_in(text))]
    told = {(*path, "text") for path, model in parts if isinstance(model, Claim)} if marked else set()
    for path, names in marked:
        for name in names:
            if not known.has("term", name):
                yield unknown(document, path, "term", name, known["term"])
        if path not in told:
            what = f"the term '{names[0]}' is marked outside a claim"
            yield document.problem(path, what, "write the plain words here, and mark the term in a claim")
