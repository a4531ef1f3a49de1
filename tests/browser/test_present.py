"""On the wall of a hall: one thing at a time, by keys and clickers, large enough for the back row."""

import re

import pytest
from playwright.sync_api import expect

from iepkit.flow import walk

from .checking import violations
from .presenting import BODY_PX, SWEEP, Wall
from .walking import TREES, some_path

pytestmark = pytest.mark.browser
LAPTOP = {"viewport": {"width": 1280, "height": 720}}
HALL = {"viewport": {"width": 1920, "height": 1080}}
READ = ["faq", "glossary", "myths", "stories", "plan-contents", "home"]
CARDS = ["cards-parent-evening-60", "cards-parent-evening-90", "cards-educator-training"]
EVERY = ["compare", *READ, *CARDS, *TREES]
SOME = ["compare", "myths", "plan-contents", "cards-parent-evening-60", "which-plan"]
VOTES = """([ref, counts, shown]) => document.dispatchEvent(new CustomEvent("iepkit:votes", { detail: {
  ref, open: true, shown, counts, total: Object.values(counts).reduce((sum, n) => sum + n, 0) } }))"""
HEARD = """() => {
  window.heard = [];
  document.addEventListener("iepkit:on-wall", ({ detail }) => window.heard.push([detail.ref, detail.revealed]));
}"""


@pytest.fixture
def on_wall(visitor, site):
    """Opens a presenter page of the exported site: ``on_wall("compare#only=law")``."""

    def show(name: str, **options) -> Wall:
        file, _, fragment = name.partition("#")
        address = (site / "present" / f"{file}.html").as_uri()
        return Wall(visitor(f"{address}#{fragment}", **{**LAPTOP, **options}))

    return show


def swept(wall: Wall, every: int) -> None:
    found = wall.page.evaluate(SWEEP, [BODY_PX, every])
    assert found["wrong"] == []
    assert found["layers"] > found["stops"] / every


@pytest.mark.parametrize("name", SOME)
def test_what_is_shown_is_on_the_screen_and_large(name, on_wall):
    wall = on_wall(name)
    swept(wall, 4)
    wall.page.set_viewport_size(HALL["viewport"])
    swept(wall, 8)


@pytest.mark.sweep
@pytest.mark.parametrize("size", [LAPTOP, HALL], ids=["laptop", "hall"])
@pytest.mark.parametrize("name", EVERY)
def test_all_that_is_shown_is_on_the_screen_and_large(name, size, on_wall):
    swept(on_wall(name, **size), 1)


def test_a_row_comes_column_by_column(on_wall, kit):
    rows = {row.id: row for row in kit.content.comparison.rows}
    wall = on_wall("compare#only=law,focus")
    for name in ("law", "focus"):
        if name == "focus":
            wall.next_stop()
        assert wall.at == (name, 0)
        assert wall.heading == rows[name].title
        for step, selector in enumerate((".ik-wall-iep", ".ik-wall-504", ".ik-wall-why"), 1):
            expect(wall.stage.locator(selector)).to_be_hidden()
            wall.reveal("ArrowRight")
            assert wall.at == (name, step)
            expect(wall.stage.locator(selector)).to_be_visible()
    wall.press(*["ArrowRight"] * 3)
    assert wall.at == ("focus", 3), "after the last row there is no other"


def test_a_myth_is_heard_before_its_rule(on_wall, kit):
    myth = kit.content.myths.items[0]
    wall = on_wall(f"myths#at=myth-{myth.id}")
    assert myth.myth in wall.heading
    rule = wall.stage.locator(".ik-first")
    expect(rule).to_be_hidden()
    wall.press("Space")
    expect(rule).to_be_visible()


