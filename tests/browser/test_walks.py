"""Every option of every tree is clicked, of two every day, and of all in both hosts in the long sweeps."""

import pytest
from playwright.sync_api import expect

from iepkit.flow import walk

from .walking import TREES, ExplorerOn, cover

pytestmark = pytest.mark.browser
LIVE_MILLISECONDS = 60_000


@pytest.mark.parametrize("tree", [*TREES[:2], *(pytest.param(tree, marks=pytest.mark.sweep) for tree in TREES[2:])])
def test_every_option_leads_where_walk_says(swept, visitor, kit, tree):
    click_every_option(ExplorerOn(visitor(swept(tree))), kit.flow(tree))


def test_every_option_leads_where_walk_says_on_a_live_page(dashboard, visitor, kit):
    on = ExplorerOn(visitor(dashboard.address("explore")))
    expect(on.page.locator(".widget-dropdown select")).to_be_visible(timeout=LIVE_MILLISECONDS)  # Voila has attached
    click_every_option(on, kit.flow(TREES[0]))


def click_every_option(on, flow):
    clicked = set()
    for path in cover(flow):
        on.walk(path)
        expected = walk(flow, path)
        state = on.state()
        assert state["cards"] == 1
        assert (state.get("outcome"), state.get("variant")) == (expected.outcome, expected.variant), path
        labels = [flow.option(*pair).label for pair in path]
        assert state["because"] == labels
        assert state["answers"] == labels
        clicked |= set(path)
        on.start_again()
    assert clicked == {(question.id, option.id) for question in flow.questions.values() for option in question.options}
