"""Presenter pages: each part of a workshop leads to a place that is there, and each page comes with its own assets."""

import asyncio
import re

import pytest
from markupsafe import Markup

from iepkit.hosts.pages import Site
from iepkit.hosts.presenting import Presenter
from iepkit.hosts.shell import presenter_assets
from iepkit.views.walls import card_address, shown_at, wall_address
from tests.parsing import parsed

SITE = Site()
PRESENTER = Presenter(SITE)
WORKSHOPS = SITE.teaching.workshops
PARTS = [(workshop, part) for workshop in WORKSHOPS.values() for part in workshop.parts]
ALL_PAGES = {*PRESENTER.walls, "practice", "quiz"}
PANEL = Markup('<section data-ik-room hidden aria-label="Room"></section>')


def html_of(name: str, presenter: Presenter = PRESENTER) -> str:
    async def main_of(page):
        return Markup("<h1>{}</h1>").format(page.title)

    return asyncio.run(presenter.html(name, main_of))


def places(address: str) -> tuple[str, list[str]]:
    file, _, fragment = address.partition("#")
    return file.removesuffix(".html"), fragment.partition("=")[2].split(",")


@pytest.mark.parametrize(("workshop", "part"), PARTS, ids=lambda each: each.id)
def test_each_part_has_an_address_on_the_wall(workshop, part):
    content, teaching = SITE.content("en"), SITE.teaching
    name, stops = places(wall_address(part, workshop, content, ALL_PAGES))
    known = {
        "explorer": {node.id for tree in content.trees.values() for node in (*tree.questions, *tree.outcomes)},
        "comparison": {row.id for row in content.comparison.rows},
        "case": {f"case/{case.id}" for case in teaching.practice.items},
        "quiz": {f"item/{item.id}" for item in teaching.quiz.items},
        "page": {""},
        "title": {part.id},
    }
    wanted = {"explorer": part.tree, "comparison": "compare", "case": "practice", "quiz": "quiz", "page": part.page}
    assert name == wanted.get(part.view, f"cards-{workshop.id}")
    assert set(stops) <= known[part.view]


@pytest.mark.parametrize(("workshop", "part"), PARTS, ids=lambda each: each.id)
def test_a_part_whose_page_is_not_there_has_its_card(workshop, part):
    content = SITE.content("en")
    assert shown_at(part, content, set()) == ""
    assert wall_address(part, workshop, content, set()) == card_address(part, workshop)
    card = parsed(html_of(f"cards-{workshop.id}"))
    assert part.id in {each.get("data-stop") for each in card.named("section")}


def test_names_are_those_of_pages_workshops_and_the_way_in():
    names = list(PRESENTER.names)
    assert len(names) == len(set(names))
    assert {"index", "home", "compare", "which-plan", "cards-parent-evening-60", "workshop-parent-evening-60"} <= {
        *names
    }
    assert not {"explore", "workshops"} & {*names}


@pytest.mark.parametrize("name", ["no-such-page", "workshop-none", "cards-none", "workshop", "explore", "../index"])
def test_an_unknown_presenter_page_is_named(name):
    with pytest.raises(LookupError, match=re.escape(f"there is no presenter page {name!r}")):
        html_of(name)


@pytest.mark.parametrize("name", ["index", "compare", "workshop-parent-evening-60", "cards-parent-evening-60"])
def test_a_presenter_page_is_whole_and_has_a_place_for_the_room(name):
    plain, roomy = html_of(name), html_of(name, Presenter(SITE, PANEL))
    assert "data-ik-room" not in plain
    assert roomy.count(str(PANEL)) == 1
    left = iter(roomy.split())
    assert all(word in left for word in plain.split())  # a room adds to it, and takes nothing away
    page = parsed(plain)
    for each in (page, parsed(roomy)):
        assert each.unclosed == []
        assert len(each.ids) == len(set(each.ids))
    assert len(page.named("main")) == len(page.named("title")) == 1
    loaded = {each for each in page.loaded if not each.startswith("data:")}
    assert {each.removeprefix("../assets/") for each in loaded} <= set(presenter_assets())
    assert any(each.endswith(".css") for each in loaded)


def test_the_notes_say_each_line_and_keep_notes_to_the_presenter_apart():
    for workshop in WORKSHOPS.values():
        page = parsed(html_of(f"workshop-{workshop.id}"))
        for part in workshop.parts:
            for line in (*part.say, *part.ask, *[claim.text for claim in part.facts]):
                assert " ".join(line.removeprefix("For you: ").split())[1:] in " ".join(page.text.split())
    assert "For you: " not in page.text


def test_ordinary_pages_load_nothing_of_it(exported):
    for file in exported.glob("*.html"):
        loaded = parsed(file.read_text(encoding="utf-8")).loaded
        assert not [each for each in loaded if each.split("/")[-1] in presenter_assets()]


def test_every_link_of_an_exported_presenter_page_leads_somewhere(exported):
    files = sorted((exported / "present").glob("*.html"))
    assert {file.stem for file in files} == set(PRESENTER.names)
    seen = {file: parsed(file.read_text(encoding="utf-8")) for file in files}
    for file, page in seen.items():
        addresses = {each.get("href", "") for each in page.named("a")} | {
            each.get(name, "") for _, each in page.elements for name in ("data-wall", "data-then")
        }
        local = {each.partition("#")[0] for each in addresses if not each.startswith(("http", "tel:"))} - {""}
        assert local
        for address in local | {each for each in page.loaded if not each.startswith("data:")}:
            assert (file.parent / address).resolve().is_file(), (file.name, address)


def test_markup_in_a_workshop_is_shown_as_text(good):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    file = good / "workshops" / "evening.yaml"
    text = file.read_text(encoding="utf-8")
    spoiled = re.sub(r"(title|intro): (\w)", rf"\1: '{attack}' # \2", text)
    assert spoiled.count(attack) >= 3
    file.write_text(spoiled, encoding="utf-8")
    presenter = Presenter(Site(good))
    for name in ("index", "workshop-evening", "cards-evening"):
        page = parsed(html_of(name, presenter))
        assert attack in page.text
        assert page.named("img") == []
        assert not [script for script in page.scripts if "alert" in script]
