"""The pages to read: search by keyboard, words in place by keyboard and touch, cards to sort, links to an entry."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import PHONE

pytestmark = pytest.mark.browser
SEARCHED = ("faq", "glossary", "myths")


def items(kit, name):
    return getattr(kit.content, name).items


@pytest.mark.parametrize("name", SEARCHED)
def test_the_search_works_by_keyboard_alone(address, visitor, kit, name):
    page = visitor(address(name))
    assert page.locator("[data-entry]:visible").count() == len(items(kit, name))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.type === 'search'"):
            break
    page.keyboard.type("Testing school")
    shown = page.locator("[data-entry]:visible")
    assert 0 < shown.count() < len(items(kit, name))
    for text in shown.all_text_contents():
        assert "testing" in text.lower()
        assert "school" in text.lower()
    said = kit.content.words.reading["found_n"].replace("{n}", str(shown.count()))
    expect(page.locator("[data-part=count]")).to_have_text(said.replace("{all}", str(len(items(kit, name)))))
    page.keyboard.type(" zebra")
    expect(page.get_by_text(kit.content.words.reading["nothing"])).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("[data-entry]:visible").count() == len(items(kit, name))


def test_each_question_is_answered_first_in_one_sentence(address, visitor, kit):
    page = visitor(address("faq"))
    for item in items(kit, "faq"):
        entry = page.locator(f"#faq-{item.id}")
        expect(entry.locator(".ik-first")).to_be_visible()
        assert len(re.findall(r"[.!?](?:\s|$)", item.answer.text.strip())) == 1, item.id


def test_a_word_opens_in_place_by_touch_and_closes_again(site, visitor):
    page = visitor((site / "myths.html").as_uri(), **PHONE)
    term = page.locator(".ik-term:visible").first
    meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(meaning).to_be_hidden()
    term.tap()
    expect(meaning).to_be_visible()
    expect(meaning.locator("p").nth(1)).not_to_be_empty()
    box = meaning.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    meaning.get_by_role("button").tap()
    expect(meaning).to_be_hidden()


def test_a_word_opens_by_keyboard_and_escape_closes_it(address, visitor):
    page = visitor(address("myths"))
    term = page.locator(".ik-term:visible").first
    meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
    term.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(term).to_be_focused()


def test_a_word_leads_to_the_page_of_words(site, visitor):
    page = visitor((site / "myths.html").as_uri())
    page.locator(".ik-term:visible").first.click()
    page.locator(".ik-meaning:visible a[data-page-link]").click()
    page.wait_for_url("**/glossary.html#term-*")
    target = page.url.split("#")[1]
    expect(page.locator(f"#{target}")).to_be_in_viewport()


def test_a_link_to_an_entry_opens_it(site, visitor, kit):
    item = next(item for item in items(kit, "faq") if item.more)
    page = visitor((site / "faq.html").as_uri() + f"#faq-{item.id}")
    entry = page.locator(f"#faq-{item.id}")
    expect(entry).to_be_in_viewport()
    expect(entry.locator("details")).to_have_attribute("open", "")


def test_a_card_says_whether_it_was_sorted_right_and_why(address, visitor, kit):
    contents = kit.content.plan_contents
    words = kit.content.words.reading
    page = visitor(address("plan-contents"))
    cards = page.locator("[data-card]")
    assert cards.count() == len(contents.cards)
    card, entry = cards.first, contents.cards[0]
    other = next(support for support in contents.supports if support.id != entry.kind)
    card.locator(f'input[value="{other.id}"]').check()
    expect(card.get_by_role("status")).to_have_text(words["other"])
    card.locator(f'input[value="{entry.kind}"]').check()
    expect(card.get_by_role("status")).to_have_text(words["right"])
    expect(card.locator("details p")).to_be_visible()


def test_the_rows_of_a_result_come_first_in_the_table(site, visitor, kit):
    rows = [row.id for row in kit.content.comparison.rows][-2:]
    page = visitor((site / "compare.html").as_uri() + f"#rows={'.'.join(rows)}")
    order = page.locator("tbody[data-row]").evaluate_all("(all) => all.map((row) => row.dataset.row)")
    assert sorted(order[:2]) == sorted(rows)
    expect(page.get_by_text(kit.content.words.comparison["chosen"])).to_be_visible()


def test_only_the_core_rows_can_be_shown(address, visitor, kit):
    page = visitor(address("compare"))
    page.get_by_label(kit.content.words.comparison["core_only"]).check()
    shown = page.locator("tbody[data-row]:visible").evaluate_all("(all) => all.map((row) => row.dataset.row)")
    assert shown == [row.id for row in kit.content.comparison.rows if row.core == "true"]


@pytest.mark.parametrize("name", ["faq", "glossary", "myths", "stories", "plan-contents"])
def test_without_scripts_a_page_to_read_is_whole(site, visitor, name):
    page = visitor((site / f"{name}.html").as_uri(), java_script_enabled=False)
    expect(page.locator("main h1")).to_be_visible()
    assert page.locator("main article, main li.ik-card").count() > 10
    assert page.locator("main article:visible, main li.ik-card:visible").count() > 10
