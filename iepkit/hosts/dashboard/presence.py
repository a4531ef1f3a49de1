"""Who is on a live page: one kernel each, for as long as the page is open, and no more of them than there is room for.

An open page listens to its kernel's events. When nobody has listened for a while the visitor has left, said so or not
(phones seldom do), and the kernel is ended. Times are of a clock that is never set back.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

log = logging.getLogger("iepkit")
LOOK_EVERY_SECONDS = 1.0


class Kernels(Protocol):
    """What is asked of whatever runs the kernels."""

    def __contains__(self, kernel: str) -> bool: ...

    async def alive(self, kernel: str) -> bool:
        """Whether its process runs."""

    async def end(self, kernel: str) -> None:
        """End it."""

    @property
    def tidy(self) -> Callable[[], Awaitable[None]]:
        """Looks after those that wait for a visitor."""


Tell = Callable[[str], Awaitable[None]]


@dataclass(eq=False)
class Place:
    """One visitor's: the kernel, once there is one, and the pages that listen to it."""

    since: float  # when it was taken, when its page was sent whole, or when the last page stopped listening
    kernel: str | None = None
    sent: bool = False
    pages: set[Tell] = field(default_factory=set)


class Presence:
    """The places of live pages. ``most`` at once; a place is free again ``leave_seconds`` after its page has gone."""

    def __init__(
        self, kernels: Kernels, *, most: int, leave_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.kernels = kernels
        self.most = most
        self.leave_seconds = leave_seconds
        self._clock = clock
        self._places: list[Place] = []

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return len(self._places)

    def enter(self) -> Place | None:
        """Take a place; None when all are taken."""
        if self.taken >= self.most:
            return None
        place = Place(self._clock())
        self._places.append(place)
        return place

    def settle(self, place: Place) -> None:
        """The page was sent whole: from now on somebody should listen. Without a kernel the place is free again."""
        place.sent, place.since = True, self._clock()
        if place.kernel is None:
            self._free(place)

    def _free(self, place: Place) -> None:
        if place in self._places:
            self._places.remove(place)

    def of(self, kernel: str) -> Place | None:
        """The place of a kernel."""
        return next((place for place in self._places if place.kernel == kernel), None)

    def listen(self, place: Place, tell: Tell) -> Callable[[], None]:
        """A page is open and hears of its kernel by ``tell``. Call what is returned when it has gone."""
        place.pages.add(tell)

        def stop() -> None:
            place.pages.discard(tell)
            place.since = self._clock()

        return stop

    async def tell_all(self, event: str) -> None:
        """Tell every open page."""
        await asyncio.gather(*(self._tell(place, event) for place in self._places))

    async def look(self) -> None:
        """End the kernels of those who have left, and tell those whose kernel has died."""
        for place in tuple(self._places):
            alone = not place.pages and self._clock() - place.since > (
                self.leave_seconds if place.sent else START_SECONDS
            )
            if alone or await self._dead(place):
                await self._end(place)
        await self.kernels.tidy()

    async def _dead(self, place: Place) -> bool:
        if place.kernel is None:
            return False
        return place.kernel not in self.kernels or not await self.kernels.alive(place.kernel)

    async def watch(self) -> None:
        """Look again and again."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self.look()
            except Exception:
                log.exception("a look at the live pages failed; there is another in a second")

    async def _end(self, place: Place) -> None:
        self._free(place)
        await self._tell(place, "ended")
        if place.kernel is not None and place.kernel in self.kernels:
            await self.kernels.end(place.kernel)

    async def _tell(self, place: Place, event: str) -> None:
        await asyncio.gather(*(tell(event) for tell in tuple(place.pages)), return_exceptions=True)


START_SECONDS = 90.0  # the longest that a kernel may take until its page is made
