"""Where a server keeps its rooms, and the secret by which it knows its presenter."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_state_dir

from .store import StoreError

DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Place:
    """The files of one server: a server that starts again on its port finds its rooms."""

    folder: Path
    port: int

    @classmethod
    def of(cls, port: int) -> Place:
        """In the folder that IEPKIT_STATE names, else where this system keeps such things for its user."""
        return cls(Path(os.environ.get("IEPKIT_STATE") or user_state_dir("iepkit")), port)

    @property
    def votes(self) -> Path:
        """The file of the votes."""
        return self.folder / f"room-{self.port}.db"

    def secret(self, *, rooms: bool) -> str:
        """The presenter's secret. One that is older than a day is made anew, unless there are ``rooms`` still.

        Raises StoreError when it can't be kept.
        """
        file = self.folder / f"room-{self.port}.secret"
        with suppress(OSError, UnicodeDecodeError):
            kept = file.read_text(encoding="ascii").strip()
            if kept and (rooms or time.time() - file.stat().st_mtime < DAY_SECONDS):
                return kept
        made = secrets.token_urlsafe()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(made)
        except OSError as error:
            mend = "free space, or name another folder in IEPKIT_STATE"
            raise StoreError(f"the presenter's secret can't be kept in {file} ({error.strerror}): {mend}") from error
        return made
