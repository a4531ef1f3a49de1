"""The pseudo-locale, right to left: every text that people read has passed the one translation step."""

import pytest
from playwright.sync_api import Page

from iepkit.content import load
from iepkit.flow import Flow, walk

from .checking import TOO_WIDE, violations
from .conftest import DESKTOP, NARROW
from .walking import READING, TREES, ExplorerOn, some_path

pytestmark = pytest.mark.browser
PAGES = ("index", "compare", *TREES, *READING)
# A text is fine when nothing with a letter is left once all that stands between the marks is taken away.
_UNTRANSLATED = """() => {
  const said = (text) => {
    let rest = text;
    for (let before; before !== rest;) { before = rest; rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ""); }
    return rest.trim();
  };
  const found = [];
  const check = (text, where) => {
    if (/\\p{L}/u.test(said(text))) found.push(`${where}: ${said(text).slice(0, 120)}`);
  };
  const names = ["aria-label", "title", "alt", "placeholder", "aria-description", "aria-valuetext", "content"];
  const blocks = "p, li, h1, h2, h3, td, th, caption, label, legend, summary, button, q, a, dt, dd, title, option";
  const visit = (node) => {
    if (node.matches("script, style, [translate=no], meta:not([name=description])")) return;
    for (const name of names) if (node.hasAttribute(name)) check(node.getAttribute(name), `${node.tagName} ${name}`);
    if (node.dataset) for (const [name, text] of Object.entries(node.dataset)) {
      if (/\\s/.test(text) && !["rows", "option", "claim"].includes(name)) check(text, `${node.tagName} data-${name}`);
    }
    for (const child of (node.content ?? node).childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) visit(child);
      // A text cut by links holds one mark in one node and the other in the next: it is read as one block.
      else if (child.nodeType === Node.TEXT_NODE) {
        // So is a text with a word in it that opens its meaning.
        const term = node.closest(".ik-term");
        const cut = /[⟦⟧]/.test(said(child.data)) || node.closest("svg") || term;
        const block = (term?.parentElement ?? node).closest(blocks) ?? node;
        check(cut ? wordsOf(block) : child.data.replace(/<[^>]*>/g, ""), node.tagName);
      }
    }
  };
  const wordsOf = (block) => {
    const copy = block.cloneNode(true);
    for (const own of copy.querySelectorAll("[translate=no], script, style")) own.remove();
    return copy.textContent;
  };
  visit(document.documentElement);
  return [...new Set(found)];
}"""


@pytest.fixture(scope="module")
def content():
    return load(None, "ar-XB")


@pytest.fixture
def translated(dashboard, visitor):
    return lambda name, **options: visitor(dashboard.address(f"ar-XB/{name}"), **options)


def direction(page: Page) -> str:
    html = page.locator("html")
    return f"{html.get_attribute('lang')} {html.evaluate('(node) => getComputedStyle(node).direction')}"


@pytest.mark.parametrize("name", PAGES)
def test_every_text_of_a_page_passed_the_translation(translated, name):
    page = translated(name)
    assert direction(page) == "ar-XB rtl"
    assert page.evaluate(_UNTRANSLATED) == []


@pytest.mark.parametrize("name", PAGES)
def test_longer_words_from_right_to_left_fit_a_narrow_screen(translated, name):
    page = translated(name, **NARROW)
    assert page.evaluate(TOO_WIDE) == []
    page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }")
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("options", [DESKTOP, NARROW], ids=["desktop", "narrow"])
@pytest.mark.parametrize("tree", TREES)
def test_a_walk_to_its_end_in_another_language(translated, content, tree, options):
    flow = Flow(content.trees[tree])
    path = some_path(flow)
    page = translated(tree, **options)
    on = ExplorerOn(page)
    for place, (question, option) in enumerate(path):
        on.at(walk(flow, path[:place]))
        assert page.evaluate(_UNTRANSLATED) == []
        assert page.evaluate(TOO_WIDE) == []
        assert flow.questions[question].ask in on.card().inner_text()
        on.choose(option)
    on.at(walk(flow, path))
    assert on.state()["answers"] == [flow.option(*pair).label for pair in path]
    for fold in page.locator(".ik-walk summary:visible").all():
        fold.click()
    on.part("copy").click()
    assert page.evaluate(_UNTRANSLATED) == []
    assert page.evaluate(TOO_WIDE) == []


def test_the_other_direction_has_no_violation(translated, content):
    page = translated("which-plan")
    ExplorerOn(page).walk(some_path(Flow(content.trees["which-plan"])))
    assert violations(page) == []


def test_the_menu_stays_in_the_language(translated):
    page = translated("index")
    page.locator(".ik-doors a").first.click()
    page.wait_for_url("**/ar-XB/*.html")
    assert direction(page) == "ar-XB rtl"
    page.locator(".ik-menu a[href$='compare.html']").click()
    page.wait_for_url("**/ar-XB/compare.html")
