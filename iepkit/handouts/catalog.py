"""Which handouts there are, for some content in its language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial

from ..content import Content, nearest
from ..flow import Flow
from ..teaching import Teaching
from . import booklet, cases, hall, lists
from .spreadsheets import chart_csv, chart_xlsx
from .telling import WORDS, Telling
from .typesetting import Data

_ALWAYS = (WORDS, *(f"interface/{room}" for room in ("page", "kinds", "plans", "explorer")), "resources/safety")
_CHART = ("comparison/title", "comparison/caption", "sources")


@dataclass(frozen=True)
class Handout:
    """One handout: the template that sets it, what tells it, and the id paths of the content that it shows."""

    name: str
    template: str
    told: Callable[[Telling], Data]
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One spreadsheet, named with its ending."""

    name: str
    made: Callable[[Content], bytes]
    shows: tuple[str, ...] = ()


def handouts(content: Content, teaching: Teaching) -> list[Handout]:
    """The handouts that are whole in the language of the content."""
    return [each for each in _all_handouts(content, teaching) if _whole(content, (*_ALWAYS, *each.shows))]


def sheets(content: Content) -> list[Sheet]:
    """The spreadsheets that are whole in the language of the content."""
    shows = (*_CHART, *_rows(content), "interface/comparison", *_ALWAYS)
    found = [Sheet("comparison.xlsx", chart_xlsx, shows), Sheet("comparison.csv", chart_csv, shows)]
    return [each for each in found if _whole(content, each.shows)]


def handout_names(content: Content, teaching: Teaching) -> list[str]:
    """The names of all handouts and spreadsheets that there are in the language of the content."""
    return [each.name for each in handouts(content, teaching)] + [each.name for each in sheets(content)]


def chosen(names: Sequence[str], wanted: Iterable[str]) -> set[str]:
    """The names that are wanted, by name or by pattern (``booklet-*``); all of them when nothing is.

    Raises LookupError, naming what is near, for one that there is not.
    """
    found: set[str] = set()
    for pattern in wanted:
        fitting = {name for name in names if fnmatchcase(name, pattern)}
        if not fitting:
            raise LookupError(f"there is no handout {pattern!r}: {nearest(pattern, names)} (all: {', '.join(names)})")
        found |= fitting
    return found or set(names)


def _all_handouts(content: Content, teaching: Teaching) -> Iterator[Handout]:
    core = tuple(f"comparison/{row.id}" for row in content.comparison.rows if row.core == "true")
    if core:
        yield Handout("chart-core", "core", lists.core_chart, (*_CHART, *core, "interface/comparison"))
    yield Handout("chart-all", "chart", lists.whole_chart, (*_CHART, *_rows(content), "interface/comparison"))
    for name in content.trees:
        shows = (f"trees/{name}", *_letters(content, name), "interface/who", "sources")
        yield Handout(f"booklet-{name}", "booklet", partial(booklet.booklet, name=name), shows)
    readable = content.readable()
    if "glossary" in readable:
        yield Handout("glossary", "glossary", lists.glossary, ("glossary", "interface/reading"))
    if "myths" in readable:
        yield Handout("myths", "myths", lists.myths, ("myths", "interface/reading", "sources"))
    if "plan-contents" in readable:
        yield Handout("checklist", "checklist", lists.checklist, ("plan-contents", "interface/reading", "sources"))
    if any(content.whole(f"letters/{name}") for name in content.letters):
        yield Handout("letters", "letters", lists.letters)
    yield Handout("resources", "resources", lists.resources, ("resources", "interface/home"))
    yield Handout("vote-cards", "cards", hall.vote_cards)
    yield Handout("feedback", "feedback", hall.feedback_slip)
    if teaching.practice and content.language == "en":
        yield Handout("cases", "cases", partial(cases.case_sheets, practice=teaching.practice))
        yield Handout("case-answers", "answers", partial(cases.case_answers, practice=teaching.practice))


def _rows(content: Content) -> tuple[str, ...]:
    return ("comparison/groups", *(f"comparison/{row.id}" for row in content.comparison.rows))


def _letters(content: Content, tree: str) -> set[str]:
    return {f"letters/{ending.letter}" for ending in Flow(content.trees[tree]).endings.values() if ending.letter}


def _whole(content: Content, shows: Iterable[str]) -> bool:
    return all(content.whole(name) for name in shows)
