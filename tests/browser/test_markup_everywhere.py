"""Markup and script in every text that people read, by way of the translation step, which knows them all."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from iepkit.content import load
from iepkit.flow import Flow, walk
from iepkit.hosts.pages import Site

from .checking import open_at
from .marking import MARKED, MARKUP, mark_everything
from .serving import Dashboard, export_to
from .walking import LEARNING, READING, TREES, to_endings

pytestmark = pytest.mark.browser
PAGES = ("index", "compare", *READING)


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> Path:
    return mark_everything(tmp_path_factory.mktemp("everywhere") / "data")


@pytest.fixture(scope="module")
def served(marked, tmp_path_factory):
    with Dashboard(tmp_path_factory.mktemp("everywhere-served"), marked, ["--preheat", "0"]) as dashboard:
        dashboard.wait_until_ready()
        yield lambda name: dashboard.address(f"{MARKED}/{name}")


@pytest.fixture(scope="module")
def exported(marked, tmp_path_factory):
    site = export_to(tmp_path_factory.mktemp("everywhere-exported") / "site", marked)
    return lambda name: (site / MARKED / f"{name}.html").as_uri()


@pytest.fixture(params=["served", pytest.param("exported", marks=pytest.mark.sweep)])
def marked_address(request):
    return request.getfixturevalue(request.param)


def nothing_ran(page: Page) -> None:
    page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }")
    assert page.evaluate("() => window.pwned") is None
    assert page.locator("img").count() == 0
    assert page.locator("[onerror]").count() == 0
    assert page.locator("script").count() <= 2  # the compiled tree and the page's own
    assert MARKUP.strip() in page.locator("h1").text_content()


def test_every_page_is_there_in_that_language(marked):
    site = Site(marked)
    missing = [page.name for page in site.pages.values() if not page.live and not site.has(page, MARKED)]
    assert missing == ["workshops", *LEARNING]  # English only


@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_page_runs(marked_address, visitor, name):
    page = visitor(marked_address(name))
    nothing_ran(page)
    for search in page.get_by_role("searchbox").all():
        search.fill("onerror")
    for word in page.locator("button[popovertarget]").all()[:5]:
        word.evaluate("(button) => document.getElementById(button.getAttribute('popovertarget')).showPopover()")
    nothing_ran(page)


@pytest.mark.parametrize("tree", TREES)
def test_no_text_of_a_tree_runs_at_any_kind_of_ending(marked_address, visitor, marked, tree):
    flow = Flow(load(marked, MARKED).trees[tree])
    page = visitor(marked_address(tree))
    nothing_ran(page)
    one_of_each = {end.outcome: path for path in to_endings(flow) if (end := walk(flow, path))}
    for path in list(one_of_each.values())[:6]:
        open_at(page, path)
        for part in ("copy", "link", "outline-toggle"):
            page.locator(f'[data-part="{part}"]').locator("visible=true").first.dispatch_event("click")
        nothing_ran(page)
