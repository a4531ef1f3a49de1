"""Practice cases: read a story, decide, compare with the tree, discuss."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ...content import Content, Ending, Option, Question
from ...content.fields import unmarked
from ...flow import Flow, answer, reachable, to_link
from ...teaching import Case, Teaching, choices, end_id, headline, walked
from ..environment import render


@dataclass(frozen=True)
class Other:
    """What another answer would change: where it leads (None: to new questions), and the fragment that goes there."""

    if_so: str
    answer: str
    headline: str | None
    link: str


@dataclass(frozen=True)
class Lesson:
    """A case and what its tree says to it.

    ``choices`` are (id, text) of the endings to choose from, ``right`` the id of its own. ``steps`` are its answers.
    """

    case: Case
    choices: tuple[tuple[str, str], ...]
    right: str
    ending: Ending
    headline: str
    steps: tuple[tuple[Question, Option], ...]
    link: str
    changes: tuple[Other, ...]


def practice_html(content: Content, teaching: Teaching, uid: str) -> Markup:
    """All cases under their trees, as semantic HTML that is whole without its behavior.

    Raises LookupError when the content folder has no cases.
    """
    if teaching.practice is None:
        raise LookupError(f"this content has no practice.yaml: add the file to {content.folder}")
    flows = {name: Flow(tree) for name, tree in content.trees.items()}
    lessons = [lesson_of(case, flows[case.tree]) for case in teaching.practice.items]
    groups = [(flow, [each for each in lessons if each.case.tree == name]) for name, flow in flows.items()]
    return render(
        "practice/template.html.j2",
        content,
        teaching,
        uid=uid,
        practice=teaching.practice,
        groups=[group for group in groups if group[1]],
    )


def lesson_of(case: Case, flow: Flow) -> Lesson:
    """The case beside what its tree says. The case must have passed the checks."""
    end = walked(case, flow)
    own = (case.outcome, case.variant)
    return Lesson(
        case,
        tuple((end_id(each), headline(flow, each)) for each in choices(case, flow)),
        end_id(own),
        flow.endings[own],
        headline(flow, own),
        tuple((flow.questions[question], flow.option(question, option)) for question, option in end.path),
        to_link(flow, end),
        tuple(_other(change.option, change.if_so, case, flow) for change in case.changes),
    )


def _other(option: str, if_so: str, case: Case, flow: Flow) -> Other:
    end = walked(case, flow)
    question = next(name for name in end.answers if option in {each.id for each in flow.questions[name].options})
    ends = reachable(flow, {**end.answers, question: option})
    only = headline(flow, ends[0]) if len(ends) == 1 else None
    link = to_link(flow, answer(flow, end, question, option))
    return Other(if_so, unmarked(flow.option(question, option).label), only, link)
