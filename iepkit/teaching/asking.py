"""What a room can be asked: a question of a tree, where a practice case leads, an item of the knowledge check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from ..content import Content, nearest
from ..content.fields import unmarked
from ..flow import Flow, reachable, what_would_change
from .checks import walked
from .loading import Teaching
from .models import Case

CHOICES = 4  # endings that a room chooses from, for a case
End = tuple[str, str | None]


@dataclass(frozen=True)
class Asked:
    """One thing to vote on, in plain text. ``options`` are (id, text) pairs, as shown; ``right`` is one of the ids.

    A question of a tree has no right answer.
    """

    ref: str
    text: str
    options: tuple[tuple[str, str], ...]
    right: str | None = None


def asked(ref: str, content: Content, teaching: Teaching) -> Asked:
    """What ``tree/<tree>/<question>``, ``case/<case>`` or ``item/<quiz item>`` asks.

    Raises LookupError, naming what is near, when there is no such thing.
    """
    kind, _, rest = ref.partition("/")
    if kind == "tree":
        return _tree_question(ref, rest, content)
    if kind == "case":
        cases = {case.id: case for case in teaching.practice.items} if teaching.practice else {}
        if rest not in cases:
            raise LookupError(f"there is no practice case {rest!r}: {nearest(rest, cases)}")
        return _case(ref, cases[rest], content)
    if kind == "item":
        items = {item.id: item for item in teaching.quiz.items} if teaching.quiz else {}
        if rest not in items:
            raise LookupError(f"there is no quiz item {rest!r}: {nearest(rest, items)}")
        item = items[rest]
        right = next(option.id for option in item.options if option.right == "true")
        return Asked(ref, unmarked(item.ask), tuple((each.id, unmarked(each.text)) for each in item.options), right)
    raise LookupError(f"{ref!r} asks nothing: {nearest(kind, ('tree', 'case', 'item'))}, as item/which-law")


def _tree_question(ref: str, rest: str, content: Content) -> Asked:
    tree, _, name = rest.partition("/")
    if tree not in content.trees:
        raise LookupError(f"there is no tree {tree!r}: {nearest(tree, content.trees)}")
    questions = {question.id: question for question in content.trees[tree].questions}
    if name not in questions:
        raise LookupError(f"there is no question {name!r} in {tree}: {nearest(name, questions)}")
    options = tuple((option.id, unmarked(option.label)) for option in questions[name].options)
    return Asked(ref, unmarked(questions[name].ask), options)


def _case(ref: str, case: Case, content: Content) -> Asked:
    flow = Flow(content.trees[case.tree])
    options = tuple((end_id(end), headline(flow, end)) for end in choices(case, flow))
    return Asked(ref, unmarked(case.title), options, end_id((case.outcome, case.variant)))


def end_id(end: End) -> str:
    """An ending's name in a vote: ``outcome``, or ``outcome.variant``."""
    return ".".join(part for part in end if part)


def choices(case: Case, flow: Flow) -> tuple[End, ...]:
    """The endings to choose from for a case: its own, and some that one other answer leads to, in the tree's order.

    No two of them read the same. Those that the case itself speaks of (``changes``) come before others.
    """
    own = (case.outcome, case.variant)
    found: dict[str, End] = {headline(flow, own): own}
    for end in islice(chain(_spoken_of(case, flow), _near(case, flow)), 100):
        if len(found) < CHOICES:
            found.setdefault(headline(flow, end), end)
    return tuple(end for end in flow.endings if end in found.values())


def _spoken_of(case: Case, flow: Flow) -> Iterator[End]:
    end = walked(case, flow)
    question_of = {each.id: name for name in end.answers for each in flow.questions[name].options}
    for change in case.changes:
        yield from reachable(flow, {**end.answers, question_of[change.option]: change.option})


def _near(case: Case, flow: Flow) -> Iterator[End]:
    for change in what_would_change(flow, walked(case, flow)):
        yield from change.endings


def headline(flow: Flow, end: End) -> str:
    """What an ending says first, in plain text."""
    return unmarked(flow.endings[end].headline or flow.outcomes[end[0]].short)
