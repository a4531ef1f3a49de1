"""Loads a content folder: reads, types, checks and translates it, or says all that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from .claim_checks import check_claims, check_law
from .errors import ContentError, Problem, nearest
from .fields import retell
from .models import Comparison, Interface, LawEntry, Letter, Model, Resources, Source, Tree
from .places import where
from .reading import Document, read, shape
from .translating import Say, direction, translator
from .tree_checks import check_tree

M = TypeVar("M", bound=Model)
ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    "law": TypeAdapter(tuple[LawEntry, ...]),
    "sources": TypeAdapter(tuple[Source, ...]),
    "comparison": TypeAdapter(Comparison),
    "resources": TypeAdapter(Resources),
    "interface": TypeAdapter(Interface),
    "tree": TypeAdapter(Tree),
    "letter": TypeAdapter(Letter),
}


@dataclass(frozen=True)
class Content:
    """All content, typed, checked and in one language. Mappings are by id and keep the files' order."""

    folder: Path
    language: str
    law: Mapping[str, LawEntry]
    sources: Mapping[str, Source]
    trees: Mapping[str, Tree]
    letters: Mapping[str, Letter]
    comparison: Comparison
    resources: Resources
    words: Interface
    say: Say = field(repr=False)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction(self.language)

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that change with any file of the content."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in {".yaml", ".po"}:
                digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:12]


def load(folder: str | Path | None = None, language: str = "en") -> Content:
    """Load the content in ``folder`` (by default iepkit's own).

    Raises ContentError with every problem at once, FileNotFoundError when there is no such folder,
    and LookupError for a language without a catalog.
    """
    place = where("data") if folder is None else Path(folder)
    if not place.is_dir():
        raise FileNotFoundError(
            f"there is no content folder {str(place)!r}: name a folder that holds law.yaml and trees/"
        )
    say = translator(place, language)
    desk = _Desk(place)
    laws: tuple[LawEntry, ...] | None = desk.one("law.yaml", "law")
    sources: tuple[Source, ...] | None = desk.one("sources.yaml", "sources")
    comparison: Comparison | None = desk.one("comparison.yaml", "comparison")
    resources: Resources | None = desk.one("resources.yaml", "resources")
    words: Interface | None = desk.one("interface.yaml", "interface")
    letters: dict[str, Letter] = desk.many("letters", "letter")
    trees: dict[str, Tree] = desk.many("trees", "tree")
    desk.check(laws, sources, comparison, resources, letters, trees)
    if desk.problems or laws is None or sources is None or comparison is None or resources is None or words is None:
        raise ContentError(desk.problems)
    return Content(
        folder=place,
        language=language,
        law={entry.id: entry for entry in laws},
        sources={source.id: retell(source, f"sources/{source.id}", say) for source in sources},
        trees={
            name: retell(tree, f"trees/{name}", say)
            for name, tree in sorted(trees.items(), key=lambda item: (int(item[1].place), item[0]))
        },
        letters={name: retell(letter, f"letters/{name}", say) for name, letter in letters.items()},
        comparison=retell(comparison, "comparison", say),
        resources=retell(resources, "resources", say),
        words=retell(words, "interface", say),
        say=say,
    )


