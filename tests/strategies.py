"""Trees made at random that pass every check, and answers that do not care what they answer."""

from collections.abc import Iterator

import yaml
from hypothesis import strategies as st

from iepkit.content import Claim, Option, Outcome, Question, Step, Tree, Variant, graph
from iepkit.content.fields import models
from iepkit.content.reading import Document
from iepkit.content.references import Known, check_references
from iepkit.content.tree_checks import check_tree
from iepkit.flow import Flow

MOST_QUESTIONS = 6
# Names that JavaScript objects have already, and numbers, which JavaScript sorts before words.
ODD_IDS = ("constructor", "prototype", "valueof", "tostring", "504", "7", "0", "iep", "a-b-c")
RUBBISH_WORDS = (
    "__proto__",
    "constructor",
    "",
    " ",
    "hasOwnProperty",
    "<script>",
    "🦊",
    "x" * 5000,
    "a.b",
    "a=b&c",
    "null",
)
EXAMPLE = Claim(text="Words.", kind="example")


@st.composite
def flows(draw) -> Flow:
    """A flow of a tree with two to six questions, variants among its outcomes, and odd ids."""
    names = draw(st.permutations([*ODD_IDS, *(f"q-{n}" for n in range(5))]))
    places = draw(st.integers(2, MOST_QUESTIONS))
    questions, ends = names[:places], names[places : places + draw(st.integers(1, 5))]
    made = []
    for index, name in enumerate(questions):
        targets = st.sampled_from([*questions[index + 1 :], *ends])
        count = draw(st.integers(2, 3))
        # The chain through all questions keeps each of them reachable.
        following = questions[index + 1] if index + 1 < places else ends[0]
        chosen = draw(st.permutations([following, *(draw(targets) for _ in range(count - 1))]))
        labels = [f"{name}-{n}" for n in range(count)]
        if index == 0:
            labels[0] = draw(st.sampled_from(["1", "constructor", "proto", labels[0]]))
        made.append(_question(name, labels, chosen, unsure=draw(st.booleans())))
    seen = {option.to for question in made for option in question.options}
    bare = _tree(questions[0], made, [Outcome(id=name, short=name) for name in ends if name in seen])
    return Flow(_tree(questions[0], made, [draw(_outcomes(bare, outcome.id)) for outcome in bare.outcomes]))


def _question(name: str, labels: list[str], targets: list[str], *, unsure: bool) -> Question:
    options = [Option(id=label, label=label, to=to) for label, to in zip(labels, targets, strict=True)]
    if unsure:
        options[-1] = options[-1].model_copy(update={"unsure": "true"})
    return Question(id=name, ask=f"{name}?", short=name, options=options, certain=None if unsure else "Known.")


def _tree(start: str, questions: list[Question], outcomes: list[Outcome]) -> Tree:
    return Tree(
        id="made", title="Made", intro="Made.", as_of="2026-11", start=start, questions=questions, outcomes=outcomes
    )


@st.composite
def _outcomes(draw, bare: Tree, name: str) -> Outcome:
    """The outcome with variants such that each path to it meets one, and each is met."""
    arrived = [dict(pairs) for pairs, end in paths_of(bare) if end == name]
    options = {question.id: [option.id for option in question.options] for question in bare.questions}
    whens = draw(st.lists(st.dictionaries(st.sampled_from(list(options)), st.none(), max_size=2), max_size=3))
    wished = [
        {q: tuple(draw(st.lists(st.sampled_from(options[q]), min_size=1, unique=True))) for q in when} for when in whens
    ]
    kept = []
    for when in [*wished, {}] if wished else []:
        met = [each for each in arrived if all(each.get(q) in given for q, given in when.items())]
        if met:
            kept.append(when)
        arrived = [each for each in arrived if each not in met]
    ids = draw(st.permutations(["9", "1", "constructor", "b", "a"]))
    variants = tuple(Variant(id=ids[place], when=when, headline=f"V{place}") for place, when in enumerate(kept))
    step = Step(who="you", text="Words.", kind="example")
    return Outcome(
        id=name,
        short=name,
        headline="H",
        leans="none",
        says=(EXAMPLE,),
        steps=(step,),
        papers=("P",),
        rows=("row",),
        variants=variants,
    )


def paths_of(tree: Tree) -> Iterator[tuple[tuple[tuple[str, str], ...], str]]:
    """Each path as (question id, option id) pairs with the outcome it ends at; written apart from ``graph``."""
    options = {question.id: question.options for question in tree.questions}
    waiting: list[tuple[tuple[tuple[str, str], ...], str]] = [((), tree.start)]
    while waiting:
        pairs, here = waiting.pop()
        if here not in options:
            yield pairs, here
            continue
        waiting += [((*pairs, (here, option.id)), option.to) for option in options[here]]


def problems_of(tree: Tree) -> list[str]:
    """What the checks say of a tree that was made here."""
    document = Document(
        "trees/made.yaml", yaml.safe_dump(tree.model_dump(by_alias=True, mode="json"), allow_unicode=True)
    )
    known = Known(row={"row"}, letter=())
    return [*map(str, check_tree(document, tree)), *map(str, check_references(document, models(tree), known))]


@st.composite
def answers_for(draw, flow: Flow) -> dict[str, object]:
    """Answers to a flow: some of its own, some stale, some no answers at all; in any order."""
    names = st.sampled_from([*flow.questions, *flow.outcomes, *RUBBISH_WORDS]) | st.text(max_size=8)
    own = [option.id for question in flow.questions.values() for option in question.options]
    values = (
        st.sampled_from([*own, *RUBBISH_WORDS]) | st.none() | st.integers(0, 9) | st.lists(st.integers(), max_size=2)
    )
    fitting = {
        name: draw(st.sampled_from([option.id for option in question.options]))
        for name, question in flow.questions.items()
        if draw(st.integers(0, 3))
    }
    mixed = {**fitting, **draw(st.dictionaries(names, values, max_size=4))}
    return dict(draw(st.permutations(list(mixed.items()))))


def ended(flow: Flow) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """A whole path of a flow."""
    return st.sampled_from([tuple((q.id, o) for q, o in path) for path in graph.paths(flow.tree)])