def test_a_tree_is_walked_by_numbers_to_its_end(on_wall, kit):
    flow = kit.flow("which-plan")
    path = some_path(flow)
    end = walk(flow, path)
    wall = on_wall("which-plan#at=where")
    expect(wall.page.locator("[data-part=wall-invented]")).to_contain_text("invented")
    for question, option in path:
        assert wall.state["stop"] == question
        wall.choose(option)
        assert wall.at[1] >= 1
        wall.next_stop()
    assert wall.state["stop"] == ".".join(filter(None, (end.outcome, end.variant)))
    steps = wall.stage.locator(".ik-steps")
    shown = [steps.evaluate_all("(all) => all.filter((each) => each.checkVisibility()).length")]
    while wall.page.evaluate("() => document.querySelector('[data-layer][hidden]') !== null"):
        wall.press("PageDown")
        shown.append(steps.evaluate_all("(all) => all.filter((each) => each.checkVisibility()).length"))
    assert sorted(set(shown)) == list(range(len(flow.endings[end.outcome, end.variant].steps) + 1)), "step by step"
    assert wall.stage.locator("[data-slot=items] q").count() == len(path)
    wall.press("Home")
    assert wall.at == ("title", 0)


def test_without_a_choice_a_question_stays_and_says_why(on_wall):
    wall = on_wall("which-plan#at=where")
    wall.press(*["PageDown"] * 6)
    assert wall.state["stop"] == "where"
    expect(wall.page.locator("[data-part=wall-said]")).to_have_text("Choose an answer by its number first.")
    wall.press("9")
    assert wall.state["given"] == []


def test_another_choice_drops_what_came_after(on_wall):
    wall = on_wall("which-plan#at=where")
    wall.choose("where-public")
    wall.next_stop()
    wall.choose("has-none")
    while wall.state["stop"] != "where":
        wall.press("PageUp")
    assert [question for question, _ in wall.state["given"]] == ["where", "has"]
    wall.choose("where-under-3")
    assert wall.state["given"] == [["where", "where-under-3"]]
    wall.next_stop()
    assert wall.state["stop"] == "early-intervention"


def test_a_part_of_the_tree_can_be_read(on_wall):
    wall = on_wall("which-plan#at=has", **HALL)
    wall.press("m")
    here = wall.stage.locator("[data-node=has]")
    expect(here).to_be_in_viewport()
    heights = wall.stage.locator("[data-node=has] text").evaluate_all(
        "(all) => all.map((text) => text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize))"
    )
    assert min(heights) >= BODY_PX * 1.5, "as large as all else, at 1920"
    wall.press("PageDown")
    expect(wall.stage.locator("svg")).to_have_count(0)
    assert wall.at == ("has", 0)


def test_the_keys(on_wall):
    wall = on_wall("compare")
    black = wall.page.locator("[data-part=wall-black]")
    first = wall.state["stop"]
    for key in ("ArrowRight", "ArrowDown", "PageDown", "Space", "Enter"):
        wall.reveal(key)
    for key in ("ArrowLeft", "ArrowUp", "PageUp"):
        before = wall.at
        wall.press(key)
        assert wall.at < before or wall.at[0] != before[0], key
    for key in ("b", "."):
        before = wall.at
        wall.press(key)
        expect(black).to_be_visible()
        wall.press("PageDown")
        expect(black).to_be_hidden()
        assert wall.at == before, "the first key after black shows the same again"
    wall.press("End")
    assert wall.stage.locator("[data-layer][hidden]").count() == 0
    wall.press("Home")
    assert wall.at == (first, 0)
    for key in ("d", "D"):
        dark = wall.page.evaluate("() => document.documentElement.classList.contains('ik-dark')")
        wall.press(key)
        assert wall.page.evaluate("() => document.documentElement.classList.contains('ik-dark')") is not dark
    wall.press("?")
    expect(wall.page.locator("dialog[data-part=wall-keys]")).to_be_visible()
    wall.press("Escape")
    expect(wall.page.locator("dialog[data-part=wall-keys]")).to_be_hidden()
    wall.press("F5")
    wall.page.wait_for_function("() => document.fullscreenElement !== null")
    before = wall.at
    wall.press("Control+ArrowRight", "Alt+PageDown")
    assert wall.at == before, "keys of the browser and the system are left alone"


