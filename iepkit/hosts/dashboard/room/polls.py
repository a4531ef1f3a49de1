"""What a room is asked, what was voted, and how many hands were counted: plain values, no server."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

BEFORE, AFTER = "before", "after"
PHASES = ("", BEFORE, AFTER)
MOST_HANDS = 10_000


@dataclass(frozen=True)
class Poll:
    """What phones are asked now: one thing, or the items of a set ``before`` or ``after`` a training."""

    refs: tuple[str, ...]
    phase: str = ""
    name: str = ""  # the set's id
    open: bool = True
    shown: bool = False

    def json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Poll | None:
        """As it was kept; None for a room that was asked nothing."""
        if not text:
            return None
        kept = json.loads(text)
        return cls(**{**kept, "refs": tuple(kept["refs"])})

    def but(self, *, is_open: bool | None = None, shown: bool | None = None) -> Poll:
        """The same, with another state."""
        return replace(
            self,
            open=self.open if is_open is None else is_open,
            shown=self.shown if shown is None else shown,
        )


@dataclass(frozen=True)
class Hands:
    """A show of hands, counted by the presenter. ``instead`` of phones, or added to them."""

    counts: Mapping[str, int] = field(default_factory=dict)
    instead: bool = False

    def json(self) -> str:
        """As it is kept and told."""
        return json.dumps({"counts": dict(self.counts), "instead": self.instead})

    @classmethod
    def read(cls, text: str) -> Hands:
        """As it was kept."""
        kept = json.loads(text)
        return cls(kept["counts"], bool(kept["instead"]))


@dataclass(frozen=True)
class Tally:
    """How many took each option, phones and hands; ``hands`` of them were counted by eye."""

    counts: Mapping[str, int]
    total: int
    hands: int


def tally(votes: Mapping[bytes, str], hands: Hands) -> Tally:
    """The tally of one question, from what each device voted.

    >>> tally({b"a": "yes", b"b": "no", b"c": "yes"}, Hands({"no": 2})).counts
    {'yes': 2, 'no': 3}
    >>> tally({b"a": "yes"}, Hands({"no": 2}, instead=True)).counts
    {'no': 2}
    """
    phones = Counter() if hands.instead else Counter(votes.values())
    counts = phones + Counter(hands.counts)
    return Tally(dict(counts), counts.total(), sum(hands.counts.values()))
