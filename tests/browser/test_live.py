"""A live page: readable and usable at once, controls when its kernel is there, and honest when the kernel has gone."""

import time
from collections.abc import Callable

import psutil
import pytest
from playwright.sync_api import Page, expect

from .serving import Dashboard
from .walking import ExplorerOn, some_path

pytestmark = pytest.mark.browser
CONTROL = ".widget-dropdown select"
SECONDS = 30


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """A server with one kernel ready, that ends those of visitors who have left after a second."""
    with Dashboard(tmp_path_factory.mktemp("live"), options=["--preheat", "1", "--end-after", "1"]) as served:
        served.wait_until_ready()
        yield served


@pytest.fixture
def own(tmp_path):
    """A server of this test's own, to be broken."""
    with Dashboard(tmp_path, options=["--preheat", "1", "--max-kernels", "1", "--end-after", "2"]) as served:
        served.wait_until_ready()
        yield served


def note(page: Page, name: str):
    return page.locator(f'[data-live-note="{name}"]')


def python_answers(page: Page, kit) -> None:
    """Choose another tree: only the kernel can change the explorer to it."""
    page.locator(CONTROL).select_option(label=kit.flow("disputes").tree.title)
    expect(page.locator("section[data-view=explorer]")).to_have_attribute("data-tree", "disputes")


def until(state: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not state():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_it_can_be_read_and_used_before_its_kernel_is_there(live, visitor, kit):
    page = visitor("about:blank")
    for late in ("**/live.*.js", "**/front-end/**"):  # what comes with the kernel never arrives
        page.route(late, lambda _: None)
    page.goto(live.address("explore", ""), wait_until="commit")
    expect(page.locator("h1")).to_have_text("Explore the content")
    expect(note(page, "waiting")).to_be_visible()
    on = ExplorerOn(page)
    path = some_path(kit.flow(on.root.get_attribute("data-tree")))
    on.walk(path)
    words = kit.content.words.trainer
    expect(page.get_by_role("table", name=words["endings"])).to_be_visible()
    expect(page.locator(CONTROL)).to_have_count(0)
    page.unroute_all(behavior="ignoreErrors")


def test_controls_attach_and_the_walk_goes_on(live, visitor, kit):
    page = visitor(live.address("explore", ""))
    on = ExplorerOn(page)
    path = some_path(kit.flow(on.root.get_attribute("data-tree")))
    on.walk(path[:2])
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    for name in ("waiting", "lost", "ended", "stopping", "full"):
        expect(note(page, name)).to_be_hidden()
    expect(page.get_by_role("table", name=kit.content.words.trainer["endings"])).to_have_count(1)
    expect(page.locator("section[data-view=explorer]")).to_have_count(1)
    on.walk(path[2:])


def test_choosing_a_tree_changes_the_explorer_and_its_answers_start_anew(live, visitor, kit):
    page = visitor(live.address("explore", ""))
    on = ExplorerOn(page)
    on.walk(some_path(kit.flow(on.root.get_attribute("data-tree")))[:2])
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    python_answers(page, kit)
    on = ExplorerOn(page)
    assert on.state()["answers"] == []
    on.walk(some_path(kit.flow("disputes")))


def test_a_browser_without_abort_signal_any_has_the_controls(live, visitor):
    page = visitor("about:blank")
    page.add_init_script("delete AbortSignal.any")
    page.goto(live.address("explore", ""))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)


def test_no_policy_is_broken_by_its_own_page(live, visitor):
    page = visitor("about:blank")
    page.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', (e) => broken.push(e.blockedURI));"
    )
    page.goto(live.address("explore", ""))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    assert page.evaluate("() => window.broken") == []
    later = "() => setTimeout(() => { try { eval('1'); window.was = 'run'; } catch { window.was = 'refused'; } }, 0)"
    page.evaluate(later)  # within `evaluate` itself the browser lets eval through
    page.wait_for_function("() => window.was")
    assert page.evaluate("() => window.was") == "refused"


def test_a_first_visit_loads_at_most_1_2_mb(live, visitor):
    page = visitor("about:blank")
    sizes: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(live.address("explore", ""))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    page.wait_for_timeout(1000)
    assert sum(sizes) <= 1_200_000


def test_a_second_visit_loads_no_file_of_the_front_end_again(live, visitor):
    page = visitor(live.address("explore", ""))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    again: list[str] = []
    served: set[str] = set()
    session.on("Network.requestServedFromCache", lambda event: served.add(event["requestId"]))
    session.on(
        "Network.responseReceived",
        lambda event: (
            event["response"].get("fromDiskCache")
            or event["requestId"] in served
            or again.append(event["response"]["url"])
        ),
    )
    page.goto(live.address("explore", ""))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    assert [url for url in again if "/front-end/" in url or "/assets/" in url] == []


def test_a_kernel_never_learns_what_was_asked(live, visitor):
    for name in ("one", "two", "three"):
        page = visitor(live.address("explore", f"?child=secret-{name}&template=classic&theme=dark"))
        expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    environments = [" ".join(kernel.environ().values()) for kernel in live.kernels()]
    assert environments
    assert "secret" not in "".join(environments)
    assert "secret" not in live.log.read_text()


def test_the_only_cookie_is_the_one_that_lets_the_page_end_its_kernel(live, visitor):
    page = visitor(live.address("explore", ""))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["_xsrf"]


