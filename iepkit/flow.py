"""Walks a tree: folds answers into a path, says where it stands, why, and what would change it.

Pure: no widget, no file, no clock. ``views/explorer/walk.js`` tells the same walk in the browser;
shared cases hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .content import Ending, Option, Outcome, Question, Tree, Variant, graph, nearest

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Walk:
    """Where answers lead. ``path`` holds (question id, option id) pairs from the start.

    Either ``question`` (the one to answer next) or ``outcome`` (with its ``variant``, if it has any) is
    set. ``dropped`` names the answers that no longer apply, in the order given; ``left`` is the most
    questions that may still come, the current one included.
    """

    path: tuple[tuple[str, str], ...]
    question: str | None
    outcome: str | None
    variant: str | None
    dropped: tuple[str, ...]
    left: int

    @property
    def answers(self) -> dict[str, str]:
        """The answers on the path, in order."""
        return dict(self.path)


@dataclass(frozen=True)
class Change:
    """One answer that would change the outcome: ``question`` answered with ``option`` instead.

    ``endings`` are (outcome id, variant id or None) pairs. ``depends`` is true when new questions open:
    then any of them can be reached.
    """

    question: str
    option: str
    endings: tuple[tuple[str, str | None], ...]
    depends: bool


@dataclass(frozen=True)
class Flow:
    """A tree made ready to walk. Make one with ``Flow(tree)``; the tree must have passed the checks."""

    tree: Tree

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.tree.questions}

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcomes by id."""
        return {outcome.id: outcome for outcome in self.tree.outcomes}

    @cached_property
    def left(self) -> dict[str, int]:
        """For each question id, the most questions from it to an outcome, itself included."""
        return graph.longest(self.tree)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The question ids, each before all that can follow it. A question's place is its number."""
        return graph.in_order(self.tree)

    @cached_property
    def at_once(self) -> frozenset[str]:
        """The outcome ids that an answer to the first question leads to."""
        return frozenset(option.to for option in self.questions[self.tree.start].options) & set(self.outcomes)

    @cached_property
    def results(self) -> tuple[str, ...]:
        """The outcome ids as the booklet letters them: those of the first question, then the others."""
        return tuple(sorted(self.outcomes, key=lambda name: name not in self.at_once))

    @cached_property
    def endings(self) -> dict[tuple[str, str | None], Ending]:
        """Every ending by (outcome id, variant id or None), whole, in the tree's order."""
        found: dict[tuple[str, str | None], Ending] = {}
        for outcome in self.tree.outcomes:
            for variant in outcome.variants:
                found[outcome.id, variant.id] = _whole(outcome, variant)
            if not outcome.variants:
                found[outcome.id, None] = outcome
        return found

    @cached_property
    def leans(self) -> dict[str, str]:
        """Where each outcome leans, by id; ``mixed`` when its endings lean to more than one side."""
        found: dict[str, set[str]] = {}
        for (outcome, _), ending in self.endings.items():
            found.setdefault(outcome, set()).add(ending.leans or "none")
        return {outcome: sides.pop() if len(sides) == 1 else "mixed" for outcome, sides in found.items()}

    def table(self) -> dict[str, Any]:
        """The tree as ``walk.js`` needs it: ids only, no words, ready for JSON."""
        return {
            "id": self.tree.id,
            "start": self.tree.start,
            "questions": {
                name: {
                    "left": self.left[name],
                    "to": [[option.id, option.to] for option in self.questions[name].options],
                    "unsure": [option.id for option in self.questions[name].options if option.unsure == "true"],
                }
                for name in self.order
            },
            "outcomes": {
                outcome.id: [
                    [variant.id, {q: list(o) for q, o in variant.when.items()}] for variant in outcome.variants
                ]
                for outcome in self.tree.outcomes
            },
            "order": [outcome.id for outcome in self.tree.outcomes],  # JavaScript puts keys like "504" first
            "watched": sorted(graph.watched(self.tree)),
        }

    def option(self, question: str, option: str) -> Option:
        """The option of a question. Raises LookupError naming the nearest id."""
        if question not in self.questions:
            raise LookupError(
                f"there is no question {question!r} in {self.tree.id}: {nearest(question, self.questions)}"
            )
        options = {each.id: each for each in self.questions[question].options}
        if option not in options:
            raise LookupError(f"{option!r} is no answer to {question!r}: {nearest(option, options)}")
        return options[option]


