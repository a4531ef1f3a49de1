"""Tables of what was measured, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"
_PART = "<!-- part: {} -->"


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
        return "\n".join([f"#### {self.title}", "", text[0], rule, *text[1:], ""])


def _limit(limit: Limit | None) -> tuple[str, str]:
    return (limit.text, "yes" if limit.met else "**no**") if limit else ("", "")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


@dataclass
class Part:
    """The tables of one part of a run: when and where it ran (``about``), and the ``numbers`` behind a picture."""

    name: str
    title: str
    tables: list[Table]
    about: list[str] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    picture: str = ""  # Markdown of it

    def markdown(self) -> str:
        """All tables, and how many of their limits are met."""
        limits = [limit for table in self.tables for limit in table.limits]
        last = f"{sum(limit.met for limit in limits)} of {len(limits)} limits are met.\n" if limits else ""
        about = "\n".join(f"* {line}" for line in self.about) + "\n"
        whole = [f"### {self.title}\n", about, *(table.markdown() for table in self.tables), self.picture, last]
        return "\n".join(piece for piece in whole if piece)

    def plain(self) -> dict[str, Any]:
        """The same as plain data."""
        tables = [
            {
                "title": table.title,
                "heads": list(table.heads),
                "lines": [
                    {"cells": cells, **({"limit": limit.text, "met": limit.met} if limit else {})}
                    for cells, limit in table.lines
                ],
            }
            for table in self.tables
        ]
        return {"name": self.name, "title": self.title, "about": self.about, "tables": tables, "numbers": self.numbers}


def write_json(file: Path, parts: Sequence[Part]) -> None:
    """Keep a run: its parts as plain data."""
    file.write_text(json.dumps([part.plain() for part in parts], indent=1, ensure_ascii=False) + "\n", "utf-8")


def write_into(file: Path, parts: Sequence[Part], order: Sequence[str]) -> None:
    """Put each part in the place of the same part that the file holds; the file's other parts stay as they are.

    ``order`` names all parts. Raises RuntimeError when the file has no place for them.
    """
    text = file.read_text(encoding="utf-8")
    found = re.search(f"{_BEGIN}\n(.*?){_END}", text, re.DOTALL)
    if found is None:
        raise RuntimeError(f"{file} has no lines {_BEGIN} and {_END}")
    first, *pieces = re.split(f"^{_PART.format(r'(.+)')}$", found[1], flags=re.MULTILINE)
    kept = dict(zip(pieces[::2], pieces[1::2], strict=True)) | {part.name: part.markdown() for part in parts}
    names = sorted(kept, key=lambda name: list(order).index(name) if name in order else len(order))
    new = [_BEGIN, first.strip(), *(f"{_PART.format(name)}\n\n{kept[name].strip()}" for name in names), _END]
    whole = "\n\n".join(piece for piece in new if piece)
    file.write_text(text[: found.start()] + whole + text[found.end() :], encoding="utf-8")
