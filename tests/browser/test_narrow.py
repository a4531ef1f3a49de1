"""At 320 px, which is 1280 px at 400 % zoom, nothing scrolls sideways, and what is touched is at least 44 px high."""

import pytest
from playwright.sync_api import Page

from .checking import TOO_WIDE, go_to_each
from .conftest import NARROW, PHONE
from .walking import TREES, stops

pytestmark = pytest.mark.browser
PAGES = ("index", "compare", *TREES)
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""  # WCAG 1.4.12
TOO_LOW = """() => {
  const touched = ".ik-option label, .ik-filter label:has(input), input[type=search], summary, .ik-button, .ik-link, "
    + ".ik-open, .ik-rows a, .ik-menu a";
  return [...document.querySelectorAll(touched)]
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 44)
    .map((node) => `${node.getBoundingClientRect().height}: ${node.outerHTML.slice(0, 120)}`);
}"""


def unfold(page: Page) -> None:
    page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }")


@pytest.mark.parametrize("spaced", [False, True], ids=["plain", "spaced"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(swept, visitor, name, spaced):
    page = visitor(swept(name), **NARROW)
    if spaced:
        page.add_style_tag(content=SPACING)
    assert page.evaluate(TOO_WIDE) == []
    unfold(page)
    assert page.evaluate(TOO_WIDE) == []


def test_the_live_page_does_not_scroll_sideways(dashboard, visitor):
    page = visitor(dashboard.address("explore"), **NARROW)
    page.locator(".widget-dropdown select").wait_for()
    unfold(page)
    assert page.evaluate(TOO_WIDE) == []
    page.add_style_tag(content=SPACING)
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("spaced", [False, True], ids=["plain", "spaced"])
@pytest.mark.parametrize("tree", TREES)
def test_no_question_and_no_ending_scrolls_sideways(swept, visitor, kit, tree, spaced):
    flow = kit.flow(tree)
    page = visitor(swept(tree), **NARROW)
    if spaced:
        page.add_style_tag(content=SPACING)
    assert go_to_each(page, flow, stops(flow), TOO_WIDE) == {}


@pytest.mark.parametrize("tree", TREES)
def test_what_is_touched_is_high_enough_at_every_question_and_ending(site, visitor, kit, tree):
    flow = kit.flow(tree)
    page = visitor((site / f"{tree}.html").as_uri(), **PHONE)
    assert go_to_each(page, flow, stops(flow), TOO_LOW) == {}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_touched_is_high_enough_on_every_page(swept, visitor, name):
    page = visitor(swept(name), **PHONE)
    assert page.evaluate(TOO_LOW) == []
    unfold(page)
    assert page.evaluate(TOO_LOW) == []


def test_the_words_are_readable_on_a_phone(site, visitor):
    page = visitor((site / "which-plan.html").as_uri(), **PHONE)
    sizes = page.evaluate("""() => [...document.querySelectorAll("main :is(p, li, label, small, q, button)")]
      .filter((node) => node.checkVisibility()).map((node) => parseFloat(getComputedStyle(node).fontSize))""")
    assert min(sizes) >= 15
