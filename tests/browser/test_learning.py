"""Practice cases and the knowledge check: by pointer, by keyboard, back and forth, on a phone, and without scripts."""

import subprocess

import pytest
from playwright.sync_api import Page, expect

from iepkit.content.fields import unmarked
from iepkit.teaching import end_id, walked

from .checking import TOO_WIDE, violations
from .conftest import NARROW, PHONE
from .serving import IEPKIT
from .test_narrow import TOO_LOW, unfold
from .walking import LEARNING, ExplorerOn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def cases(kit):
    return kit.teaching.practice.items


@pytest.fixture(scope="module")
def quiz(kit):
    return kit.teaching.quiz


def right_of(item) -> str:
    return next(option.id for option in item.options if option.right == "true")


def other_of(item) -> str:
    return next(option.id for option in item.options if option.right != "true")


def stop(page: Page, ref: str):
    return page.locator(f'[data-ref="{ref}"]')


def option(page: Page, ref: str, name: str):
    return stop(page, ref).locator(f'[data-option="{name}"] label')


def by_keyboard_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is where a selector says, as often as a page may need."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


def test_a_case_is_read_decided_compared_and_its_walk_opened(address, visitor, kit, cases):
    case, words = cases[0], kit.teaching.words.practice
    end = walked(case, kit.flow(case.tree))
    page = visitor(address("practice"))
    expect(stop(page, f"case/{case.id}")).to_be_hidden()
    page.get_by_role("link", name=case.title).click()
    here = stop(page, f"case/{case.id}")
    expect(here.get_by_role("heading", level=2)).to_be_focused()
    for text in case.tells:
        expect(here.get_by_text(text)).to_be_visible()
    expect(here.get_by_text(words["invented"])).to_be_visible()
    own = end_id((case.outcome, case.variant))
    wrong = here.locator(f'[data-option]:not([data-option="{own}"])').first
    expect(here.get_by_text(words["tree_here"])).to_be_hidden()
    wrong.locator("label").click()
    expect(here.locator("[data-said]")).to_have_text(words["other"])
    expect(here.get_by_text(words["tree_here"])).to_be_visible()
    option(page, f"case/{case.id}", own).click()
    expect(here.locator("[data-said]")).to_have_text(words["same"])
    assert here.locator(".ik-given b").all_inner_texts() == [
        unmarked(kit.flow(case.tree).option(*pair).label) for pair in end.path
    ]
    for text in (*case.discuss, *(change.if_so for change in case.changes)):
        expect(here.get_by_text(text)).to_be_visible()
    walk_link = here.get_by_role("link", name=words["open_walk"])
    walk_link.click()
    ExplorerOn(page).at(end)


def test_a_case_is_walked_through_by_keyboard_and_back_keeps_the_choice(site, visitor, kit, cases):
    case, words = cases[0], kit.teaching.words.practice
    page = visitor((site / "practice.html").as_uri())
    by_keyboard_to(page, f'a[href="#case-{case.id}"]')
    page.keyboard.press("Enter")
    by_keyboard_to(page, "input[type=radio]")
    page.keyboard.press("ArrowDown")
    here = stop(page, f"case/{case.id}")
    expect(here.locator("[data-said]")).to_be_empty()  # an arrow key chooses nothing yet
    chosen = here.locator("input:checked").get_attribute("value")
    page.keyboard.press("Enter")
    expect(here.locator("[data-said]")).to_be_focused()
    expect(here.locator("[data-said]")).not_to_be_empty()
    page.go_back()
    expect(page.locator("[data-part=index]")).to_be_visible()
    page.locator(f'a[href="#case-{case.id}"]').click()
    expect(here.locator("input:checked")).to_have_value(chosen)
    page.reload()
    expect(here.locator("input:checked")).to_have_value(chosen)
    expect(here.locator("[data-reveal='1']")).to_be_visible()
    page.get_by_role("button", name=words["next"]).click()
    expect(stop(page, f"case/{cases[1].id}")).to_be_visible()
    page.get_by_role("button", name=words["all"]).click()
    expect(page.locator("[data-part=index]")).to_be_visible()


def test_the_list_of_cases_is_narrowed_down_by_tree_and_level(site, visitor, kit, cases):
    page = visitor((site / "practice.html").as_uri())
    listed = "(all) => all.map((each) => each.dataset.entry)"
    for tree in kit.flows:
        page.get_by_label(kit.teaching.words.practice["tree"]).select_option(tree)
        for level in ("first", "next", "hard"):
            page.locator(f'[data-part=bar] label:has(input[value="{level}"])').click()
            wanted = [f"case-{case.id}" for case in cases if (case.tree, case.level) == (tree, level)]
            found = page.locator("[data-entry]:visible").evaluate_all(listed)
            assert sorted(found) == sorted(wanted)
            expect(page.locator("[data-part=nothing]")).to_be_visible(visible=not wanted)


