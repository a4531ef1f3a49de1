"""Case sheets: a page a case to work on, and the answers."""

from __future__ import annotations

from string import ascii_uppercase

from ..content import Ending
from ..content.fields import unmarked
from ..flow import Flow
from ..teaching import Case, Choice, Item, Practice, choices
from .telling import Telling
from .typesetting import Data

ON_SHEETS = ("group", "title", "level", "by", "tells", "choices", "discuss")


def case_sheets(tell: Telling, practice: Practice) -> Data:
    """Each case on a page of its own, with what to vote on and room to write, and nothing of its answer."""
    cases = [{part: each[part] for part in ON_SHEETS} for each in _cases(tell, practice)]
    return {**tell.whole(practice.title, practice, {"cases": cases}, practice.intro), "sources": []}


def case_answers(tell: Telling, practice: Practice) -> Data:
    """Where each case leads, by which answers, why, and what would change it."""
    cases = _cases(tell, practice)
    return tell.whole(tell.words["answers_title"], practice, {"cases": cases}, tell.words["answers_help"])


def _cases(tell: Telling, practice: Practice) -> list[Data]:
    """All cases, tree by tree, each with the title of its tree (``group``)."""
    return [
        {"group": tree.title, **case(tell, each, flow)}
        for tree, flow in ((tree, Flow(tree)) for tree in tell.content.trees.values())
        for each in practice.items
        if each.tree == tree.id
    ]


def case(tell: Telling, case: Case, flow: Flow) -> Data:
    """A case with its answers. ``choices`` are the endings to vote on, with their letters, as a room sees them."""
    right = (case.outcome, case.variant)
    levels = {"first": tell.words["level_first"], "next": tell.words["level_next"], "hard": tell.words["level_hard"]}
    asked = {option.id: (question.ask, option.label) for question in flow.tree.questions for option in question.options}
    return {
        "title": case.title,
        "level": levels[case.level],
        "by": tell.content.sources[case.source].by if case.source else None,
        "tells": [unmarked(each) for each in case.tells],
        "choices": [
            {"letter": letter, "text": _headline(flow, end), "right": end == right}
            for letter, end in zip(ascii_uppercase, choices(case, flow), strict=False)
        ],
        "path": [{"ask": asked[option][0], "answer": asked[option][1]} for option in case.answers],
        "leans": flow.endings[right].leans or "none",
        "headline": _headline(flow, right),
        "why": tell.claims(case.why),
        "changes": [{"answer": asked[each.option][1], "if_so": unmarked(each.if_so)} for each in case.changes],
        "discuss": [unmarked(each) for each in case.discuss],
    }


def _headline(flow: Flow, end: tuple[str, str | None]) -> str:
    ending: Ending = flow.endings[end]
    return unmarked(ending.headline or flow.outcomes[end[0]].short)


def item(tell: Telling, item: Item) -> Data:
    """A quiz item with its options' letters, the right one, and what is said to each."""
    pairs = zip(ascii_uppercase, item.options, strict=False)
    return {"ask": unmarked(item.ask), "options": [_option(tell, *pair) for pair in pairs]}


def _option(tell: Telling, letter: str, option: Choice) -> Data:
    told: Data = {"letter": letter, "text": unmarked(option.text), "right": option.right == "true"}
    return {**told, "feedback": tell.claim(option.feedback)}
