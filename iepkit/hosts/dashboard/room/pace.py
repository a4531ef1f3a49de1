"""How fast somebody may ask: so much at once, then so much a second."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST_KNOWN = 20_000


class Pace:
    """A bucket for each key: ``burst`` at once, refilled with ``per_second``. Nothing of it is kept on disk."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._rate = per_second
        self._clock = clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # what is left, and as of when

    def take(self, key: Hashable) -> float:
        """Take one: 0 when it was there, else the seconds until the next one is, and nothing is taken."""
        left = self._now(key)
        if left < 1:
            return (1 - left) / self._rate
        self._keep(key, left - 1)
        return 0.0

    def wait(self, key: Hashable) -> float:
        """The seconds until there is one, 0 when there is. Nothing is taken."""
        return max(0.0, 1 - self._now(key)) / self._rate

    def _now(self, key: Hashable) -> float:
        left, when = self._left.get(key, (self._burst, self._clock()))
        return min(self._burst, left + max(0.0, self._clock() - when) * self._rate)

    def _keep(self, key: Hashable, left: float) -> None:
        self._left[key] = (left, self._clock())
        self._left.move_to_end(key)
        if len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)
