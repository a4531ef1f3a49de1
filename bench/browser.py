"""A real Chromium: how long until a page answers a click, and what it loads."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # Stock Voila asks a CDN for two styles. The answer is an immediate no, which is kind to its times.
    "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip
CLICK_EVERY_SECONDS = 0.02
VISIT_SECONDS = 60
DESKTOP = (1280, 800)
PHONE = (390, 844)
_USABLE = (Path(__file__).parent / "usable.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Visit:
    """Milliseconds from the start of the navigation until it can be read, answers a click, shows a first control."""

    readable: float
    usable: float
    control: float | None


def executable() -> str:
    """The browser that IEPKIT_CHROMIUM names, or ``chromium`` on the PATH. Raises RuntimeError for none."""
    path = os.environ.get("IEPKIT_CHROMIUM") or shutil.which("chromium")
    if not path:
        raise RuntimeError("no Chromium: use `make bench`, or name one in IEPKIT_CHROMIUM")
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real Chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def fresh(browser: Browser, size: tuple[int, int] = DESKTOP, *, touch: bool = False) -> Iterator[BrowserContext]:
    """A visitor who was never here: no cache, no history."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=touch)
    context.set_default_timeout(VISIT_SECONDS * 1000)
    try:
        yield context
    finally:
        context.close()


def visit(browser: Browser, address: str, kind: str = "explorer", *, control: bool = False) -> Visit:
    """Open a page for the first time, click every 20 ms until it answers (and shows a ``control``), leave it."""
    with visited(browser, address, kind, control=control) as (_, seen):
        return seen


@contextmanager
def visited(
    browser: Browser, address: str, kind: str = "explorer", *, control: bool = False
) -> Iterator[tuple[Page, Visit]]:
    """As `visit`, but the page is open inside the block. It is left as visitors do, so that its kernel may end."""
    with fresh(browser) as context:
        context.add_init_script(f"({_USABLE})({json.dumps(kind)})")
        page = context.new_page()
        page.goto(address, wait_until="commit")
        yield page, _click_until_it_answers(page, control=control)
        page.goto("about:blank")


def _click_until_it_answers(page: Page, *, control: bool) -> Visit:
    tick = time.perf_counter()
    end = tick + VISIT_SECONDS
    while time.perf_counter() < end:
        seen = page.evaluate("iepkitBench.look()")
        if None not in (seen["readable"], seen["usable"]) and (seen["control"] is not None or not control):
            return Visit(seen["readable"], seen["usable"], seen["control"])
        if seen["place"]:
            page.mouse.click(*seen["place"])
        tick = max(tick + CLICK_EVERY_SECONDS, time.perf_counter())
        time.sleep(max(0.0, tick - time.perf_counter()))
    raise TimeoutError(f"{page.url} did not answer a click within {VISIT_SECONDS} s")
