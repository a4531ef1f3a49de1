"""The start page: the ways in, and where to get help."""

from __future__ import annotations

from math import ceil

from markupsafe import Markup

from ...content import Content
from ...flow import Flow
from ..environment import render

SECONDS_A_QUESTION = 20


def home_html(content: Content, uid: str) -> Markup:
    """The doors to the trees and the comparison, and the places that help."""
    flows = {name: Flow(tree) for name, tree in content.trees.items()}
    minutes = {name: ceil(flow.left[flow.tree.start] * SECONDS_A_QUESTION / 60) for name, flow in flows.items()}
    reading = {name: page for name, page in content.readable().items() if content.whole(name)}
    trees = [tree for name, tree in content.trees.items() if content.whole(f"trees/{name}")]
    return render("home/template.html.j2", content, uid=uid, minutes=minutes, trees=trees, reading=reading)
