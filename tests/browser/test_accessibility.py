"""axe-core finds nothing wrong: on any page, at any question, at any ending, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from iepkit.flow import walk

from .checking import open_at, violations, violations_at
from .conftest import PHONE
from .walking import READING, TREES, ExplorerOn, some_path, stops, to_endings

pytestmark = pytest.mark.browser
PAGES = ("index", "compare", *TREES, *READING)


def unfold(page: Page) -> None:
    page.evaluate("() => { for (const fold of document.querySelectorAll('main details')) fold.open = true; }")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_violation(swept, visitor, name):
    page = visitor(swept(name))
    assert violations(page) == []
    unfold(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_violation_on_a_phone_in_the_dark(site, visitor, name):
    page = visitor((site / f"{name}.html").as_uri(), **PHONE, color_scheme="dark")
    assert violations(page) == []
    page.locator(".ik-menu > summary").click()
    unfold(page)
    assert violations(page) == []


@pytest.mark.parametrize("tree", [TREES[0], *(pytest.param(tree, marks=pytest.mark.sweep) for tree in TREES[1:])])
def test_no_question_and_no_ending_has_a_violation(swept, visitor, kit, tree):
    flow = kit.flow(tree)
    places = stops(flow)
    assert len(places) == len(flow.questions) + len(flow.endings)
    assert violations_at(visitor(swept(tree)), flow, places) == {}


@pytest.mark.parametrize("tree", TREES)
def test_no_ending_has_a_violation_in_the_dark(site, visitor, kit, tree):
    flow = kit.flow(tree)
    one_of_each = {
        flow.endings[end.outcome, end.variant].leans: path for path in to_endings(flow) if (end := walk(flow, path))
    }
    page = visitor((site / f"{tree}.html").as_uri(), color_scheme="dark")
    assert violations_at(page, flow, list(one_of_each.values())) == {}


@pytest.mark.parametrize("tree", TREES)
def test_an_outcome_with_everything_open_has_no_violation(swept, visitor, kit, tree):
    flow = kit.flow(tree)
    page = visitor(swept(tree))
    open_at(page, some_path(flow))
    on = ExplorerOn(page)
    on.part("copy").click()
    on.part("link").click()
    on.part("outline-toggle").click()
    unfold(page)
    expect(on.part("picture")).to_be_visible()
    assert violations(page) == []


def test_the_page_for_a_missing_address_has_no_violation(dashboard, visitor, watch):
    watch.missing_is_fine = True
    page = visitor(dashboard.address("no-such-page"))
    expect(page.locator("h1")).to_be_visible()
    assert violations(page) == []


def test_the_live_page_has_no_violation_in_our_parts(dashboard, visitor):
    page = visitor(dashboard.address("explore"))
    expect(page.locator(".widget-dropdown select")).to_be_visible()
    assert violations(page, "main") == []
