"""Many visitors at once: how long each waits for the whole page, and what it costs the server."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import psutil
from playwright.sync_api import Browser

import iepkit

from .network import Loaded, first_visit
from .peers.servers import gzip_page, page_folder, solara_tree, voila_tree
from .peers.tree import NAME
from .quiet import quiet
from .report import Limit, Spread, Table
from .servers import ROOT, Server, iepkit_server, static_server
from .visitors import plan_for

SIZES, QUICK_SIZES = (1, 10, 50, 100, 200), (1, 10)
VISIT_SECONDS = 60
LIMIT_VISITORS, LIMIT_MILLISECONDS = 100, 1500
SAMPLE_SECONDS = 1.0
SAMPLE_SHARE = 20  # between two looks, so many times as long as the last one took: looking is not the load
MEMORY_RESERVE = 1.3  # x what the last size took
ONCE = "iepkit, executed once"
HAND, HAND_GZIP = "page made by hand, http.server", "page made by hand, tornado, gzip"
VOILA, SOLARA = "stock Voila, same tree", "Solara, same tree"


@dataclass(frozen=True)
class Peer:
    """A page that many open at once: what serves it, where it is, and how it comes to work (``visitors.TALKS``)."""

    name: str
    serve: Callable[[Path], AbstractContextManager[Server]]
    page: str = "/"
    kind: str = "plain"
    ready: str = "h2.asked"


PEERS = (
    Peer(ONCE, iepkit_server, "/which-plan.html", ready="section[data-question]"),
    Peer(HAND, lambda place: static_server(place, page_folder(place))),
    Peer(HAND_GZIP, gzip_page),
    Peer(SOLARA, solara_tree, kind="solara"),
    Peer(VOILA, voila_tree, kind="voila"),
)


@dataclass
class Wave:
    """Visitors who came at once: milliseconds and bytes of the visits that went well, and the errors of the others.

    ``memory`` is the server's PSS in MB before, at its peak and after they have left; ``kernels`` how many it started.
    """

    visitors: int
    took: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: tuple[float, float, float] = (0.0, 0.0, 0.0)
    kernels: int = 0

    @property
    def spread(self) -> Spread | None:
        """The times of the visits that went well, if any did."""
        return Spread.of(self.took) if self.took else None

    @property
    def p95(self) -> float | None:
        """Milliseconds within which 95 of 100 have the page, or None where a visit failed."""
        return self.spread.share(0.95) if self.spread and not self.errors else None

    @property
    def good(self) -> bool:
        """Whether a larger one is worth a try."""
        return self.p95 is not None and self.p95 <= VISIT_SECONDS * 1000


@dataclass
class Course:
    """What a peer did as more and more came; and why no more were sent, if so."""

    name: str
    waves: list[Wave] = field(default_factory=list)
    stopped: str = ""

    @property
    def points(self) -> list[tuple[int, float]]:
        """Visitors at once, and their p95 in ms, where all got the page."""
        return [(wave.visitors, wave.p95) for wave in self.waves if wave.p95 is not None]


class Watch:
    """Looks at a server's memory and kernels, now and then, in a thread of its own."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.megabytes, self.kernels = 0.0, 0

    def look(self) -> None:
        """Look now."""
        self.megabytes = max(self.megabytes, self._server.megabytes())
        self.kernels = max(self.kernels, self._server.kernel_count())

    def _run(self) -> None:
        pause = SAMPLE_SECONDS
        while not self._end.wait(pause):
            start = time.perf_counter()
            self.look()
            pause = max(SAMPLE_SECONDS, SAMPLE_SHARE * (time.perf_counter() - start))

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look as long as the block runs."""
        self._thread.start()
        try:
            yield
        finally:
            self._end.set()
            self._thread.join()


def course(browser: Browser, place: Path, peer: Peer, sizes: tuple[int, ...]) -> Course:
    """Send more and more visitors at once, each time to a server that was just started, until it fails them."""
    found = Course(peer.name)
    loaded: Loaded | None = None
    for visitors in sizes:
        if found.waves and not _room_for(visitors, found.waves[-1]):
            found.stopped = f"from {visitors} on not tried: not enough memory on this machine"
            break
        with peer.serve(place) as server:
            if loaded is None:
                loaded = first_visit(browser, server.address + peer.page, peer.ready)
            _wave(server, peer, loaded, 1)  # what the server keeps from its first visit is there
            server.settle()
            found.waves.append(_wave(server, peer, loaded, visitors))
        if not found.waves[-1].good:
            more = "" if visitors == sizes[-1] else ", more not tried"
            found.stopped = f"{_why(found.waves[-1])}{more}"
            break
    return found


def _wave(server: Server, peer: Peer, loaded: Loaded, visitors: int) -> Wave:
    quiet.wait()
    before, kernels = server.megabytes(), server.kernel_count()
    words = iepkit.load().flow(NAME)
    first = words.questions[words.tree.start].ask
    more = {"kind": peer.kind, "words": first, "seconds": VISIT_SECONDS}
    plan = plan_for(server.address, peer.page, loaded.paths, visitors, **more)
    watch = Watch(server)
    with watch.running():
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen([sys.executable, "-m", "bench.visitors"], cwd=ROOT, text=True, **streams) as process:  # type: ignore[call-overload]
            told = _tell(process, plan)
            watch.look()
    server.settle()
    wave = Wave(visitors, memory=(before, max(before, watch.megabytes), server.megabytes()))
    wave.kernels = max(0, watch.kernels - kernels)
    for took, size, error in told:
        if error:
            wave.errors.append(error)
        else:
            wave.took.append(took)
            wave.sizes.append(size)
    return wave


def _tell(process: subprocess.Popen[str], plan: dict[str, Any]) -> list[tuple[float, int, str | None]]:
    output, put = cast("Any", process.stdout), cast("Any", process.stdin)
    put.write(json.dumps(plan) + "\n")
    put.flush()
    line = output.readline()
    if not line:
        raise RuntimeError("the visitors ended without a word")
    found: list[tuple[float, int, str | None]] = json.loads(line)
    return found


def _room_for(visitors: int, last: Wave) -> bool:
    before, peak, _ = last.memory
    return (peak - before) * 1e6 / last.visitors * visitors * MEMORY_RESERVE < psutil.virtual_memory().available


def _why(wave: Wave) -> str:
    if not wave.errors:
        return f"p95 is above {VISIT_SECONDS} s with {wave.visitors}"
    common = max(set(wave.errors), key=wave.errors.count)
    timeouts = sum(error.startswith("TimeoutError") for error in wave.errors)
    kind = f"no page within {VISIT_SECONDS} s" if timeouts * 2 > len(wave.errors) else common[:60]
    return f"{len(wave.errors)} of {wave.visitors} failed ({kind})"


def courses(browser: Browser, place: Path, *, quick: bool) -> list[Course]:
    """Every peer's course."""
    return [course(browser, place, peer, QUICK_SIZES if quick else SIZES) for peer in PEERS]


