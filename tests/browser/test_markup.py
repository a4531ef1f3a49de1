"""HTML and script in content are shown as text and never run, also where the behavior clones and fills templates."""

import shutil
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from iepkit.content import load, where
from iepkit.flow import Flow, walk

from .serving import Dashboard, export_to
from .walking import ExplorerOn, some_path

pytestmark = pytest.mark.browser
SCRIPT = "<script>window.pwned=1</script>"
IMAGE = '"><img src=x onerror=window.pwned=1>'
ENDING = "</script></template></title><b>"
MARKS = (SCRIPT, IMAGE, ENDING)
SHORT = "<img src=x onerror=pwned=1>"  # as long as a box of the picture bears
MARKED = {"label", "headline", "title", "caption", "iep", "next", "because", "dropped", "more_n"}


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> Path:
    """Our content with markup in the words that people read."""
    folder = tmp_path_factory.mktemp("marked") / "data"
    shutil.copytree(where("data"), folder)
    for file in (folder / "trees" / "which-plan.yaml", folder / "comparison.yaml", folder / "interface.yaml"):
        found = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only
        _mark(found)
        file.write_text(yaml.dump(found, allow_unicode=True, default_style="'"), encoding="utf-8")
    return folder


def _mark(found: object) -> None:
    """Put markup after each label, headline and title: where no sentence gets too long by it."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name == "short":
                found[name] = SHORT
            elif isinstance(value, str) and name in MARKED and value not in {"tip", "example", "note"}:
                found[name] = f"{value} {MARKS[len(value) % len(MARKS)]}"
            else:
                _mark(value)
    elif isinstance(found, list):
        for value in found:
            _mark(value)


@pytest.fixture(scope="module")
def marked_dashboard(marked, tmp_path_factory):
    with Dashboard(tmp_path_factory.mktemp("marked-dashboard"), marked) as served:
        yield served


@pytest.fixture(scope="module")
def marked_site(marked, tmp_path_factory) -> Path:
    return export_to(tmp_path_factory.mktemp("marked-site") / "site", marked)


@pytest.fixture(params=["exported", "served"])
def marked_address(request):
    if request.param == "served":
        return request.getfixturevalue("marked_dashboard").address
    folder = request.getfixturevalue("marked_site")
    return lambda name: (folder / f"{name}.html").as_uri()


def nothing_ran(page: Page) -> None:
    assert page.evaluate("() => window.pwned") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() <= 2  # the compiled tree and the page's own


def test_markup_in_a_tree_is_shown_as_text(marked_address, visitor, marked):
    flow = Flow(load(marked).trees["which-plan"])
    path = some_path(flow)
    end = walk(flow, path)
    on = ExplorerOn(visitor(marked_address("which-plan")))
    nothing_ran(on.page)
    for pair in path:
        label = flow.option(*pair).label
        assert any(mark in label for mark in MARKS)
        expect(on.option(pair[1])).to_contain_text(label)
        on.option(pair[1]).click()
    on.at(end)
    assert on.state()["because"] == [flow.option(*pair).label for pair in path]
    expect(on.card().locator("h2")).to_contain_text(flow.endings[end.outcome, end.variant].headline)
    on.page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }")
    on.part("copy").click()
    assert any(mark in on.part("copy-field").locator("textarea").input_value() for mark in MARKS)
    on.part("answer-list").locator("button").first.click()
    question, given = path[0]
    on.choose(next(option.id for option in flow.questions[question].options if option.id != given))
    nothing_ran(on.page)


def test_markup_in_the_comparison_and_the_start_page_is_shown_as_text(marked_address, visitor, marked):
    content = load(marked)
    page = visitor(marked_address("compare"))
    expect(page.locator("caption")).to_have_text(content.comparison.caption)
    page.get_by_role("searchbox").fill("<script>")
    page.locator("tbody[data-row]:visible").first.wait_for()
    nothing_ran(page)
    page = visitor(marked_address("index"))
    expect(page.locator(".ik-doors").first).to_contain_text(content.trees["which-plan"].title)
    nothing_ran(page)


def test_markup_on_the_live_page_is_shown_as_text(marked_dashboard, visitor, marked):
    content = load(marked)
    page = visitor(marked_dashboard.address("explore"))
    expect(page.locator(".widget-html").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(content.comparison.rows[0].title)
    assert page.evaluate("() => window.pwned") is None
    assert page.locator("main img").count() == 0
