"""One room as it is in memory: what is asked, what was voted, who listens."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .polls import Hands, Poll, Tally, tally
from .questions import Questions
from .store import Kept

Key = tuple[str, str]  # phase and ref


@dataclass(eq=False)
class Listener:
    """An open line to a phone or a presenter. It is told that something changed, not what: the newest state is sent.

    So no more than one message ever waits for a slow line.
    """

    device: bytes | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    ended: str = ""  # "gone": the room was deleted; "stopping": the server is being stopped

    def end(self, why: str) -> None:
        """The line ends."""
        self.ended = why
        self.changed.set()


@dataclass(eq=False)
class Room:
    """A room. Only votes that are on the disk are in ``votes``."""

    code: str
    made: float
    poll: Poll | None = None
    votes: dict[Key, dict[bytes, str]] = field(default_factory=lambda: defaultdict(dict))
    hands: dict[Key, Hands] = field(default_factory=dict)
    codes: dict[bytes, str] = field(default_factory=dict)
    phones: set[Listener] = field(default_factory=set)
    presenters: set[Listener] = field(default_factory=set)

    @classmethod
    def of(cls, kept: Kept) -> Room:
        """A room as it was kept."""
        room = cls(kept.code, kept.made, Poll.read(kept.poll), codes=dict(kept.codes))
        for phase, ref, device, option in kept.votes:
            room.votes[phase, ref][device] = option
        room.hands = {(phase, ref): Hands.read(counts) for phase, ref, counts in kept.hands}
        return room

    def tally(self, ref: str) -> Tally:
        """The tally of a question of the poll."""
        key = (self.poll.phase if self.poll else "", ref)
        return tally(self.votes.get(key, {}), self.hands.get(key, Hands()))

    def voters(self) -> int:
        """How many devices have answered anything of the poll."""
        poll = self.poll
        return len({device for ref in poll.refs for device in self.votes.get((poll.phase, ref), ())}) if poll else 0

    def mine(self, device: bytes | None) -> dict[str, str]:
        """What a device has voted in the poll, by ref."""
        poll = self.poll
        if poll is None or device is None:
            return {}
        found = {ref: self.votes.get((poll.phase, ref), {}).get(device) for ref in poll.refs}
        return {ref: option for ref, option in found.items() if option}

    def changed(self, *, phones: bool = False) -> None:
        """Tell those who listen: presenters of every change, phones of what they see."""
        listening: Iterable[Listener] = (*self.presenters, *self.phones) if phones else self.presenters
        for each in listening:
            each.changed.set()

    def end(self, why: str) -> list[Listener]:
        """End every line. Returns them: they say their last word a moment later."""
        lines = [*self.presenters, *self.phones]
        for each in lines:
            each.end(why)
        return lines

    def listen(self, listener: Listener, among: set[Listener]) -> Callable[[], None]:
        """A line is open. Call what is returned when it has ended."""
        among.add(listener)
        self.changed()

        def stop() -> None:
            among.discard(listener)
            listener.left.set()
            self.changed()

        return stop

    def for_phones(self, questions: Questions) -> dict[str, Any]:
        """What every phone may know: never a count while the bars are hidden, nor while the vote is open."""
        poll = self.poll
        if poll is None:
            return {"room": self.code, "open": False, "phase": "", "questions": []}
        told = [questions.told(ref) for ref in poll.refs]
        if poll.shown and not poll.open:
            for each in told:
                each["counts"] = dict(self.tally(each["ref"]).counts)
        return {"room": self.code, "open": poll.open, "phase": poll.phase, "questions": told}

    def for_presenter(self, questions: Questions) -> dict[str, Any]:
        """What the presenter's panel shows: no count either, until the bars are shown."""
        poll = self.poll
        state: dict[str, Any] = {"room": self.code, "phones": len({each.device for each in self.phones}), "poll": None}
        if poll is None:
            return state
        about = {"phase": poll.phase, "set": poll.name, "open": poll.open, "shown": poll.shown, "of": len(poll.refs)}
        if poll.name:
            state["poll"] = {**about, "ref": None, "total": self.voters(), "counts": {}}
            return state
        ref = poll.refs[0]
        found, hands = self.tally(ref), self.hands.get((poll.phase, ref), Hands())
        about |= {"total": found.total, "hands": found.hands, "instead": hands.instead}
        counts = dict(found.counts) if poll.shown else {}
        state["poll"] = {**about, **questions.told(ref, right=poll.shown), "counts": counts}
        return state


def for_device(room: Room, device: bytes | None, questions: Questions) -> str:
    """The message for one phone, as JSON: what all may know, what this device voted, and its code if it has one."""
    code = room.codes.get(device) if device else None
    return json.dumps({"state": room.for_phones(questions), "mine": room.mine(device), "code": code})
