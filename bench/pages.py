"""Until a page is readable and usable. Each line is measured once a round: all meet the same machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from .browser import Visit, visit
from .network import first_visit
from .peers.check import check
from .peers.servers import page_folder, solara_tree, voila_tree
from .quiet import quiet
from .report import Limit, Spread, Table
from .servers import Server, iepkit_server, static_server, stock_server

POOL = 2
STATIC_LIMIT = 0.15  # x stock, cold
ONCE_LIMIT, ONCE_HAND_LIMIT = 0.12, 1.5  # x stock, cold; x the page made by hand
LIVE_READABLE_LIMIT, LIVE_LIMIT = 0.12, 0.6  # x stock, served the same way
PLAIN_LIMIT_BYTES = 250_000
ONCE_SENT_LIMIT_BYTES, LIVE_SENT_LIMIT_BYTES = 80_000, 1_200_000
STOCK_COLD, STOCK_WARM = "stock Voila, one button, a kernel per visit", "stock Voila, one button, preheated"
TREE_COLD, TREE_WARM = "stock Voila, same tree, a kernel per visit", "stock Voila, same tree, preheated"
SOLARA, HAND = "Solara, same tree", "same tree, a page made by hand"
STATIC, ONCE = "static page, from a web server", "served page, executed once"
LIVE_COLD, LIVE_WARM = "served live page, a kernel per visit", "served live page, preheated"
AGAINST = {STOCK_COLD: "x stock, cold", STOCK_WARM: "x stock, preheated", HAND: "x by hand"}
Limits = Mapping[str, float]  # for the name of a line: at most so many times its time


@dataclass(frozen=True)
class Line:
    """A page to measure: where it is, what serves it, and its limits, as shares of other lines' time until usable."""

    name: str
    address: str
    server: Server | None = None
    kind: str = "explorer"
    kernels: int = 0  # that a visit uses up
    readable: Limits = field(default_factory=dict)
    usable: Limits = field(default_factory=dict)

    @property
    def live(self) -> bool:
        """Whether it shows stock ipywidgets beside the explorer."""
        return self.kind == "explorer" and self.kernels > 0


@dataclass(frozen=True)
class Sites:
    """Everything that runs while pages are measured."""

    site: Path
    static: Server
    iepkit: Server
    preheated: Server
    stock: Server
    stock_preheated: Server
    tree: Server
    tree_preheated: Server
    solara: Server
    hand: Server

    def lines(self) -> list[Line]:
        """What is measured: the stock page, other tools with the same tree, and ours."""
        static = {STOCK_COLD: STATIC_LIMIT}
        once = {STOCK_COLD: ONCE_LIMIT, HAND: ONCE_HAND_LIMIT}
        cold = ({STOCK_COLD: LIVE_READABLE_LIMIT}, {STOCK_COLD: LIVE_LIMIT})
        warm = ({STOCK_WARM: LIVE_READABLE_LIMIT}, {STOCK_WARM: LIVE_LIMIT})
        page, live = "which-plan.html", "explore.html"
        return [
            Line(STOCK_COLD, self.stock.address, self.stock, "button", 1),
            Line(STOCK_WARM, self.stock_preheated.address, self.stock_preheated, "button", 1),
            Line(TREE_COLD, self.tree.address, self.tree, "peer", 1),
            Line(TREE_WARM, self.tree_preheated.address, self.tree_preheated, "peer", 1),
            Line(SOLARA, self.solara.address, self.solara, "peer"),
            Line(HAND, f"{self.hand.address}/", self.hand, "peer"),
            Line(STATIC, f"{self.static.address}/{page}", self.static, usable=static),
            Line("static page, from file://", (self.site / page).as_uri(), usable=static),
            Line(ONCE, f"{self.iepkit.address}/{page}", self.iepkit, usable=once),
            Line(LIVE_COLD, f"{self.iepkit.address}/{live}", self.iepkit, "explorer", 1, *cold),
            Line(LIVE_WARM, f"{self.preheated.address}/{live}", self.preheated, "explorer", 1, *warm),
        ]


@contextmanager
def all_sites(place: Path, site: Path) -> Iterator[Sites]:
    """Start every server, and wait until each has done what it does at its start."""
    with ExitStack() as stack:
        yield Sites(
            site,
            stack.enter_context(static_server(place, site)),
            stack.enter_context(iepkit_server(place)),
            stack.enter_context(iepkit_server(place, preheat=POOL)),
            stack.enter_context(stock_server(place)),
            stack.enter_context(stock_server(place, preheat=POOL)),
            stack.enter_context(voila_tree(place)),
            stack.enter_context(voila_tree(place, preheat=POOL)),
            stack.enter_context(solara_tree(place)),
            stack.enter_context(static_server(place, page_folder(place))),
        )


