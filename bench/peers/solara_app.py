"""The tree with Solara: state in Python on the server, components drawn by Vuetify in the browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import reacton.ipyvuetify as rv
import solara

from bench.peers import tree as walks

TREE = walks.read(Path(os.environ["IEPKIT_BENCH_TREE"]))
WORDS = TREE["words"]


@solara.component
def Page() -> None:  # noqa: N802 - Solara looks for this name
    """One question at a time, then the ending."""
    options, choose = solara.use_state([])
    here = walks.question(TREE, options)
    with solara.Column():
        rv.Html(tag="h1", children=[TREE["title"]])
        rv.Html(tag="p", children=[TREE["intro"]])
        if here is None:
            _ending(options)
        else:
            _question(here, options, choose)
        with solara.Row():
            solara.Button(WORDS["back"], on_click=lambda: choose(options[:-1]), disabled=not options)
            solara.Button(WORDS["again"], on_click=lambda: choose([]), disabled=not options)


def _question(here: str, options: list[str], choose: Callable[[list[str]], None]) -> None:
    asked = TREE["questions"][here]
    rv.Html(tag="h2", class_="asked", children=[asked["ask"]])
    for text in asked["help"]:
        rv.Html(tag="p", children=[text])
    with solara.Column(classes=["options"]):
        for each in asked["options"]:
            label = f"{each['label']} {each['example']}"
            chosen = partial(choose, [*options, each["id"]])
            solara.Button(label, on_click=chosen, outlined=True, style={"text-transform": "none"})


def _ending(options: list[str]) -> None:
    ending = walks.ending(TREE, options)
    rv.Html(tag="h2", class_="asked", children=[ending["headline"]])
    for text in ending["says"]:
        rv.Html(tag="p", children=[text])
    _list("because", "ul", [f"{label}: {reason}" for label, reason in walks.because(TREE, options)])
    _list("steps", "ol", [f"{step['who']} {step['text']} {step['by']}" for step in ending["steps"]])
    _list("papers", "ul", ending["papers"])


def _list(name: str, kind: str, lines: list[str]) -> None:
    rv.Html(tag="h3", children=[WORDS[name]])
    rv.Html(tag=kind, children=[rv.Html(tag="li", children=[line]) for line in lines])
