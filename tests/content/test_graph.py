"""A tree as a graph: what is reached, and with which answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.content import graph
from iepkit.flow import reachable, walk
from tests.strategies import flows, paths_of


@given(st.data())
def test_arrivals_agree_with_all_paths(data):
    flow = data.draw(flows())
    watched = graph.watched(flow.tree)
    wanted = {(end, frozenset((q, o) for q, o in pairs if q in watched)) for pairs, end in paths_of(flow.tree)}
    found = [(end, frozenset(answers.items())) for end, answers in graph.arrivals(flow.tree, flow.tree.start, {})]
    assert set(found) == wanted
    assert len(found) == len(wanted), "paths that differ in nothing watched come once"


@pytest.mark.parametrize("name", ["which-plan", "disputes"])
def test_arrivals_of_ours_match_all_paths(name, kit):
    ours = kit.flow(name)
    every = {(end, walk(ours, pairs).variant) for pairs, end in paths_of(ours.tree)}
    assert set(reachable(ours, {})) == every == set(ours.endings)
    listed = [tuple((question.id, option) for question, option in path) for path in graph.paths(ours.tree)]
    assert sorted(listed) == sorted(pairs for pairs, _ in paths_of(ours.tree))
