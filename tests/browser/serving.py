"""Starts what visitors meet: the exported files and the served dashboard, each by the real command."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from http import HTTPStatus
from http.client import HTTPResponse
from pathlib import Path
from typing import IO, Any, Self

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
    """``iepkit serve`` on a free port, from ``/healthz`` answering until the end of the ``with`` block.

    ``options`` are more of the command's own. It may be killed within the block, and started again on its port.
    """

    def __init__(
        self, folder: Path, content: Path | None = None, options: Sequence[str] = (), **environment: str
    ) -> None:
        self.port = free_port()
        self.log = folder / "serve.log"
        chosen = ["--content", str(content)] if content else []
        self._command = [*IEPKIT, *chosen, "serve", "--port", str(self.port), "--no-browser", *options]
        self._environment = {**os.environ, **environment}
        self._out: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._out = self.log.open("ab")
        self._process = subprocess.Popen(
            self._command, env=self._environment, stdout=self._out, stderr=subprocess.STDOUT
        )
        self.wait_for(self._healthy)

    def wait_for(self, state: Callable[[], bool]) -> None:
        """Wait until something holds, as long as the server runs."""
        until = time.monotonic() + START_SECONDS
        while not state():
            assert self._process
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            self._pause()

    def wait_until_ready(self) -> None:
        """Wait until every page has been run."""
        self.wait_for(lambda: self.status("readyz") == HTTPStatus.OK)

    def status(self, path: str) -> int:
        """The status of its answer."""
        try:
            with self.ask(path) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    @property
    def health(self) -> dict[str, Any]:
        """What ``/healthz`` tells."""
        with self.ask("healthz") as answer:
            told: dict[str, Any] = json.load(answer)
        return told

    @property
    def process(self) -> psutil.Process:
        """The server's own process."""
        assert self._process
        return psutil.Process(self._process.pid)

    def _healthy(self) -> bool:
        try:
            self.ask("healthz").close()
        except (urllib.error.URLError, OSError):
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
        children = self.process.children(recursive=True)
        return [child for child in children if is_kernel(child)]

    def kill(self) -> None:
        """End it as a crash or a power cut would: nothing is told, and nothing tidied up."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """End it and what it started, by their own ids. Returns what the server ended with."""
        if self._process is None:
            return 0
        started = self.process.children(recursive=True) if self._process.poll() is None else []
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for child in psutil.wait_procs(started, timeout=END_SECONDS)[1]:
            child.kill()
        ended = self._process.returncode
        self._process = None
        if self._out:
            self._out.close()
        return ended


def is_kernel(process: psutil.Process) -> bool:
    """Whether a process, which may end just now, is a Python kernel."""
    try:
        return "ipykernel_launcher" in " ".join(process.cmdline())
    except psutil.Error:
        return False
