"""Without JavaScript each page is a complete booklet."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE
from .walking import READING, TREES

pytestmark = pytest.mark.browser


@pytest.fixture
def booklet(swept, visitor):
    return lambda name, **options: visitor(swept(name), java_script_enabled=False, **options)


def text_of(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def one_line(text: str) -> str:
    return " ".join(text.split())


def dead_ends(page: Page) -> set[str]:
    ids = page.locator("[id]").evaluate_all("(nodes) => nodes.map((node) => `#${node.id}`)")
    targets = page.locator('a[href^="#"]').evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    return set(targets) - set(ids)


@pytest.mark.parametrize("tree", TREES)
def test_every_question_option_and_ending_can_be_read(booklet, kit, tree):
    flow = kit.flow(tree)
    page = booklet(tree)
    text = text_of(page)
    assert kit.content.words.page["scripts_off"] in page.locator("noscript").text_content()
    for question in flow.questions.values():
        assert one_line(question.ask) in text
        for option in question.options:
            assert one_line(option.label) in text
    for ending in flow.endings.values():
        assert one_line(ending.headline) in text
        for step in ending.steps:
            assert plain(step.text) in text


def plain(text: str) -> str:
    return one_line(text.partition("[")[0])


@pytest.mark.parametrize("tree", TREES)
def test_links_lead_to_what_is_there(booklet, tree):
    page = booklet(tree)
    assert page.locator(".ik-after > a").count() > 30
    assert dead_ends(page) == set()


def test_a_go_to_link_leads_to_its_question(booklet):
    page = booklet("which-plan", **PHONE)
    link = page.locator(".ik-after > a").first
    target = link.get_attribute("href")
    link.click()
    expect(page.locator(f"[id='{target[1:]}'] h2").first).to_be_in_viewport()


@pytest.mark.parametrize("tree", TREES)
def test_letters_and_sources_open(booklet, kit, tree):
    page = booklet(tree)
    letters = {ending.letter for ending in kit.flow(tree).endings.values() if ending.letter}
    assert letters
    for name in letters:
        letter = page.locator(f"details[data-letter={name}]")
        letter.locator("summary").click()
        for line in kit.content.letters[name].lines:
            assert plain(line) in one_line(letter.inner_text())
    page.locator("[data-part=sources] > summary").click()
    expect(page.locator("[data-part=sources] li").first).to_be_visible()


def test_every_row_of_the_comparison_can_be_read(booklet, kit):
    page = booklet("compare")
    for fold in page.locator("tbody summary").all():
        fold.click()
    text = text_of(page)
    for row in kit.content.comparison.rows:
        for claim in (*row.iep, *row.plan_504, row.why):
            assert plain(claim.text) in text
        for heard in row.heard:
            assert plain(heard.rule.text) in text
    assert dead_ends(page) == set()


@pytest.mark.parametrize("name", ["index", *TREES, *READING, "compare"])
def test_controls_that_need_a_script_are_not_shown(booklet, name):
    page = booklet(name)
    assert page.locator("main button:visible:not([popovertarget])").count() == 0
    expect(page.get_by_role("navigation").first).to_be_visible()
