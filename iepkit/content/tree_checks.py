"""Checks of a tree: that every path ends, every part is used, and every ending is whole."""

from __future__ import annotations

from collections.abc import Iterator

from . import graph
from .errors import Problem, nearest
from .models import Ending, Outcome, Tree
from .reading import Document, Key

MAX_QUESTIONS_ON_A_PATH = 9
MAX_SHORT_CHARACTERS = 28
WHOLE = ("headline", "leans", "says", "steps", "papers", "rows")


def check_tree(document: Document, tree: Tree) -> Iterator[Problem]:
    """All that is wrong with one tree by itself. The checks of its paths wait until its graph is sound."""
    sound = True
    for problem in _check_graph(document, tree):
        sound = False
        yield problem
    yield from _check_words(document, tree)
    yield from _check_endings(document, tree)
    if sound:
        yield from _check_paths(document, tree)


def _check_graph(document: Document, tree: Tree) -> Iterator[Problem]:
    questions = {question.id for question in tree.questions}
    nodes = questions | {outcome.id for outcome in tree.outcomes}
    places: list[tuple[Key, str]] = [(("questions", i), q.id) for i, q in enumerate(tree.questions)]
    places += [(("outcomes", i), outcome.id) for i, outcome in enumerate(tree.outcomes)]
    yield from _check_unique(document, places, "question or outcome")
    options: list[tuple[Key, str]] = [
        (("questions", i, "options", j), option.id)
        for i, question in enumerate(tree.questions)
        for j, option in enumerate(question.options)
    ]
    yield from _check_unique(document, options, "option (a link names options alone)")
    if tree.start not in questions:
        yield document.problem(("start",), f"the start '{tree.start}' is no question", nearest(tree.start, questions))
    for i, question in enumerate(tree.questions):
        for j, option in enumerate(question.options):
            if option.to not in nodes:
                path = ("questions", i, "options", j, "to")
                yield document.problem(path, f"leads to '{option.to}', which does not exist", nearest(option.to, nodes))
    cycle = graph.find_cycle(tree)
    if cycle:
        what = f"a cycle: {' > '.join([*cycle, cycle[0]])}"
        yield document.problem(("questions",), what, "let one of its options lead on to a later question or an outcome")
    seen = graph.reached(tree)
    for i, question in enumerate(tree.questions):
        if question.id not in seen:
            yield document.problem(
                ("questions", i), "an unreachable question", "let an option lead to it, or remove it"
            )
    for i, outcome in enumerate(tree.outcomes):
        if outcome.id not in seen:
            yield document.problem(("outcomes", i), "an orphan outcome", "let an option lead to it, or remove it")


def _check_unique(document: Document, places: list[tuple[Key, str]], what: str) -> Iterator[Problem]:
    seen: dict[str, Key] = {}
    for path, name in places:
        if name in seen:
            first = f"the id '{name}' is taken by the {what} in line {document.line(seen[name])}"
            yield document.problem(path, f"duplicate id: {first}", "give it an id of its own")
        seen.setdefault(name, path)


def _check_words(document: Document, tree: Tree) -> Iterator[Problem]:
    shorts: list[tuple[Key, str]] = [(("questions", i), q.short) for i, q in enumerate(tree.questions)]
    shorts += [(("outcomes", i), outcome.short) for i, outcome in enumerate(tree.outcomes)]
    for path, short in shorts:
        if len(short) > MAX_SHORT_CHARACTERS:
            what = f"'short' has {len(short)} characters; the picture holds {MAX_SHORT_CHARACTERS}"
            yield document.problem((*path, "short"), what, "find shorter words")
    for i, question in enumerate(tree.questions):
        unsure = [option.unsure == "true" for option in question.options]
        if not any(unsure) and question.certain is None:
            mend = 'add an option with `unsure: "true"`, or say under `certain` why everybody knows the answer'
            yield document.problem(("questions", i), "no 'I am not sure' answer", mend)
        if any(unsure[:-1]):
            yield document.problem(("questions", i), "'I am not sure' is not the last answer", "move it to the end")


def _check_endings(document: Document, tree: Tree) -> Iterator[Problem]:
    questions = {question.id: {option.id for option in question.options} for question in tree.questions}
    for i, outcome in enumerate(tree.outcomes):
        places: list[tuple[Key, str]] = [
            (("outcomes", i, "variants", j), variant.id) for j, variant in enumerate(outcome.variants)
        ]
        yield from _check_unique(document, places, "variant")
        for path, ending in _endings(outcome, i):
            yield from _check_whole(document, path, outcome, ending)
        for j, variant in enumerate(outcome.variants):
            for name, options in variant.when.items():
                path = ("outcomes", i, "variants", j, "when", name)
                if name not in questions:
                    yield document.problem(path, f"'{name}' is no question", nearest(name, questions))
                for option in set(options) - questions.get(name, set(options)):
                    yield document.problem(path, f"'{option}' is no answer to it", nearest(option, questions[name]))


def _endings(outcome: Outcome, index: int) -> Iterator[tuple[Key, Ending]]:
    if not outcome.variants:
        yield ("outcomes", index), outcome
    for j, variant in enumerate(outcome.variants):
        yield ("outcomes", index, "variants", j), variant


def _check_whole(document: Document, path: Key, outcome: Outcome, ending: Ending) -> Iterator[Problem]:
    for name in WHOLE:
        shared = getattr(outcome, name) if name not in ending.model_fields_set else None
        if not (getattr(ending, name) or shared):
            yield document.problem(path, f"an ending without '{name}'", f"add '{name}' here or to its outcome")


def _check_paths(document: Document, tree: Tree) -> Iterator[Problem]:
    most = graph.longest(tree)[tree.start]
    if most > MAX_QUESTIONS_ON_A_PATH:
        what = f"a path of {most} questions; {MAX_QUESTIONS_ON_A_PATH} is the most"
        yield document.problem(("start",), what, "join or drop questions")
    used: set[tuple[str, str]] = set()
    outcomes = {outcome.id: (i, outcome) for i, outcome in enumerate(tree.outcomes)}
    for name, answers in graph.arrivals(tree, tree.start, {}):
        index, outcome = outcomes[name]
        variant = graph.matching(outcome, answers)
        if variant is not None:
            used.add((name, variant.id))
        elif outcome.variants:
            said = ", ".join(f"{question}: {option}" for question, option in sorted(answers.items())) or "any answers"
            mend = "add a variant for them, or a last one without `when`"
            yield document.problem(("outcomes", index), f"no variant matches a path with {said}", mend)
    for index, outcome in outcomes.values():
        for j, variant in enumerate(outcome.variants):
            if (outcome.id, variant.id) not in used:
                path = ("outcomes", index, "variants", j)
                yield document.problem(
                    path, "a dead variant: no path shows it", "mend its `when`, its place, or remove it"
                )