def test_somebody_jumps_anywhere_and_typing_is_left_alone(on_wall):
    wall = on_wall("which-plan")
    for key in ("j", "g", "j", "g"):  # a field that kept the focus would take the third
        wall.press(key)
        dialog = wall.page.locator("dialog[data-part=wall-jump]")
        field = dialog.get_by_role("searchbox")
        expect(field).to_be_focused()
        wall.page.keyboard.type("plan now b.")
        assert field.input_value() == "plan now b."
        assert wall.state["stop"] == "title"
        wall.press("Escape")
        expect(dialog).to_be_hidden()
    wall.press("j")
    assert field.input_value() == ""
    field.fill("Plan now")
    assert dialog.locator("[data-part=wall-stops] li:visible").count() == 1
    wall.press("Enter")
    expect(dialog).to_be_hidden()
    assert wall.at == ("has", 0)
    wall.press("PageUp")
    assert wall.state["stop"] == "title", "back leads to where one came from"


def test_buttons_do_the_same_and_give_the_keys_back(on_wall):
    wall = on_wall("compare#only=law,focus")
    wall.page.get_by_role("button", name="Next", exact=True).click()
    assert wall.at == ("law", 1)
    wall.reveal("Space")
    assert wall.at == ("law", 2), "Space is no second press of the button"
    wall.page.get_by_role("button", name="Back", exact=True).click()
    assert wall.at == ("law", 1)
    button = wall.page.get_by_role("button", name="Black screen")
    button.focus()
    wall.press("Enter")
    expect(wall.page.locator("[data-part=wall-black]")).to_be_visible()
    assert wall.at == ("law", 1)


def test_the_bar_hides_when_idle_and_is_there_for_the_keyboard(on_wall):
    wall = on_wall("compare")
    bar = wall.page.locator("[data-part=wall-bar]")
    wall.page.mouse.move(200, 200)
    expect(bar).to_have_css("opacity", "1")
    expect(bar).to_have_css("opacity", "0")
    wall.press("Tab", "Tab")
    expect(bar).to_have_css("opacity", "1")
    focused = wall.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert focused == "solid"


def test_a_reload_keeps_the_place(on_wall):
    wall = on_wall("which-plan#at=where")
    wall.choose("where-public")
    wall.press("b")
    before = wall.state
    wall.page.reload()
    assert Wall(wall.page).state == before
    expect(wall.page.locator("[data-part=wall-black]")).to_be_visible()


def test_what_is_new_is_announced(on_wall, kit):
    row = next(row for row in kit.content.comparison.rows if row.id == "focus")
    wall = on_wall("compare#only=focus")
    said = wall.page.locator("[data-part=wall-said]")
    expect(said).to_contain_text(row.title)
    wall.press("PageDown")
    expect(said).to_contain_text(re.compile(r"^\s*IEP"))
    expect(said).not_to_contain_text(row.title)


def test_votes_are_bars_with_numbers(on_wall):
    wall = on_wall("which-plan#at=where")
    wall.page.evaluate(HEARD)
    wall.press("PageDown")
    wall.page.evaluate(VOTES, ["tree/which-plan/where", {"where-public": 30, "where-private": 10}, True])
    texts = wall.stage.locator(".ik-tally").all_inner_texts()
    assert [text.strip() for text in texts] == ["0 of 40", "0 of 40", "30 of 40", "10 of 40", "0 of 40", "0 of 40"]
    item = wall.stage.locator("[data-option=where-public]")
    ratio = item.evaluate(
        "(item) => item.querySelector('[data-slot=bar]').getBoundingClientRect().width / item.clientWidth"
    )
    assert 0.74 < ratio < 0.76
    wall.page.evaluate(VOTES, ["tree/which-plan/where", {"where-public": 31}, False])
    expect(wall.stage.locator(".ik-tally")).to_have_count(0)
    expect(wall.page.locator("[data-part=wall-total]")).to_have_text("Votes so far: 31")
    wall.choose("where-public")
    wall.next_stop()
    expect(wall.page.locator("[data-part=wall-total]")).to_be_hidden()
    heard = wall.page.evaluate("() => window.heard")
    assert heard[0] == ["tree/which-plan/where", False]
    assert ["tree/which-plan/where", True] in heard
    assert heard[-1] == ["tree/which-plan/has", False]
    for rubbish in (None, 7, {"ref": "tree/which-plan/has"}, {"ref": "tree/which-plan/has", "counts": None}):
        wall.page.evaluate("(detail) => document.dispatchEvent(new CustomEvent('iepkit:votes', { detail }))", rubbish)
    expect(wall.stage.locator(".ik-tally")).to_have_count(0)


