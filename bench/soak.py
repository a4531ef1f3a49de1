"""Visitors who come one after the other for a while, each in a real browser: what goes wrong, and what it costs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle

from playwright.async_api import Browser, BrowserContext, Error, Page, Request, Response, async_playwright

import iepkit
from iepkit.flow import Flow, Walk, walk

from .browser import ARGUMENTS, DESKTOP, executable
from .load import Watch
from .memory import megabytes
from .report import Limit, Spread, Table
from .servers import Server
from .steps import covering_walks

TREE, OTHER_TREE = "which-plan", "disputes"
STEPS = 10
PAUSE_SECONDS = 1.0  # between an answer and the next click
ANSWER_SECONDS = 10
LIVE_SECONDS = 60
GONE_SECONDS = 90
PSS_LIMIT_MB = 400  # beside the pool
SHOWN = ".ik-stage > section:not([hidden])"
LEFT = "net::ERR_ABORTED"  # what a visitor gave up by leaving


@dataclass(frozen=True)
class Size:
    """How many visitors come within how many seconds, and how many of them open the live page."""

    visitors: int
    seconds: float
    live: int


FULL, QUICK = Size(200, 600, 10), Size(20, 60, 2)


@dataclass
class Found:
    """What all visitors met: steps taken, milliseconds until their answers, and everything that went wrong."""

    visits: int = 0
    steps: int = 0
    choices: int = 0
    waits: list[float] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    failed_requests: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def soak(server: Server, pool: int, size: Size) -> Table:
    """Send the visitors to a server whose pool is full, and report."""
    server.settle(at_least=pool)
    before, kernels = server.megabytes(), server.kernel_count()
    held = sum(megabytes(kernel) for kernel in server.kernels())
    watch = Watch(server)
    watch.look()
    with watch.running(), ThreadPoolExecutor(1) as thread:  # the other browser's event loop is in this one
        found = thread.submit(lambda: asyncio.run(_visitors(server.address, size))).result()
    after = _kernels_at_the_end(server, pool)
    memory = (before, watch.megabytes, server.megabytes(), held)
    return _table(found, size, memory, (kernels, watch.kernels, after), pool)


def _kernels_at_the_end(server: Server, pool: int) -> int:
    end = time.monotonic() + GONE_SECONDS
    while server.kernel_count() != pool and time.monotonic() < end:
        time.sleep(1)
    return server.kernel_count()


async def _visitors(address: str, size: Size) -> Found:
    found = Found()
    flow = iepkit.load().flow(TREE)
    walks = covering_walks(flow)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        every = size.visitors // size.live
        async with asyncio.TaskGroup() as group:
            for number in range(size.visitors):
                options = walks[number % len(walks) :] + walks[: number % len(walks)]
                group.create_task(_visitor(browser, address, flow, options, found, live=number % every == every // 2))
                await asyncio.sleep(size.seconds / size.visitors)
        await browser.close()
    return found


async def _visitor(
    browser: Browser, address: str, flow: Flow, walks: Sequence[list[str]], found: Found, *, live: bool
) -> None:
    async with _watched(browser, found) as context:
        page = await context.new_page()
        try:
            await page.goto(f"{address}/{'explore' if live else TREE}.html", timeout=LIVE_SECONDS * 1000)
            await page.wait_for_selector(f'section[data-tree="{TREE}"].ik-on', timeout=LIVE_SECONDS * 1000)
            await _walk(page, flow, walks, found)
            if live:
                await _choose_tree(page, found)
            found.visits += 1
        except (Error, ValueError) as error:
            found.wrong.append(str(error).partition("\n")[0])
        await page.goto("about:blank")


async def _walk(page: Page, flow: Flow, walks: Sequence[list[str]], found: Found) -> None:
    """Ten clicks: one walk after the other, from the start each. After each the page must stand where the walk does."""
    left = STEPS
    for options in cycle(walks):
        answers: dict[str, str] = {}
        for option in options:
            here = walk(flow, answers)
            answers[str(here.question)] = option
            place = _place(walk(flow, answers))
            await asyncio.sleep(PAUSE_SECONDS)
            start = time.perf_counter()
            await page.locator(f'label:has(input[value="{option}"])').click(timeout=ANSWER_SECONDS * 1000)
            await page.wait_for_selector(f"{SHOWN}{place}", timeout=ANSWER_SECONDS * 1000)
            found.waits.append(1000 * (time.perf_counter() - start))
            if await page.locator(SHOWN).count() != 1:
                raise ValueError(f"more than one card after {option}")
            found.steps += 1
            left -= 1
            if not left:
                return
        await asyncio.sleep(PAUSE_SECONDS)
        await page.locator("[data-part=again]").click(timeout=ANSWER_SECONDS * 1000)


def _place(here: Walk) -> str:
    if here.question:
        return f'[data-question="{here.question}"]'
    variant = f'[data-variant="{here.variant}"]' if here.variant else ""
    return f'[data-outcome="{here.outcome}"]{variant}'


async def _choose_tree(page: Page, found: Found) -> None:
    """Choose another tree in the stock Dropdown, and see its endings, which the kernel writes."""
    other = iepkit.load().flow(OTHER_TREE)
    ending = next(iter(other.endings.values())).headline or ""
    control = page.locator(".widget-dropdown select").first
    await control.select_option(label=other.tree.title, timeout=LIVE_SECONDS * 1000)
    await page.locator(".widget-html", has_text=ending).first.wait_for(timeout=ANSWER_SECONDS * 1000)
    found.choices += 1


@asynccontextmanager
async def _watched(browser: Browser, found: Found) -> AsyncIterator[BrowserContext]:
    """A visitor who was never here; what the browser complains about is noted."""
    context = await browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})

    def failed(request: Request) -> None:
        if request.failure != LEFT:
            found.failed_requests.append(f"{request.url}: {request.failure}")

    def answered(answer: Response) -> None:
        if not answer.ok and answer.status != 304:  # noqa: PLR2004 - not modified
            found.failed_requests.append(f"{answer.url}: {answer.status}")

    context.on("weberror", lambda error: found.page_errors.append(str(error.error)))
    context.on("requestfailed", failed)
    context.on("response", answered)
    try:
        yield context
    finally:
        await context.close()


def _table(
    found: Found, size: Size, memory: tuple[float, float, float, float], kernels: tuple[int, int, int], pool: int
) -> Table:
    heads = ("of all visitors", "value", "remark")
    minutes = f"{size.seconds / 60:g} min"
    table = Table(f"{size.visitors} visitors over {minutes}, {size.live} of them on the live page", heads)
    whole = Limit(str(size.visitors), found.visits == size.visitors)
    table.add("visits that went well to their end", str(found.visits), _first(found.wrong), limit=whole)
    steps = Limit(str(size.visitors * STEPS), found.steps == size.visitors * STEPS)
    table.add("clicks that led to the right question or outcome", f"{found.steps:,}", "", limit=steps)
    if found.waits:
        spread = Spread.of(found.waits)
        table.add("a click until its answer, as the driver sees it: p95, ms", f"{spread.share(0.95):,.0f}", "")
    live = Limit(str(size.live), found.choices == size.live)
    table.add("choices in the live page's Dropdown that were answered", str(found.choices), "", limit=live)
    for name, errors in (("errors in pages", found.page_errors), ("requests that failed", found.failed_requests)):
        table.add(name, str(len(errors)), _first(errors), limit=Limit("0", not errors))
    before, peak, after, held = memory
    most = PSS_LIMIT_MB + held
    remark = f"{before:,.0f} before, {after:,.0f} after; the pool: {held:,.0f}"
    limit = Limit.at_most(peak, most, f"{PSS_LIMIT_MB} + pool")
    table.add("PSS of the server and its kernels at the peak, MB", f"{peak:,.0f}", remark, limit=limit)
    remark = f"{kernels[0]} before, {kernels[1]} at the peak"
    table.add("kernels after", str(kernels[2]), remark, limit=Limit(f"{pool}, the pool", kernels[2] == pool))
    return table


def _first(errors: Sequence[str]) -> str:
    return f"the first: {errors[0][:80]}".replace("|", "/") if errors else ""
