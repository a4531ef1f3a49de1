"""Draws a tree with Graphviz: once for a version of its words, never once a click.

``graphviz`` writes the DOT, ``pygraphviz`` lays it out (its wheels carry Graphviz). Both are imported
only in a process of their own, ``python -m iepkit.diagrams``: a visitor's kernel stays small, and a
layout that crashes or hangs takes nothing with it. Results are kept on disk by what they show.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import textwrap
from typing import Any
from xml.etree import ElementTree as ET

from .content import Content
from .flow import Flow
from .kept import keep, kept

DRAWING_SECONDS = 30
LABEL_CHARACTERS = 16
_FORM = "6"  # of the drawing; a new one leaves old files on disk unread
_SVG = "{http://www.w3.org/2000/svg}"


class DiagramError(RuntimeError):
    """Graphviz could not draw. Pages then show the list, which says the same."""


def picture(flow: Flow, content: Content) -> str:
    """The tree as an accessible SVG, from disk where it was drawn before.

    Each box is a link ``#@q-<question>`` or ``#@o-<outcome>`` with ``data-node``; each arrow names its
    options in ``data-option``. Raises DiagramError when Graphviz fails.
    """
    plan = json.dumps(_plan(flow, content), ensure_ascii=False, sort_keys=True)
    name = hashlib.sha256((_FORM + plan).encode()).hexdigest()[:24] + ".svg"
    drawn = kept(name)
    if drawn is None:
        drawn = _draw_apart(plan)
        keep(name, drawn)
    return drawn


def _plan(flow: Flow, content: Content) -> dict[str, Any]:
    plans = content.words.plans
    leans = flow.leans
    return {
        "title": flow.tree.title,
        "questions": [[name, flow.questions[name].short] for name in flow.order],
        "outcomes": [
            [o.id, leans[o.id], plans["p504" if leans[o.id] == "504" else leans[o.id]], o.short]
            for o in flow.tree.outcomes
        ],
        "arrows": [
            [name, target, [o.id for o in flow.questions[name].options if o.to == target]]
            for name in flow.order
            for target in dict.fromkeys(option.to for option in flow.questions[name].options)
        ],
    }


def _draw_apart(plan: str) -> str:
    command = [sys.executable, "-m", "iepkit.diagrams"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the plan goes to its standard input
            command, input=plan, capture_output=True, text=True, encoding="utf-8", timeout=DRAWING_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DiagramError(f"Graphviz did not draw the tree: {error}. Pages show the list instead.") from error
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or [f"it ended with {done.returncode}"]
        raise DiagramError(
            f"Graphviz did not draw the tree: {reason[0]}. Install pygraphviz; pages show the list instead."
        )
    return done.stdout


def dot(plan: dict[str, Any]) -> str:
    """The DOT source of a plan."""
    import graphviz

    graph = graphviz.Digraph(
        graph_attr={"rankdir": "TB", "nodesep": "0.25", "ranksep": "0.5", "pad": "0.1", "splines": "spline"},
        node_attr={"shape": "box", "fontname": "Helvetica", "fontsize": "15", "margin": "0.16,0.1"},
        edge_attr={"arrowsize": "0.7"},
    )
    for name, label in plan["questions"]:
        graph.node(name, label=graphviz.escape(_wrapped(label)), id=f"q-{name}")
    for name, leans, mark, label in plan["outcomes"]:
        style = "rounded" if leans == "iep" else "solid"
        text = graphviz.escape(_wrapped(f"{_SIGNS[leans]} {label}"))
        graph.node(name, label=text, id=f"o-{name}", style=style, **{"class": f"leans-{leans}"}, tooltip=mark)
    for place, (start, end, _) in enumerate(plan["arrows"]):
        graph.edge(start, end, id=f"a-{place}")
    return str(graph.source)


_SIGNS = {"iep": "●", "504": "■", "either": "●■", "neither": "○", "none": "◇", "mixed": "◇"}


def _wrapped(label: str) -> str:
    return "\n".join(textwrap.wrap(label, LABEL_CHARACTERS, break_long_words=False))


def draw(plan: dict[str, Any]) -> str:
    """Lay the plan out and write it as a small SVG: shapes and text only, colours left to the page's CSS."""
    import pygraphviz

    graph = pygraphviz.AGraph(string=dot(plan))
    graph.layout(prog="dot")
    drawn = ET.fromstring(graph.draw(format="svg"))  # noqa: S314 - made just now, by us
    width, height = (float(part) for part in drawn.attrib["viewBox"].split()[2:])
    opening = (
        f'<svg class="ik-picture" viewBox="0 {-height:.0f} {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="group" aria-label="{_escaped(plan["title"])}">'
    )
    lines = [opening + '<g transform="translate({:.0f} {:.0f})">'.format(*_shift(drawn, height))]
    for group in drawn.iter(f"{_SVG}g"):
        kind = group.attrib.get("class", "").split(" ")[0]
        if kind == "edge":
            options = plan["arrows"][int(group.attrib["id"].removeprefix("a-"))][2]
            paths = "".join(f'<path d="{_rounded(p.attrib["d"])}"/>' for p in group.iter(f"{_SVG}path"))
            heads = "".join(f'<polygon points="{_rounded(p.attrib["points"])}"/>' for p in group.iter(f"{_SVG}polygon"))
            lines.append(f'<g class="ik-edge" data-option="{" ".join(options)}">{paths}{heads}</g>')
        elif kind == "node":
            lines.append(_node(group))
    return "\n".join([*lines, "</g></svg>"])


def _shift(drawn: ET.Element, height: float) -> tuple[float, float]:
    found = re.search(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", drawn.find(f"{_SVG}g").attrib["transform"])  # type: ignore[union-attr]
    return (float(found[1]), float(found[2]) - height) if found else (0.0, 0.0)


def _node(group: ET.Element) -> str:
    target = group.attrib["id"]
    leans = [part for part in group.attrib["class"].split() if part.startswith("leans-")]
    classes = " ".join(["ik-node", *(f"ik-{each}" for each in leans)])
    name = target[2:]
    shapes = "".join(
        f'<path d="{_rounded(s.attrib["d"])}"/>'
        if s.tag == f"{_SVG}path"
        else f'<polygon points="{_rounded(s.attrib["points"])}"/>'
        for s in group.iter()
        if s.tag in {f"{_SVG}path", f"{_SVG}polygon"}
    )
    texts = "".join(
        f'<text x="{float(t.attrib["x"]):.0f}" y="{float(t.attrib["y"]):.0f}">{_escaped(t.text or "")} </text>'
        for t in group.iter(f"{_SVG}text")
    )
    return f'<a href="#@{target}" class="{classes}" data-node="{name}">{shapes}{texts}</a>'


def _rounded(numbers: str) -> str:
    return re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.0f}", numbers)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(draw(json.load(sys.stdin)))
