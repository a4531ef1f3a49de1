"""Brings votes to the disk. What waits is tried again until it is there; only then it counts and is acknowledged."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from .store import Change, Store

log = logging.getLogger("iepkit")
MOST_WAITING = 5000
AT_ONCE = 500  # entries in one transaction
PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 2.0
Found = TypeVar("Found")
_FULL = ("full", "disk i/o", "readonly")


class TooManyError(RuntimeError):
    """No more can wait. Nothing was taken."""


@dataclass(eq=False)
class Entry:
    """Something that waits: its changes or a room to forget, what to do once they are kept, and who waits for it."""

    changes: Sequence[Change]
    forgets: str | None
    done: Callable[[], None]
    kept: asyncio.Future[None]


class Writer:
    """One thread writes, in order. ``told`` is called when there is trouble, when it is over, and when less waits."""

    def __init__(self, store: Store, told: Callable[[], None], *, most: int = MOST_WAITING) -> None:
        self.store = store
        self.trouble = ""  # "locked", "full", or "" when all is well
        self._told = told
        self._most = most
        self._waiting: dict[Hashable, Entry] = {}
        self._something = asyncio.Event()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="votes")

    @property
    def waiting(self) -> int:
        """How many entries are not on the disk yet."""
        return len(self._waiting)

    def put(
        self, changes: Sequence[Change], done: Callable[[], None] = lambda: None, *, key: Hashable = None
    ) -> asyncio.Future[None]:
        """Keep the changes; ``done`` is called, then the future ends, once they are kept.

        An entry of the same ``key`` that still waits is replaced: it ends with the new one. Raises TooManyError for
        one that has a key: what presenters do has none, and is always taken.
        """
        if key is not None and key not in self._waiting and self.waiting >= self._most:
            raise TooManyError
        before = self._waiting.pop(key, None) if key is not None else None
        kept = self._enter(key if key is not None else object(), changes, None, done)
        if before is not None:
            kept.add_done_callback(lambda _: _end(before.kept))
        return kept

    def waits(self, key: Hashable, *changes: Change) -> asyncio.Future[None] | None:
        """Whether these very changes wait under a key: then what ends when they are kept."""
        entry = self._waiting.get(key)
        return entry.kept if entry is not None and set(changes) <= set(entry.changes) else None

    def forget(self, room: str) -> asyncio.Future[None]:
        """Delete a room from the disk, after all that was put before."""
        return self._enter(object(), (), room, lambda: None)

    def _enter(
        self, key: Hashable, changes: Sequence[Change], forgets: str | None, done: Callable[[], None]
    ) -> asyncio.Future[None]:
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[key] = Entry(changes, forgets, done, kept)
        self._something.set()
        return kept

    async def read(self, question: Callable[[Store], Found]) -> Found:
        """Ask the disk, between two transactions. Raises sqlite3.Error."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, self.store)

    async def run(self) -> None:
        """Write whenever something waits, until cancelled."""
        pause = PAUSE_SECONDS
        while True:
            await self._something.wait()
            if await self._wrote():
                pause = PAUSE_SECONDS
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _wrote(self) -> bool:
        batch = list(self._waiting.items())[:AT_ONCE]
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._thread, self._write, [entry for _, entry in batch])
        except sqlite3.Error as error:
            self._say("full" if any(word in str(error).lower() for word in _FULL) else "locked", str(error))
            return False
        for key, entry in batch:
            if self._waiting.get(key) is entry:
                del self._waiting[key]
            entry.done()
            _end(entry.kept)
        if not self._waiting:
            self._something.clear()
        self._say("", "")
        return True

    def _write(self, entries: Sequence[Entry]) -> None:
        """In their order. After a failure all of it is done again: each change may be made twice."""
        changes: list[Change] = []
        for entry in entries:
            changes += entry.changes
            if entry.forgets is not None:
                self.store.apply(changes)
                self.store.forget(entry.forgets)
                changes = []
        if changes:
            self.store.apply(changes)

    def _say(self, trouble: str, why: str) -> None:
        if trouble != self.trouble:
            log.warning("votes wait: %s" if trouble else "votes are kept again%s", why)
        self.trouble = trouble
        self._told()

    async def stop(self, seconds: float = 2.0) -> None:
        """Write what waits, if that can be done soon, and close the file."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._waiting and await self._wrote():
                    pass
        self._thread.shutdown(wait=True)
        self.store.close()


def _end(kept: asyncio.Future[None]) -> None:
    if not kept.done():
        kept.set_result(None)
