"""The walk of a tree, over generated trees and over ours."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.flow import Flow, Walk, answer, back, from_link, reachable, to_link, walk, what_would_change
from tests.strategies import answers_for, ended, flows, paths_of, problems_of

SEED = 504
SAMPLED_PATHS = 250


@pytest.fixture(params=["which-plan", "disputes"])
def ours(request, kit) -> Flow:
    return kit.flow(request.param)


def paths_to_try(flow: Flow) -> list[tuple[tuple[str, str], ...]]:
    """All paths of a small tree; of a large one, as many as a test has time for, always the same."""
    every = [pairs for pairs, _ in paths_of(flow.tree)]
    return every if len(every) <= SAMPLED_PATHS else random.Random(SEED).sample(every, SAMPLED_PATHS)  # noqa: S311


def endings_open_to(flow: Flow, answers: dict[str, str]) -> set[tuple[str, str | None]]:
    """What the answers leave open, by trying each answer to each question that they do not answer."""
    here = walk(flow, answers)
    if here.outcome is not None:
        return {(here.outcome, here.variant)}
    options = flow.questions[here.question].options
    return set().union(*(endings_open_to(flow, {**answers, here.question: option.id}) for option in options))


def changes_by_trial(flow: Flow, ended_walk: Walk) -> set[tuple[str, str, frozenset, bool]]:
    found = set()
    for question, given_option in ended_walk.path:
        for option in flow.questions[question].options:
            changed = {**ended_walk.answers, question: option.id}
            ends = endings_open_to(flow, changed)
            if (
                option.id != given_option
                and option.unsure != "true"
                and ends != {(ended_walk.outcome, ended_walk.variant)}
            ):
                found.add((question, option.id, frozenset(ends), walk(flow, changed).outcome is None))
    return found


def assert_changes_are_true(flow: Flow, pairs: tuple[tuple[str, str], ...]) -> None:
    whole = walk(flow, pairs)
    changes = what_would_change(flow, whole)
    assert {(c.question, c.option, frozenset(c.endings), c.depends) for c in changes} == changes_by_trial(flow, whole)
    order = list(flow.endings)
    assert all(list(c.endings) == sorted(c.endings, key=order.index) for c in changes)
    asked = list(dict.fromkeys(c.question for c in changes))
    unsure = [question for question, option in pairs if flow.option(question, option).unsure == "true"]
    wanted = [q for q in unsure if q in asked] + [q for q, _ in pairs if q in asked and q not in unsure]
    assert asked == wanted, "answers of which the family is not sure come first, then the order of the path"


@given(flows())
def test_generated_trees_pass_the_checks(flow):
    assert problems_of(flow.tree) == []


@given(flows())
def test_every_path_of_a_generated_tree_ends(flow):
    for pairs, end in paths_of(flow.tree):
        whole = walk(flow, pairs)
        assert (whole.path, whole.outcome, whole.question, whole.left, whole.dropped) == (pairs, end, None, 0, ())
        assert (end, whole.variant) in flow.endings


def test_every_path_of_ours_ends(ours):
    for pairs, end in paths_of(ours.tree):
        whole = walk(ours, pairs)
        assert (whole.path, whole.outcome, whole.dropped) == (pairs, end, ())
        assert (end, whole.variant) in ours.endings


def assert_every_part_is_reached(flow: Flow) -> None:
    walks = [walk(flow, pairs) for pairs, _ in paths_of(flow.tree)]
    assert {(each.outcome, each.variant) for each in walks} == set(flow.endings)
    assert {each.outcome for each in walks} == set(flow.outcomes)
    options = {(name, option.id) for name, question in flow.questions.items() for option in question.options}
    assert {pair for each in walks for pair in each.path} == options


@given(flows())
def test_every_part_of_a_generated_tree_is_reached(flow):
    assert_every_part_is_reached(flow)


def test_every_outcome_variant_and_option_of_ours_is_reached(ours):
    assert_every_part_is_reached(ours)


def test_questions_left_are_the_most_that_may_come(ours):
    for pairs, _ in paths_of(ours.tree):
        for place in range(len(pairs)):
            assert walk(ours, pairs[:place]).left >= len(pairs) - place
    assert walk(ours, {}).left == max(len(pairs) for pairs, _ in paths_of(ours.tree))


def test_numbers_of_questions_only_grow_along_a_path(ours):
    for pairs, _ in paths_of(ours.tree):
        numbers = [ours.order.index(question) for question, _ in pairs]
        assert numbers == sorted(numbers)


@given(st.data())
def test_back_undoes_next(data):
    flow = data.draw(flows())
    pairs = data.draw(ended(flow))
    before = walk(flow, pairs[: data.draw(st.integers(0, len(pairs) - 1))])
    option = data.draw(st.sampled_from(flow.questions[before.question].options))
    assert back(flow, answer(flow, before, before.question, option.id)) == before


def test_back_undoes_next_on_every_prefix_of_ours(ours):
    for pairs in paths_to_try(ours):
        for place in range(len(pairs)):
            before = walk(ours, pairs[:place])
            assert back(ours, answer(ours, before, *pairs[place])) == before
    assert back(ours, walk(ours, {})) == walk(ours, {})


def assert_change_keeps_what_applies(flow: Flow, pairs: tuple[tuple[str, str], ...], place: int, option: str) -> None:
    question = pairs[place][0]
    after = answer(flow, walk(flow, pairs), question, option)
    assert after.path[:place] == pairs[:place]
    assert after.path[place] == (question, option)
    assert dict(after.path).items() <= {**dict(pairs), question: option}.items(), "no answer is made up"
    assert set(after.dropped) == {name for name, _ in pairs} - set(after.answers)
    assert list(after.dropped) == [name for name, _ in pairs if name in after.dropped]
    if after.question is not None:
        assert after.question not in after.answers, "it stops only where an answer is wanting"
        assert after.question not in dict(pairs)


@given(st.data())
def test_a_changed_answer_keeps_later_ones_that_apply_and_names_those_dropped(data):
    flow = data.draw(flows())
    pairs = data.draw(ended(flow))
    place = data.draw(st.integers(0, len(pairs) - 1))
    option = data.draw(st.sampled_from(flow.questions[pairs[place][0]].options))
    assert_change_keeps_what_applies(flow, pairs, place, option.id)


def test_a_changed_answer_on_our_trees(ours):
    for pairs in paths_to_try(ours)[:120]:
        for place, (question, _) in enumerate(pairs):
            for option in ours.questions[question].options:
                assert_change_keeps_what_applies(ours, pairs, place, option.id)


@given(st.data())
def test_what_would_change_agrees_with_trying_it(data):
    flow = data.draw(flows())
    assert_changes_are_true(flow, data.draw(ended(flow)))


def test_what_would_change_agrees_with_trying_it_on_our_trees(ours):
    for pairs in paths_to_try(ours):
        assert_changes_are_true(ours, pairs)


def test_an_unfinished_walk_has_no_changes(ours):
    assert what_would_change(ours, walk(ours, {})) == ()


@given(st.data())
def test_walk_takes_any_rubbish_as_no_answer(data):
    flow = data.draw(flows())
    answers = data.draw(answers_for(flow))
    here = walk(flow, answers)
    assert here == walk(flow, list(answers.items()))
    assert set(here.answers) | set(here.dropped) == set(answers)
    assert not set(here.answers) & set(here.dropped)
    assert all(flow.option(*pair) for pair in here.path)
    assert (here.question is None) != (here.outcome is None)


@pytest.mark.parametrize(
    "answers", [{"__proto__": "constructor"}, {"constructor": "x" * 1_000_000}, {"": ""}, {"where": ["where-public"]}]
)
def test_rubbish_on_ours_starts_fresh_and_is_named_as_dropped(answers, kit):
    here = kit.walk("which-plan", answers)
    assert (here.path, here.question, here.dropped) == ((), "where", tuple(answers))


@given(st.data())
def test_known_answers_narrow_what_can_be_reached(data):
    flow = data.draw(flows())
    pairs = data.draw(ended(flow))
    known = dict(pairs[: data.draw(st.integers(0, len(pairs)))])
    assert set(reachable(flow, known)) == endings_open_to(flow, known)


def test_unknown_ids_name_the_nearest(kit):
    flow = kit.flow("which-plan")
    cases = [(("wehre", "x"), "did you mean 'where'"), (("where", "where-publik"), "did you mean 'where-public'")]
    for pair, words in cases:
        with pytest.raises(LookupError, match=words):
            flow.option(*pair)
    with pytest.raises(LookupError, match="'teaching' is not asked on this path"):
        answer(flow, walk(flow, {}), "teaching", flow.questions["teaching"].options[0].id)


def test_no_option_is_in_two_questions_of_ours(ours):
    ids = [option.id for question in ours.questions.values() for option in question.options]
    assert not [name for name, group in itertools.groupby(sorted(ids)) if len(list(group)) > 1]


def test_the_table_for_the_browser_holds_no_words(ours):
    ids = {*ours.questions, *ours.outcomes, ours.tree.id}
    ids |= {option.id for question in ours.questions.values() for option in question.options}
    ids |= {variant.id for outcome in ours.tree.outcomes for variant in outcome.variants}

    def words_in(thing):
        if isinstance(thing, str):
            yield thing
        elif isinstance(thing, dict):
            for value in thing.values():
                yield from words_in(value)
        elif isinstance(thing, list):
            for value in thing:
                yield from words_in(value)

    assert set(words_in(ours.table())) <= ids
    assert from_link(ours, to_link(ours, walk(ours, {}))) == walk(ours, {})
