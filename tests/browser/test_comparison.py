"""The comparison: find rows, one plan or both, the sources, links to a row, and cards on a phone."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def words(kit):
    return kit.content.words.comparison


@pytest.fixture
def page(address, visitor) -> Page:
    return visitor(address("compare"))


def shown(page: Page) -> list[str]:
    return page.locator("tbody[data-row]:visible").evaluate_all("(rows) => rows.map((row) => row.dataset.row)")


def in_sections(comparison) -> list[str]:
    """The rows as the table has them: the core first, then group by group."""
    more = [row for name in comparison.groups for row in comparison.rows if row.group == name and row.core != "true"]
    return [row.id for row in [*(row for row in comparison.rows if row.core == "true"), *more]]


def test_all_rows_are_there(page, kit, words):
    rows = in_sections(kit.content.comparison)
    assert len(rows) == len(kit.content.comparison.rows)
    assert shown(page) == rows
    said = words["rows_n"].replace("{n}", str(len(rows))).replace("{all}", str(len(rows)))
    expect(page.get_by_role("table").locator("caption")).to_have_text(kit.content.comparison.caption)
    expect(page.locator("[data-part=count]")).to_have_text(said)
    assert page.get_by_role("columnheader").count() == 3
    headings = page.locator("tbody[data-section]")
    expect(headings.first).to_have_text(words["core"])
    assert page.get_by_role("rowheader").count() == len(rows) + headings.count()


def test_a_word_finds_the_rows_that_have_it_and_no_other(page, kit, words):
    rows = kit.content.comparison.rows
    for sought in ("parents", "PARENTS  role"):
        page.get_by_role("searchbox").fill(sought)
        found = shown(page)
        assert 0 < len(found) < len(rows)
        expect(page.locator("[data-part=count]")).to_have_text(
            words["rows_n"].replace("{n}", str(len(found))).replace("{all}", str(len(rows)))
        )
        for row in found:
            assert "parents" in page.locator(f"[data-row={row}]").text_content().lower()


@pytest.mark.parametrize("label", ["why", "heard_from", "rule"])
def test_a_label_that_stands_in_every_row_finds_none_by_itself(page, kit, words, label):
    page.get_by_role("searchbox").fill(words[label])
    assert len(shown(page)) < len(kit.content.comparison.rows)


def test_nothing_found_says_so_and_all_rows_come_back(page, kit, words):
    page.get_by_role("searchbox").fill("parents zebra")
    assert shown(page) == []
    expect(page.get_by_text(words["nothing"])).to_be_visible()
    page.get_by_role("button", name=words["clear"]).click()
    assert len(shown(page)) == len(kit.content.comparison.rows)
    expect(page.get_by_text(words["nothing"])).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_one_plan_or_both(page, words):
    plans = {words["only_iep"]: ["iep"], words["only_504"]: ["504"], words["both"]: ["iep", "504"]}
    for label, there in plans.items():
        page.get_by_label(label, exact=True).check()
        for plan in ("iep", "504"):
            for part in (f".ik-head-{plan}", f".ik-cell-{plan}"):
                expect(page.locator(part).first).to_be_visible(visible=plan in there)


def test_sources_are_shown_when_asked_for(page, words):
    cited = page.locator(".ik-cell small a").first
    expect(cited).to_be_hidden()
    page.get_by_label(words["show_sources"]).check()
    expect(cited).to_be_visible()
    cited.click()
    source = page.locator(cited.get_attribute("href").replace("#", "[id='") + "']")
    expect(source).to_be_visible()
    expect(source).to_be_focused()


def test_why_it_matters_folds_open(page, kit):
    row = kit.content.comparison.rows[0]
    why = page.locator(f"[data-row={row.id}]").get_by_text(row.why.text)
    expect(why).to_be_hidden()
    page.locator(f"[data-row={row.id}] summary").click()
    expect(why).to_be_visible()


def test_a_link_opens_its_row(address, visitor):
    page = visitor(f"{address('compare')}#row-review")
    expect(page.locator("[data-row=review] details")).to_have_attribute("open", "")
    expect(page.locator("[data-row=review] th")).to_be_in_viewport()
    assert page.locator("tbody details[open]").count() == 1


@pytest.mark.parametrize("fragment", ["row-no-such-row", "row-", "<script>window.pwned=1</script>", "%"])
def test_a_link_to_no_row_shows_all(address, visitor, kit, fragment):
    page = visitor(f"{address('compare')}#{fragment}")
    assert len(shown(page)) == len(kit.content.comparison.rows)
    assert page.evaluate("() => window.pwned") is None


def test_cards_on_a_phone_keep_labels_and_marks(address, visitor, kit):
    page = visitor(address("compare"), **PHONE)
    row = page.locator(f"tbody[data-row={kit.content.comparison.rows[0].id}]")
    marks = row.locator(".ik-cell-label .ik-mark")
    expect(marks).to_have_text([kit.content.words.plans["iep"], kit.content.words.plans["p504"]])
    for mark in marks.all():
        expect(mark).to_be_visible()
        assert mark.evaluate("(node) => getComputedStyle(node, '::before').content") in {'"●"', '"■"'}
    above, below = (row.locator(f".ik-cell-{plan}").bounding_box() for plan in ("iep", "504"))
    assert above["y"] + above["height"] <= below["y"] + 1
    assert page.get_by_role("columnheader").count() == 3


def test_a_mark_in_a_row_s_fold_leads_to_its_source_though_sources_were_not_asked_for(page, words):
    fold = page.locator("tbody[data-row] details", has=page.locator("small > a")).first
    fold.locator("summary").click()
    cited = fold.locator("small > a").first
    cited.click()
    source = page.locator(cited.get_attribute("href").replace("#", "[id='") + "']")
    expect(source).to_be_visible()
    expect(source).to_be_focused()
    expect(page.get_by_label(words["show_sources"])).to_be_checked()
