"""How long paper takes: whole commands, each in a process of its own, from the start of Python to the last file."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from .quiet import quiet
from .report import Limit, Spread, Table
from .servers import environment, iepkit_command

ALL_LIMIT_SECONDS = 15
CHART_LIMIT_SECONDS = 1
_CHART = ("handouts", "out", "--only", "chart-core", "--paper", "letter")


def table(place: Path, rounds: int) -> Table:
    """Seconds of each command, and what it wrote. The folder that keeps pictures is emptied where the line says so."""
    found = Table("Handouts, s", ("what is made", "files", "MB", "median", "min to max"))
    for label, arguments, drawn, most in (
        ("the chart of one page, letter", _CHART, False, CHART_LIMIT_SECONDS),
        ("the same, A4", (*_CHART[:-1], "a4"), False, CHART_LIMIT_SECONDS),
        ("all handouts, letter", ("handouts", "out", "--paper", "letter"), False, ALL_LIMIT_SECONDS),
        ("all handouts, letter and A4", ("handouts", "out"), False, ALL_LIMIT_SECONDS),
        ("the same, and ten pictures drawn anew", ("handouts", "out"), True, ALL_LIMIT_SECONDS),
        ("three facilitator's guides", ("facilitator-guide", "out"), False, None),
    ):
        times = [_seconds(place, arguments, drawn=drawn) for _ in range(rounds + 1)][1:]
        files = [path for path in (place / "out").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 1e6
        spread = Spread.of(times)
        limit = None if most is None else Limit.at_most(spread.median, most, str(most))
        cells = (str(len(files)), f"{size:.1f}", f"{spread.median:.2f}", spread.between(2))
        found.add(label, *cells, limit=limit)
    return found


def _seconds(place: Path, arguments: tuple[str, ...], *, drawn: bool) -> float:
    shutil.rmtree(place / "out", ignore_errors=True)
    if drawn:
        shutil.rmtree(place / "pictures", ignore_errors=True)
    quiet.wait()
    start = time.perf_counter()
    subprocess.run(iepkit_command(*arguments), cwd=place, env=environment(place), capture_output=True, check=True)
    return time.perf_counter() - start
