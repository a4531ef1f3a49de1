"""What a first visit of a real browser loads from a server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response

from .browser import fresh

# A visit's own addresses: no other visitor can ask for them. `bench.visitors` asks for its own.
STILL_MILLISECONDS = 1000
_OWN = re.compile(r"/api/|/channels")


@dataclass
class Loaded:
    """The files of a first visit: ``paths`` that any visitor loads, after the page itself, in order.

    ``plain`` counts their bytes uncompressed; ``sent``, as they came, compressed and with their headers.
    Websockets are not counted.
    """

    paths: list[str] = field(default_factory=list)
    files: int = 0
    plain: int = 0
    sent: int = 0


def first_visit(browser: Browser, address: str, ready: str = "body") -> Loaded:
    """Open a page for the first time, wait for what ``ready`` selects and until the network is still."""
    found = Loaded()
    answers: list[Response] = []
    with fresh(browser) as context:
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks the function
        _count_sent(page, found)
        page.goto(address)
        page.wait_for_selector(ready)
        wait_until_still(page, answers)
        good = [answer for answer in answers if answer.url.startswith("http") and answer.ok and _ends(answer)]
        found.files, found.plain = len(good), sum(len(answer.body()) for answer in good)
        page.goto("about:blank")
    for answer in good[1:]:
        parts = urlsplit(answer.url)
        if not _OWN.search(parts.path):
            found.paths.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def wait_until_still(page: Page, answers: list[Response]) -> None:
    """Wait until nothing has come for a second. A live page's events never end, so the network is never idle."""
    before = -1
    while before != len(answers):
        before = len(answers)
        page.wait_for_timeout(STILL_MILLISECONDS)


def _ends(answer: Response) -> bool:
    return not answer.headers.get("content-type", "").startswith("text/event-stream")


def _count_sent(page: Page, found: Loaded) -> None:
    def finished(event: dict[str, Any]) -> None:
        found.sent += int(event["encodedDataLength"])

    tools = page.context.new_cdp_session(page)
    tools.on("Network.loadingFinished", finished)
    tools.send("Network.enable")
