"""The wording lint of ``iepkit check``: long sentences, outdated terms, law that hedges, reviews that are due.

It looks only at texts that people read, and takes what people are quoted as saying as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .errors import Problem
from .fields import claims, texts, unmarked
from .models import next_review
from .reading import Document
from .shelf import Shelf

LONG, TOO_LONG = 20, 25  # words in a sentence
QUOTED = frozenset({"heard", "myth", "weak"})
_SENTENCE = re.compile(r"(?<=[.!?:])[\"”)]*\s+")
_WORD = re.compile(r"[\w'\u2019-]+")
_HEDGES = re.compile(r"\b(probably|usually|generally|typically|basically|obviously|normally)\b", re.IGNORECASE)
_OUTDATED = {
    "handicapped": "with a disability",
    "mental retardation": "intellectual disability",
    "retarded": "with an intellectual disability",
    "wheelchair-bound": "who uses a wheelchair",
    "confined to a wheelchair": "who uses a wheelchair",
    "suffers from": "has",
    "special needs": "a disability",
    "differently abled": "with a disability",
    "normal children": "classmates without a disability",
    "crippled": "with a physical disability",
}
_TERMS = re.compile(r"\b(" + "|".join(map(re.escape, _OUTDATED)) + r")\b", re.IGNORECASE)


@dataclass(frozen=True)
class Findings:
    """What the wording lint finds: what is ``wrong`` and fails, what is ``doubtful`` and worth a look."""

    wrong: tuple[Problem, ...]
    doubtful: tuple[Problem, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a text, without its glossary marks.

    >>> sentences("Ask in [writing](term:notice). Then wait.")
    ['Ask in writing.', 'Then wait.']
    """
    return [part for part in _SENTENCE.split(unmarked(text)) if part.strip()]


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(unmarked(text)))


def wrong_words(document: Document, thing: Any) -> Iterator[Problem]:
    """What fails: a sentence that is too long, a term that hurts."""
    for path, text in texts(thing):
        if QUOTED.intersection(path):
            continue
        for sentence in sentences(text):
            if words(sentence) > TOO_LONG:
                what = f"a sentence of {words(sentence)} words ('{sentence[:40]} ...')"
                yield document.problem(path, what, f"make two of it; {LONG} words or fewer read well")
        for found in _TERMS.findall(text):
            yield document.problem(path, f"an outdated term, '{found}'", f"say '{_OUTDATED[found.lower()]}'")


def doubtful_words(document: Document, thing: Any, today: str) -> Iterator[Problem]:
    """What is worth a look: a long sentence, law that hedges, a review that was due before ``today`` (year-month)."""
    for path, text in texts(thing):
        if QUOTED.intersection(path):
            continue
        for sentence in sentences(text):
            if LONG < words(sentence) <= TOO_LONG:
                what = f"a sentence of {words(sentence)} words ('{sentence[:40]} ...')"
                yield document.problem(path, what, f"{LONG} words or fewer read better")
    for path, claim in claims(thing):
        if claim.kind == "law" and (found := _HEDGES.search(claim.text)):
            what = f"'{found[0]}' in a claim of law"
            yield document.problem((*path, "text"), what, "say what the law says, or make it common practice")
    for index, each in enumerate(thing if isinstance(thing, tuple) else (thing,)):
        if getattr(each, "as_of", None) and next_review(each) < today:
            path = (index, "as_of") if isinstance(thing, tuple) else ("as_of",)
            what = f"its review was due in {next_review(each)}"
            yield document.problem(path, what, "read it against the law again, then change as_of and review")


def lint(shelf: Shelf, today: str | None = None) -> Findings:
    """What the wording lint finds in files that were read, in their order.

    ``today`` is a year and month, by default this one: reviews that were due before it are worth a look.
    """
    now = today or datetime.now(tz=UTC).strftime("%Y-%m")
    wrong: set[Problem] = set()
    doubtful: set[Problem] = set()
    for file, thing in shelf.files.items():
        wrong.update(wrong_words(shelf.documents[file], thing))
        doubtful.update(doubtful_words(shelf.documents[file], thing, now))
    return Findings(tuple(sorted(wrong)), tuple(sorted(doubtful)))
