"""The servers that are measured: each in a process of its own, on a port that the system chose."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

HOST = "127.0.0.1"
START_SECONDS = 60
SETTLE_SECONDS = 60
QUIET_SECONDS = 0.4
QUIET_SHARE = 0.1  # of one core: below it nothing is being started
STOCK = Path(__file__).parent / "stock" / "button.ipynb"
ROOT = Path(__file__).resolve().parent.parent
# Solara brings them. Without this Voila would load them on every page, and be slower than it is by itself.
NOT_VOILAS = ("jupyter-vue", "jupyter-vuetify")


@dataclass(frozen=True)
class Server:
    """A running server: its process, the address it answers on, and what it wrote."""

    process: psutil.Popen
    address: str
    log: Path

    def kernels(self) -> set[int]:
        """The process ids of its Python kernels."""
        return {each.pid for each in self._family() if _is_kernel(each)}

    def kernel_count(self) -> int:
        """How many kernels it runs: by what it says of itself, if it does, else by its processes."""
        try:
            with urllib.request.urlopen(self.address + "/healthz", timeout=5) as answer:  # noqa: S310 - our own server
                return int(json.load(answer)["kernels"])
        except (OSError, ValueError, LookupError, TypeError):
            return len(self.kernels())

    def megabytes(self) -> float:
        """The proportional set size (PSS) of its processes, in MB (1,000,000 bytes)."""
        return sum(_pss(each) for each in self._family()) / 1e6

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


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:  # it has ended
        return 0


def free_port() -> int:
    """A port that the system has free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment(place: Path, **more: str) -> dict[str, str]:
    """An environment in which no setting of this machine's user counts, with ``more`` variables."""
    own = {"JUPYTER_CONFIG_DIR": str(place / "config"), "IEPKIT_CACHE": str(place / "pictures")}
    own["IEPKIT_STATE"] = str(place / "state")
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))  # peers import from `bench`
    python = {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    return {**os.environ, **own, **python, **more}


@contextmanager
def served(command: list[str], place: Path, name: str, port: int, ready: str, **more: str) -> Iterator[Server]:
    """Run a server; it is ready once it answers at the path ``ready``. Raises RuntimeError when it never does.

    ``more`` are variables of its environment.
    """
    log = place / f"{name}.log"
    with log.open("w") as output:
        streams = {"stdout": output, "stderr": output}
        process = psutil.Popen(command, cwd=place, env=environment(place, **more), start_new_session=True, **streams)
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
def iepkit_server(place: Path, *, preheat: int = 0, options: Sequence[str] = ()) -> Iterator[Server]:
    """``iepkit serve``, as a visitor meets it: every page that is not live has been run."""
    port = free_port()
    own = ["--host", HOST, "--port", str(port), "--no-browser", "--preheat", str(preheat), *options]
    with served(iepkit_command("serve", *own), place, f"iepkit-{preheat}-{port}", port, "/healthz") as server:
        _wait_for(server, "/readyz")
        server.settle(at_least=preheat)
        yield server


@contextmanager
def stock_server(place: Path, *, preheat: int = 0) -> Iterator[Server]:
    """Voila as it comes, with one notebook that holds one button."""
    with voila_server(place, STOCK, preheat=preheat) as server:
        yield server


@contextmanager
def voila_server(place: Path, notebook: Path, *, preheat: int = 0) -> Iterator[Server]:
    """Voila as it comes, with a notebook and what lies beside it, in a folder of its own."""
    port = free_port()
    name = f"{notebook.stem}-{preheat}-{port}"
    folder = place / name
    shutil.copytree(notebook.parent, folder)
    own = [f"--port={port}", "--no-browser", "--template=lab", f"--Voila.ip={HOST}"]
    own += [f"--VoilaConfiguration.extension_denylist={extension}" for extension in NOT_VOILAS]
    if preheat:
        own += ["--preheat_kernel=True", f"--pool_size={preheat}"]
    command = [sys.executable, "-m", "voila", str(folder / notebook.name), *own]
    with served(command, place, name, port, "/voila/static/voila.js") as server:
        server.settle(at_least=preheat)
        yield server


@contextmanager
def static_server(place: Path, folder: Path) -> Iterator[Server]:
    """A plain web server of files, of Python's standard library: no compression."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", HOST, "--directory", str(folder)]
    with served(command, place, f"static-{port}", port, "/") as server:
        yield server
