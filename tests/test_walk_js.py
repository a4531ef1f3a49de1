"""``walk.js`` tells the same walk as ``flow.py``: both get the same answers, and must say the same."""

import json
import random
from dataclasses import asdict
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.content import graph
from iepkit.flow import Flow, Walk, answer, back, from_link, to_link, walk, what_would_change
from iepkit.views.environment import FOLDER
from tests.strategies import RUBBISH_WORDS, answers_for, ended, flows

SCRIPT = (FOLDER / "explorer" / "walk.js").read_text(encoding="utf-8")
MOST_LINES = 100
SEED = 504
RUBBISH_SETS = 1_000
# One job a line: (what to call, its arguments as JSON). A walk is told by the answers that lead to it.
RUN = """([script, table, jobs]) => {
  const names = "walk, answer, back, whatWouldChange, toLink, fromLink";
  const js = new Function(`"use strict"; ${script}; return { ${names} };`)();
  const flow = JSON.parse(table);
  const each = {
    walk: (answers) => js.walk(flow, answers),
    changes: (answers) => js.whatWouldChange(flow, js.walk(flow, answers)),
    back: (answers) => js.back(flow, js.walk(flow, answers)),
    answer: (answers, question, option) => js.answer(flow, js.walk(flow, answers), question, option),
    to_link: (answers) => js.toLink(flow, js.walk(flow, answers)),
    from_link: (fragment) => js.fromLink(flow, fragment),
  };
  return JSON.stringify(JSON.parse(jobs).map(([name, ...rest]) => each[name](...rest)));
}"""
Job = tuple[Any, ...]


def python(flow: Flow, job: Job) -> Any:
    name, first, *rest = job
    match name:
        case "walk":
            return told(walk(flow, first))
        case "changes":
            return [asdict(change) for change in what_would_change(flow, walk(flow, first))]
        case "back":
            return told(back(flow, walk(flow, first)))
        case "answer":
            return told(answer(flow, walk(flow, first), *rest))
        case "to_link":
            return to_link(flow, walk(flow, first))
        case _:
            return told(from_link(flow, first))


def told(here: Walk | None) -> dict[str, Any] | None:
    return None if here is None else asdict(here)


def assert_both_say_the_same(javascript, flow: Flow, jobs: list[Job]) -> None:
    sent = json.dumps(jobs)
    theirs = json.loads(javascript(RUN, [SCRIPT, json.dumps(flow.table()), sent]))
    wanted = json.loads(json.dumps([python(flow, job) for job in jobs]))
    wrong = [(job, ours, js) for job, ours, js in zip(jobs, wanted, theirs, strict=True) if ours != js]
    assert not wrong, f"{len(wrong)} of {len(jobs)} differ; the first: {wrong[0]}"


def jobs_of(pairs: list[tuple[str, str]]) -> list[Job]:
    return [("walk", pairs), ("changes", pairs), ("back", pairs), ("to_link", pairs)]


def link_jobs(flow: Flow, options: list[str], random_: random.Random) -> list[Job]:
    link = f"{flow.tree.id}={'.'.join(options)}"
    rubbish = random_.choice(RUBBISH_WORDS)
    broken = [*options]
    broken.insert(random_.randrange(len(options) + 1), rubbish)
    name = flow.tree.id
    fragments = [
        link,
        f"#{link}",
        f"a=b&{link}&{rubbish}",
        f"#{name}={'.'.join(broken)}",
        rubbish,
        name,
        f"{name}=.{'.'.join(options)}.",
    ]
    return [("from_link", fragment) for fragment in fragments]


def rubbish_answers(flow: Flow, random_: random.Random) -> list[tuple[str, Any]]:
    """Partial, stale or rubbish: some answers of the tree, some to other questions, some to none."""
    options = {name: [option.id for option in question.options] for name, question in flow.questions.items()}
    every = [option for each in options.values() for option in each]
    pairs: list[tuple[str, Any]] = []
    for name, own in options.items():
        kind = random_.random()
        if kind < 0.75:
            pairs.append((name, random_.choice(own)))
        elif kind < 0.85:
            pairs.append((name, random_.choice([*every, *RUBBISH_WORDS, None, 7, True, [], {"a": 1}])))
    pairs += [(random_.choice(RUBBISH_WORDS), random_.choice(every)) for _ in range(random_.randrange(3))]
    random_.shuffle(pairs)
    return pairs + pairs[: random_.randrange(3)]