@contextmanager
def our_sites(place: Path, site: Path) -> Iterator[tuple[Server, Server]]:
    """Start a web server of the exported files, and ``iepkit serve``."""
    with static_server(place, site) as static, iepkit_server(place) as server:
        yield static, server


def measure(browser: Browser, lines: list[Line], rounds: int) -> dict[str, list[Visit]]:
    """Visit every line once a round. The first round, in which the browser and the disk grow warm, is not counted.

    Raises ValueError when another tool does not show the same tree as iepkit.
    """
    for line in lines:
        if line.kind == "peer":
            check(browser, line.address)
    found: dict[str, list[Visit]] = {line.name: [] for line in lines}
    for turn in range(rounds + 1):
        print(f"  round {turn} of {rounds}", file=sys.stderr, flush=True)
        for line in lines:
            if line.server:  # what came before has left
                line.server.settle()
            before = line.server.kernels() if line.server else set()
            quiet.wait()
            seen = visit(browser, line.address, line.kind, control=line.live)
            if line.server:  # a preheated pool is full again, and nothing is at work, before the next visit
                line.server.settle(besides=before, at_least=line.kernels if "preheated" in line.name else 0)
            if turn:
                found[line.name].append(seen)
    return found


def time_tables(lines: list[Line], found: dict[str, list[Visit]]) -> list[Table]:
    """Until a page can be read, and until it answers a click; each also as a share of others' time until usable."""
    heads = ("page", "median ms", "p95", "min to max", *AGAINST.values())
    usable = {name: Spread.of([each.usable for each in visits]) for name, visits in found.items()}
    first = Table("Until it is readable", heads)
    second = Table("Until it is usable", heads)
    for line in lines:
        read = Spread.of([each.readable for each in found[line.name]])
        _add(first, line.name, read, usable, line.readable)
        _add(second, line.name, usable[line.name], usable, line.usable)
    for line in lines:
        if line.live:
            controls = Spread.of([each.control for each in found[line.name] if each.control is not None])
            _add(second, f"{line.name}: its first ipywidgets control is there", controls, usable, {})
    return [first, second]


def _add(table: Table, name: str, spread: Spread, usable: Mapping[str, Spread], limits: Limits) -> None:
    shares = {other: spread.median / usable[other].median for other in AGAINST}
    limit = None
    if limits:
        text = " and ".join(f"{most} {AGAINST[other]}" for other, most in limits.items())
        limit = Limit(text, all(shares[other] <= most for other, most in limits.items()))
    times = (f"{spread.median:,.0f}", f"{spread.share(0.95):,.0f}", spread.between())
    table.add(name, *times, *(f"{share:.3f}" for share in shares.values()), limit=limit)


def size_tables(browser: Browser, sites: Sites) -> list[Table]:
    """What a first visit loads: uncompressed, and as it is sent."""
    plain = Table("Size of a first visit, uncompressed", ("page", "files", "bytes"))
    sent = Table("Bytes of a first visit, as sent, with headers", ("page", "files", "bytes"))
    static, limit = sites.static.address, PLAIN_LIMIT_BYTES
    for name, address, most, most_sent in (
        ("static page which-plan", f"{static}/which-plan.html", limit, None),
        ("static page disputes", f"{static}/disputes.html", limit, None),
        (ONCE, f"{sites.iepkit.address}/which-plan.html", limit, ONCE_SENT_LIMIT_BYTES),
        ("served live page", f"{sites.iepkit.address}/explore.html", None, LIVE_SENT_LIMIT_BYTES),
        ("stock Voila, one button", sites.stock.address, None, None),
        ("stock Voila, same tree", sites.tree.address, None, None),
        (SOLARA, sites.solara.address, None, None),
        (HAND, f"{sites.hand.address}/", None, None),
    ):
        loaded = first_visit(browser, address)
        for table, size, least in ((plain, loaded.plain, most), (sent, loaded.sent, most_sent)):
            held = Limit.at_most(size, least, f"{least:,}") if least else None
            table.add(name, str(loaded.files), f"{size:,}", limit=held)
    return [plain, sent]
