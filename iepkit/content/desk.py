"""What every page needs of a content folder, laid out and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from .claim_checks import check_claims, check_law
from .errors import Problem
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
from .references import check_references, known_ids
from .shelf import Shelf
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


class Desk(Shelf):
    """What every page needs of a content folder, laid out: ``things`` by kind, ``letters``, ``trees``.

    Raises ContentError with every problem at once, and FileNotFoundError when there is no such folder.
    """

    adapters = ADAPTERS

    def __init__(self, folder: str | Path | None = None) -> None:
        super().__init__(folder)
        more = [kind for kind in _MORE if (self.folder / f"{kind}.yaml").is_file()]
        self.things = {kind: self.one(f"{kind}.yaml", kind) for kind in (*_NEEDED, *more)}
        self.letters: dict[str, Letter] = self.many("letters", "letter")
        self.trees: dict[str, Tree] = self.many("trees", "tree")
        self.check()
        self.raise_problems()

    def check(self) -> None:
        """Gather all that is wrong with what could be read."""
        written = {name: {path.stem for path in (self.folder / name).glob("*.yaml")} for name in ("letters", "trees")}
        if not written["trees"]:
            self.problems.append(Problem("trees", 1, "trees", "there is no tree", "add a file trees/<id>.yaml"))
        written["trees"] |= {tree.id for tree in self.trees.values()}  # a file with another name is reported for that
        known = known_ids(self.things, written)
        law = {entry.id: entry for entry in self.things["law"] or ()}
        for file, thing in self.files.items():
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