@pytest.fixture(params=["which-plan", "disputes"])
def ours(request, kit) -> Flow:
    return kit.flow(request.param)


def test_the_script_is_short():
    assert len(SCRIPT.splitlines()) <= MOST_LINES


@pytest.mark.browser
def test_all_paths_and_their_beginnings(ours, javascript):
    random_ = random.Random(SEED)  # noqa: S311
    paths = [[(question.id, option) for question, option in path] for path in graph.paths(ours.tree)]
    beginnings = {tuple(pairs[:place]) for pairs in paths for place in range(len(pairs))}
    jobs = [job for pairs in paths for job in (("walk", pairs), ("changes", pairs), ("to_link", pairs))]
    jobs += [job for pairs in sorted(beginnings) for job in jobs_of(list(pairs))]
    jobs += [
        job for pairs in random_.sample(paths, 200) for job in link_jobs(ours, [option for _, option in pairs], random_)
    ]
    assert_both_say_the_same(javascript, ours, jobs)


@pytest.mark.browser
def test_every_answer_changed_on_sampled_paths(ours, javascript):
    random_ = random.Random(SEED)  # noqa: S311
    paths = [[(question.id, option) for question, option in path] for path in graph.paths(ours.tree)]
    jobs: list[Job] = []
    for pairs in random_.sample(paths, 200):
        jobs += [
            ("answer", pairs, question, option.id)
            for question, _ in pairs
            for option in ours.questions[question].options
        ]
    assert_both_say_the_same(javascript, ours, jobs)


@pytest.mark.browser
def test_partial_stale_and_rubbish_answers(ours, javascript):
    random_ = random.Random(SEED)  # noqa: S311
    sets = [rubbish_answers(ours, random_) for _ in range(RUBBISH_SETS)]
    assert_both_say_the_same(javascript, ours, [job for pairs in sets for job in jobs_of(pairs)])


@pytest.mark.browser
@settings(max_examples=60)
@given(data=st.data())
def test_generated_trees(data, javascript):
    flow = data.draw(flows())
    random_ = data.draw(st.randoms(use_true_random=False))
    jobs: list[Job] = []
    for pairs in data.draw(st.lists(ended(flow), min_size=3, max_size=12)):
        place = random_.randrange(len(pairs))
        jobs += (
            jobs_of(list(pairs))
            + jobs_of(list(pairs[:place]))
            + link_jobs(flow, [option for _, option in pairs], random_)
        )
        jobs += [
            ("answer", list(pairs), pairs[place][0], option.id) for option in flow.questions[pairs[place][0]].options
        ]
    sets = [list(data.draw(answers_for(flow)).items()) for _ in range(3)]
    jobs += [job for pairs in sets for job in jobs_of(pairs)]
    assert_both_say_the_same(partial(javascript), flow, jobs)


LINK_CHARACTERS = ".=&#%@:/?+;,~ <>\"'\\{}[]()\x00\u202e\u00e9\U0001f98a-_0aZ"


@pytest.mark.parametrize("tree", ["which-plan", pytest.param("disputes", marks=pytest.mark.sweep)])
def test_ten_thousand_links_of_anything(kit, javascript, tree):
    """Of a link's own parts, of words that mean something to a script, and of rubbish: 100 at a time."""
    flow = kit.flow(tree)
    options = [option.id for question in flow.questions.values() for option in question.options]
    part = st.one_of(st.sampled_from(options), st.sampled_from(RUBBISH_WORDS), st.text(LINK_CHARACTERS, max_size=12))
    link = st.builds(
        lambda before, name, parts, after: f"{before}{name}={'.'.join(parts)}{after}",
        st.sampled_from(["", "#", "a=b&", "#x&&", "?"]),
        st.sampled_from([tree, "faq", "", "__proto__", tree.upper()]),
        st.lists(part, max_size=12),
        st.sampled_from(["", "&", "&row=law", "=", "."]),
    )
    seen = 0

    @settings(max_examples=100)
    @given(st.lists(link, min_size=100, max_size=100))
    def compare(links):
        nonlocal seen
        seen += len(links)
        assert_both_say_the_same(javascript, flow, [("from_link", each) for each in links])

    compare()
    assert seen >= 10_000
