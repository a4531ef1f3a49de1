"""Steps of the explorer: what a click costs, and how soon its answer is painted."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

import iepkit
from iepkit.flow import Flow

from .browser import DESKTOP, PHONE, fresh
from .quiet import quiet
from .report import Limit, Spread, Table
from .servers import Server

STEP_LIMIT_MILLISECONDS = 4
PAINT_LIMIT_MILLISECONDS = 100
PAUSE_MILLISECONDS = 40
PRESS_SECONDS = 0.08  # a finger or a mouse's button is down for about as long
SLOWDOWN = 6
_STEPS = (Path(__file__).parent / "steps.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Step:
    """One click on an option: its milliseconds, and whether it led to an outcome."""

    took: float
    ends: bool


def covering_walks(flow: Flow) -> list[list[str]]:
    """Walks to an outcome, as option ids, that together take every option at least once."""
    ways: dict[str, list[str]] = {flow.order[0]: []}
    waiting = deque([flow.order[0]])
    while waiting:
        here = waiting.popleft()
        for option in flow.questions[here].options:
            if option.to in flow.questions and option.to not in ways:
                ways[option.to] = [*ways[here], option.id]
                waiting.append(option.to)
    left = {option.id for question in flow.questions.values() for option in question.options}
    walks = []
    for question in flow.order:
        for option in flow.questions[question].options:
            if option.id in left:
                walks.append(_onward(flow, [*ways[question], option.id], option.to, left))
                left -= set(walks[-1])
    return walks


def _onward(flow: Flow, walk: list[str], here: str, left: set[str]) -> list[str]:
    while here in flow.questions:
        options = flow.questions[here].options
        option = next((each for each in options if each.id in left), options[0])
        walk = [*walk, option.id]
        here = option.to
    return walk


def step_costs(browser: Browser, address: str, tree: str, walks: Sequence[list[str]]) -> list[Step]:
    """For each click of the walks: its handlers and the layout that follows, at normal speed."""
    with fresh(browser) as context:
        page = context.new_page()
        _ready(page, address, tree)
        steps = []
        for walk in walks:
            quiet.wait()
            one = {"walks": [walk], "pause": PAUSE_MILLISECONDS}
            steps += page.evaluate("(all) => iepkitSteps.walkThrough(all)", one)
        page.goto("about:blank")
    return [Step(**step) for step in steps]


def interactions(
    browser: Browser, address: str, tree: str, walks: Sequence[list[str]], *, phone: bool = False
) -> list[Step]:
    """For each real press of the walks: until the next paint, the processor slowed (Event Timing; 0 below 16 ms)."""
    steps = []
    with fresh(browser, PHONE if phone else DESKTOP, touch=phone) as context:
        page = context.new_page()
        _ready(page, address, tree)
        tools = context.new_cdp_session(page)
        for walk in walks:
            tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})  # slowing keeps a processor busy
            page.evaluate("(pause) => iepkitSteps.again(pause)", PAUSE_MILLISECONDS)
            quiet.wait()
            tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
            for option in walk:
                place = page.evaluate("(option) => iepkitSteps.place(option)", option)
                page.wait_for_timeout(PAUSE_MILLISECONDS)
                (_tap if phone else _click)(page, tools, place)
                call = "([option, pause]) => iepkitSteps.interaction(option, pause)"
                steps.append(Step(**page.evaluate(call, [option, PAUSE_MILLISECONDS])))
        page.goto("about:blank")
    return steps


def _click(page: Page, _: CDPSession, place: dict[str, float]) -> None:
    page.mouse.click(place["x"], place["y"], delay=PRESS_SECONDS * 1000)


def _tap(_: Page, tools: CDPSession, place: dict[str, float]) -> None:
    tools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [place]})
    time.sleep(PRESS_SECONDS)
    tools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def tables(browser: Browser, site: Server, server: Server, *, every: int) -> list[Table]:
    """Both measures on every page that has an explorer; of the walks, one in ``every``."""
    heads = ("page", "clicks", "p50", "p95", "p98", "max")
    costs = Table("Explorer step: handlers and layout of a click, ms", heads)
    paints = Table(f"Interaction to next paint, processor slowed {SLOWDOWN} times, ms", heads)
    walks = {name: covering_walks(flow)[::every] for name, flow in iepkit.load().flows.items()}
    for name, address, tree in (
        ("static, which-plan", f"{site.address}/which-plan.html", "which-plan"),
        ("static, disputes", f"{site.address}/disputes.html", "disputes"),
        ("served once, which-plan", f"{server.address}/which-plan.html", "which-plan"),
        ("served live, with widgets", f"{server.address}/explore.html", next(iter(walks))),
    ):
        _add_costs(costs, name, step_costs(browser, address, tree, walks[tree]))
        _add_paints(paints, name, interactions(browser, address, tree, walks[tree]))
        if name.startswith("static"):
            on_phone = interactions(browser, address, tree, walks[tree], phone=True)
            _add_paints(paints, f"{name}, a touch at a phone's size", on_phone)
    return [costs, paints]


def _add_costs(table: Table, name: str, steps: list[Step]) -> None:
    p95 = Spread.of([step.took for step in steps]).share(0.95)
    limit = Limit.at_most(p95, STEP_LIMIT_MILLISECONDS, f"p95 {STEP_LIMIT_MILLISECONDS}")
    _add(table, name, steps, limit, "{:.1f}")


def _add_paints(table: Table, name: str, steps: list[Step]) -> None:
    p98 = Spread.of([step.took for step in steps]).share(0.98)
    limit = Limit.at_most(p98, PAINT_LIMIT_MILLISECONDS, f"p98 {PAINT_LIMIT_MILLISECONDS}")
    _add(table, name, steps, limit, "{:.0f}")


def _add(table: Table, name: str, steps: list[Step], limit: Limit, form: str) -> None:
    ends = [step for step in steps if step.ends]
    for label, chosen in ((name, steps), (f"{name}: clicks that end a walk", ends)):
        spread = Spread.of([step.took for step in chosen])
        values = [form.format(spread.share(part)) for part in (0.5, 0.95, 0.98, 1)]
        table.add(label, str(len(chosen)), *values, limit=limit if chosen is steps else None)


def _ready(page: Page, address: str, tree: str) -> None:
    page.goto(address, wait_until="load")
    page.wait_for_selector(f'section[data-view=explorer][data-tree="{tree}"].ik-on')
    if "explore.html" in address:  # a live page has its widgets beside the explorer
        page.wait_for_selector(".widget-dropdown select")
    page.evaluate(_STEPS, tree)
