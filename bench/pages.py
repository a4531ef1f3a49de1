"""Until a page is usable, and what it weighs. Each line is measured once a round: all meet the same machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from .browser import Visit, visit, weigh
from .quiet import quiet
from .report import Limit, Spread, Table
from .servers import Server, iepkit_server, static_server, stock_server

POOL = 2
ONCE_LIMIT = 0.15
LIVE_LIMIT = 1.0
KILOBYTES_LIMIT = 250
STOCK_COLD, STOCK_WARM = "stock Voila, one button, a kernel per visit", "stock Voila, one button, preheated"
LIVE_COLD, LIVE_WARM = "served live page, a kernel per visit", "served live page, preheated"


@dataclass(frozen=True)
class Line:
    """A page to measure: where it is, what serves it, and its limit as a share of a stock line's time."""

    name: str
    address: str
    server: Server | None = None
    kind: str = "explorer"
    kernels: int = 0  # that a visit uses up
    limit: tuple[float, str] | None = None

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

    def lines(self) -> list[Line]:
        """What is measured, the stock page first."""
        once, live = (ONCE_LIMIT, STOCK_COLD), (LIVE_LIMIT, STOCK_COLD)
        warm = (LIVE_LIMIT, STOCK_WARM)
        return [
            Line(STOCK_COLD, self.stock.address, self.stock, "button", 1),
            Line(STOCK_WARM, self.stock_preheated.address, self.stock_preheated, "button", 1),
            Line("static page, from a web server", f"{self.static.address}/which-plan.html", self.static, limit=once),
            Line("static page, from file://", (self.site / "which-plan.html").as_uri(), limit=once),
            Line("served page, executed once", f"{self.iepkit.address}/which-plan.html", self.iepkit, limit=once),
            Line(LIVE_COLD, f"{self.iepkit.address}/explore.html", self.iepkit, kernels=1, limit=live),
            Line(LIVE_WARM, f"{self.preheated.address}/explore.html", self.preheated, kernels=1, limit=warm),
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
        )


@contextmanager
def our_sites(place: Path, site: Path) -> Iterator[tuple[Server, Server]]:
    """Start a web server of the exported files, and ``iepkit serve``."""
    with static_server(place, site) as static, iepkit_server(place) as server:
        yield static, server


def measure(browser: Browser, lines: list[Line], rounds: int) -> dict[str, list[Visit]]:
    """Visit every line once a round. The first round, in which the browser and the disk grow warm, is not counted."""
    found: dict[str, list[Visit]] = {line.name: [] for line in lines}
    for turn in range(rounds + 1):
        for line in lines:
            before = line.server.kernels() if line.server else set()
            quiet.wait()
            seen = visit(browser, line.address, line.kind, control=line.live)
            if line.server:  # a preheated pool is full again, and nothing is at work, before the next visit
                line.server.settle(besides=before, at_least=line.kernels if "preheated" in line.name else 0)
            if turn:
                found[line.name].append(seen)
    return found


def usable_table(lines: list[Line], found: dict[str, list[Visit]]) -> Table:
    """Until the first answer to a click, in milliseconds and as a share of the stock page."""
    table = Table("Until it is usable", ("page", "median ms", "min to max", "x stock, cold", "x stock, preheated"))
    usable = {name: Spread.of([each.usable for each in visits]) for name, visits in found.items()}
    for line in lines:
        limit = None
        if line.limit:
            most, stock = line.limit
            against = "" if stock == STOCK_COLD else ", preheated"
            limit = Limit.at_most(usable[line.name].median / usable[stock].median, most, f"{most} x stock{against}")
        _add(table, line.name, usable[line.name], usable, limit)
    for line in lines:
        if line.live:
            controls = Spread.of([each.control for each in found[line.name] if each.control is not None])
            _add(table, f"{line.name}: its first ipywidgets control is there", controls, usable, None)
    return table


def _add(table: Table, name: str, spread: Spread, usable: dict[str, Spread], limit: Limit | None) -> None:
    shares = [f"{spread.median / usable[stock].median:.3f}" for stock in (STOCK_COLD, STOCK_WARM)]
    table.add(name, f"{spread.median:,.0f}", spread.between(), *shares, limit=limit)


def size_table(browser: Browser, sites: Sites) -> Table:
    """What a first visit loads, uncompressed."""
    table = Table("Size of a first visit, uncompressed", ("page", "files", "bytes"))
    for name in ("which-plan", "disputes"):
        files, size = weigh(browser, f"{sites.static.address}/{name}.html")
        most = KILOBYTES_LIMIT * 1000
        table.add(f"static page {name}", str(files), f"{size:,}", limit=Limit.at_most(size, most, f"{most:,}"))
    live = f"{sites.iepkit.address}/explore.html"
    for name, address in (("served live page", live), ("stock Voila, one button", sites.stock.address)):
        files, size = weigh(browser, address)
        table.add(name, str(files), f"{size:,}")
    return table
