"""Draws how waiting grows with the number of visitors: ``python -m bench.plot RUN.json docs/benchmarks-growth.svg``.

Both axes are logarithmic. Each line has its own dashes and its name at its end, so no colour is needed to read it.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from .servers import ROOT

TOKENS = ROOT / "iepkit" / "views" / "shared" / "tokens.css"
FILE = "benchmarks-growth.svg"
TITLE = "Waiting for the whole page, by visitors at once"
WIDTH, HEIGHT = 900, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 550, 50, 380
LABEL_HEIGHT = 18
SECOND_MILLISECONDS = 1000
STYLES = (("action", ""), ("iep", "9 4"), ("p504", "2 4"), ("warn", "10 4 2 4"), ("soft", "1 6"))
Points = Sequence[tuple[int, float]]  # visitors at once, and p95 in ms


def svg(lines: Mapping[str, Points]) -> str:
    """The picture of lines that have points, by name. Raises ValueError when none has any."""
    drawn = {name: sorted(points) for name, points in lines.items() if points}
    if not drawn:
        raise ValueError("no line has a point")
    colours = _colours()
    xs = sorted({x for points in drawn.values() for x, _ in points})
    ys = [y for points in drawn.values() for _, y in points]
    low, high = math.floor(math.log10(max(1.0, min(ys)))), max(1, math.ceil(math.log10(max(ys))))
    ends = _apart({name: _y(points[-1][1], low, high) for name, points in drawn.items()})
    parts = [_head(colours, words(drawn))]
    parts += [_rule(_y(10**step, low, high), _time(10**step)) for step in range(low, high + 1)]
    parts += [_text(_x(x, xs), BOTTOM + 20, f"{x}", "middle") for x in xs]
    parts.append(_text((LEFT + RIGHT) / 2, BOTTOM + 44, "visitors at once", "middle"))
    parts.append(_text(LEFT - 55, TOP - 14, "95 of 100 have the page within"))
    for (name, points), (colour, dashes) in zip(drawn.items(), _styles(len(drawn)), strict=True):
        places = [(_x(x, xs), _y(y, low, high)) for x, y in points]
        parts.append(_line(places, colours[colour], dashes))
        x, y = places[-1]
        parts.append(f'<path d="M{x + 5:.1f} {y:.1f}L{RIGHT + 12} {ends[name]:.1f}" stroke-width="0.6" class="rule"/>')
        parts.append(_text(RIGHT + 16, ends[name] + 4, f"{name}: {_time(points[-1][1])} at {points[-1][0]}"))
    return "\n".join([*parts, "</svg>", ""])


def words(lines: Mapping[str, Points]) -> str:
    """What the picture shows, in words."""
    told = [
        f"{name}: " + ", ".join(f"{_time(y)} with {x}" for x, y in sorted(points))
        for name, points in lines.items()
        if points
    ]
    return "Time within which 95 of 100 visitors have the whole page. " + "; ".join(told) + "."


def _head(colours: Mapping[str, str], told: str) -> str:
    style = f"text {{ fill: {colours['ink']}; font: 13px sans-serif; }} .rule {{ stroke: {colours['line']}; }}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">\n'
        f'<title id="t">{TITLE}</title>\n<desc id="d">{escape(told)}</desc>\n<style>{style}</style>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["card"]}"/>'
    )


def _line(places: Sequence[tuple[float, float]], colour: str, dashes: str) -> str:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places)
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linecap="round"{dash}/>{dots}'


def _rule(y: float, name: str) -> str:
    return f'<path d="M{LEFT} {y:.1f}H{RIGHT}" class="rule" stroke-width="0.5"/>{_text(LEFT - 8, y + 4, name, "end")}'


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _x(value: float, values: Sequence[int]) -> float:
    low, high = math.log10(values[0]), math.log10(max(values[-1], values[0] + 1))
    return LEFT + (RIGHT - LEFT) * (math.log10(value) - low) / (high - low)


def _y(value: float, low: int, high: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * (math.log10(max(value, 10**low)) - low) / max(1, high - low)


def _apart(wanted: Mapping[str, float]) -> dict[str, float]:
    """Places for labels, as near to the wanted ones as they can stand below each other."""
    found: dict[str, float] = {}
    last = -math.inf
    for name, y in sorted(wanted.items(), key=lambda item: item[1]):
        found[name] = last = max(y, last + LABEL_HEIGHT)
    return found


def _styles(count: int) -> list[tuple[str, str]]:
    return [STYLES[place % len(STYLES)] for place in range(count)]


def _time(milliseconds: float) -> str:
    if milliseconds < SECOND_MILLISECONDS:
        return f"{milliseconds:,.0f} ms"
    return f"{milliseconds / SECOND_MILLISECONDS:,.1f} s".replace(".0 s", " s")


def _colours() -> dict[str, str]:
    """The colours of the light theme, which stand first in the file."""
    light = TOKENS.read_text(encoding="utf-8").partition("@media")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", light))


def main(run: Path, file: Path) -> None:
    """Draw the load numbers of a run that was kept with ``--json``."""
    parts = json.loads(run.read_text(encoding="utf-8"))
    numbers = next(part["numbers"] for part in parts if part["name"] == "load")
    file.write_text(svg(numbers), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
