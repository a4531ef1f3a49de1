"""The servers that are measured: each in a process of its own, on a port that the system chose."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

HOST = "127.0.0.1"
START_SECONDS = 60
SETTLE_SECONDS = 60
QUIET_SECONDS = 0.4
QUIET_SHARE = 0.1  # of one core: below it nothing is being started
STOCK = Path(__file__).parent / "stock"


@dataclass(frozen=True)
class Server:
    """A running server: its process, the address it answers on, and what it wrote."""

    process: psutil.Popen
    address: str
    log: Path

    def kernels(self) -> set[int]:
        """The process ids of its Python kernels."""
        return {each.pid for each in self._family() if _is_kernel(each)}

    def settle(self, *, besides: set[int] | None = None, at_least: int = 0) -> None:
        """Wait until it does nothing more, and has ``at_least`` kernels ``besides`` some. Raises TimeoutError."""
        end = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < end:
            before = self._busy_seconds()
            time.sleep(QUIET_SECONDS)
            enough = len(self.kernels() - (besides or set())) >= at_least
            if enough and self._busy_seconds() - before < QUIET_SECONDS * QUIET_SHARE:
                return
        raise TimeoutError(f"{self.address} is still at work after {SETTLE_SECONDS} s: see {self.log}")

    def stop(self) -> None:
        """End it and everything it started."""
        family = self._family()
        self.process.terminate()
        psutil.wait_procs([self.process], timeout=10)
        for each in family:
            if each.is_running():
                each.kill()
        psutil.wait_procs(family, timeout=5)

    def _family(self) -> list[psutil.Process]:
        try:
            return [self.process, *self.process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _busy_seconds(self) -> float:
        total = 0.0
        for each in self._family():
            try:
                times = each.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system
        return total


def _is_kernel(process: psutil.Process) -> bool:
    try:
        return "ipykernel_launcher" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def free_port() -> int:
    """A port that the system has free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment(place: Path) -> dict[str, str]:
    """An environment in which no setting of this machine's user counts."""
    own = {"JUPYTER_CONFIG_DIR": str(place / "config"), "IEPKIT_CACHE": str(place / "pictures")}
    return {**os.environ, **own, "PYTHONUNBUFFERED": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


@contextmanager
def served(command: list[str], place: Path, name: str, port: int, ready: str) -> Iterator[Server]:
    """Run a server; it is ready once it answers at the path ``ready``. Raises RuntimeError when it never does."""
    log = place / f"{name}.log"
    with log.open("w") as output:
        streams = {"stdout": output, "stderr": output}
        process = psutil.Popen(command, cwd=place, env=environment(place), start_new_session=True, **streams)
    server = Server(process, f"http://{HOST}:{port}", log)
    try:
        _wait_for(server, ready)
        yield server
    finally:
        server.stop()


def _wait_for(server: Server, ready: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        try:
            with urllib.request.urlopen(server.address + ready, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server does not answer at {server.address}{ready}:\n{server.log.read_text()[-2000:]}")


def iepkit_command(*arguments: str) -> list[str]:
    """The command line of iepkit, in the Python that runs this."""
    return [sys.executable, "-m", "iepkit.cli", *arguments]


@contextmanager
def iepkit_server(place: Path, *, preheat: int = 0) -> Iterator[Server]:
    """``iepkit serve``, as a visitor meets it: every page that is not live has been run."""
    port = free_port()
    own = ["--host", HOST, "--port", str(port), "--no-browser", *(["--preheat", str(preheat)] if preheat else [])]
    with served(iepkit_command("serve", *own), place, f"iepkit-{preheat}", port, "/healthz") as server:
        _wait_for(server, "/which-plan.html")
        server.settle(at_least=preheat)
        yield server


@contextmanager
def stock_server(place: Path, *, preheat: int = 0) -> Iterator[Server]:
    """Voila as it comes, with one notebook that holds one button."""
    port = free_port()
    folder = place / f"stock-{preheat}"
    shutil.copytree(STOCK, folder)
    own = [f"--port={port}", "--no-browser", "--template=lab", f"--Voila.ip={HOST}"]
    if preheat:
        own += ["--preheat_kernel=True", f"--pool_size={preheat}"]
    command = [sys.executable, "-m", "voila", str(folder / "button.ipynb"), *own]
    with served(command, place, f"stock-{preheat}", port, "/voila/static/voila.js") as server:
        server.settle(at_least=preheat)
        yield server


@contextmanager
def static_server(place: Path, folder: Path) -> Iterator[Server]:
    """A plain web server of files."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", HOST, "--directory", str(folder)]
    with served(command, place, "static", port, "/") as server:
        yield server
