"""Runs a server for a test, from its first answer to the end of a ``with`` block."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 90
END_SECONDS = 30


@contextmanager
def running(
    command: Sequence[str], url: str, log: Path, *, env: Mapping[str, str], cwd: Path
) -> Iterator[subprocess.Popen]:
    """The server of ``command``, once ``url`` answers. What it printed is in the message when it never does."""
    with log.open("wb") as out, subprocess.Popen(command, env=env, cwd=cwd, stdout=out, stderr=out) as process:
        try:
            until = time.monotonic() + START_SECONDS
            while not _answers(url):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                _pause(process)
            yield process
        finally:
            process.terminate()
            process.wait(END_SECONDS)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - an address of this test
            return True
    except (urllib.error.URLError, OSError):
        return False


def _pause(process: subprocess.Popen) -> None:
    try:
        process.wait(0.05)
    except subprocess.TimeoutExpired:
        return
