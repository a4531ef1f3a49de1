"""Tables of what was measured, as Markdown."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True)
class Spread:
    """Measured values of one thing."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of some values. Raises ValueError for none."""
        if not values:
            raise ValueError("nothing was measured")
        return cls(tuple(sorted(values)))

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    def share(self, part: float) -> float:
        """The smallest value that at least this part of the values does not exceed: ``share(0.95)`` is p95."""
        return self.values[max(0, -int(-part * len(self.values) // 1) - 1)]

    def between(self, digits: int = 0) -> str:
        """The smallest and the greatest value."""
        return f"{self.values[0]:,.{digits}f} to {self.values[-1]:,.{digits}f}"


@dataclass(frozen=True)
class Limit:
    """What a value may be at most, and whether it is."""

    text: str
    met: bool

    @classmethod
    def at_most(cls, value: float, most: float, text: str) -> Limit:
        """A limit on a value, told as ``text``."""
        return cls(text, value <= most)


@dataclass
class Table:
    """Lines under one title; each ends with its limit, if it has one."""

    title: str
    heads: Sequence[str]
    lines: list[tuple[list[str], Limit | None]] = field(default_factory=list)

    def add(self, *cells: str, limit: Limit | None = None) -> None:
        """One more line."""
        self.lines.append((list(cells), limit))

    @property
    def limits(self) -> list[Limit]:
        """All limits of the table."""
        return [limit for _, limit in self.lines if limit]

    def markdown(self) -> str:
        """The table, its columns aligned so that it reads as plain text too."""
        rows = [[*self.heads, "limit", "met"], *([*cells, *_limit(limit)] for cells, limit in self.lines)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        text = [_row([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
        rule = _row(["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
        return "\n".join([f"### {self.title}", "", text[0], rule, *text[1:], ""])


def _limit(limit: Limit | None) -> tuple[str, str]:
    return (limit.text, "yes" if limit.met else "**no**") if limit else ("", "")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def document(head: Sequence[str], tables: Sequence[Table]) -> str:
    """The whole report."""
    limits = [limit for table in tables for limit in table.limits]
    last = f"{sum(limit.met for limit in limits)} of {len(limits)} limits are met."
    return "\n".join([*(f"* {line}" for line in head), "", *(table.markdown() for table in tables), last, ""])


def write_into(file: Path, report: str) -> None:
    """Put a report in the place of the one that the file holds. Raises RuntimeError when the file has no such place."""
    text = file.read_text(encoding="utf-8")
    found = re.search(f"{_BEGIN}.*{_END}", text, re.DOTALL)
    if found is None:
        raise RuntimeError(f"{file} has no lines {_BEGIN} and {_END}")
    new = f"{_BEGIN}\n\n{report}\n{_END}"
    file.write_text(text[: found.start()] + new + text[found.end() :], encoding="utf-8")
