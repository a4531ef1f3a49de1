"""All rooms of one server: opening and deleting them, asking, voting, counting hands."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from . import store as on_disk
from .codes import new_code
from .polls import MOST_HANDS, PHASES, Hands, Poll
from .questions import Questions
from .rooms import Room
from .store import Change, Kept, Store
from .writer import TooManyError, Writer

log = logging.getLogger("iepkit")
MOST_ROOMS = 20
MOST_DEVICES = 2000  # that vote in one room
DAY_SECONDS = 86_400.0
SWEEP_SECONDS = 3600.0
STOP_SECONDS = 1.0  # for lines to end


class RefusedError(RuntimeError):
    """What was asked for can't be done. ``why`` is a word of: closed, option, full, busy, rooms, question, count."""

    def __init__(self, why: str, text: str = "") -> None:
        super().__init__(text or why)
        self.why = why


class Hall:
    """The rooms. Their state in memory is what the disk has, but for what the presenter did just now."""

    def __init__(self, store: Store, questions: Questions, clock: Callable[[], float] = time.time) -> None:
        """Take up the rooms of an earlier run, and delete those older than a day. Raises sqlite3.Error."""
        self.questions = questions
        self.rooms: dict[str, Room] = {}
        self.store = store
        self._clock = clock
        self._tasks: list[asyncio.Task[None]] = []
        for kept in list(store.rooms()):
            if self._old(kept.made):
                store.forget(kept.code)
            else:
                self.rooms[kept.code] = self._taken_up(kept)
        self.writer = Writer(store, self._tell_presenters)

    def begin(self) -> None:
        """Write, and look every hour for rooms that are a day old, from now on."""
        self._tasks = [asyncio.ensure_future(self.writer.run()), asyncio.ensure_future(self._sweep())]

    async def stop(self) -> None:
        """Write what waits, and end every line."""
        lines = [line for room in self.rooms.values() for line in room.end("stopping")]
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*(line.left.wait() for line in lines)), STOP_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.writer.stop()

    def room_at_start(self) -> Room:
        """The newest room, or a new one, before the server runs."""
        if self.rooms:
            return max(self.rooms.values(), key=lambda room: room.made)
        room = self._new_room()
        self.store.apply([on_disk.make_room(room.code, room.made)])
        return room

    def open_room(self) -> tuple[Room, asyncio.Future[None]]:
        """A new room, and when it is kept. Raises RefusedError when there are too many."""
        if len(self.rooms) >= MOST_ROOMS:
            raise RefusedError("rooms", f"there are {MOST_ROOMS} rooms already: delete one")
        room = self._new_room()
        return room, self._put([on_disk.make_room(room.code, room.made)])

    def delete(self, room: Room) -> asyncio.Future[None]:
        """Delete a room with its votes; the future ends when the disk has none of it any more."""
        del self.rooms[room.code]
        room.end("gone")
        return self.writer.forget(room.code)

    def ask(self, room: Room, poll: Poll, *, anew: bool = False) -> asyncio.Future[None]:
        """Open a vote; what was open before is closed. ``anew``: without what was voted on it earlier.

        Raises LookupError when a ref asks nothing, RefusedError for a phase that there is not.
        """
        if poll.phase not in PHASES or not poll.refs:
            raise RefusedError("question", f"there is no phase {poll.phase!r}: before, after, or none")
        for ref in poll.refs:
            self.questions.asked(ref)
        changes = []
        if anew:
            changes = on_disk.clear_votes(room.code, poll.phase, poll.refs)
            for ref in poll.refs:
                room.votes.pop((poll.phase, ref), None)
                room.hands.pop((poll.phase, ref), None)
        return self._set(room, poll, changes)

    def turn(self, room: Room, *, is_open: bool | None = None, shown: bool | None = None) -> asyncio.Future[None]:
        """Close the vote or open it again; show the bars or hide them. Raises RefusedError when nothing is asked."""
        if room.poll is None:
            raise RefusedError("question", "nothing is asked yet: open a vote first")
        return self._set(room, room.poll.but(is_open=is_open, shown=shown), [])

    def count_hands(self, room: Room, counts: Mapping[str, int], *, instead: bool) -> asyncio.Future[None]:
        """A show of hands for the question that is asked now. Raises RefusedError for what can't be counted."""
        poll = room.poll
        if poll is None or poll.name:
            raise RefusedError("question", "hands are counted for one question: open a vote first")
        options = {name for name, _ in self.questions.asked(poll.refs[0]).options}
        if not set(counts) <= options:
            raise RefusedError("option", "there is no such option of this question")
        if not all(0 <= count <= MOST_HANDS for count in counts.values()):
            raise RefusedError("count", f"hands are a number from 0 to {MOST_HANDS:,}")
        hands = Hands({name: count for name, count in counts.items() if count}, instead)
        room.hands[poll.phase, poll.refs[0]] = hands
        room.changed(phones=True)
        return self._put([on_disk.put_hands(room.code, poll.phase, poll.refs[0], hands.json())])

    def vote(self, room: Room, device: bytes, phase: str, ref: str, option: str) -> asyncio.Future[None]:
        """A device's vote, in the place of its earlier one; the future ends when it is on the disk, and counts.

        Raises RefusedError: the vote is closed, there is no such option, or too many devices vote.
        """
        poll, key = room.poll, (room.code, phase, ref, device)
        change = on_disk.put_vote(room.code, phase, ref, device, option)
        if poll is None or not poll.open or phase != poll.phase or ref not in poll.refs:
            return self._came_in_time(room, key, change)
        if option not in dict(self.questions.asked(ref).options):
            raise RefusedError("option")
        votes = room.votes[phase, ref]
        if device not in votes and len(votes) >= MOST_DEVICES:
            raise RefusedError("full")
        changes = [change]
        if poll.phase:
            room.codes.setdefault(device, new_code(set(room.codes.values())))
            changes.append(on_disk.name_device(room.code, device, room.codes[device]))

        def count() -> None:
            if room.votes.get((phase, ref)) is votes:  # else it was asked anew meanwhile
                votes[device] = option
                room.changed(phones=room.poll is not None and not room.poll.open)

        return self._put(changes, count, key=key)

    def _came_in_time(self, room: Room, key: tuple[str, str, str, bytes], change: Change) -> asyncio.Future[None]:
        """A vote that is sent again, since its phone does not know that it came before the close."""
        if kept := self.writer.waits(key, change):
            return kept
        _, phase, ref, device = key
        if room.votes.get((phase, ref), {}).get(device) != change[1][-1]:
            raise RefusedError("closed")
        there: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        there.set_result(None)
        return there

    async def answers(self, room: Room) -> list[tuple[str, str, str, str]]:
        """What was answered before and after: (code of the device, "before" or "after", quiz item, option)."""
        return await self.writer.read(lambda store: store.answers(room.code))

    def _taken_up(self, kept: Kept) -> Room:
        room = Room.of(kept)
        try:
            for ref in room.poll.refs if room.poll else ():
                self.questions.asked(ref)
        except LookupError:  # the content was changed meanwhile
            room.poll = None
        return room

    def _set(self, room: Room, poll: Poll, changes: Sequence[Change]) -> asyncio.Future[None]:
        room.poll = poll
        room.changed(phones=True)
        return self._put([*changes, on_disk.set_poll(room.code, poll.json())])

    def _put(
        self, changes: Sequence[Change], done: Callable[[], None] = lambda: None, key: object = None
    ) -> asyncio.Future[None]:
        try:
            return self.writer.put(changes, done, key=key)
        except TooManyError as error:
            raise RefusedError("busy") from error

    def _new_room(self) -> Room:
        room = Room(new_code(self.rooms), self._clock())
        self.rooms[room.code] = room
        return room

    def _tell_presenters(self) -> None:
        for room in self.rooms.values():
            room.changed()

    def _old(self, made: float) -> bool:
        """Also one of a clock that was set back by more than a day: nobody knows how old it is."""
        return abs(self._clock() - made) > DAY_SECONDS

    def sweep(self) -> None:
        """Delete the rooms that are older than a day."""
        for room in [room for room in self.rooms.values() if self._old(room.made)]:
            self.delete(room)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self.sweep()
