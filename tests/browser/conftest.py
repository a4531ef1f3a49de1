"""A real Chromium, the exported site and the served dashboard. No request may leave the machine."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from .serving import Dashboard

CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
NARROW = {"viewport": {"width": 320, "height": 256}}  # 1280 by 1024 at 400 % zoom, as WCAG 1.4.10 counts it
STEP_MILLISECONDS = 10_000
LOAD_MILLISECONDS = 60_000  # a live page has loaded when its kernel has run, beside whatever else the machine does


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a file, so that no event loop is left running for the tests of other folders."""
    path = os.environ.get("IEPKIT_CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium: run the tests with `make test`, or name one in IEPKIT_CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a visitor's browser asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    missing_is_fine: bool = False  # for tests of an address that is not there, or of a server that has gone
    lost_is_fine: bool = False  # for tests that cut the line to a kernel: Jupyter's front end says so in the console

    def follow(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self.requests.append(socket.url)))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        missing = self.missing_is_fine and "Failed to load resource" in message.text
        lost = self.lost_is_fine and ("WebSocket connection to" in message.text or "ERR_" in message.text)
        if message.type == "error" and not missing and not lost:
            self.complaints.append(f"console: {message.text} ({message.page.url if message.page else ''})")

    @property
    def left_the_machine(self) -> list[str]:
        at_home = {"localhost", "127.0.0.1"}
        parts = [(urlsplit(url), url) for url in self.requests]
        return [
            url for part, url in parts if part.scheme not in {"file", "data", "blob"} and part.hostname not in at_home
        ]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def visitor(chromium: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh, watched context: ``visitor(address, **context options)``."""
    contexts = []

    def visit(address: str, **options: object) -> Page:
        context = chromium.new_context(**{**DESKTOP, **options})
        context.set_default_timeout(STEP_MILLISECONDS)
        context.set_default_navigation_timeout(LOAD_MILLISECONDS)
        watch.follow(context)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert watch.left_the_machine == []
    assert watch.complaints == []


@pytest.fixture(scope="session")
def site(exported) -> Path:
    """The exported site."""
    return exported


@pytest.fixture(scope="session")
def web(site: Path) -> Iterator[str]:
    """The exported site behind a plain web server: the address of its folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory) -> Iterator[Dashboard]:
    """A real ``iepkit serve`` in a process of its own."""
    with Dashboard(tmp_path_factory.mktemp("dashboard")) as served:
        served.wait_until_ready()
        yield served


@pytest.fixture(params=["exported", "served"])
def address(request) -> Callable[[str], str]:
    """The address of a page by its name, once in the exported files and once in the dashboard."""
    return _address_in(request)


@pytest.fixture(params=["exported", pytest.param("served", marks=pytest.mark.sweep)])
def swept(request) -> Callable[[str], str]:
    """The same for long sweeps. Both hosts write the same ``<main>``, as a test shows, so one will do every day."""
    return _address_in(request)


def _address_in(request: pytest.FixtureRequest) -> Callable[[str], str]:
    if request.param == "served":
        return request.getfixturevalue("dashboard").address
    folder: Path = request.getfixturevalue("site")
    return lambda name: (folder / f"{name}.html").as_uri()