def table(found: list[Course]) -> Table:
    """For each peer and number of visitors: how long they wait, what fails, what it costs the server."""
    heads = ("page", "at once", "p50 ms", "p95", "max", "errors", "bytes each", "PSS MB before", "peak", "after")
    result = Table("Visitors at once, until each has the whole page", (*heads, "kernels"))
    for each in found:
        for wave in each.waves:
            spread = wave.spread
            times = [f"{spread.share(part):,.0f}" for part in (0.5, 0.95, 1)] if spread else ["", "", ""]
            size = f"{Spread.of(wave.sizes).median:,.0f}" if wave.sizes else ""
            memory = [f"{value:,.0f}" for value in wave.memory]
            cells = (str(wave.visitors), *times, str(len(wave.errors)), size, *memory, str(wave.kernels))
            result.add(each.name, *cells, limit=_limit(each.name, wave))
        if each.stopped:
            result.add(f"{each.name}: {each.stopped}", *[""] * (len(result.heads) - 1))
    return result


def _limit(name: str, wave: Wave) -> Limit | None:
    if name != ONCE or wave.visitors != LIMIT_VISITORS:
        return None
    text = f"p95 {LIMIT_MILLISECONDS:,}, no error, no kernel"
    return Limit(text, wave.p95 is not None and wave.p95 <= LIMIT_MILLISECONDS and wave.kernels == 0)
