"""With a keyboard alone: through a tree and back, and through the comparison. Focus is always seen."""

import pytest
from playwright.sync_api import Page, expect

from iepkit.flow import walk

from .walking import TREES, ExplorerOn, some_path

pytestmark = pytest.mark.browser
MOST_TABS = 150
_SEEN = """() => {
  const here = document.activeElement;
  const marked = [here, here.closest("label"), here.querySelector("path, polygon")].filter(Boolean);
  const box = here.getBoundingClientRect();
  return box.width > 0 && marked.some((node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3;
  });
}"""


def focus_is_seen(page: Page) -> bool:
    return bool(page.evaluate(_SEEN))


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the focus is on what the selector finds; every stop on the way can be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        assert focus_is_seen(page), page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(selector)


def answer_with_keys(page: Page, question: str, option: str) -> None:
    tab_to(page, f'input[name$="-{question}"]')
    for _ in range(20):
        if page.evaluate("(option) => document.activeElement.value === option", option):
            break
        page.keyboard.press("ArrowDown")
        assert focus_is_seen(page)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("tree", TREES)
def test_a_tree_is_walked_to_its_end_and_back(address, visitor, kit, tree):
    flow = kit.flow(tree)
    path = some_path(flow)
    page = visitor(address(tree))
    on = ExplorerOn(page)
    for place, (question, option) in enumerate(path):
        on.at(walk(flow, path[:place]))
        answer_with_keys(page, question, option)
        on.at(walk(flow, path[: place + 1]))
        assert on.state()["focus"] == "H2"
        assert focus_is_seen(page)
    for fold in (
        ".ik-changes > summary",
        ".ik-letters details:not([hidden]) > summary",
        "[data-part=sources] > summary",
    ):
        tab_to(page, fold)
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.parentElement.open")
    tab_to(page, "[data-part=answer-list] li:nth-child(2) button", "Shift+Tab")
    page.keyboard.press("Enter")
    on.at(walk(flow, path[:1]))
    assert on.state()["focus"] == "H2"
    answer_with_keys(page, *path[1])
    on.at(walk(flow, path))
    tab_to(page, "[data-part=back]")
    page.keyboard.press("Enter")
    on.at(walk(flow, path[:1]))
    assert on.state()["focus"] == "H2"


def test_next_without_an_answer_says_what_to_do(address, visitor, kit):
    page = visitor(address("which-plan"))
    on = ExplorerOn(page)
    tab_to(page, "[data-part=next]")
    page.keyboard.press("Enter")
    expect(on.note).to_have_text(kit.content.words.explorer["choose_first"])
    on.at(walk(kit.flow("which-plan"), {}))


def test_arrows_only_look_and_do_not_choose(address, visitor, kit):
    page = visitor(address("which-plan"))
    on = ExplorerOn(page)
    tab_to(page, "input[type=radio]")
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    on.at(walk(kit.flow("which-plan"), {}))
    expect(on.card().locator("input:checked")).to_have_count(1)


def test_the_skip_link_leads_to_the_main_part(address, visitor):
    page = visitor(address("which-plan"))
    page.keyboard.press("Tab")
    assert focus_is_seen(page)
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "content"
    tab_to(page, "main input[type=radio]")


def test_the_picture_and_the_list_are_reached(address, visitor, kit):
    page = visitor(address("which-plan"))
    on = ExplorerOn(page)
    on.walk(some_path(kit.flow("which-plan")))
    first = on.root.get_attribute("data-uid")
    tab_to(page, "[data-part=outline-toggle]")
    page.keyboard.press("Enter")
    expect(on.part("outline-toggle")).to_have_attribute("aria-pressed", "true")
    tab_to(page, ".ik-picture a")
    node = page.evaluate("() => document.activeElement.dataset.node")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.closest('section').id").startswith(first)
    assert on.state()["question"] == node


def test_the_comparison_is_used(address, visitor, kit):
    page = visitor(address("compare"))
    rows = kit.content.comparison.rows
    tab_to(page, "input[type=search]")
    page.keyboard.type(rows[3].title)
    expect(page.locator(f"[data-row={rows[3].id}]")).to_be_visible()
    assert page.locator("tbody[data-row]:visible").count() < len(rows)
    tab_to(page, "input[type=radio]")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"[data-row={rows[3].id}] .ik-cell-504")).to_be_hidden()
    tab_to(page, "input[type=checkbox]")
    page.keyboard.press("Space")
    expect(page.locator("[data-part=sources]")).to_be_visible()
    tab_to(page, f"[data-row={rows[3].id}] summary")
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-row={rows[3].id}] details p").first).to_be_visible()
    tab_to(page, f"[data-row={rows[3].id}] details a")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.matches('[data-part=sources] li')")
    tab_to(page, "[data-part=clear]", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("tbody[data-row]:visible")).to_have_count(len(rows))
    assert page.evaluate("() => document.activeElement.type") == "search"
