"""Accounts for every statement of the sources: shown, corrected, not verifiable, or left out for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .fields import by_id
from .loading import Content
from .models import Heard, Myth, Statement

Disposition = Literal["shown", "corrected", "not-verifiable", "left-out", "missing"]
DISPOSITIONS: tuple[Disposition, ...] = ("shown", "corrected", "not-verifiable", "left-out", "missing")
MOST_LEFT_OUT = 0.05


@dataclass(frozen=True)
class Account:
    """What became of one statement, and the places in the content (id paths) whose text takes it up."""

    statement: Statement
    disposition: Disposition
    places: tuple[str, ...]


@dataclass(frozen=True)
class Accounts:
    """All statements of the sources. ``faults`` says what is wrong with the account; none, and it is whole."""

    all: tuple[Account, ...]

    def of(self, disposition: Disposition, source: str | None = None) -> list[Account]:
        """Those with this disposition, of all sources or of one."""
        return [
            each for each in self.all if each.disposition == disposition and source in {None, each.statement.source}
        ]

    @property
    def faults(self) -> list[str]:
        """Statements that nothing takes up, statements that are both taken up and given up, and too many left out."""
        found = [
            f"{each.statement.id}: nothing takes it up ({each.statement.says}): name it in the `covers` of a claim, or"
            " say in coverage.yaml why it is left_out or not_verifiable"
            for each in self.of("missing")
        ]
        found += [
            f"{each.statement.id}: given up in coverage.yaml, but taken up by {', '.join(each.places)}: keep one"
            for each in self.all
            if each.places and each.disposition in {"left-out", "not-verifiable"}
        ]
        left, most = len(self.of("left-out")), int(MOST_LEFT_OUT * len(self.all))
        if left > most:
            found.append(
                f"{left} statements are left out, of at most {most} ({MOST_LEFT_OUT:.0%}): take up some of them"
            )
        return found

    def table(self) -> str:
        """Counts by source and disposition as plain text, ending with how many are accounted for."""
        sources = sorted({each.statement.source for each in self.all})
        rows = [["source", *DISPOSITIONS, "all"]]
        for source in [*sources, None]:
            counts = [len(self.of(disposition, source)) for disposition in DISPOSITIONS]
            rows.append([source or "all", *map(str, counts), str(sum(counts))])
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
        done = len(self.all) - len(self.of("missing"))
        return "\n".join([*lines, "", f"{done} of {len(self.all)} accounted for"])


def account(content: Content) -> Accounts:
    """What became of each statement. Raises LookupError for content without a list of statements."""
    if content.coverage is None:
        raise LookupError(f"this content has no coverage.yaml: add the file to {content.folder}")
    shown: dict[str, list[str]] = {}
    corrected: dict[str, list[str]] = {}
    for name, thing in content.shown().items():
        for place, holder in by_id(thing, name):
            taken = corrected if isinstance(holder, Heard | Myth) else shown
            for statement in getattr(holder, "covers", ()):
                taken.setdefault(statement, []).append(place)
    return Accounts(tuple(_account(each, shown, corrected) for each in content.coverage.statements))


def _account(each: Statement, shown: Mapping[str, list[str]], corrected: Mapping[str, list[str]]) -> Account:
    places = (*corrected.get(each.id, ()), *shown.get(each.id, ()))
    disposition: Disposition = "missing"
    if each.left_out:
        disposition = "left-out"
    elif each.not_verifiable:
        disposition = "not-verifiable"
    elif each.id in corrected:
        disposition = "corrected"
    elif places:
        disposition = "shown"
    return Account(each, disposition, places)
