"""Measure everything in one run, and print tables: ``python -m bench [--quick] [--write docs/benchmarks.md]``."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser

import iepkit

from . import imports, memory, pages, servers, steps
from .browser import chromium
from .quiet import quiet
from .report import Table, document, write_into

ROUNDS, QUICK_ROUNDS = 7, 3
FULL_EVERY, QUICK_EVERY = 2, 8  # of the walks that together take every option, one in so many
PARTS = ("start", "memory", "pages", "steps")
PACKAGES = ("voila", "ipywidgets", "anywidget", "ipykernel", "jupyter_server", "playwright")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns 0 whenever it could measure: a limit that is not met is told in the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures iepkit's speed and size.")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds, not {ROUNDS}, and fewer walks")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone; may be given twice")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also put the tables between the marks in FILE")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # by way of every `finally`: no server stays behind
    before = _load()
    with tempfile.TemporaryDirectory(prefix="iepkit-bench-") as folder, chromium() as browser:
        tables = _measured(browser, Path(folder), options.only or PARTS, quick=options.quick)
        state = f"Load (1, 5, 15 minutes) {before} before, {_load()} after; {quiet}"
        report = document([*_about(browser, quick=options.quick), state], tables)
    print(report)
    if options.write:
        write_into(options.write, report)
    return 0


def _measured(browser: Browser, place: Path, parts: Sequence[str], *, quick: bool) -> list[Table]:
    rounds = QUICK_ROUNDS if quick else ROUNDS
    tables = []
    if "start" in parts:
        _say("the start of Python")
        tables.append(imports.table(rounds))
    if "memory" in parts:
        _say("a live visitor's kernel")
        with servers.iepkit_server(place) as server:
            tables.append(memory.table(browser, server, rounds))
    site = place / "site"
    _run(servers.iepkit_command("export", str(site)), place)
    if "pages" in parts:
        _say("pages")
        with pages.all_sites(place, site) as sites:
            lines = sites.lines()
            tables.append(pages.usable_table(lines, pages.measure(browser, lines, rounds)))
            tables.append(pages.size_table(browser, sites))
    if "steps" in parts:
        _say("steps")
        with pages.our_sites(place, site) as (static, server):
            tables += steps.tables(browser, static, server, every=QUICK_EVERY if quick else FULL_EVERY)
    return tables


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


def _say(what: str) -> None:
    print(f"measuring {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
