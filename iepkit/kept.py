"""What takes long to make and is the same for everybody, kept on disk: pictures of trees, pages that were run.

Each file starts with a digest of the rest, so what was cut short or changed on disk is made anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_dir


def kept(name: str) -> str | None:
    """The text that was kept under a name; None when there is none, or not the whole of it."""
    try:
        digest, _, text = _file(name).read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return text if digest == _digest(text) else None


def keep(name: str, text: str) -> None:
    """Keep a text under a name. A disk that is full or not ours costs time at the next start, and nothing else."""
    file = _file(name)
    work = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8", newline="") as out:
            work = Path(out.name)
            out.write(f"{_digest(text)}\n{text}")
        work.replace(file)
    except OSError:
        if work is not None:
            with suppress(OSError):
                work.unlink(missing_ok=True)


def _file(name: str) -> Path:
    return Path(os.environ.get("IEPKIT_CACHE") or user_cache_dir("iepkit")) / name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
