"""A link holds option ids only. It restores its walk, or starts fresh and says what did not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.flow import Flow, from_link, to_link, walk
from tests.strategies import RUBBISH_WORDS, ended, flows


def fresh(flow: Flow, dropped: str):
    start = walk(flow, {})
    return type(start)((), start.question, None, None, (dropped,), start.left)


@given(st.data())
def test_a_link_restores_its_walk(data):
    flow = data.draw(flows())
    pairs = data.draw(ended(flow))
    here = walk(flow, pairs[: data.draw(st.integers(0, len(pairs)))])
    link = to_link(flow, here)
    assert from_link(flow, link) == here
    assert from_link(flow, f"#{link}") == here


def test_every_link_of_ours_restores_its_walk(kit):
    for name, flow in kit.flows.items():
        for pairs in _prefixes(flow):
            here = walk(flow, pairs)
            link = to_link(flow, here)
            assert link == f"{name}=" + ".".join(option for _, option in pairs)
            assert from_link(flow, link) == here


def _prefixes(flow: Flow):
    waiting = [()]
    while waiting:
        pairs = waiting.pop()
        yield pairs
        here = walk(flow, pairs)
        if here.question is not None:
            waiting += [(*pairs, (here.question, option.id)) for option in flow.questions[here.question].options]


def test_the_link_of_no_answers_is_the_start(kit):
    flow = kit.flow("disputes")
    assert to_link(flow, walk(flow, {})) == "disputes="
    assert from_link(flow, "disputes=") == walk(flow, {})


@given(st.data())
def test_a_link_with_a_part_that_does_not_fit_starts_fresh_and_names_the_part(data):
    flow = data.draw(flows())
    pairs = data.draw(ended(flow))
    options = [option for _, option in pairs]
    place = data.draw(st.integers(0, len(options)))
    rubbish = data.draw(st.sampled_from(["no-such-option", "constructor2", "<script>", "🦊", "__proto__"]))
    link = f"{flow.tree.id}={'.'.join([*options[:place], rubbish, *options[place:]])}"
    assert from_link(flow, link) == fresh(flow, rubbish)


def test_an_option_of_another_question_starts_fresh(kit):
    flow = kit.flow("which-plan")
    assert from_link(flow, "which-plan=has-none") == fresh(flow, "has-none")


def test_an_answer_after_the_end_starts_fresh(kit):
    flow = kit.flow("which-plan")
    end = to_link(flow, next(walk(flow, pairs) for pairs in _prefixes(flow) if walk(flow, pairs).outcome))
    assert from_link(flow, f"{end}.where-public") == fresh(flow, "where-public")


@pytest.mark.parametrize(
    "fragment", ["", "#", "content", "#row-law", "disputes=a.b", "which-plan", "WHICH-PLAN=where-public"]
)
def test_a_fragment_without_a_part_for_the_tree_is_no_link(fragment, kit):
    assert from_link(kit.flow("which-plan"), fragment) is None


def test_other_parts_of_the_fragment_are_passed_over(kit):
    flow = kit.flow("which-plan")
    wanted = walk(flow, {"where": "where-public"})
    for fragment in (
        "room=7&which-plan=where-public&x",
        "#&&=&which-plan=where-public&disputes=zzz",
        "#which-plan=where-public&which-plan=zz",
    ):
        assert from_link(flow, fragment) == wanted


@given(st.data())
def test_no_fragment_breaks_the_reading(data):
    flow = data.draw(flows())
    parts = st.sampled_from([*RUBBISH_WORDS, "made=", "made=.", "made=..a", "=", "made", "#made=1"]) | st.text(
        max_size=12
    )
    here = from_link(flow, "&".join(data.draw(st.lists(parts, max_size=4))))
    assert here is None or here.outcome is not None or here.question in flow.questions
