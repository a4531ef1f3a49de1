"""What can be said of a tree as a graph: what is reached, in what order, and how long it may take.

All functions take a tree whose targets exist and that has no cycle, unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .models import Outcome, Question, Tree, Variant

Answers = Mapping[str, str]


def find_cycle(tree: Tree) -> list[str]:
    """The ids of one cycle, in order, or an empty list. Targets that don't exist are passed over."""
    questions = {question.id: question for question in tree.questions}
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return trail[trail.index(name) :]
        if name in done or name not in questions:
            return []
        for option in questions[name].options:
            cycle = visit(option.to, [*trail, name])
            if cycle:
                return cycle
        done.add(name)
        return []

    return next((cycle for question in tree.questions if (cycle := visit(question.id, []))), [])


def reached(tree: Tree) -> set[str]:
    """The ids of the questions and outcomes that some path from the start leads to. Bears cycles."""
    questions = {question.id: question for question in tree.questions}
    seen: set[str] = set()
    waiting = [tree.start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [option.to for option in questions[name].options] if name in questions else []
    return seen


def in_order(tree: Tree) -> tuple[str, ...]:
    """The reached question ids, each before all that can follow it: the numbers of the booklet."""
    questions = {question.id: question for question in tree.questions}
    order: list[str] = []

    def visit(name: str) -> None:
        if name in questions and name not in order:
            for option in reversed(questions[name].options):
                visit(option.to)
            order.append(name)

    visit(tree.start)
    return tuple(reversed(order))


def longest(tree: Tree) -> dict[str, int]:
    """For each reached question, the most questions from it to an outcome, itself included."""
    questions = {question.id: question for question in tree.questions}
    left: dict[str, int] = {}
    for name in reversed(in_order(tree)):
        left[name] = 1 + max(left.get(option.to, 0) for option in questions[name].options)
    return left


def watched(tree: Tree) -> frozenset[str]:
    """The questions whose answers some variant looks at."""
    return frozenset(name for outcome in tree.outcomes for variant in outcome.variants for name in variant.when)


def arrivals(tree: Tree, start: str, known: Answers) -> Iterator[tuple[str, dict[str, str]]]:
    """Every outcome that can be reached from ``start``, with the watched answers that led there.

    A question that ``known`` answers follows that answer only; ``known`` also holds the answers given
    before ``start``. Paths that differ in nothing a variant looks at come once, so this stays small.
    """
    questions = {question.id: question for question in tree.questions}
    watch = watched(tree)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    waiting: list[tuple[str, dict[str, str]]] = [(start, {})]
    while waiting:
        name, answers = waiting.pop()
        mark = (name, (*answers.values(),))  # every path meets the questions in one order, so no sorting is needed
        if mark in seen:
            continue
        seen.add(mark)
        if name not in questions:
            yield name, answers
            continue
        options = questions[name].options
        kept = [option for option in options if option.id == known.get(name)] or options
        waiting += [
            (option.to, {**answers, name: option.id} if name in watch else answers) for option in reversed(kept)
        ]


def matching(outcome: Outcome, answers: Answers) -> Variant | None:
    """The first variant whose every ``when`` holds for the answers, or None."""
    for variant in outcome.variants:
        if all(answers.get(question) in options for question, options in variant.when.items()):
            return variant
    return None


def paths(tree: Tree) -> Iterator[tuple[tuple[Question, str], ...]]:
    """Every path from the start to an outcome, as (question, option id) pairs."""
    questions = {question.id: question for question in tree.questions}

    def go(name: str, trail: tuple[tuple[Question, str], ...]) -> Iterator[tuple[tuple[Question, str], ...]]:
        if name not in questions:
            yield trail
            return
        for option in questions[name].options:
            yield from go(option.to, (*trail, (questions[name], option.id)))

    yield from go(tree.start, ())
