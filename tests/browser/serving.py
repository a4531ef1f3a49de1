"""Starts what visitors meet: the exported files and the served dashboard, each by the real command."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.client import HTTPResponse
from pathlib import Path
from typing import IO, Self

import psutil

START_SECONDS = 60
END_SECONDS = 20
IEPKIT = [sys.executable, "-m", "iepkit.cli"]


def export_to(folder: Path, content: Path | None = None) -> Path:
    """``iepkit export`` into the folder."""
    chosen = ["--content", str(content)] if content else []
    done = subprocess.run([*IEPKIT, *chosen, "export", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def free_port() -> int:
    """A port that the system says is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Dashboard:
    """``iepkit serve`` on a free port, from ``/healthz`` answering until the end of the ``with`` block."""

    def __init__(self, folder: Path, content: Path | None = None, **environment: str) -> None:
        self.port = free_port()
        self.log = folder / "serve.log"
        self._command = [
            *IEPKIT,
            *(["--content", str(content)] if content else []),
            "serve",
            "--port",
            str(self.port),
            "--no-browser",
        ]
        self._environment = {**os.environ, **environment}
        self._out: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._out = self.log.open("wb")
        self._process = subprocess.Popen(
            self._command, env=self._environment, stdout=self._out, stderr=subprocess.STDOUT
        )
        until = time.monotonic() + START_SECONDS
        while not self._healthy():
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _healthy(self) -> bool:
        try:
            self.ask("healthz").close()
        except (urllib.error.URLError, OSError):
            self._pause()
            return False
        return True

    def _pause(self) -> None:
        assert self._process
        try:
            self._process.wait(0.05)  # until it ends, or long enough to ask again
        except subprocess.TimeoutExpired:
            return

    def address(self, name: str, kind: str = ".html") -> str:
        """The address of a page."""
        return f"http://localhost:{self.port}/{name}{kind}"

    def ask(self, path: str) -> HTTPResponse:
        """What it answers without a browser, to be closed. Raises HTTPError for an error page."""
        return urllib.request.urlopen(self.address(path, ""), timeout=START_SECONDS)  # noqa: S310 - our own server

    def kernels(self) -> list[psutil.Process]:
        """The processes of its kernels."""
        assert self._process
        children = psutil.Process(self._process.pid).children(recursive=True)
        return [child for child in children if "ipykernel_launcher" in " ".join(child.cmdline())]

    def stop(self) -> None:
        """End it and what it started, by their own ids."""
        if self._process is None:
            return
        started = psutil.Process(self._process.pid).children(recursive=True) if self._process.poll() is None else []
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for child in psutil.wait_procs(started, timeout=END_SECONDS)[1]:
            child.kill()
        self._process = None
        if self._out:
            self._out.close()
