"""What a visit costs and leaves: few files, no cookie, and nothing asked of any other machine."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from iepkit.hosts.pages import Site

from .walking import LEARNING, READING, TREES, ExplorerOn, some_path

pytestmark = pytest.mark.browser
PAGES = ("index", "compare", *TREES, *READING, *LEARNING)
MOST_FILES = 3
MOST_BYTES = 350_000
LEARNING_BYTES = 450_000


@pytest.mark.parametrize("name", PAGES)
def test_an_exported_page_loads_few_files_and_no_other(web, site, visitor, watch, kit, name):
    page = visitor(f"{web}{name}.html")
    if name in TREES:
        ExplorerOn(page).walk(some_path(kit.flow(name)))
    files = {urlsplit(url).path for url in watch.requests if not url.startswith("data:")} - {f"/{name}.html"}
    assert len(files) <= MOST_FILES
    size = sum((site / path.lstrip("/")).stat().st_size for path in (*files, f"/{name}.html"))
    assert size <= (LEARNING_BYTES if name in LEARNING else MOST_BYTES)


def test_the_exported_pages_lead_to_each_other(site, visitor):
    page = visitor((site / "index.html").as_uri())
    for name in (each.href.removesuffix(".html") for each in Site().pages.values() if each.place and not each.live):
        page.locator(f".ik-menu a[href='{name}.html']").click()
        page.wait_for_url(f"**/{name}.html")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".ik-menu [aria-current=page]")).to_have_attribute("href", f"{name}.html")


def test_the_menu_of_the_dashboard_has_the_live_pages_too(dashboard, visitor):
    page = visitor(dashboard.address("", ""))
    links = page.locator(".ik-menu a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert links == [each.href for each in Site().pages.values() if each.place]


@pytest.mark.parametrize("name", ["", *(f"{name}.html" for name in PAGES), "ar-XB/compare.html", "explore.html"])
def test_every_page_has_a_policy_that_keeps_it_at_home(dashboard, name):
    with dashboard.ask(name) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if not name.startswith("explore"):
            assert re.fullmatch(r"script-src 'self' 'sha256-[^' ]+'", re.search("script-src [^;]*", policy)[0])
            assert answer.headers["Set-Cookie"] is None


def test_a_visit_leaves_no_cookie_and_stores_nothing(dashboard, visitor, watch, kit):
    watch.missing_is_fine = True
    page = visitor(dashboard.address("", ""))
    for name in (*PAGES, "no-such-page"):
        page.goto(dashboard.address(name))
        if name in TREES:
            ExplorerOn(page).walk(some_path(kit.flow(name)))
    assert page.context.cookies() == []
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_answers_are_never_sent(dashboard, visitor, watch, kit):
    flow = kit.flow("which-plan")
    on = ExplorerOn(visitor(dashboard.address("which-plan")))
    on.page.wait_for_load_state("networkidle")
    before = len(watch.requests)
    on.walk(some_path(flow))
    on.part("copy").click()
    on.part("link").click()
    on.page.wait_for_load_state("networkidle")
    assert watch.requests[before:] == []


def test_a_request_that_leaves_the_machine_would_be_seen(site, visitor, watch):
    watch.missing_is_fine = True
    page = visitor((site / "index.html").as_uri())
    outside = "https://outside.invalid/"
    page.route(outside, lambda route: route.abort())  # seen, and stopped before it leaves
    with page.expect_request(outside):
        page.evaluate("(url) => { new Image().src = url; }", outside)
    assert watch.left_the_machine == [outside]
    watch.requests.clear()


def test_live_pages_are_watched_too(dashboard, visitor, watch):
    page = visitor(dashboard.address("explore"))
    expect(page.locator(".widget-dropdown select")).to_be_visible()
    assert any(url.startswith("ws://localhost") for url in watch.requests)
