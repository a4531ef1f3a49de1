"""The explorer: a tree as one HTML document, which the behavior turns into a card a question."""

from __future__ import annotations

from string import ascii_uppercase

from markupsafe import Markup

from ...content import Content, Variant
from ...flow import Flow
from ..environment import render


def explorer_html(content: Content, flow: Flow, uid: str, picture: str | None = None) -> Markup:
    """The whole tree as semantic HTML: every question and outcome, readable without a script.

    ``uid`` starts every id in it, so that two views of one tree can share a page. ``picture`` is the
    tree's SVG from ``diagrams``; without it the page says that the list tells the same.
    """
    tree = flow.tree
    named = {ending.letter for ending in flow.endings.values() if ending.letter}
    return render(
        "explorer/template.html.j2",
        content,
        uid=uid,
        tree=tree,
        flow=flow,
        numbers={name: index + 1 for index, name in enumerate(flow.order)},
        letters={name: letter_of(index) for index, name in enumerate(flow.results)},
        endings=sorted(flow.endings.items(), key=lambda ending: flow.results.index(ending[0][0])),
        leans=flow.leans,
        rows=[
            row
            for row in content.whole_rows()
            if row.id in {name for end in flow.endings.values() for name in end.rows}
        ],
        conditions={
            (outcome.id, variant.id): labels(flow, variant) for outcome in tree.outcomes for variant in outcome.variants
        }
        | {(outcome.id, None): [] for outcome in tree.outcomes},
        used_letters=[letter for name, letter in content.letters.items() if name in named],
        picture=Markup(picture.replace('"#@', f'"#{uid}-')) if picture else None,  # noqa: S704 - made by diagrams
    )


def labels(flow: Flow, variant: Variant) -> list[list[str]]:
    """What the booklet says a variant holds for: for each question it looks at, the labels of its options."""
    return [[flow.option(question, option).label for option in options] for question, options in variant.when.items()]


def letter_of(index: int) -> str:
    """A, B ... Z, AA, AB ...: the names of the outcomes in the booklet."""
    return (ascii_uppercase[index // len(ascii_uppercase) - 1] if index >= len(ascii_uppercase) else "") + (
        ascii_uppercase[index % len(ascii_uppercase)]
    )