def test_kernels_end_when_visitors_leave_and_the_pool_is_full_again(live, visitor):
    until(lambda: live.health["live"] == 0)
    pages = [visitor(live.address("explore", "")) for _ in range(3)]
    for page in pages:
        expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    assert live.health["live"] == 3
    pages[0].goto(live.address("which-plan", ""))  # says so as it leaves
    pages[1].close(run_before_unload=False)  # does not, as phones
    pages[2].context.set_offline(offline=True)  # nor does this: it walked out of the hall
    pages[2].close(run_before_unload=False)
    until(lambda: live.health["live"] == 0)
    until(lambda: len(live.kernels()) == 1)


def test_a_killed_kernel_is_told_and_nothing_is_lost(live, visitor, watch, kit):
    watch.missing_is_fine = watch.lost_is_fine = True  # a dead kernel answers no more
    page = visitor(live.address("explore", ""))
    on = ExplorerOn(page)
    path = some_path(kit.flow(on.root.get_attribute("data-tree")))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    on.walk(path[:2])
    for kernel in live.kernels():
        kernel.kill()
    expect(note(page, "ended")).to_be_visible(timeout=SECONDS * 1000)
    on.walk(path[2:])
    before = on.state()["answers"]
    page.reload()
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    assert ExplorerOn(page).state()["answers"] == before


def test_a_stopped_server_says_so_and_one_that_starts_again_has_the_visitor_s_place(own, visitor, watch, kit):
    watch.missing_is_fine = watch.lost_is_fine = True
    page = visitor(own.address("explore", ""))
    once = visitor(own.address("which-plan", ""))
    on, other = ExplorerOn(page), ExplorerOn(once)
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    path = some_path(kit.flow(on.root.get_attribute("data-tree")))
    on.walk(path[:2])
    other.walk(some_path(kit.flow("which-plan"))[:2])
    kernels = own.kernels()
    assert own.stop() == 0
    expect(note(page, "stopping")).to_be_visible()
    assert psutil.wait_procs(kernels, timeout=10)[1] == []
    on.walk(path[2:3])
    own.start()
    expect(note(page, "ended")).to_be_visible(timeout=SECONDS * 1000)  # it found the server, and no kernel there
    for walk in (on, other):
        before = walk.state()["answers"]
        walk.page.reload()
        assert ExplorerOn(walk.page).state()["answers"] == before != []


def test_a_killed_server_is_told_and_nothing_is_lost(own, visitor, watch, kit):
    watch.missing_is_fine = watch.lost_is_fine = True
    page = visitor(own.address("explore", ""))
    on = ExplorerOn(page)
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    path = some_path(kit.flow(on.root.get_attribute("data-tree")))
    on.walk(path[:2])
    kernels = own.kernels()
    own.kill()
    expect(note(page, "lost")).to_be_visible(timeout=SECONDS * 1000)
    on.walk(path[2:])
    own.start()
    expect(note(page, "ended")).to_be_visible(timeout=SECONDS * 1000)
    before = on.state()["answers"]
    page.reload()
    assert ExplorerOn(page).state()["answers"] == before != []
    assert psutil.wait_procs(kernels, timeout=SECONDS)[1] == []  # they end themselves when their server has gone


def test_a_websocket_that_is_cut_is_opened_again_and_the_controls_answer(live, visitor, watch, kit):
    watch.missing_is_fine = watch.lost_is_fine = True
    page = visitor("about:blank")
    page.add_init_script(
        """window.sockets = [];
        window.WebSocket = class extends WebSocket { constructor(...all) { super(...all); sockets.push(this); } };"""
    )
    page.goto(live.address("explore", ""))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    page.wait_for_function("() => sockets.some((each) => each.readyState === WebSocket.OPEN)")
    opened = page.evaluate("() => sockets.length")
    page.evaluate("() => { for (const each of sockets) each.close(4000, 'cut'); }")
    page.wait_for_function("(n) => sockets.slice(n).some((each) => each.readyState === WebSocket.OPEN)", arg=opened)
    python_answers(page, kit)
    expect(note(page, "ended")).to_be_hidden()


def test_a_note_that_the_server_is_lost_goes_when_it_is_back(live, visitor, watch, kit):
    watch.missing_is_fine = watch.lost_is_fine = True
    page = visitor("about:blank")
    page.add_init_script(
        """window.lines = [];
        window.EventSource = class extends EventSource { constructor(...all) { super(...all); lines.push(this); } };"""
    )
    page.goto(live.address("explore", ""))
    expect(page.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    page.evaluate("() => lines[0].dispatchEvent(new Event('error'))")  # the line is cut; the browser tries anew
    expect(note(page, "lost")).to_be_visible()
    page.evaluate("() => lines[0].dispatchEvent(new Event('here'))")  # what the server says first on a new line
    expect(note(page, "lost")).to_be_hidden()
    python_answers(page, kit)


def test_when_all_places_are_taken_the_page_still_works(own, visitor, watch, kit):
    watch.missing_is_fine = True  # 503, so that a proxy or a monitor sees it too
    first = visitor(own.address("explore", ""))
    expect(first.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
    second = visitor(own.address("explore", ""))
    expect(note(second, "full")).to_be_visible()
    expect(note(second, "waiting")).to_be_hidden()
    on = ExplorerOn(second)
    on.walk(some_path(kit.flow(on.root.get_attribute("data-tree"))))
    expect(second.get_by_role("table", name=kit.content.words.trainer["endings"])).to_be_visible()
    assert own.health["live"] == 1
    assert own.status("explore") == 503
    first.goto("about:blank")
    until(lambda: own.health["live"] == 0)
    second.reload()
    expect(second.locator(CONTROL)).to_be_visible(timeout=SECONDS * 1000)
