"""A hall that votes: from a tap on a phone until the bar has grown on the projector, in a real Chromium."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Browser, Page

import iepkit

from .quiet import quiet
from .report import Limit, Spread, Table
from .servers import ROOT, Server, iepkit_server

PHONES = 100
ROUNDS, QUICK_ROUNDS = 8, 3
SECONDS = 30
TO_WALL_MILLISECONDS, JOIN_MILLISECONDS, MOST_MEGABYTES = 300, 1500, 400
# When the bars were on the screen, and how many votes they had.
_FOLLOW = """() => {
  window.seen = [];
  document.addEventListener("iepkit:votes", ({ detail }) => {
    if (detail.shown) requestAnimationFrame(() => setTimeout(() => {
      window.seen.push([(performance.timeOrigin + performance.now()) / 1000, detail.ref, detail.total, detail.counts]);
    }));
  });
}"""


@dataclass
class Found:
    """What was measured: milliseconds of each phone, what went wrong, and the server's memory in MB."""

    joined: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    on_wall: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    miscounted: int = 0
    memory: float = 0.0


class Presenter:
    """The presenter's page, with what its panel tells the wall."""

    def __init__(self, page: Page, server: Server) -> None:
        self._page = page
        secret = re.findall(r"#presenter=(\S+)", server.log.read_text(encoding="utf-8"))[-1]
        page.goto(f"{server.address}/present/room.html#presenter={secret}")
        page.evaluate(_FOLLOW)
        page.click("[data-deed=make]")
        page.wait_for_selector(".ik-code:visible")
        self.room = page.inner_text(".ik-code")

    def ask(self, ref: str) -> None:
        """Open a vote, its bars shown."""
        self._page.select_option("[data-wall=ask]", ref)
        self._page.click("[data-deed=open]")
        self._page.click("[data-deed=show]")
        self._page.wait_for_function("ref => window.seen.some((each) => each[1] === ref)", arg=ref)
        self._page.evaluate("window.seen = []")

    def seen(self, wanted: dict[str, int]) -> list[tuple[float, int]]:
        """When the wall had how many votes, once it has these counts."""
        ready = "wanted => JSON.stringify(Object.entries(window.seen.at(-1)?.[3] ?? {}).sort()) === wanted"
        self._page.wait_for_function(ready, arg=json.dumps(sorted(map(list, wanted.items())), separators=(",", ":")))
        found = self._page.evaluate("window.seen")
        self._page.evaluate("window.seen = []")
        return [(when, total) for when, _, total, _ in found]


class Phones:
    """The process of the phones."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, **what: Any) -> dict[str, Any]:
        """Tell them something, and hear how it went."""
        put, output = cast("Any", self._process.stdin), cast("Any", self._process.stdout)
        put.write(json.dumps(what) + "\n")
        put.flush()
        line = output.readline()
        if not line:
            raise RuntimeError("the phones ended without a word")
        told: dict[str, Any] = json.loads(line)
        return told


@contextmanager
def _phones() -> Iterator[Phones]:
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-m", "bench.phones"], cwd=ROOT, text=True, **streams) as process:  # type: ignore[call-overload]
        yield Phones(process)


def measure(browser: Browser, place: Path, *, quick: bool) -> Found:
    """A hundred phones join at once; then, question by question, all of them vote at once."""
    found = Found()
    with iepkit_server(place, options=["--rooms"]) as server, _phones() as phones:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        presenter = Presenter(page, server)
        assets = _assets(f"{server.address}/room/{presenter.room}")
        quiet.wait()
        parts = urllib.parse.urlsplit(server.address)
        where = {"host": parts.hostname, "port": parts.port, "room": presenter.room, "assets": assets}
        told = phones.tell(phones=PHONES, seconds=SECONDS, **where)
        found.joined, found.errors = [each for each in told["took"] if each >= 0], told["errors"]
        items = iepkit.load().teaching.quiz
        for item in items.items[: QUICK_ROUNDS if quick else ROUNDS] if items else ():
            _round(found, presenter, phones, f"item/{item.id}", [option.id for option in item.options])
            found.memory = max(found.memory, server.megabytes())
        page.close()
    return found


def _round(found: Found, presenter: Presenter, phones: Phones, ref: str, options: list[str]) -> None:
    presenter.ask(ref)
    quiet.wait()
    told = phones.tell(ref=ref, options=options)
    found.acknowledged += [each for each in told["took"] if each >= 0]
    found.errors += told["errors"]
    wanted = Counter(options[at % len(options)] for at, took in enumerate(told["took"]) if took >= 0)
    seen = presenter.seen(dict(wanted))
    found.miscounted += abs(seen[-1][1] - wanted.total())
    # All were sent at one moment: the n-th to be seen took until the wall first had n.
    for nth in range(1, wanted.total() + 1):
        found.on_wall.append(1000 * (next(when for when, total in seen if total >= nth) - told["sent"]))


def _assets(address: str) -> list[str]:
    with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - our own server
        return re.findall(r'(?:src|href)="(/assets/[^"]+)"', answer.read().decode())


def table(found: Found) -> Table:
    """How long phones wait to join and to be seen, what was lost, and what it costs the server."""
    result = Table(f"A room of {PHONES} phones", ("what", "p50", "p95", "max"))
    limits = {
        "join, all at once, ms": (found.joined, JOIN_MILLISECONDS),
        "vote, all at once, until acknowledged, ms": (found.acknowledged, None),
        "vote, all at once, until on the projector, ms": (found.on_wall, TO_WALL_MILLISECONDS),
    }
    for name, (times, most) in limits.items():
        spread = Spread.of(times) if times else None
        cells = [f"{spread.share(part):,.0f}" for part in (0.5, 0.95, 1)] if spread else ["", "", ""]
        met = spread is not None and most is not None and spread.share(0.95) <= most and not found.errors
        result.add(name, *cells, limit=Limit(f"p95 {most:,}", met) if most else None)
    lost = found.miscounted + len(found.errors)
    result.add("votes lost, or counted twice, and errors", "", "", str(lost), limit=Limit("0", lost == 0))
    memory = Limit.at_most(found.memory, MOST_MEGABYTES, str(MOST_MEGABYTES))
    result.add("the server's memory (PSS), MB", "", "", f"{found.memory:,.0f}", limit=memory)
    return result
