"""A result leaves the screen whole: as text, and on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from iepkit.flow import walk

from .checking import open_at
from .conftest import PHONE
from .walking import TREES, ExplorerOn, some_path

pytestmark = pytest.mark.browser
_CUT_OFF = """() => [...document.querySelectorAll("main *")]
  .filter((node) => node.checkVisibility() && !node.closest(".ik-vh") && !node.matches("thead, thead *"))
  .filter((node) => node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1)
  .filter((node) => getComputedStyle(node).overflowX !== "visible")
  .map((node) => node.outerHTML.slice(0, 160))"""


def pages_on_paper(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf()))


def unfold(page: Page, folds: str) -> None:
    page.locator(folds).evaluate_all("(folds) => { for (const fold of folds) fold.open = true; }")


def is_on_paper(page: Page, selector: str) -> list[bool]:
    return page.locator(selector).evaluate_all(
        "(nodes) => nodes.map((node) => node.checkVisibility() && node.getClientRects().length > 0)"
    )


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("tree", TREES)
def test_the_result_is_copied_as_text(address, visitor, kit, tree, options):
    flow = kit.flow(tree)
    path = some_path(flow)
    end = walk(flow, path)
    ending = flow.endings[end.outcome, end.variant]
    on = ExplorerOn(visitor(address(tree), **options))
    open_at(on.page, path)
    on.part("copy").click()
    field = on.part("copy-field").locator("textarea")
    text = field.input_value()
    assert ending.headline in text
    for pair in path:
        assert flow.option(*pair).label in text
    for paper in ending.papers:
        assert paper in text
    assert "<" not in text
    expect(on.part("copy-field").locator("[role=status]")).to_have_text(kit.content.words.explorer["copied"])
    expect(field).to_be_focused()
    assert field.evaluate("(area) => area.selectionEnd - area.selectionStart") == len(text)


def test_print_is_asked_of_the_browser(address, visitor, kit):
    for name, button in (("which-plan", "[data-part=tools] [data-part=print]"), ("compare", "[data-part=print]")):
        page = visitor(address(name))
        if name == "which-plan":
            open_at(page, some_path(kit.flow(name)))
        page.evaluate("() => { window.print = () => { window.printed = true; }; }")
        page.locator(button).click()
        assert page.evaluate("() => window.printed")


@pytest.mark.parametrize("tree", TREES)
def test_a_printed_result_is_whole_and_has_no_bars(swept, visitor, kit, tree):
    flow = kit.flow(tree)
    path = some_path(flow)
    on = ExplorerOn(visitor(swept(tree)))
    open_at(on.page, path)
    letter = flow.endings[(end := walk(flow, path)).outcome, end.variant].letter
    on.at(end)
    unfold(on.page, ".ik-walk details")
    on.page.emulate_media(media="print")
    for bar in (".ik-head", ".ik-skip", ".ik-bar", ".ik-tools", ".ik-button", ".ik-link", ".ik-progress", ".ik-where"):
        assert not any(is_on_paper(on.page, bar)), bar
    whole = (
        ".ik-outcome:not([hidden]) :is(h2, h3, li)", ".ik-because li", ".ik-changes li", f"[data-letter={letter}] p",
        "[data-part=answers] li", "[data-part=sources] li:not([hidden])", ".ik-foot p",
    )  # fmt: skip
    for part in whole:
        found = is_on_paper(on.page, part)
        assert found, part
        assert all(found), part
    assert on.page.evaluate(_CUT_OFF) == []
    assert 1 <= pages_on_paper(on.page) <= 6


def test_the_printed_comparison_has_every_row(address, visitor, kit):
    rows = kit.content.comparison.rows
    page = visitor(address("compare"))
    page.emulate_media(media="print")
    assert not any(is_on_paper(page, ".ik-filter"))
    assert not any(is_on_paper(page, "tbody details p"))
    always = ("tbody th", ".ik-cell p", ".ik-cell small", "[data-part=sources] li")
    for parts in (always, (*always, "tbody details p")):
        for part in parts:
            found = is_on_paper(page, part)
            assert len(found) >= len(rows), part
            assert all(found), part
        assert page.evaluate(_CUT_OFF) == []
        assert pages_on_paper(page) > 1
        unfold(page, "tbody details")


def test_the_booklet_prints_without_scripts(address, visitor):
    page = visitor(address("which-plan"), java_script_enabled=False)
    assert pages_on_paper(page) > 10


def test_dark_screens_print_black_on_white(address, visitor):
    page = visitor(address("which-plan"), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
