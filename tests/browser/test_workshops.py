"""A workshop with two windows, or with one: notes for the presenter, the wall for the hall. From files and served."""

import re
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from markupsafe import Markup
from playwright.sync_api import Page, expect

from iepkit.content import load
from iepkit.hosts.carried import export_kit
from iepkit.hosts.pages import Site
from iepkit.teaching import load_teaching
from tests.parsing import main_of

from .checking import violations
from .presenting import Wall

pytestmark = pytest.mark.browser
WORKSHOP = load_teaching(load()).workshops["parent-evening-60"]
NAMES = [part.id for part in WORKSHOP.parts]
PAGES = {"comparison": "compare", "case": "practice", "quiz": "quiz"}
NOTES = f"present/workshop-{WORKSHOP.id}"


class Notes:
    """The window with the notes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.page.locator(".ik-leads").wait_for()

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def open_wall(self) -> Wall:
        """Open the wall in its own window."""
        with self.page.expect_popup() as found:
            self.press("Open the wall")
        expect(self.shown).to_contain_text("On the wall now")
        return Wall(found.value)

    @property
    def here(self) -> str:
        """The part that the notes show."""
        name = self.page.locator(".ik-part:visible").get_attribute("data-id")
        assert name
        return name

    @property
    def shown(self):
        """What the notes say of the wall."""
        return self.page.locator("[data-part=wall]")

    def wait_for_part(self, name: str) -> None:
        """Wait until the notes are at a part."""
        expect(self.page.locator(f".ik-part[data-id={name}]")).to_be_visible()


def same_place(wall: Wall, **wanted) -> None:
    """Wait until the wall is there."""
    wall.page.wait_for_function(
        "(wanted) => history.state?.wall && Object.entries(wanted).every(([name, value]) =>"
        " ({ page: history.state.page, ...history.state.wall })[name] === value)",
        arg=wanted,
    )


def test_the_notes_drive_the_wall_and_the_wall_tells_the_notes(address, visitor):
    notes = Notes(visitor(address(NOTES)))
    expect(notes.shown).to_contain_text("not open")
    wall = notes.open_wall()
    assert wall.state["page"] == f"cards-{WORKSHOP.id}"
    notes.press("Next")
    same_place(wall, step=1)
    expect(notes.shown).to_contain_text("(2 of ")
    wall.press("PageUp")
    expect(notes.shown).to_contain_text("(1 of ")
    wall.press("b")
    expect(notes.shown).to_contain_text("The wall is black")
    notes.press("Black screen")
    same_place(wall, black=False)
    notes.page.locator("[data-to=walk]").click()
    assert notes.here == "walk"
    same_place(wall, page="which-plan", stop="where")
    notes.page.keyboard.press("PageDown")
    same_place(wall, step=1)
    notes.page.keyboard.press("3")
    expect(wall.stage.locator("[aria-current]")).to_contain_text("public school")
    notes.page.evaluate(
        "() => document.dispatchEvent(new CustomEvent('iepkit:votes', { detail: { ref: 'tree/which-plan/where',"
        " open: true, shown: true, counts: { 'where-public': 4 }, total: 4 } }))"
    )
    expect(wall.stage.locator("[data-option=where-public] .ik-tally")).to_have_text("4 of 4")
    wall.press("n")
    notes.wait_for_part("two-tests")
    same_place(wall, page="compare", stop="law")
    card = notes.page.locator(".ik-part:visible [data-show=card]")
    card.click()
    same_place(wall, page=f"cards-{WORKSHOP.id}", stop="two-tests")


def test_either_window_may_be_loaded_again(address, visitor):
    notes = Notes(visitor(address(NOTES)))
    wall = notes.open_wall()
    notes.page.locator("[data-to=walk]").click()
    same_place(wall, page="which-plan")
    wall.choose("where-public")
    wall.press("b")
    before = wall.state
    wall.page.reload()
    assert Wall(wall.page).state == before
    notes.page.reload()
    notes = Notes(notes.page)
    assert notes.here == "walk"
    expect(notes.shown).to_contain_text("The wall is black")
    notes.press("Black screen")
    same_place(wall, black=False)
    wall.page.close()
    expect(notes.shown).to_contain_text("not open")
    again = notes.open_wall()
    assert again.state["page"] == "which-plan"


def test_messages_of_others_are_not_obeyed(site, visitor):
    notes = Notes(visitor((site / f"{NOTES}.html").as_uri()))
    wall = notes.open_wall()
    before = wall.state
    wall.page.evaluate("() => window.postMessage({ iepkit: 'iepkit-wall', do: 'run', command: 'next' }, '*')")
    notes.page.evaluate("() => window.postMessage({ iepkit: 'iepkit-wall', did: 'part' }, '*')")
    for rubbish in ("null", "7", "{ iepkit: 'other', do: 'run', command: 'next' }", "{ iepkit: 'iepkit-wall' }"):
        wall.page.evaluate(f"() => window.opener.postMessage({rubbish}, '*')")
    notes.press("Black screen")
    same_place(wall, black=True)
    assert {**wall.state, "black": False} == before
    assert notes.here == NAMES[0]


def test_a_browser_that_opens_no_second_window_is_met_kindly(site, visitor):
    page = visitor((site / f"{NOTES}.html").as_uri())
    page.evaluate("() => { window.open = () => null; }")
    notes = Notes(page)
    blocked = page.locator("[data-part=blocked]")
    expect(blocked).to_be_hidden()
    notes.press("Open the wall")
    expect(blocked).to_contain_text("did not open a second window")
    with page.expect_popup() as found:
        blocked.get_by_role("link").click()
    wall = Wall(found.value)
    expect(notes.shown).to_contain_text("On the wall now")
    notes.press("Next")
    same_place(wall, step=1)


def test_one_window_walks_every_part(site, visitor):
    page = visitor((site / f"{NOTES}.html").as_uri())
    notes = Notes(page)
    page.get_by_role("link", name="Show here").click()
    cards = []
    for part in WORKSHOP.parts:
        page.wait_for_function("(stop) => history.state?.wall?.stop === stop", arg=part.id)
        cards.append(Wall(page).state["stop"])
        Wall(page).finish()
        if part.view != "title":
            page.wait_for_url(lambda url: "/cards-" not in url)
            same_place(Wall(page), page=PAGES.get(part.view) or part.tree or part.page)
            page.keyboard.press("n")
            page.wait_for_url("**/cards-*")
    assert cards == NAMES
    page.get_by_role("link", name="Notes").click()
    assert notes.here == NAMES[-1]


def test_the_clock_counts_the_part_and_says_softly_when_it_is_over(site, visitor):
    page = visitor("about:blank")
    page.clock.install(time=0)
    page.goto((site / f"{NOTES}.html").as_uri())
    page.clock.pause_at(1000)
    notes = Notes(page)
    part, whole, late = (page.locator(f"[data-part={name}]") for name in ("clock-part", "clock-all", "late"))
    expect(part).to_have_text("0:00 of 5:00")
    wall = notes.open_wall()
    notes.press("Start the clock")
    page.clock.run_for(65_000)
    expect(part).to_have_text("1:05 of 5:00")
    expect(wall.page.locator("[data-part=wall-clock]")).to_have_text("3:55")
    expect(late).to_have_text("")
    wall.press("t")
    expect(page.get_by_role("button", name="Start the clock")).to_be_visible()
    page.clock.run_for(60_000)
    expect(part).to_have_text("1:05 of 5:00")
    page.keyboard.press("t")
    page.clock.run_for(6 * 60_000)
    expect(part).to_have_text("7:05 of 5:00")
    expect(late).to_contain_text("over its time by 2 min")
    page.reload()
    notes = Notes(page)
    expect(part).to_have_text("7:05 of 5:00")
    notes.press("Next part")
    expect(part).to_have_text("0:00 of 4:00")
    expect(whole).to_have_text("All so far: 7:05 of 60:00")
    expect(late).to_contain_text("2 min behind")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["laptop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_notes(size, scheme, site, visitor):
    shape = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    page = visitor((site / f"{NOTES}.html").as_uri(), **shape)
    Notes(page).page.locator("[data-do=part]").click()
    page.locator(".ik-part:visible details").first.evaluate("(fold) => { fold.open = true; }")
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]


def test_served_presenter_pages_have_their_policy_and_their_assets_for_a_year(dashboard):
    with dashboard.ask("present/compare.html") as answer:
        html = answer.read().decode()
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
        scripts = re.search("script-src ([^;]*)", answer.headers["Content-Security-Policy"])[1]
        assert re.fullmatch(r"'self' 'sha256-[^' ]+'", scripts), "scripts of ours alone"
    with dashboard.ask("compare.html") as answer:
        assert main_of(answer.read().decode()) in html
    for name in {each.split('"')[0] for each in html.split("../assets/")[1:]}:
        with dashboard.ask(f"assets/{name}") as answer:
            assert "immutable" in answer.headers["Cache-Control"]
    with dashboard.ask("present") as answer:
        assert answer.url.endswith("/present/")
    assert dashboard.status("present/no-such-page.html") == 404


def test_a_kit_from_a_stick_leads_a_whole_workshop(site, visitor, watch, tmp_path, monkeypatch):
    async def run_before(page, language):
        folder = site if language == "en" else site / language
        return Markup(main_of((folder / page.href).read_text(encoding="utf-8")))  # noqa: S704 - our own page

    own = Site()
    monkeypatch.setattr(own, "main", run_before)  # the notebooks have been run for the exported site
    with ThreadPoolExecutor(max_workers=1) as thread:  # Playwright has an event loop of its own in this one
        thread.submit(export_kit, tmp_path / "kit.zip", own).result()
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        archive.extractall(tmp_path / "stick")
    page = visitor((tmp_path / "stick" / "START-HERE.html").as_uri())
    page.get_by_role("link", name=WORKSHOP.title).click()
    notes = Notes(page)
    wall = notes.open_wall()
    for place, part in enumerate(WORKSHOP.parts):
        assert notes.here == part.id
        for line in part.ask:
            expect(page.locator(".ik-part:visible")).to_contain_text(line)
        if part.view in {"explorer", "comparison"}:
            same_place(wall, stop=part.node or part.rows[0])
        expect(notes.shown).to_contain_text("On the wall now")
        if place + 1 == len(NAMES):
            break
        if part.view in {"explorer", "page", "case", "quiz"}:
            wall.press("PageDown", "n")
        else:
            for _ in part.rows or (part.id,):
                wall.finish()
        notes.wait_for_part(NAMES[place + 1])
        same_place(wall, step=0)
    assert {url.split(":")[0] for url in watch.requests} <= {"file", "data"}