class _Desk:
    """Where one load lays out its files and gathers its problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}

    def one(self, name: str, kind: str) -> Any:
        path = self.folder / name
        if not path.is_file():
            self.problems.append(
                Problem(name, 1, path.stem, "the file is missing", f"add {name} (see `iepkit schema`)")
            )
            return None
        document, problems = read(path, name)
        self.problems += problems
        if document.data is None:
            return None
        self.documents[name] = document
        thing, problems = shape(document, ADAPTERS[kind])
        self.problems += problems
        return thing

    def many(self, name: str, kind: str) -> dict[str, Any]:
        """The things of a folder, one a file, by id. A file is named for the id in it."""
        found = {}
        for path in sorted((self.folder / name).glob("*.yaml")):
            thing = self.one(f"{name}/{path.name}", kind)
            if thing is not None and thing.id != path.stem:
                what = f"the id '{thing.id}' is not the file's name"
                self._say(f"{name}/{path.name}", ("id",), what, f"name the file {thing.id}.yaml, or mend the id")
            if thing is not None:
                found[path.stem] = thing
        return found

    def check(
        self,
        laws: tuple[LawEntry, ...] | None,
        sources: tuple[Source, ...] | None,
        comparison: Comparison | None,
        resources: Resources | None,
        letters: Mapping[str, Letter],
        trees: Mapping[str, Tree],
    ) -> None:
        law = _Anything() if laws is None else {entry.id: entry for entry in laws}
        known = _Anything() if sources is None else {source.id: source for source in sources}
        rows = _Anything() if comparison is None else {row.id: row for row in comparison.rows}
        written = {path.stem: path for path in (self.folder / "letters").glob("*.yaml")}
        if laws is not None:
            self.problems += check_law(self.documents["law.yaml"], laws)
            self._unique("law.yaml", laws, ())
        if sources is not None:
            self._unique("sources.yaml", sources, ())
        for file, thing in (("comparison.yaml", comparison), ("resources.yaml", resources)):
            if thing is not None:
                self.problems += check_claims(self.documents[file], thing, law, known)
        if comparison is not None:
            self._unique("comparison.yaml", comparison.rows, ("rows",))
            self._check_comparison(comparison, known)
        if resources is not None:
            self._unique("resources.yaml", resources.places, ("places",))
            self._check_resources(resources, law, known)
        for name, letter in letters.items():
            self._names(f"letters/{name}.yaml", letter.law, law, ("law",), "law entry")
        if not any((self.folder / "trees").glob("*.yaml")):
            self.problems.append(Problem("trees", 1, "trees", "there is no tree", "add a file trees/<id>.yaml"))
        for name, tree in trees.items():
            document = self.documents[f"trees/{name}.yaml"]
            self.problems += check_claims(document, tree, law, known)
            self.problems += check_tree(document, tree, rows, written)

    def _check_comparison(self, comparison: Comparison, sources: Mapping[str, Source]) -> None:
        for index, row in enumerate(comparison.rows):
            path = ("rows", index)
            self._names("comparison.yaml", (row.group,), comparison.groups, (*path, "group"), "group")
            for place, heard in enumerate(row.heard):
                self._names("comparison.yaml", (heard.source,), sources, (*path, "heard", place, "source"), "source")

    def _check_resources(
        self, resources: Resources, law: Mapping[str, LawEntry], sources: Mapping[str, Source]
    ) -> None:
        places = {place.id for place in resources.places}
        self._names("resources.yaml", (resources.parent_center,), places, ("parent_center",), "place")
        for index, place in enumerate(resources.places):
            self._names("resources.yaml", place.law, law, ("places", index, "law"), "law entry")
            if place.source is not None:
                self._names("resources.yaml", (place.source,), sources, ("places", index, "source"), "source")
            if place.address is not None and not place.address.startswith("https://"):
                what = f"the address '{place.address}' is not a web address"
                self._say("resources.yaml", ("places", index, "address"), what, "start it with https://")

    def _names(self, file: str, names: tuple[str, ...], known: Any, path: tuple[str | int, ...], what: str) -> None:
        for name in names:
            if name not in known:
                self._say(file, path, f"the {what} '{name}' does not exist", nearest(name, known))

    def _unique(self, file: str, things: tuple[Any, ...], path: tuple[str | int, ...]) -> None:
        seen: set[str] = set()
        for index, thing in enumerate(things):
            if thing.id in seen:
                self._say(file, (*path, index), f"duplicate id '{thing.id}'", "give it an id of its own")
            seen.add(thing.id)

    def _say(self, file: str, path: tuple[str | int, ...], what: str, mend: str) -> None:
        self.problems.append(self.documents[file].problem(path, what, mend))


class _Anything(dict[str, Any]):
    """Stands in for things that can't be known because their file is broken: reported once, there."""

    def __contains__(self, name: object) -> bool:
        return True


def messages(content: Content) -> list[tuple[str, str]]:
    """Each text of the content that people read, as (context, text), for a translator's catalog."""
    found: list[tuple[str, str]] = []

    def note(context: str, text: str) -> str:
        found.append((context, text))
        return text

    for name, tree in content.trees.items():
        retell(tree, f"trees/{name}", note)
    for name, letter in content.letters.items():
        retell(letter, f"letters/{name}", note)
    for name, source in content.sources.items():
        retell(source, f"sources/{name}", note)
    retell(content.comparison, "comparison", note)
    retell(content.resources, "resources", note)
    retell(content.words, "interface", note)
    return found
