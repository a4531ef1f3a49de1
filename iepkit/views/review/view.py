"""The review sheet: all of a tree on paper, for an expert who signs it off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import ascii_lowercase

from markupsafe import Markup

from ...content import Content
from ...content.graph import paths
from ...flow import Flow, walk
from ..composing import page_style
from ..environment import render


@dataclass(frozen=True)
class Line:
    """One path: the numbers of its answers (as ``3b``), and the number of the ending that it leads to."""

    answers: tuple[str, ...]
    ending: int


def review_sheet(content: Content, flow: Flow) -> Markup:
    """One HTML page: every answer with its reason, every ending with its citations, every path, each with a box."""
    numbers = {
        option.id: f"{place}{ascii_lowercase[index]}"
        for place, question in enumerate((flow.questions[name] for name in flow.order), start=1)
        for index, option in enumerate(question.options)
    }
    endings = {key: place for place, key in enumerate(flow.endings, start=1)}
    lines = []
    for path in paths(flow.tree):
        end = walk(flow, [(question.id, option) for question, option in path])
        if end.outcome is not None:  # every path ends: the check of the tree has seen to it
            lines.append(Line(tuple(numbers[option] for _, option in path), endings[end.outcome, end.variant]))
    lines.sort(key=lambda line: (line.ending, len(line.answers), line.answers))
    return render(
        "review/template.html.j2",
        replace(content, glossary=None),  # on paper no button can open a term: its plain words are shown
        uid="sheet",
        flow=flow,
        numbers=numbers,
        endings=endings,
        lines=lines,
        style=Markup(page_style()),  # noqa: S704 - our own file
    )
