"""Measure everything in one run, and print tables: ``python -m bench [--quick] [--write docs/benchmarks.md]``.

A run is kept as soon as a part of it is measured, so that what comes later can't lose what came before.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser

import iepkit

from . import handouts, imports, load, memory, pages, plot, servers, soak, steps
from .browser import chromium
from .quiet import quiet
from .report import Part, write_into, write_json

ROUNDS, QUICK_ROUNDS = 7, 3
FULL_EVERY, QUICK_EVERY = 2, 8  # of the walks that together take every option, one in so many
PACKAGES = ("voila", "solara", "ipywidgets", "anywidget", "ipykernel", "jupyter_server", "playwright")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns 0 whenever it could measure: a limit that is not met is told in the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures iepkit's speed and size.")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds, not {ROUNDS}, and fewer walks")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone; may be given twice")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables into FILE; its other parts stay")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the run: its tables and numbers, as JSON")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # by way of every `finally`: no server stays behind
    before = _load()
    found: list[Part] = []
    with tempfile.TemporaryDirectory(prefix="iepkit-bench-") as folder, chromium() as browser:
        for part in _measured(Run(browser, Path(folder), quick=options.quick), options.only or list(PARTS)):
            state = f"Load (1, 5, 15 minutes) {before} before, {_load()} after; {quiet}"
            part.about = [*_about(browser, quick=options.quick), state]
            found.append(part)
            print(part.markdown(), flush=True)
            _keep(found, options.write, options.json)
    return 0


@dataclass(frozen=True)
class Run:
    """What all parts measure with: a browser, a folder for what they write, and whether to be quick."""

    browser: Browser
    place: Path
    quick: bool

    @property
    def rounds(self) -> int:
        """How often a thing is measured."""
        return QUICK_ROUNDS if self.quick else ROUNDS

    def site(self) -> Path:
        """The exported site."""
        site = self.place / "site"
        if not site.exists():
            _run(servers.iepkit_command("export", str(site)), self.place)
        return site


def _start(run: Run) -> Part:
    return Part("start", "The start of Python", [imports.table(run.rounds)])


def _memory(run: Run) -> Part:
    with servers.iepkit_server(run.place) as server:
        return Part("memory", "Memory", [memory.table(run.browser, server, run.rounds)])


def _pages(run: Run) -> Part:
    with pages.all_sites(run.place, run.site()) as sites:
        lines = sites.lines()
        tables = pages.time_tables(lines, pages.measure(run.browser, lines, run.rounds))
        return Part("pages", "Pages", [*tables, *pages.size_tables(run.browser, sites)])


def _steps(run: Run) -> Part:
    with pages.our_sites(run.place, run.site()) as (static, server):
        every = QUICK_EVERY if run.quick else FULL_EVERY
        return Part("steps", "Steps", steps.tables(run.browser, static, server, every=every))


def _load_of_many(run: Run) -> Part:
    courses = load.courses(run.browser, run.place, quick=run.quick)
    numbers = {course.name: course.points for course in courses}
    return Part("load", "Many at once", [load.table(courses)], numbers=numbers)


def _soak(run: Run) -> Part:
    with servers.iepkit_server(run.place, preheat=pages.POOL) as server:
        return Part("soak", "A while", [soak.soak(server, pages.POOL, soak.QUICK if run.quick else soak.FULL)])


def _handouts(run: Run) -> Part:
    return Part("handouts", "Handouts", [handouts.table(run.place, run.rounds)])


PARTS: dict[str, Callable[[Run], Part]] = {
    "start": _start,
    "memory": _memory,
    "pages": _pages,
    "steps": _steps,
    "load": _load_of_many,
    "soak": _soak,
    "handouts": _handouts,
}


def _measured(run: Run, names: Sequence[str]) -> Iterator[Part]:
    for name, measure in PARTS.items():
        if name in names:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            yield measure(run)


def _keep(parts: Sequence[Part], document: Path | None, run: Path | None) -> None:
    if run:
        write_json(run, parts)
    if document:
        for part in parts:
            if part.name == "load" and any(part.numbers.values()):
                (document.parent / plot.FILE).write_text(plot.svg(part.numbers), encoding="utf-8")
                part.picture = f"![{plot.words(part.numbers)}]({plot.FILE})\n"
        write_into(document, parts, list(PARTS))


def _about(browser: Browser, *, quick: bool) -> list[str]:
    rounds = QUICK_ROUNDS if quick else ROUNDS
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    how = f"{rounds} rounds after one that does not count, each visit with an empty cache"
    return [
        f"`python -m bench{' --quick' if quick else ''}` on {time.strftime('%d %B %Y at %H:%M')}; {how}",
        f"iepkit {iepkit.__version__} ({_commit()}), Python {platform.python_version()}, {packages}",
        f"Chromium {browser.version}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    ]


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, cwd=imports.ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "no commit known"


def _load() -> str:
    return ", ".join(f"{value:.2f}" for value in os.getloadavg())


def _run(command: list[str], place: Path) -> str:
    env = servers.environment(place)
    done = subprocess.run(command, env=env, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
