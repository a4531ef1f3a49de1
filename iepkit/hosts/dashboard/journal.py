"""What the server did, one JSON object a line: no address of a visitor, no address asked for, no answer."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from tornado.web import RequestHandler


class JournalError(RuntimeError):
    """The journal can't be written. Says why, and what to do."""


class Journal:
    """Writes to a file, to standard output (``-``), or nowhere."""

    def __init__(self, target: str | None = None) -> None:
        self._out: IO[str] | None = None
        if target == "-":
            self._out = sys.stdout
        elif target:
            try:
                self._out = Path(target).open("a", encoding="utf-8")  # noqa: SIM115 - open as long as the server
            except OSError as error:
                mend = "name another file, or leave --log out"
                raise JournalError(f"the log {target} can't be written ({error.strerror}): {mend}") from error

    def note(self, handler: RequestHandler) -> None:
        """One request: when, what kind of answer, its status and how long it took in milliseconds."""
        self.write(
            route=getattr(handler, "route", "other"),
            method=handler.request.method if handler.request.method in {"GET", "HEAD", "POST", "DELETE"} else "other",
            status=handler.get_status(),
            ms=round(1000 * handler.request.request_time(), 1),
        )

    def write(self, **what: str | float | None) -> None:
        """A line. A disk that is full costs the line, not the visitor's page."""
        if self._out is not None:
            with suppress(OSError):
                now = datetime.now(UTC).isoformat(timespec="milliseconds")
                self._out.write(json.dumps({"at": now, **what}) + "\n")
                self._out.flush()
