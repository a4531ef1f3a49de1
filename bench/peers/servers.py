"""Serves the same tree with each of the other tools."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..servers import HOST, Server, free_port, served, voila_server
from .words import written

HERE = Path(__file__).parent
# No word to anybody outside, and nothing written to the user's home.
QUIET = {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}


def page_folder(place: Path) -> Path:
    """A folder with the page made by hand, and the words of the tree."""
    folder = place / "peers"
    if not folder.exists():
        folder.mkdir()
        written(folder)
    return folder


@contextmanager
def voila_tree(place: Path, *, preheat: int = 0) -> Iterator[Server]:
    """The tree with stock ipywidgets, behind Voila as it comes."""
    folder = place / "voila-tree"
    if not folder.exists():
        shutil.copytree(HERE / "voila", folder, ignore=shutil.ignore_patterns("__pycache__"))
        written(folder)
    with voila_server(place, folder / "which-plan.ipynb", preheat=preheat) as server:
        yield server


@contextmanager
def solara_tree(place: Path) -> Iterator[Server]:
    """The tree with Solara, in production mode."""
    port = free_port()
    folder = page_folder(place)
    own = ["--host", HOST, "--port", str(port), "--production", "--no-open"]
    command = [sys.executable, "-m", "solara", "run", str(HERE / "solara_app.py"), *own]
    settings = {**QUIET, "SOLARA_HOME": str(place / "solara"), "IEPKIT_BENCH_TREE": str(folder)}
    with served(command, place, f"solara-{port}", port, "/", **settings) as server:
        server.settle()
        yield server


@contextmanager
def gzip_page(place: Path) -> Iterator[Server]:
    """The page made by hand behind tornado, compressed as iepkit's own pages are."""
    port = free_port()
    command = [sys.executable, "-m", "bench.peers.web", str(port), str(page_folder(place))]
    with served(command, place, f"web-{port}", port, "/") as server:
        yield server
