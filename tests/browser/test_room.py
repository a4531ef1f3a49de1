"""A hall: one presenter and twenty phones, each a browser of its own, in a real Chromium."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from iepkit.content import load
from iepkit.hosts.dashboard.room.questions import Questions
from iepkit.teaching import load_teaching

from .checking import TOO_WIDE, violations
from .conftest import NARROW, PHONE
from .presenting import Wall
from .serving import Dashboard

pytestmark = pytest.mark.browser
REF = "item/which-law"
PHONES = 20
PRESENTER = {"viewport": {"width": 1920, "height": 1080}}


@pytest.fixture(scope="module")
def hall(tmp_path_factory) -> Iterator[Dashboard]:
    folder = tmp_path_factory.mktemp("hall")
    with Dashboard(folder, options=["--rooms", "--preheat", "0"], IEPKIT_STATE=str(folder / "state")) as served:
        yield served


@pytest.fixture(scope="module")
def questions() -> Questions:
    content = load()
    return Questions(content, load_teaching(content))


@pytest.fixture
def presenter(hall, visitor) -> Iterator[Presenter]:
    """The presenter with a room of this test's own."""
    link = re.search(r"http\S+#presenter=\S+", hall.log.read_text())[0]
    own = Presenter(visitor(link, **PRESENTER))
    yield own
    own.delete()


class Presenter:
    """The page with the panel alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate("""() => {
          window.told = [];
          document.addEventListener("iepkit:votes", ({ detail }) => window.told.push(detail));
        }""")
        self.press("make")
        expect(self.code_shown).to_have_text(re.compile(r"^\w{5}$"))

    @property
    def code_shown(self):
        return self.page.locator(".ik-code")

    @property
    def code(self) -> str:
        return self.code_shown.inner_text()

    @property
    def state(self):
        return self.page.locator("[data-part=state]")

    @property
    def bars(self):
        return self.page.locator(".ik-bars")

    def press(self, name: str) -> None:
        button = self.page.locator(f"[data-deed={name}]")
        fold = self.page.locator("details", has=button)
        if fold.count() and not fold.evaluate("fold => fold.open"):
            fold.locator("summary").click()
        button.click()

    def wall(self, ref: str | None, *, revealed: bool = False) -> None:
        """What a presenter's page would tell of its wall."""
        detail = {"ref": ref, "revealed": revealed}
        self.page.evaluate("detail => document.dispatchEvent(new CustomEvent('iepkit:on-wall', { detail }))", detail)

    def counts(self) -> list[int]:
        return [int(text) for text in self.bars.locator("[data-part=count]").all_inner_texts()]

    def told(self) -> list[dict]:
        """What the panel has told the wall."""
        return self.page.evaluate("window.told")

    def delete(self) -> None:
        if self.code_shown.is_visible():
            self.press("delete")
            expect(self.page.locator("[data-deed=make]")).to_be_visible()


def join(visitor, hall, presenter, **options) -> Page:
    return visitor(hall.address(f"room/{presenter.code}", ""), **{**PHONE, **options})


def choose(phone: Page, option: str) -> None:
    phone.locator(f"form:visible button[value={option}]").click()
    expect(chosen(phone)).to_have_attribute("value", option)


def chosen(phone: Page):
    return phone.locator("form:visible button[aria-pressed=true]")


def test_twenty_phones_vote_and_the_bars_grow_once_they_are_shown(hall, visitor, presenter, questions):
    expect(presenter.page.locator("[data-part=qr]")).not_to_have_js_property("naturalWidth", 0)
    presenter.wall(REF)
    options = [name for name, _ in questions.asked(REF).options]
    phones = [join(visitor, hall, presenter) for _ in range(PHONES)]
    for phone in phones:
        expect(phone.locator("[data-part=idle]")).to_be_visible()
    expect(presenter.page.locator("[data-part=phones]")).to_contain_text(str(PHONES))
    presenter.press("open")
    votes = [options[number % len(options)] for number in range(PHONES)]
    for phone, option in zip(phones, votes, strict=True):
        choose(phone, option)
    expect(presenter.state).to_contain_text(str(PHONES))
    expect(presenter.bars).to_be_hidden()
    assert all(told["counts"] == {} for told in presenter.told())

    presenter.press("show")
    expect(presenter.bars).to_be_visible()
    assert presenter.counts() == [Counter(votes)[option] for option in options]
    choose(phones[0], options[1])
    votes[0] = options[1]
    expect(presenter.bars.locator("[data-part=count]").nth(0)).to_have_text(str(Counter(votes)[options[0]]))
    assert presenter.counts() == [Counter(votes)[option] for option in options]

    phones[1].reload()
    expect(chosen(phones[1])).to_have_attribute("value", votes[1])
    presenter.page.reload()
    expect(presenter.code_shown).to_have_text(re.compile(r"^\w{5}$"))
    presenter.wall(REF)
    expect(presenter.state).to_contain_text(str(PHONES))
    assert presenter.counts() == [Counter(votes)[option] for option in options]

    presenter.press("close")
    for phone in phones[:3]:
        expect(phone.locator("form:visible [data-part=closed]")).to_be_visible()
        expect(phone.locator("form:visible button").first).to_be_disabled()
        for option, count in Counter(votes).items():
            expect(phone.locator(f"button[value={option}] [data-part=count]")).to_contain_text(str(count))