MARKED = """
<section data-view="quiz"><h1>Check</h1>
<article data-stop data-ref="item/one"><form><fieldset><legend><h3>Who may ask?</h3></legend>
<div data-option="parents" data-right>
<label><input type="radio"><span>Parents<span hidden>Fits</span></span></label></div>
<div data-option="nobody"><label><input type="radio"><span>Nobody</span></label></div></fieldset></form>
<div data-reveal="1" hidden><p>Parents and schools may.</p></div><p data-reveal="3">Talk about it.</p></article>
<article data-stop data-ref="item/two"><h2>Two</h2></article></section>"""


def test_markup_that_says_its_own_steps(visitor, site, tmp_path):
    html = (site / "present" / "compare.html").read_text(encoding="utf-8")
    source = re.search(r"<section class=\"ik ik-comparison\".*</section>", html, re.DOTALL)
    (tmp_path / "present").mkdir()
    (tmp_path / "assets").symlink_to(site / "assets")
    file = tmp_path / "present" / "marked.html"
    file.write_text(html.replace(source[0], MARKED), encoding="utf-8")
    wall = Wall(visitor(f"{file.as_uri()}#at=item/one", **LAPTOP))
    assert wall.at == ("item/one", 0)
    right = wall.stage.locator("[data-option=parents]")
    expect(right).not_to_have_attribute("aria-current", "true")
    expect(wall.stage.get_by_text("Fits")).to_be_hidden()
    expect(wall.stage.get_by_text("Parents and schools may.")).to_be_hidden()
    wall.press("PageDown")
    expect(wall.stage.get_by_text("Parents and schools may.")).to_be_visible()
    expect(right).to_have_attribute("aria-current", "true")
    expect(wall.stage.get_by_text("Fits")).to_be_visible()
    wall.press("PageDown")
    expect(wall.stage.get_by_text("Talk about it.")).to_be_visible()
    wall.press("PageDown")
    assert wall.at == ("item/two", 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["which-plan#at=where", "compare#only=law", "cards-parent-evening-60", "home", "index"]
)
def test_axe_finds_nothing(name, scheme, visitor, site):
    file, _, fragment = name.partition("#")
    page = visitor(f"{(site / 'present' / f'{file}.html').as_uri()}#{fragment}", **LAPTOP, color_scheme=scheme)
    if file != "index":
        Wall(page).press("PageDown")
    assert violations(page) == []
    if file == "compare":
        for key in ("j", "Escape", "?"):
            page.keyboard.press(key)
            assert violations(page) == []


@pytest.mark.parametrize("name", ["which-plan", "compare", "cards-parent-evening-60", "workshop-parent-evening-60"])
def test_without_a_script_it_can_be_read(name, visitor, site):
    page = visitor((site / "present" / f"{name}.html").as_uri(), java_script_enabled=False)
    expect(page.locator("h1").first).to_be_attached()
    expect(page.locator("h2").first).to_be_visible()
    assert page.locator("main button:visible:not([popovertarget])").count() == 0
    assert page.locator("nav[data-part=wall-bar]:visible, dialog:visible").count() == 0
