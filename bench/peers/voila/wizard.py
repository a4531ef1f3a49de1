"""The tree with stock ipywidgets: each click goes to Python and back."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets

from bench.peers import tree as walks
from bench.peers.tree import Tree


class Wizard:
    """One question at a time, then the ending. ``box`` is what a notebook shows."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.options: list[str] = []
        head = ipywidgets.HTML(f"<h1>{escape(tree['title'])}</h1><p>{escape(tree['intro'])}</p>")
        self.text = ipywidgets.HTML()
        self.choice = ipywidgets.VBox()
        self.choice.add_class("options")
        self.back = ipywidgets.Button(description=tree["words"]["back"])
        self.again = ipywidgets.Button(description=tree["words"]["again"])
        self.back.on_click(lambda _: self._draw(self.options[:-1]))
        self.again.on_click(lambda _: self._draw([]))
        self.box = ipywidgets.VBox([head, self.text, self.choice, ipywidgets.HBox([self.back, self.again])])
        self._draw([])

    def _choose(self, change: dict[str, Any]) -> None:
        self._draw([*self.options, change["new"]])

    def _draw(self, options: list[str]) -> None:
        self.options = options
        here = walks.question(self.tree, options)
        if here is None:
            self.text.value = ending_html(self.tree, options)
            self.choice.children = ()
        else:
            asked = self.tree["questions"][here]
            self.text.value = question_html(asked)
            self.choice.children = (self._radio(asked),)
        self.back.disabled = self.again.disabled = not options

    def _radio(self, asked: Tree) -> ipywidgets.RadioButtons:
        labels = [(f"{each['label']} {each['example']}", each["id"]) for each in asked["options"]]
        radio = ipywidgets.RadioButtons(options=labels, index=None, layout={"width": "auto"})
        radio.observe(self._choose, "value")
        return radio


def question_html(asked: Tree) -> str:
    """A question with its help."""
    return _heading(asked["ask"]) + _paragraphs(asked["help"])


def ending_html(tree: Tree, options: list[str]) -> str:
    """Where a walk ends: what it says, why, the next steps, the papers to gather."""
    ending, words = walks.ending(tree, options), tree["words"]
    reasons = [f"<q>{escape(label)}</q> {escape(reason)}" for label, reason in walks.because(tree, options)]
    steps = [f"<b>{escape(step['who'])}</b> {escape(step['text'])} {escape(step['by'])}" for step in ending["steps"]]
    return (
        _heading(ending["headline"])
        + _paragraphs(ending["says"])
        + f"<h3>{words['because']}</h3><ul>{_items(reasons)}</ul>"
        + f"<h3>{words['steps']}</h3><ol>{_items(steps)}</ol>"
        + f"<h3>{words['papers']}</h3><ul>{_items([escape(paper) for paper in ending['papers']])}</ul>"
    )


def _heading(text: str) -> str:
    return f'<h2 class="asked">{escape(text)}</h2>'


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _items(lines: list[str]) -> str:
    return "".join(f"<li>{line}</li>" for line in lines)
