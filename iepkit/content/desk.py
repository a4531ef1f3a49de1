"""Reads a content folder file by file, gives each its type, and gathers all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from .claim_checks import check_claims, check_law
from .errors import ContentError, Problem
from .fields import models
from .list_checks import check_lists
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
from .places import where
from .reading import Document, read, shape
from .references import check_references, known_ids
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
    """The files of a content folder (by default iepkit's own), laid out: ``things`` by kind, ``letters``, ``trees``.

    Raises ContentError with every problem at once, and FileNotFoundError when there is no such folder.
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = where("data") if folder is None else Path(folder)
        if not self.folder.is_dir():
            raise FileNotFoundError(
                f"there is no content folder {str(self.folder)!r}: name a folder that holds law.yaml and trees/"
            )
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        more = [kind for kind in _MORE if (self.folder / f"{kind}.yaml").is_file()]
        self.things = {kind: self.one(f"{kind}.yaml", kind) for kind in (*_NEEDED, *more)}
        self.letters: dict[str, Letter] = self.many("letters", "letter")
        self.trees: dict[str, Tree] = self.many("trees", "tree")
        self.check()
        if self.problems:
            raise ContentError(self.problems)

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
        law = {entry.id: entry for entry in self.things["law"] or ()}
        for file, thing in self.files().items():
            document = self.documents[file]
            parts = models(thing)
            self.problems += check_claims(document, parts, law)
            self.problems += check_references(document, parts, known)
            if isinstance(thing, Tree):  # whose ids are unique in all of it, not only in one of its lists
                self.problems += check_tree(document, thing)
            else:
                self.problems += check_lists(document, thing, parts)
            if file == "law.yaml":
                self.problems += check_law(document, thing)
