"""How bad content is reported: every problem at once, each with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

NAMED = 12


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a content file. ``str()`` gives ``file:line: id: what: how to mend``."""

    file: str
    line: int
    id: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.id}: {self.what}: {self.mend}"


class ContentError(ValueError):
    """The content can't be used. ``problems`` holds all that is wrong with it, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        super().__init__("\n".join([f"{count} problem{'s' * (count != 1)} in the content", *map(str, self.problems)]))


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known id is meant, as the end of an error message.

    >>> nearest("discipline", ["disputes", "which-plan"])
    'known: disputes, which-plan'
    >>> nearest("which-plam", ["disputes", "which-plan"])
    "did you mean 'which-plan'?"
    """
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return "known: " + (", ".join(names[:NAMED]) or "none") + (", ..." if len(names) > NAMED else "")