def test_a_link_to_a_case_an_item_or_a_set_opens_it(site, visitor, cases, quiz):
    page = visitor((site / "practice.html").as_uri() + f"#case-{cases[5].id}")
    expect(stop(page, f"case/{cases[5].id}")).to_be_visible()
    item = quiz.items[30]
    page.goto((site / "quiz.html").as_uri() + f"#item-{item.id}")
    expect(stop(page, f"item/{item.id}")).to_be_in_viewport()
    page.goto("about:blank")
    page.goto((site / "quiz.html").as_uri() + "#set-parents")
    expect(page.locator("[data-stop]:visible")).to_have_count(1)


def test_an_answer_is_explained_with_its_source_and_the_right_one_marked(address, visitor, kit, quiz):
    item, words = quiz.items[0], kit.teaching.words.quiz
    ref = f"item/{item.id}"
    page = visitor(address("quiz"))
    page.locator(f'a[href="#topic-{item.topic}"]').click()
    assert page.locator("[data-stop]:visible").count() == sum(each.topic == item.topic for each in quiz.items)
    option(page, ref, other_of(item)).click()
    here = stop(page, ref)
    expect(here.get_by_role("status")).to_have_text(words["other"])
    expect(here.locator(f'[data-option="{right_of(item)}"]')).to_contain_text(words["right_one"])
    shown = here.locator("[data-feedback]:visible").evaluate_all("(all) => all.map((each) => each.dataset.feedback)")
    assert set(shown) == {other_of(item), right_of(item)}
    for each in here.locator("[data-feedback]:visible").all():
        expect(each.locator("small a").first).to_be_visible()
    option(page, ref, right_of(item)).click()
    expect(here.get_by_role("status")).to_have_text(words["same"])
    source = here.locator("[data-feedback]:visible small a").first
    place = source.get_attribute("href")
    source.click()
    expect(page.locator(place)).to_be_visible()
    page.reload()
    expect(here.get_by_role("status")).to_have_text(words["same"])


def test_an_item_is_answered_by_keyboard_and_no_other_loses_its_place(site, visitor, kit, quiz):
    first, second = quiz.items[:2]
    page = visitor((site / "quiz.html").as_uri() + f"#topic-{first.topic}")
    for item in (first, second):
        by_keyboard_to(page, f"#item-{item.id} input[type=radio]")
        page.keyboard.press("Space")
    expect(stop(page, f"item/{second.id}").get_by_role("status")).to_be_empty()
    by_keyboard_to(page, f"#item-{second.id} .ik-check button")
    page.keyboard.press("Enter")
    expect(stop(page, f"item/{second.id}").get_by_role("status")).not_to_be_empty()
    expect(stop(page, f"item/{first.id}").locator("input:checked")).to_have_count(1)
    expect(stop(page, f"item/{first.id}").get_by_role("status")).to_be_empty()
    page.get_by_role("button", name=kit.teaching.words.quiz["next_topic"]).click()
    following = list(quiz.topics)[list(quiz.topics).index(first.topic) + 1]
    expect(page.locator(f"#topic-{following} > h2")).to_be_focused()


@pytest.mark.parametrize("name", ["educators", "parents"])
def test_a_set_holds_back_what_the_rules_say_until_its_end(site, visitor, kit, quiz, name):
    words = kit.teaching.words.quiz
    items = {item.id: item for item in quiz.items}
    chosen = next(each for each in quiz.sets if each.id == name)
    page = visitor((site / "quiz.html").as_uri(), **PHONE)
    page.get_by_role("link", name=chosen.title).click()
    for place, item in enumerate((items[each] for each in chosen.items), start=1):
        progress = words["question_n"].replace("{n}", str(place)).replace("{all}", str(len(chosen.items)))
        expect(page.locator("[data-part=progress]")).to_have_text(progress)
        expect(page.locator("[data-stop]:visible")).to_have_count(1)
        if place > 1:
            option(page, f"item/{item.id}", (right_of if place % 2 else other_of)(item)).click()
        for kept in (".ik-says:visible", ".ik-tag:visible", "[role=status]:not(:empty)", ".ik-check:visible"):
            expect(page.locator(f"[data-stop] {kept}")).to_have_count(0)
        page.locator("[data-part=next]").click()
    agreed = sum(place % 2 for place in range(2, len(chosen.items) + 1))
    said = words["ended"].replace("{n}", str(agreed)).replace("{all}", str(len(chosen.items))).replace("{open}", "1")
    expect(page.locator("[data-part=ended]")).to_have_text(said)
    assert page.locator("[data-stop]:visible").count() == len(chosen.items)
    assert page.locator(".ik-says[open] [data-feedback][data-right]:visible").count() == len(chosen.items)
    page.go_back()
    expect(page.locator("[data-stop]:visible")).to_have_count(1)
    expect(page.locator("[data-stop]:visible input:checked")).to_have_count(1)
    expect(page.locator("[data-stop] .ik-says:visible")).to_have_count(0)


