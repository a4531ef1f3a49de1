"""The votes on disk: one SQLite file, changed by whole transactions.

It is a file in WAL mode, each transaction synced (``synchronous=FULL``): what is acknowledged outlives ``kill -9``, and
a laptop whose battery ends too. With NORMAL the second would not hold; many votes go into one transaction, so the sync
costs little. What is deleted is overwritten (``secure_delete``), and the log beside the file is emptied.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 64_000_000  # a hundred devices that answer all there is take one
PAGE_BYTES = 4096
LOCKED_SECONDS = 0.2  # so long a transaction waits for another program; then it is tried anew later
Change = tuple[str, tuple[object, ...]]
_TABLES = """
CREATE TABLE IF NOT EXISTS rooms (room TEXT PRIMARY KEY, made REAL NOT NULL, poll TEXT NOT NULL DEFAULT '')
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS devices (room TEXT, device BLOB, code TEXT NOT NULL, PRIMARY KEY (room, device),
    UNIQUE (room, code)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS votes (room TEXT, phase TEXT, ref TEXT, device BLOB, option TEXT NOT NULL,
    PRIMARY KEY (room, phase, ref, device)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hands (room TEXT, phase TEXT, ref TEXT, counts TEXT NOT NULL,
    PRIMARY KEY (room, phase, ref)) WITHOUT ROWID;
"""


class StoreError(RuntimeError):
    """The file of votes can't be used. Says why, and what to do."""


@dataclass(frozen=True)
class Kept:
    """One room as it was kept. ``poll`` is JSON. Votes are (phase, ref, device, option)."""

    code: str
    made: float
    poll: str
    codes: dict[bytes, str]
    votes: list[tuple[str, str, bytes, str]]
    hands: list[tuple[str, str, str]]


# Each change may be made twice: what fails together is tried again together.


def make_room(room: str, made: float) -> Change:
    """A new room, made at a time in seconds."""
    return "INSERT OR IGNORE INTO rooms (room, made) VALUES (?, ?)", (room, made)


def set_poll(room: str, poll: str) -> Change:
    """What the room is asked now."""
    return "UPDATE rooms SET poll = ? WHERE room = ?", (poll, room)


def put_vote(room: str, phase: str, ref: str, device: bytes, option: str) -> Change:
    """A device's vote, in the place of its earlier one."""
    return "INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?)", (room, phase, ref, device, option)


def name_device(room: str, device: bytes, code: str) -> Change:
    """The code of a device in a check before and after. The first one stays."""
    return "INSERT OR IGNORE INTO devices VALUES (?, ?, ?)", (room, device, code)


def put_hands(room: str, phase: str, ref: str, counts: str) -> Change:
    """A show of hands, as JSON."""
    return "INSERT OR REPLACE INTO hands VALUES (?, ?, ?, ?)", (room, phase, ref, counts)


def clear_votes(room: str, phase: str, refs: Iterable[str]) -> list[Change]:
    """Take away what was voted on some questions."""
    return [
        (f"DELETE FROM {table} WHERE room = ? AND phase = ? AND ref = ?", (room, phase, ref))  # noqa: S608 - our names
        for ref in refs
        for table in ("votes", "hands")
    ]


class Store:
    """One file. Each method may be called from any thread, but from one at a time."""

    def __init__(self, file: Path, *, most_bytes: int = MOST_BYTES) -> None:
        """Open or make it, for nobody but its owner. Raises StoreError."""
        self.file = file
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            file.chmod(0o600)
            self._db = sqlite3.connect(file, timeout=LOCKED_SECONDS, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.execute(f"PRAGMA max_page_count = {most_bytes // PAGE_BYTES}")
            self._db.executescript(_TABLES)
        except OSError as error:
            mend = "free space, or name another folder in IEPKIT_STATE"
            raise StoreError(f"votes can't be kept in {file} ({error.strerror}): {mend}") from error
        except sqlite3.Error as error:
            mend = "end the program that uses it, or delete the file and what lies beside it; its votes are gone then"
            raise StoreError(f"votes can't be kept in {file} ({error}): {mend}") from error

    def apply(self, changes: Iterable[Change]) -> None:
        """All of the changes, or none. Raises sqlite3.Error."""
        with self._transaction():
            for sql, values in changes:
                self._db.execute(sql, values)

    def rooms(self) -> Iterator[Kept]:
        """Every room that is kept."""
        for code, made, poll in self._all("SELECT room, made, poll FROM rooms"):
            codes = dict(self._all("SELECT device, code FROM devices WHERE room = ?", code))
            votes = self._all("SELECT phase, ref, device, option FROM votes WHERE room = ?", code)
            hands = self._all("SELECT phase, ref, counts FROM hands WHERE room = ?", code)
            yield Kept(code, made, poll, codes, votes, hands)

    def answers(self, room: str) -> list[tuple[str, str, str, str]]:
        """What was answered in checks: (code of the device, "before" or "after", quiz item, option), in that order."""
        found: list[tuple[str, str, str, str]] = self._all(
            "SELECT code, phase, substr(ref, 6), option FROM votes JOIN devices USING (room, device) "
            "WHERE room = ? AND phase != '' ORDER BY code, phase DESC, ref",
            room,
        )
        return found

    def forget(self, room: str) -> None:
        """Delete a room and all that was voted in it, from the disk too. Raises sqlite3.Error."""
        with self._transaction():
            for table in ("votes", "devices", "hands", "rooms"):
                self._db.execute(f"DELETE FROM {table} WHERE room = ?", (room,))  # noqa: S608 - our own names
        self._empty_log()
        with suppress(sqlite3.OperationalError):  # gives space back; what was deleted is overwritten without it
            self._db.execute("VACUUM")
        self._empty_log()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _empty_log(self) -> None:
        """Bring all that the log beside the file holds into the file, and cut it to nothing."""
        busy, *_ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise sqlite3.OperationalError("another program reads the file: database is locked")

    def _all(self, sql: str, *values: object) -> list[Any]:
        return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
