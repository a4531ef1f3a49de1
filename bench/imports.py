"""What ``import iepkit; iepkit.load()`` costs a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .quiet import quiet
from .report import Limit, Spread, Table

ROOT = Path(__file__).resolve().parent.parent
COMPILED_LIMIT_MILLISECONDS = 400
HEAVY = ("pandas", "graphviz", "pygraphviz", "numpy")
_CODE = """
import json, sys, time
bare = set(sys.modules)
start = time.perf_counter()
import iepkit
imported = time.perf_counter()
kit = iepkit.load()
loaded = time.perf_counter()
kit.explorer("which-plan")
shown = time.perf_counter()
print(json.dumps([[1000 * (t - start) for t in (imported, loaded, shown)], sorted(set(sys.modules) - bare)]))
"""
_COMPILE = """
import time
start = time.perf_counter()
from iepkit.content import load
from iepkit.flow import Flow
for tree in load().trees.values():
    Flow(tree).table()
print(1000 * (time.perf_counter() - start))
"""


@dataclass(frozen=True)
class Start:
    """One fresh process: milliseconds until imported, loaded, first view made; and the modules that came."""

    imported: float
    loaded: float
    shown: float
    modules: frozenset[str]

    @property
    def heavy(self) -> list[str]:
        """The modules that must not be there, of those that came."""
        return [name for name in HEAVY if name in self.modules]


def start() -> Start:
    """Import and load in a fresh process."""
    quiet.wait()
    done = subprocess.run([sys.executable, "-c", _CODE], cwd=ROOT, capture_output=True, text=True, check=True)
    times, modules = json.loads(done.stdout)
    return Start(times[0], times[1], times[2], frozenset(modules))


def compiled() -> float:
    """Milliseconds of a fresh process until all content is loaded and checked and every tree compiled."""
    quiet.wait()
    done = subprocess.run([sys.executable, "-c", _COMPILE], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def table(rounds: int) -> Table:
    """Times and modules of so many fresh processes, after one that is not counted."""
    starts = [start() for _ in range(rounds + 1)][1:]
    found = Table("A fresh Python process", ("until", "median ms", "min to max"))
    for label, values in (
        ("import iepkit", [each.imported for each in starts]),
        ("and iepkit.load()", [each.loaded for each in starts]),
        ("and the first explorer made", [each.shown for each in starts]),
    ):
        spread = Spread.of(values)
        found.add(label, f"{spread.median:,.0f}", spread.between())
    ready = Spread.of([compiled() for _ in range(rounds + 1)][1:])
    limit = Limit.at_most(ready.median, COMPILED_LIMIT_MILLISECONDS, str(COMPILED_LIMIT_MILLISECONDS))
    found.add("all content loaded, checked, compiled", f"{ready.median:,.0f}", ready.between(), limit=limit)
    heavy = sorted({name for each in starts for name in each.heavy})
    count = f"{len(starts[0].modules)} modules in all"
    found.add(f"there: {', '.join(HEAVY)}", ", ".join(heavy) or "none", count, limit=Limit("none", not heavy))
    return found