def test_the_answer_on_the_wall_ends_the_vote_and_hands_are_marked(hall, visitor, presenter):
    presenter.wall(REF)
    presenter.press("open")
    phone = join(visitor, hall, presenter)
    choose(phone, "one-law")
    expect(presenter.state).to_contain_text("1")
    presenter.page.get_by_text("Show of hands", exact=True).click()
    presenter.page.get_by_label("The IEP comes from IDEA").fill("12")
    presenter.page.get_by_role("button", name="Save the numbers").click()
    expect(presenter.state).to_contain_text("13")
    presenter.wall(REF, revealed=True)
    expect(presenter.bars).to_be_visible()
    expect(presenter.page.locator("[data-part=by-hand]")).to_contain_text("12")
    expect(phone.locator("form:visible [data-part=closed]")).to_be_visible()
    last = presenter.told()[-1]
    counts = {"one-law": 1, "idea-and-504": 12}
    assert last == {"ref": REF, "open": False, "shown": True, "counts": counts, "total": 13, "hands": 12}
    presenter.wall(None)
    expect(presenter.page.locator("[data-deed=open]")).to_be_hidden()


def test_a_set_is_answered_one_by_one_and_saved_as_a_table(hall, visitor, presenter, questions):
    name, chosen_set = next(iter(questions.sets.items()))
    refs = questions.refs_of(name)
    assert chosen_set.items
    presenter.press("before")
    phone = join(visitor, hall, presenter)
    expect(phone.locator("[data-part=turns]")).to_be_visible()
    for ref in refs:
        expect(phone.locator("form:visible")).to_have_attribute("data-ref", ref)
        phone.locator("form:visible button").first.click()
    expect(phone.locator("[data-part=all]")).to_be_visible()
    code = re.search(r"\b[2-9B-Y]{5}\b", phone.locator("[data-part=code]").inner_text())[0]
    assert violations(phone) == []
    presenter.press("after")
    expect(phone.locator("form:visible")).to_have_attribute("data-ref", refs[0])
    expect(chosen(phone)).to_have_count(0)
    with presenter.page.expect_download() as saved:
        presenter.press("answers")
    lines = saved.value.path().read_text().splitlines()
    first = questions.asked(refs[0]).options[0][0]
    assert f"{code},before,{refs[0].removeprefix('item/')},{first}" in lines
    assert len(lines) == 1 + len(refs)


def test_while_the_file_of_votes_is_locked_the_phone_says_that_its_vote_waits(hall, visitor, presenter):
    presenter.wall(REF)
    presenter.press("open")
    phone = join(visitor, hall, presenter)
    (file,) = (hall.log.parent / "state").glob("*.db")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    choose(phone, "one-law")
    expect(phone.locator("[data-say=waiting]")).to_be_visible()
    expect(presenter.page.locator("[data-trouble=locked]")).to_contain_text("1")
    assert violations(presenter.page, "[data-ik-room]") == []
    holder.execute("ROLLBACK")
    holder.close()
    expect(phone.locator("[data-say=waiting]")).to_be_hidden()
    expect(presenter.page.locator("[data-trouble=locked]")).to_be_hidden()
    expect(presenter.state).to_contain_text("1")


def test_a_room_that_ends_says_so(hall, visitor, presenter, watch):
    phone = join(visitor, hall, presenter)
    expect(phone.locator("[data-part=idle]")).to_be_visible()
    presenter.delete()
    expect(phone.locator("[data-say=gone]")).to_be_visible()
    watch.missing_is_fine = True
    phone.reload()
    expect(phone.get_by_role("alert")).to_contain_text("no room with this code")
    assert violations(phone) == []


def test_who_has_no_secret_gets_no_panel(hall, visitor, watch):
    page = visitor(hall.address("present/room"), **PRESENTER)
    expect(page.locator("[data-wall=stranger]")).to_be_visible()
    expect(page.locator("[data-ik-room]")).to_be_hidden()
    watch.missing_is_fine = True  # the console tells of the 403
    page.goto("about:blank")
    page.goto(hall.address("present/room") + "#presenter=made-up")
    expect(page.locator("[data-trouble=forged]")).to_be_visible()
    expect(page.locator(".ik-code")).to_be_hidden()


