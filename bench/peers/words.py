"""Writes iepkit's own words for the peers: their tree as JSON, and the page made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import iepkit
from iepkit.content import Ending
from iepkit.content.fields import unmarked
from iepkit.kit import Kit

from .tree import FILE, NAME, Tree

PAGE = Path(__file__).parent / "page.html"


def written(folder: Path, name: str = NAME) -> None:
    """Put the tree into a folder, for peers in Python, and the page that holds it (``index.html``)."""
    text = json.dumps(tree_of(iepkit.load(), name), ensure_ascii=False)
    (folder / FILE).write_text(text, encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8").replace("@tree@", text.replace("<", "\\u003c"))
    (folder / "index.html").write_text(page, encoding="utf-8")


def tree_of(kit: Kit, name: str) -> Tree:
    """Everything that a peer shows: questions, help, options, reasons and endings, without citations."""
    flow = kit.flow(name)
    conditions = {
        (outcome.id, variant.id): [list(options) for options in variant.when.values()]
        for outcome in flow.tree.outcomes
        for variant in outcome.variants
    }
    return {
        "title": flow.tree.title,
        "intro": unmarked(flow.tree.intro),
        "words": {
            "back": kit.content.words.explorer["back"],
            "again": kit.content.words.explorer["start_again"],
            "because": kit.content.words.explorer["because"],
            "steps": kit.content.words.explorer["steps"],
            "papers": kit.content.words.explorer["papers"],
        },
        "start": flow.tree.start,
        "questions": {
            each.id: {
                "ask": unmarked(each.ask),
                "help": [unmarked(claim.text) for claim in each.help],
                "options": [
                    {
                        "id": option.id,
                        "label": unmarked(option.label),
                        "example": unmarked(option.example or ""),
                        "reason": unmarked(option.reason.text) if option.reason else "",
                        "to": option.to,
                    }
                    for option in each.options
                ],
            }
            for each in flow.tree.questions
        },
        "endings": [
            {"outcome": outcome, "when": conditions.get((outcome, variant or ""), []), **_ending(kit, ending)}
            for (outcome, variant), ending in flow.endings.items()
        ],
    }


def _ending(kit: Kit, ending: Ending) -> Tree:
    urgent = kit.content.resources.safety if ending.urgent == "true" else ()
    return {
        "headline": unmarked(ending.headline or ""),
        "says": [unmarked(claim.text) for claim in (*urgent, *ending.says)],
        "steps": [
            {
                "who": kit.content.words.who[step.who.replace("-", "_")],
                "text": unmarked(step.text),
                "by": unmarked(step.by.text) if step.by else "",
            }
            for step in ending.steps
        ],
        "papers": [unmarked(paper) for paper in ending.papers],
    }
