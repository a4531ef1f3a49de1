"""Waits until the machine has nothing else to do, so that a measure is of us and not of what runs beside us."""

from __future__ import annotations

import time

import psutil

LOOK_SECONDS = 0.3
QUIET_PERCENT = 20


class Quiet:
    """Waits before each measure. All waiting together has an end: on a busy machine the run goes on, and says so."""

    def __init__(self, patience_seconds: float = 300, at_once_seconds: float = 10) -> None:
        self._patience = patience_seconds
        self._at_once = at_once_seconds
        self._calm = self._busy = 0

    def wait(self) -> None:
        """Return when the processors are idle, or when patience ends."""
        start = time.monotonic()
        most = min(self._patience, self._at_once)
        while psutil.cpu_percent(interval=LOOK_SECONDS) > QUIET_PERCENT:
            if time.monotonic() - start > most:
                self._busy += 1
                break
        else:
            self._calm += 1
        self._patience = max(0.0, self._patience - (time.monotonic() - start - LOOK_SECONDS))

    def __str__(self) -> str:
        return f"{self._calm} of {self._calm + self._busy} measures began with the processors below {QUIET_PERCENT}%"


quiet = Quiet()