def test_without_a_script_a_phone_votes_by_a_form(hall, visitor, presenter):
    presenter.wall(REF)
    presenter.press("open")
    phone = join(visitor, hall, presenter, java_script_enabled=False)
    phone.locator("button[value=one-law]").click()
    expect(phone.locator("button[value=one-law]")).to_have_attribute("aria-pressed", "true")
    expect(presenter.state).to_contain_text("1")
    phone.goto(hall.address("room", ""))
    phone.get_by_label("The code on the wall").fill(presenter.code.lower())
    phone.get_by_role("button", name="Join").click()
    expect(phone.locator("button[value=one-law]")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_and_panel_are_accessible_and_fit(hall, visitor, presenter, scheme):
    presenter.page.emulate_media(color_scheme=scheme)
    presenter.wall(REF)
    presenter.press("open")
    phone = join(visitor, hall, presenter, color_scheme=scheme)
    choose(phone, "one-law")
    presenter.press("show")
    expect(presenter.bars).to_be_visible()
    for fold in presenter.page.locator("details").all():
        fold.evaluate("fold => { fold.open = true; }")
    for page in (phone, presenter.page):
        assert violations(page) == []
        assert page.evaluate(TOO_WIDE) == []
        page.set_viewport_size(NARROW["viewport"])
        assert page.evaluate(TOO_WIDE) == []
    small = "nodes => nodes.filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 44).length"
    for page in (phone, presenter.page):
        assert page.locator("button, select, summary, input[type=number]").evaluate_all(small) == 0


@pytest.fixture
def lead(hall, visitor) -> Iterator[Callable[[str], Page]]:
    """Opens pages of a presenter, with a room of this test's own, which is deleted at the end."""
    link = re.search(r"http\S+#presenter=\S+", hall.log.read_text())[0]
    own = Presenter(visitor(link, **PRESENTER))

    def open_page(path: str) -> Page:
        own.page.goto(hall.address(path, ""))
        expect(own.page.locator("[data-part=code]").first).to_have_text(re.compile(r"^\w{5}$"))
        return own.page

    yield open_page
    open_page("present/room.html")
    own.delete()


def test_a_tree_on_the_wall_is_voted_on(hall, visitor, lead, kit):
    flow = kit.flow("which-plan")
    question = flow.questions[flow.tree.start]
    page = lead(f"present/which-plan.html#at={question.id}")
    wall, panel, line = Wall(page), page.locator("[data-part=wall-votes]"), page.locator("[data-part=wall-join]")
    assert wall.stage.bounding_box()["height"] > 0.6 * PRESENTER["viewport"]["height"]  # the room leaves it its place
    code = panel.locator("[data-part=code]").text_content()
    expect(line).to_contain_text(code)
    wall.press("PageDown", "v")
    expect(panel.get_by_role("button", name="Open the vote")).to_be_focused()
    expect(panel.locator("[data-part=qr]")).to_be_in_viewport(ratio=1)
    wall.press("Enter")
    expect(panel).to_be_hidden()  # it makes way for the question
    phones = [visitor(hall.address(f"room/{code}", ""), **PHONE) for _ in range(2)]
    expect(line).to_contain_text("Phones: 2")
    first, second = (option.id for option in question.options[:2])
    choose(phones[0], first)
    choose(phones[1], second)
    total = page.locator("[data-part=wall-total]")
    expect(total).to_have_text("Votes so far: 2")
    expect(total).to_be_in_viewport(ratio=1)
    expect(wall.stage.locator(".ik-tally")).to_have_count(0)  # bars are hidden yet
    wall.choose(first)
    expect(wall.stage.locator(f"[data-option={first}] .ik-tally")).to_have_text("1 of 2")
    expect(phones[0].locator("[data-part=closed]:visible")).to_have_count(1)


def test_notes_open_the_vote_on_their_wall(hall, visitor, lead, kit):
    part = next(part for part in kit.teaching.workshops["parent-evening-60"].parts if part.view == "quiz")
    notes = lead(f"present/workshop-parent-evening-60.html#part-{part.id}")
    with notes.expect_popup() as opened:
        notes.locator("[data-do=wall]").click()
    wall = Wall(opened.value)
    fold = notes.locator(".ik-room-fold details")
    fold.locator("summary").first.click()
    fold.get_by_role("button", name="Open the vote").click()
    expect(fold.locator("[data-part=state]")).to_contain_text("The vote is open.")
    phone = visitor(hall.address(f"room/{fold.locator('[data-part=code]').text_content()}", ""), **PHONE)
    item = next(each for each in kit.teaching.quiz.items if each.id == part.items[0])
    choose(phone, item.options[0].id)
    expect(wall.page.locator("[data-part=wall-total]")).to_have_text("Votes so far: 1")
    notes.locator("[data-do=votes]").click()
    expect(wall.page.locator("[data-part=wall-votes]")).to_be_visible()
    notes.locator("[data-do=votes]").click()
    expect(wall.page.locator("[data-part=wall-votes]")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_wall_and_notes_with_a_room_are_accessible_and_fit(lead, scheme):
    page = lead("present/which-plan.html#at=where")
    page.emulate_media(color_scheme=scheme)
    page.keyboard.press("v")
    expect(page.locator("[data-part=wall-votes]")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(TOO_WIDE) == []
    page = lead("present/workshop-parent-evening-60.html")
    page.locator(".ik-room-fold summary").first.click()
    assert violations(page) == []
    assert page.evaluate(TOO_WIDE) == []