def test_a_set_is_taken_by_keyboard_alone(site, visitor, quiz):
    page = visitor((site / "quiz.html").as_uri() + "#set-parents")
    chosen = next(each for each in quiz.sets if each.id == "parents")
    for name in chosen.items:
        by_keyboard_to(page, f"#item-{name} input[type=radio]")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    expect(page.locator("[data-part=ended]")).to_be_visible()
    expect(page.locator("[data-part=title]")).to_be_focused()


def test_every_row_and_every_myth_leads_to_the_items_about_it(site, visitor, kit, quiz):
    page = visitor((site / "quiz.html").as_uri())
    page.locator("[data-part=covered] > summary").click()
    rows, myths = kit.content.comparison.rows, kit.content.myths.items
    lines = page.locator("[data-part=covered] tbody tr")
    expect(lines).to_have_count(len(rows) + len(myths))
    found = lines.evaluate_all("(all) => all.map((each) => each.querySelectorAll('td a').length)")
    counted = [sum(row.id in item.rows for item in quiz.items) for row in rows]
    assert found == [*counted, *(sum(myth.id in item.myths for item in quiz.items) for myth in myths)]
    assert min(found) > 0
    link = lines.last.locator("td a").first
    target = link.get_attribute("href")
    link.click()
    expect(page.locator(f"{target} h3")).to_be_focused()


def open_all(page: Page) -> None:
    """A case with everything open, or a topic with an answer given."""
    page.locator("[data-part=index] .ik-list a").first.click()
    page.locator("[data-stop]:visible .ik-option label").first.click()
    unfold(page)


@pytest.mark.parametrize("options", [{}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "dark phone"])
@pytest.mark.parametrize("name", LEARNING)
def test_axe_finds_nothing_wrong(site, visitor, name, options):
    page = visitor((site / f"{name}.html").as_uri(), **options)
    unfold(page)
    assert violations(page, "main") == []
    open_all(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", LEARNING)
def test_at_320_px_nothing_scrolls_sideways_and_what_is_touched_is_high_enough(site, visitor, name):
    page = visitor((site / f"{name}.html").as_uri(), **NARROW)
    unfold(page)
    for go_on in (open_all, lambda _: None):
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(TOO_LOW) == []
        go_on(page)


@pytest.mark.parametrize("name", LEARNING)
def test_without_scripts_a_page_is_whole_and_its_links_lead_somewhere(site, visitor, cases, quiz, name):
    page = visitor((site / f"{name}.html").as_uri(), **NARROW, java_script_enabled=False)
    stops = page.locator("[data-stop]")
    assert stops.count() == len({"practice": cases, "quiz": quiz.items}[name])
    assert stops.locator("visible=true").count() == stops.count()
    assert page.locator("main button:visible:not([popovertarget])").count() == 0
    text = " ".join(page.locator("main").text_content().split())
    told = [tell for case in cases for tell in case.tells] if name == "practice" else [item.ask for item in quiz.items]
    assert [each for each in told if " ".join(each.split()) not in text] == []
    ids = page.locator("[id]").evaluate_all("(all) => all.map((each) => `#${each.id}`)")
    links = page.locator('a[href^="#"]').evaluate_all("(all) => all.map((each) => each.getAttribute('href'))")
    assert set(links) - set(ids) == set()
    page.locator(".ik-says > summary").first.click()
    expect(page.locator(".ik-says [data-reveal='1'], .ik-says[data-reveal='1'] ul").first).to_be_visible()


def test_a_story_prints_with_what_is_open_and_no_buttons(site, visitor, cases):
    page = visitor((site / "practice.html").as_uri() + f"#case-{cases[0].id}")
    page.locator("[data-stop]:visible .ik-option label").first.click()
    page.emulate_media(media="print")
    here = stop(page, f"case/{cases[0].id}")
    expect(here.locator(".ik-story p").first).to_be_visible()
    expect(here.locator("[data-reveal='3'] li").first).to_be_visible()
    assert page.locator("main button:visible:not([popovertarget])").count() == 0
    cited = set(
        here.locator("small > a").evaluate_all("(all) => all.map((each) => each.getAttribute('href').slice(1))")
    )
    listed = page.locator(".ik-sources li:not([hidden])").evaluate_all("(all) => all.map((each) => each.id)")
    assert set(listed) == cited  # the sources of this story, not those of all


def test_what_is_chosen_is_never_sent_nor_stored_beyond_the_page(dashboard, visitor, watch, quiz):
    page = visitor(dashboard.address("quiz"))
    page.wait_for_load_state("networkidle")
    before = len(watch.requests)
    page.locator(f'a[href="#topic-{quiz.items[0].topic}"]').click()
    option(page, f"item/{quiz.items[0].id}", right_of(quiz.items[0])).click()
    page.wait_for_load_state("networkidle")
    assert watch.requests[before:] == []
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


def test_one_file_alone_behaves_too(tmp_path, visitor):
    file = tmp_path / "alone.html"
    subprocess.run([*IEPKIT, "export", "--single-file", file, "practice"], check=True, capture_output=True)
    page = visitor(file.as_uri())
    open_all(page)
    expect(page.locator("[data-said]:visible").first).not_to_be_empty()
    assert page.locator("a[href*='.html']").count() == 0
