"""A tree as a booklet: the picture, then each question with where its answers lead, then each result."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from .. import diagrams
from ..content import Ending, Option
from ..flow import Flow
from ..views.explorer.view import labels, letter_of
from .telling import Telling
from .typesetting import Data

PARTS = ("says", "steps", "papers", "letter")  # of what an ending tells
# What the page's style sheet does for the picture in a browser. Rounded boxes are the IEP, thick ones the 504 plan.
_STYLE = """
<style>
.ik-node path, .ik-node polygon { fill: #fff; stroke: #333a47; stroke-width: 1.2px }
.ik-leans-iep path { fill: #e9f0fa; stroke: #1a4b8c; stroke-width: 2px }
.ik-leans-504 polygon { fill: #fcefe0; stroke: #7f3d00; stroke-width: 2.6px }
.ik-edge path { fill: none; stroke: #333a47; stroke-width: 1px }
.ik-edge polygon { fill: #333a47; stroke: none }
text { text-anchor: middle; font-family: "Libertinus Serif"; font-size: 17px; fill: #000 }
</style>
"""


def booklet(tell: Telling, name: str) -> Data:
    """The tree of that id, for somebody with a pencil: its numbers and letters are those of the page."""
    flow = Flow(tell.content.trees[name])
    numbers = {question: place for place, question in enumerate(flow.order, start=1)}
    letters = {name: letter_of(place) for place, name in enumerate(flow.results)}
    used = {ending.letter for ending in flow.endings.values() if ending.letter}
    questions = [
        {
            "id": question,
            "number": numbers[question],
            "ask": flow.questions[question].ask,
            "help": tell.claims(flow.questions[question].help),
            "options": [_option(tell, option, numbers, flow, letters) for option in flow.questions[question].options],
        }
        for question in flow.order
    ]
    urgent = any(ending.urgent == "true" for ending in flow.endings.values())
    body = {
        "safety": tell.claims(tell.content.resources.safety) if urgent else [],
        "picture": picture_of(tell, flow),
        "questions": questions,
        "outcomes": _outcomes(tell, flow, letters),
        "letters": [tell.letter(letter) for name, letter in tell.content.letters.items() if name in used],
    }
    return tell.whole(flow.tree.title, flow.tree, body, flow.tree.intro)


def _option(tell: Telling, option: Option, numbers: dict[str, int], flow: Flow, letters: dict[str, str]) -> Data:
    explorer = tell.content.words.explorer
    if option.to in numbers:
        place = explorer["question_place"].replace("{n}", str(numbers[option.to]))
    else:
        name = flow.outcomes[option.to].short
        place = explorer["outcome_place"].replace("{letter}", letters[option.to]).replace("{name}", name)
    return {
        "label": option.label,
        "example": option.example,
        "reason": tell.claim(option.reason) if option.reason else None,
        "to": option.to,
        "go": explorer["go_to"].replace("{place}", place),
    }


def _outcomes(tell: Telling, flow: Flow, letters: dict[str, str]) -> list[Data]:
    told: dict[str, Data] = {
        name: {"id": name, "letter": letters[name], "short": flow.outcomes[name].short, "endings": []}
        for name in flow.results
    }
    whens = {(outcome.id, variant.id): variant for outcome in flow.tree.outcomes for variant in outcome.variants}
    for (outcome, variant), ending in flow.endings.items():
        when = labels(flow, whens[outcome, variant]) if variant else []
        head: Data = {"when": when, "leans": ending.leans or "none", "headline": ending.headline}
        told[outcome]["endings"].append({**head, **_body(tell, ending)})
    return [{**each, "shared": _shared(each["endings"])} for each in told.values()]


def _shared(endings: list[Data]) -> Data:
    """What all endings of a result have in common, taken out of them: it is told once, after them."""
    first, *others = endings
    same = [part for part in PARTS if others and all(other[part] == first[part] for other in others)]
    found = {part: first[part] if part in same else None for part in PARTS}
    for ending in endings:
        ending.update(dict.fromkeys(same))
    return found


def _body(tell: Telling, ending: Ending) -> Data:
    letter = tell.content.letters[ending.letter] if ending.letter else None
    return {
        "urgent": ending.urgent == "true",
        "says": tell.claims(ending.says),
        "steps": [tell.step(step) for step in ending.steps],
        "papers": list(ending.papers),
        "letter": {"id": letter.id, "title": letter.title} if letter else None,
    }


def picture_of(tell: Telling, flow: Flow) -> Data | None:
    """The tree's picture as SVG with its size, or None where Graphviz fails: the list says the same."""
    try:
        svg = diagrams.picture(flow, tell.content)
    except diagrams.DiagramError:
        return None
    opening, rest = svg.split(">", 1)
    family = quoteattr("http://www.w3.org/2000/svg")
    wide, high = (float(part) for part in opening.split('viewBox="')[1].split('"')[0].split()[2:])
    alt = tell.words["picture_alt"].replace("{tree}", flow.tree.title)
    return {"svg": f"{opening} xmlns={family}>{_STYLE}{rest}", "wide": wide, "high": high, "alt": alt}
