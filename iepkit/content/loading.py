"""Loads a content folder: reads, types, checks and translates it, or says all that is wrong with it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from .desk import Desk
from .fields import retell
from .models import (
    Comparison,
    Coverage,
    Glossary,
    Interface,
    LawEntry,
    Letter,
    Model,
    Myths,
    PlanContents,
    Questions,
    Readable,
    Resources,
    Row,
    Source,
    Stories,
    Tree,
)
from .translating import Translator, direction, translator

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Content:
    """All content, typed, checked and in one language. Mappings are by id and keep the files' order.

    A folder need not have the lists from ``faq`` on: without its file a list is None.
    """

    folder: Path
    language: str
    law: Mapping[str, LawEntry]
    sources: Mapping[str, Source]
    trees: Mapping[str, Tree]
    letters: Mapping[str, Letter]
    comparison: Comparison
    resources: Resources
    words: Interface
    faq: Questions | None
    glossary: Glossary | None
    myths: Myths | None
    stories: Stories | None
    plan_contents: PlanContents | None
    coverage: Coverage | None
    say: Translator = field(repr=False)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction(self.language)

    @property
    def draft(self) -> bool:
        """Whether this is a translation that nobody has checked yet."""
        return self.say.draft

    def whole(self, name: str) -> bool:
        """Whether every text below an id path, as ``trees/which-plan`` or ``comparison/law``, is in the language."""
        return not any(context == name or context.startswith(f"{name}/") for context in self.say.untold)

    def translatable(self, name: str) -> bool:
        """Whether an id path leads into what translators are given: what is taught with is in English alone."""
        return not name or any(f"{name}/".startswith(f"{each}/") for each in self.shown())

    def whole_rows(self) -> tuple[Row, ...]:
        """The rows of the comparison that are whole in the language; if there are none, all rows."""
        whole = tuple(row for row in self.comparison.rows if self.whole(f"comparison/{row.id}"))
        return whole or self.comparison.rows

    def readable(self) -> dict[str, Readable]:
        """The lists that have a page to read, by the name of the page, which is that of their file."""
        lists: dict[str, Readable | None] = {"faq": self.faq, "glossary": self.glossary, "myths": self.myths}
        lists |= {"stories": self.stories, "plan-contents": self.plan_contents}
        return {name: thing for name, thing in lists.items() if thing is not None}

    def shown(self) -> dict[str, Model]:
        """What pages show, by the name of its file without the ending: ``comparison``, ``trees/disputes`` ..."""
        return {
            "comparison": self.comparison,
            "resources": self.resources,
            "interface": self.words,
            **self.readable(),
            **{f"sources/{name}": source for name, source in self.sources.items()},
            **{f"letters/{name}": letter for name, letter in self.letters.items()},
            **{f"trees/{name}": tree for name, tree in self.trees.items()},
        }

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that change with any file of the content."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in {".yaml", ".po"}:
                digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:12]


@contextmanager
def _without_collection() -> Iterator[None]:
    """Python looks for garbage after every so many new objects. Content is all new objects and no garbage."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@_without_collection()
def load(folder: str | Path | None = None, language: str = "en") -> Content:
    """Load the content in ``folder`` (by default iepkit's own).

    Raises ContentError with every problem at once, FileNotFoundError when there is no such folder,
    and LookupError for a language without a catalog.
    """
    return content_of(Desk(folder), language)


def content_of(desk: Desk, language: str = "en") -> Content:
    """The content that was read and checked, in a language. Raises LookupError for one without a catalog."""
    things, letters, trees = desk.things, desk.letters, desk.trees
    say = translator(desk.folder, language)

    def told(thing: M, name: str) -> M:
        return thing if language == "en" else retell(thing, name, say)

    def listed(kind: str) -> Any:
        return told(things[kind], kind) if kind in things else None

    return Content(
        folder=desk.folder,
        language=language,
        law={entry.id: entry for entry in things["law"]},
        sources={source.id: told(source, f"sources/{source.id}") for source in things["sources"]},
        trees={
            name: told(tree, f"trees/{name}")
            for name, tree in sorted(trees.items(), key=lambda item: (int(item[1].place), item[0]))
        },
        letters={name: told(letter, f"letters/{name}") for name, letter in letters.items()},
        comparison=listed("comparison"),
        resources=listed("resources"),
        words=listed("interface"),
        faq=listed("faq"),
        glossary=listed("glossary"),
        myths=listed("myths"),
        stories=listed("stories"),
        plan_contents=listed("plan-contents"),
        coverage=things.get("coverage"),
        say=say,
    )


def messages(content: Content) -> list[tuple[str, str]]:
    """Each text of the content that people read, as (context, text), for a translator's catalog."""
    found: list[tuple[str, str]] = []

    def note(context: str, text: str) -> str:
        found.append((context, text))
        return text

    for name, thing in content.shown().items():
        retell(thing, name, note)
    return found
