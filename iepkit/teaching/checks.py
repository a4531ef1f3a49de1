"""Checks of what is taught with: a case ends where it says, an item has one right answer, a workshop's time adds up."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Content, Document, Key, Problem, nearest
from ..flow import Flow, Walk, reachable, walk
from .models import Case, Part, Practice, Quiz, Workshop

PAGES = frozenset({"home", "faq", "glossary", "myths", "stories", "plan-contents"})


def walked(case: Case, flow: Flow) -> Walk:
    """Where the answers of a case lead. Answers that no question has are dropped."""
    asked = {option.id: question.id for question in flow.tree.questions for option in question.options}
    return walk(flow, [(asked[option], option) for option in case.answers if option in asked])


def check_cases(document: Document, practice: Practice, content: Content) -> Iterator[Problem]:
    """Cases whose answers are no way through their tree, or do not end where they say."""
    flows = {name: Flow(tree) for name, tree in content.trees.items()}
    for index, case in enumerate(practice.items):
        if case.tree in flows:  # else that is told already
            yield from _check_case(document, ("items", index), case, flows[case.tree])


def _check_case(document: Document, path: Key, case: Case, flow: Flow) -> Iterator[Problem]:
    options = {option.id for question in flow.tree.questions for option in question.options}
    for place, option in enumerate(case.answers):
        if option not in options:
            what = f"'{option}' is no answer in the tree {case.tree}"
            yield document.problem((*path, "answers", place), what, nearest(option, options))
            return
    end = walked(case, flow)
    taken = tuple(option for _, option in end.path)
    if end.outcome is None or taken != case.answers:
        stops = f"question '{end.question}'" if end.question else f"outcome '{end.outcome}'"
        what = f"the answers are no way through the tree: it goes {' > '.join(taken) or 'nowhere'}, to {stops}"
        yield document.problem((*path, "answers"), what, "give one answer to each question on the way, in order")
        return
    if (end.outcome, end.variant) != (case.outcome, case.variant):
        what = f"the answers lead to {_name(end.outcome, end.variant)}, not to {_name(case.outcome, case.variant)}"
        yield document.problem((*path, "outcome"), what, "mend the answers, or what they lead to")
    for place, change in enumerate(case.changes):
        yield from _check_change(document, (*path, "changes", place, "option"), change.option, flow, end)


def _check_change(document: Document, path: Key, option: str, flow: Flow, end: Walk) -> Iterator[Problem]:
    asked = {each.id: name for name in end.answers for each in flow.questions[name].options}
    if option not in asked or option in end.answers.values():
        mend = "name another answer to a question that the case answers"
        yield document.problem(path, f"'{option}' changes nothing that the case answers", mend)
    elif reachable(flow, {**end.answers, asked[option]: option}) == ((end.outcome, end.variant),):
        yield document.problem(path, f"with '{option}' the case ends the same", "name an answer that leads elsewhere")


def _name(outcome: str | None, variant: str | None) -> str:
    return f"'{outcome}'" + (f" ('{variant}')" if variant else "")


def check_quiz(document: Document, quiz: Quiz) -> Iterator[Problem]:
    """Items without exactly one right option, of no topic, or about nothing in the content."""
    for index, item in enumerate(quiz.items):
        right = [option.id for option in item.options if option.right == "true"]
        if len(right) != 1:
            what = f"{len(right)} right options ({', '.join(right)})" if right else "no right option"
            yield document.problem(("items", index, "options"), what, 'mark one, as `right: "true"`')
        if item.topic not in quiz.topics:
            path = ("items", index, "topic")
            what = f"the topic '{item.topic}' does not exist"
            yield document.problem(path, what, nearest(item.topic, quiz.topics))
        if not item.rows and not item.myths:
            mend = "name `rows` or `myths` that it asks about"
            yield document.problem(("items", index), "an item about nothing in the content", mend)


def check_workshop(document: Document, workshop: Workshop, content: Content) -> Iterator[Problem]:
    """Parts whose minutes do not add up, that show nothing, or name a place that is not there."""
    total = sum(int(part.minutes) for part in workshop.parts)
    if total != int(workshop.minutes):
        what = f"its parts take {total} minutes, not {workshop.minutes}"
        yield document.problem(("minutes",), what, "mend the minutes of the parts, or of the whole")
    for index, part in enumerate(workshop.parts):
        yield from _check_part(document, ("parts", index), part, content)


def _check_part(document: Document, path: Key, part: Part, content: Content) -> Iterator[Problem]:
    shows = {
        "title": "title",
        "explorer": part.tree,
        "comparison": part.rows,
        "case": part.case,
        "quiz": part.items,
        "page": part.page,
    }
    key = {"explorer": "tree", "comparison": "rows", "quiz": "items"}.get(part.view, part.view)
    if not shows[part.view]:
        yield document.problem((*path, "view"), f"shows a {part.view}, but not which", f"add `{key}`")
    if part.page is not None and part.page not in PAGES:
        yield document.problem((*path, "page"), f"the page '{part.page}' does not exist", nearest(part.page, PAGES))
    tree = content.trees.get(part.tree) if part.tree else None
    if part.node is not None and tree is not None:
        nodes = {each.id for each in tree.questions} | {each.id for each in tree.outcomes}
        if part.node not in nodes:
            what = f"'{part.node}' is no question or outcome of the tree {tree.id}"
            yield document.problem((*path, "node"), what, nearest(part.node, nodes))
    elif part.node is not None:
        yield document.problem((*path, "node"), "a node without its tree", "add `tree`")
