"""When something breaks behind a page, what the visitor is doing goes on."""

import urllib.error
from contextlib import suppress

import psutil
import pytest
from playwright.sync_api import expect

from iepkit.flow import walk

from .serving import Dashboard
from .walking import ExplorerOn, some_path

pytestmark = pytest.mark.browser
BROKEN_GRAPHVIZ = "raise ImportError('no Graphviz on this machine')\n"


@pytest.fixture
def own_dashboard(tmp_path):
    """A dashboard of this test's own, to be broken."""
    with Dashboard(tmp_path) as served:
        served.wait_until_ready()
        yield served


def test_where_graphviz_fails_the_page_has_the_list_and_says_so(visitor, kit, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pygraphviz.py").write_text(BROKEN_GRAPHVIZ)
    broken = {"PYTHONPATH": str(tmp_path / "broken"), "IEPKIT_CACHE": str(tmp_path / "empty")}
    flow = kit.flow("which-plan")
    path = some_path(flow)
    with Dashboard(tmp_path, **broken) as served:
        on = ExplorerOn(visitor(served.address("which-plan")))
        expect(on.part("no-picture")).to_have_text(kit.content.words.explorer["no_picture"])
        expect(on.part("picture")).to_have_count(0)
        on.walk(path)
        on.at(walk(flow, path))
        on.part("outline-toggle").click()
        expect(on.part("outline").locator("> li:visible")).to_have_count(len(flow.questions) + len(flow.outcomes))
    assert "Traceback" not in served.log.read_text()


def test_after_its_kernel_is_killed_the_explorer_goes_on(own_dashboard, visitor, watch, kit):
    watch.missing_is_fine = watch.lost_is_fine = True  # a dead kernel answers no more
    page = visitor(own_dashboard.address("explore"))
    expect(page.locator(".widget-dropdown select")).to_be_visible()
    on = ExplorerOn(page)
    flow = kit.flow(on.root.get_attribute("data-tree"))
    path = some_path(flow)
    on.walk(path[:1])
    for name in ("index", "compare", "which-plan", "disputes"):  # their kernels come and go at the start
        own_dashboard.ask(f"{name}.html").close()
    kernels = own_dashboard.kernels()
    assert kernels
    for kernel in kernels:
        with suppress(psutil.NoSuchProcess):
            kernel.kill()
    assert psutil.wait_procs(kernels, timeout=20)[1] == []
    on.walk(path[1:])
    on.at(walk(flow, path))
    on.back.click()
    on.at(walk(flow, path[:-1]))
    page.reload()
    on.at(walk(flow, path[:-1]))
    assert on.state()["answers"] == [flow.option(*pair).label for pair in path[:-1]]
    on.walk(path[-1:])
    on.at(walk(flow, path))


def test_after_the_server_has_stopped_an_open_page_goes_on(own_dashboard, visitor, kit):
    flow = kit.flow("which-plan")
    path = some_path(flow)
    on = ExplorerOn(visitor(own_dashboard.address("which-plan")))
    on.walk(path[:1])
    own_dashboard.stop()
    on.walk(path[1:])
    on.at(walk(flow, path))
    on.part("copy").click()
    assert on.part("copy-field").locator("textarea").input_value()
    on.page.go_back()
    on.at(walk(flow, path[:-1]))


def test_a_missing_page_says_so_kindly(dashboard, visitor, watch, kit):
    watch.missing_is_fine = True
    page = visitor(dashboard.address("no-such-page"))
    expect(page.get_by_role("heading", level=1)).to_have_text(kit.content.words.page["missing_title"])
    page.get_by_role("link", name=kit.content.words.page["error_home"]).click()
    expect(page.locator(".ik-home")).to_be_visible()


def test_a_missing_page_tells_nothing_of_the_request(dashboard):
    with pytest.raises(urllib.error.HTTPError) as missing:
        dashboard.ask("%3Cscript%3Ewindow.pwned=1%3C/script%3E?name=Kim")
    assert missing.value.code == 404
    body = missing.value.read().decode()
    for told in ("pwned", "Kim", "Traceback", "Tornado"):
        assert told not in body
