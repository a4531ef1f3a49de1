"""Measure everything in one run, and print it as tables: ``python -m bench [--quick] [--write docs/benchmarks.md]``."""

from __future__ import annotations

import argparse
import os
import platform
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
from .browser import PHONE, chromium
from .report import Limit, Spread, Table, document, write_into

ROUNDS, QUICK_ROUNDS = 7, 3
STEP_LIMIT_MILLISECONDS = 4
PAINT_LIMIT_MILLISECONDS = 100
KERNEL_LIMIT_MB = 70
ABOVE_BARE_LIMIT_MB = 30
PACKAGES = ("voila", "ipywidgets", "anywidget", "ipykernel", "jupyter_server", "playwright")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns 0 whenever it could measure: a limit that is not met is told in the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures iepkit's speed and size.")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds in place of {ROUNDS}, and fewer walks")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also put the tables between the marks in FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="iepkit-bench-") as folder, chromium() as browser:
        head = _about(browser, options)
        report = document(head, _measured(browser, Path(folder), quick=options.quick))
    print(report)
    if options.write:
        write_into(options.write, report)
    return 0


def _measured(browser: Browser, place: Path, *, quick: bool) -> list[Table]:
    rounds = QUICK_ROUNDS if quick else ROUNDS
    _say("the start of Python")
    starts = [imports.start() for _ in range(rounds + 1)][1:]
    site = place / "site"
    _run(servers.iepkit_command("export", str(site)), place)
    preheat = "--preheat" in _run(servers.iepkit_command("serve", "--help"), place)
    _say("a live visitor's kernel")
    with servers.iepkit_server(place) as server:
        sizes = [
            (memory.live_kernel(browser, server, f"{server.address}/explore.html"), memory.bare_kernel()) for _ in range(rounds)
        ]
    with pages.all_sites(place, site, preheat=preheat) as sites:
        _say("pages")
        lines = sites.lines()
        usable = pages.usable_table(lines, pages.measure(browser, lines, rounds))
        if not preheat:
            usable.add("served live page, preheated", *["not there yet"] * 4)
        size = pages.size_table(browser, sites)
        _say("steps")
        clicked = _step_tables(browser, sites, every=4 if quick else 1)
    return [usable, size, *clicked, _memory_table(sizes), _import_table(starts)]


def _step_tables(browser: Browser, sites: pages.Sites, *, every: int) -> list[Table]:
    heads = ("page", "clicks", "p50", "p95", "max")
    costs = Table("Explorer step: handlers and layout of a click, ms", heads)
    paints = Table(f"Interaction to next paint, processor slowed {steps.SLOWDOWN} times, ms", heads)
    kit = iepkit.load()
    walks = {name: steps.covering_walks(flow)[::every] for name, flow in kit.flows.items()}
    first = next(iter(kit.flows))
    for name, address, tree in (
        ("static, which-plan", f"{sites.static.address}/which-plan.html", "which-plan"),
        ("static, disputes", f"{sites.static.address}/disputes.html", "disputes"),
        ("served once, which-plan", f"{sites.iepkit.address}/which-plan.html", "which-plan"),
        ("served live, with widgets", f"{sites.iepkit.address}/explore.html", first),
    ):
        _add_steps(costs, name, steps.step_costs(browser, address, tree, walks[tree]), 0.95, STEP_LIMIT_MILLISECONDS)
        _add_steps(paints, name, steps.interactions(browser, address, tree, walks[tree]), 1, PAINT_LIMIT_MILLISECONDS)
        if name.startswith("static"):
            on_phone = steps.interactions(browser, address, tree, walks[tree], PHONE)
            _add_steps(paints, f"{name}, at a phone's size", on_phone, 1, PAINT_LIMIT_MILLISECONDS)
    return [costs, paints]


def _add_steps(table: Table, name: str, found: list[steps.Step], share: float, most: float) -> None:
    for label, chosen in ((name, found), (f"{name}: clicks that end a walk", [step for step in found if step.ends])):
        spread = Spread.of([step.took for step in chosen])
        what = "max" if share == 1 else f"p{share:.0%}".rstrip("%")
        limit = Limit.at_most(spread.share(share), most, f"{what} {most}") if chosen is found else None
        values = [f"{value:.1f}" for value in (spread.share(0.5), spread.share(0.95), spread.share(1))]
        table.add(label, str(len(chosen)), *values, limit=limit)


def _memory_table(sizes: list[tuple[float, float]]) -> Table:
    table = Table("Memory of a kernel (PSS, with its children), MB", ("kernel", "median", "min to max"))
    live, bare = (Spread.of(column) for column in zip(*sizes, strict=True))
    above = Spread.of([one - other for one, other in sizes])
    for name, spread, most in (
        ("of a live page's visitor", live, KERNEL_LIMIT_MB), ("bare ipykernel", bare, None), ("difference", above, ABOVE_BARE_LIMIT_MB)
    ):  # fmt: skip
        limit = Limit.at_most(spread.median, most, str(most)) if most else None
        table.add(name, f"{spread.median:.1f}", spread.between(1), limit=limit)
    return table


def _import_table(starts: list[imports.Start]) -> Table:
    table = Table("A fresh Python process", ("until", "median ms", "min to max"))
    for name in ("imported", "loaded", "shown"):
        spread = Spread.of([getattr(each, name) for each in starts])
        table.add({"imported": "import iepkit", "loaded": "and iepkit.load()", "shown": "and the first explorer made"}[name],
                  f"{spread.median:,.0f}", spread.between())  # fmt: skip
    heavy = sorted({name for each in starts for name in each.heavy})
    absent = Limit("none", not heavy)
    table.add(f"of {', '.join(imports.HEAVY)} there are", ", ".join(heavy) or "none", f"{len(starts[0].modules)} modules in all", limit=absent)
    return table


def _about(browser: Browser, options: argparse.Namespace) -> list[str]:
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S607
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    return [
        f"Command: `python -m bench{' --quick' if options.quick else ''}`, {time.strftime('%d %b %Y %H:%M')}, "
        f"{rounds} rounds after one that does not count, each visit with an empty cache",
        f"iepkit {iepkit.__version__} ({commit or 'no commit known'}), Python {platform.python_version()}, {packages}, Chromium {browser.version}",
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; load before the run (1, 5, 15 minutes): {load}",
    ]


def _run(command: list[str], place: Path) -> str:
    done = subprocess.run(command, env=servers.environment(place), cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _say(what: str) -> None:
    print(f"measuring {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