def _whole(outcome: Outcome, variant: Variant) -> Ending:
    own = {name: getattr(variant, name) for name in variant.model_fields_set & set(Ending.model_fields)}
    shared = {name: getattr(outcome, name) for name in Ending.model_fields}
    return Ending.model_construct(**{**shared, **own})


def walk(flow: Flow, answers: Answers | Iterable[tuple[str, str]]) -> Walk:
    """Fold the answers, question id to option id, into a walk. Answers that don't apply are dropped."""
    given = dict(answers)
    path: list[tuple[str, str]] = []
    here = flow.tree.start
    while here in flow.questions:
        target = next((option.to for option in flow.questions[here].options if option.id == given.get(here)), None)
        if target is None:
            break
        path.append((here, given[here]))
        here = target
    taken = dict(path)
    dropped = tuple(name for name in given if name not in taken)
    if here in flow.questions:
        return Walk(tuple(path), here, None, None, dropped, flow.left[here])
    variant = graph.matching(flow.outcomes[here], taken)
    return Walk(tuple(path), None, here, variant.id if variant else None, dropped, 0)


def answer(flow: Flow, so_far: Walk, question: str, option: str) -> Walk:
    """The walk after one question is answered, anew or otherwise than before.

    Later answers that still apply are kept; the others are named in ``dropped``. Raises LookupError
    for a question that is not on the path or an answer that it does not have.
    """
    flow.option(question, option)
    if question != so_far.question and question not in so_far.answers:
        known = [name for name, _ in so_far.path] + [so_far.question or ""]
        raise LookupError(f"{question!r} is not asked on this path: {nearest(question, known)}")
    return walk(flow, {**so_far.answers, question: option})


def back(flow: Flow, so_far: Walk) -> Walk:
    """The walk without its last answer."""
    return walk(flow, so_far.path[:-1])


def what_would_change(flow: Flow, so_far: Walk) -> tuple[Change, ...]:
    """For a walk that has ended, each other answer that would lead elsewhere.

    Questions answered "I am not sure" come first, then the order of the path. Another "I am not sure"
    is not offered as a change. An unfinished walk has no changes.
    """
    if so_far.outcome is None:
        return ()
    unsure = [pair for pair in so_far.path if flow.option(*pair).unsure == "true"]
    sure = [pair for pair in so_far.path if flow.option(*pair).unsure != "true"]
    found = []
    for question, given in unsure + sure:
        for option in flow.questions[question].options:
            if option.id == given or option.unsure == "true":
                continue
            changed = {**so_far.answers, question: option.id}
            other = walk(flow, changed)
            ends = reachable(flow, changed)
            if ends != ((so_far.outcome, so_far.variant),):
                found.append(Change(question, option.id, ends, other.outcome is None))
    return tuple(found)


def reachable(flow: Flow, answers: Answers) -> tuple[tuple[str, str | None], ...]:
    """The endings that these answers leave open, in the tree's order."""
    ends: set[tuple[str, str | None]] = set()
    for name, taken in graph.arrivals(flow.tree, flow.tree.start, answers):
        variant = graph.matching(flow.outcomes[name], taken)
        ends.add((name, variant.id if variant else None))
    return tuple(pair for pair in flow.endings if pair in ends)


def to_link(flow: Flow, so_far: Walk) -> str:
    """The fragment that restores the walk: ``which-plan=option.option``; option ids only."""
    return f"{flow.tree.id}={'.'.join(option for _, option in so_far.path)}"


def from_link(flow: Flow, fragment: str) -> Walk | None:
    """The walk of a fragment (with or without ``#``), or None when it has none for this tree.

    A part that does not fit the tree as it is now makes the whole link worthless: the walk then is a
    fresh one, and its ``dropped`` names the part.
    """
    parts = [part.partition("=") for part in fragment.removeprefix("#").split("&")]
    value = next((value for name, mark, value in parts if name == flow.tree.id and mark), None)
    if value is None:
        return None
    so_far = walk(flow, {})
    for option in filter(None, value.split(".")):
        if so_far.question is None or option not in {each.id for each in flow.questions[so_far.question].options}:
            return Walk((), flow.tree.start, None, None, (option,), flow.left[flow.tree.start])
        so_far = answer(flow, so_far, so_far.question, option)
    return so_far
