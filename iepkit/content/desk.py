"""Reads a content folder file by file, gives each its type, and gathers all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from .claim_checks import check_claims, check_law
from .errors import Problem
from .fields import models
from .models import (
    Comparison,
    Coverage,
    Glossary,
    Interface,
    LawEntry,
    Letter,
    Myths,
    PlanContents,
    Questions,
    Resources,
    Source,
    Stories,
    Tree,
)
from .reading import Document, read, shape
from .references import References, known_ids
from .tree_checks import check_tree

_NEEDED = ("law", "sources", "comparison", "resources", "interface")
_MORE = ("faq", "glossary", "myths", "stories", "plan-contents", "coverage")
ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    "law": TypeAdapter(tuple[LawEntry, ...]),
    "sources": TypeAdapter(tuple[Source, ...]),
    "comparison": TypeAdapter(Comparison),
    "resources": TypeAdapter(Resources),
    "interface": TypeAdapter(Interface),
    "faq": TypeAdapter(Questions),
    "glossary": TypeAdapter(Glossary),
    "myths": TypeAdapter(Myths),
    "stories": TypeAdapter(Stories),
    "plan-contents": TypeAdapter(PlanContents),
    "coverage": TypeAdapter(Coverage),
    "tree": TypeAdapter(Tree),
    "letter": TypeAdapter(Letter),
}


class Desk:
    """Where a load lays out its files (``things`` by kind, ``letters``, ``trees``) and gathers its ``problems``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        more = [kind for kind in _MORE if (folder / f"{kind}.yaml").is_file()]
        self.things = {kind: self.one(f"{kind}.yaml", kind) for kind in (*_NEEDED, *more)}
        self.letters: dict[str, Letter] = self.many("letters", "letter")
        self.trees: dict[str, Tree] = self.many("trees", "tree")
        self.check()

    def files(self) -> dict[str, Any]:
        """What each file holds, by the file's name; files that could not be read are not there."""
        found = {f"{kind}.yaml": thing for kind, thing in self.things.items() if thing is not None}
        found |= {f"letters/{name}.yaml": letter for name, letter in self.letters.items()}
        return found | {f"trees/{name}.yaml": tree for name, tree in self.trees.items()}

    def one(self, name: str, kind: str) -> Any:
        """What one file holds, or None for a file that can't be used."""
        path = self.folder / name
        if not path.is_file():
            self.problems.append(
                Problem(name, 1, path.stem, "the file is missing", f"add {name} (see `iepkit schema`)")
            )
            return None
        document, data, problems = read(path, name)
        self.problems += problems
        if data is None:
            return None
        self.documents[name] = document
        thing, problems = shape(document, data, ADAPTERS[kind])
        self.problems += problems
        return thing

    def many(self, name: str, kind: str) -> dict[str, Any]:
        """The things of a folder, one a file, by id. A file is named for the id in it."""
        found = {}
        for path in sorted((self.folder / name).glob("*.yaml")):
            thing = self.one(f"{name}/{path.name}", kind)
            if thing is not None and thing.id != path.stem:
                what = f"the id '{thing.id}' is not the file's name"
                mend = f"name the file {thing.id}.yaml, or mend the id"
                self.problems.append(self.documents[f"{name}/{path.name}"].problem(("id",), what, mend))
            if thing is not None:
                found[path.stem] = thing
        return found

    def check(self) -> None:
        """Gather all that is wrong with what could be read."""
        written = {name: {path.stem for path in (self.folder / name).glob("*.yaml")} for name in ("letters", "trees")}
        if not written["trees"]:
            self.problems.append(Problem("trees", 1, "trees", "there is no tree", "add a file trees/<id>.yaml"))
        written["trees"] |= {tree.id for tree in self.trees.values()}  # a file with another name is reported for that
        known = known_ids(self.things, written)
        law, sources = _by_id(self.things["law"]), _by_id(self.things["sources"])
        for file, thing in self.files().items():
            document = self.documents[file]
            parts = models(thing)
            self.problems += check_claims(document, parts, law, sources)
            self.problems += References(document, known).all(thing, parts)
            if file == "law.yaml":
                self.problems += check_law(document, thing)
            if isinstance(thing, Tree):
                self.problems += check_tree(document, thing, known.get("row", _Anything()), written["letters"])


class _Anything(dict[str, Any]):
    """Stands in for things that can't be known because their file is broken: reported once, there."""

    def __contains__(self, name: object) -> bool:
        return True


def _by_id(things: tuple[Any, ...] | None) -> dict[str, Any]:
    return _Anything() if things is None else {thing.id: thing for thing in things}
