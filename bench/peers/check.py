"""Whether a page made with another tool shows the same tree as iepkit."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

import iepkit
from iepkit.flow import Flow, walk

from ..browser import fresh
from .tree import NAME, Tree, ending
from .words import tree_of

SECONDS = 30
OPTIONS = ".options .widget-radio-box label, form.options label, .options button"
# A walk of one answer, one that stays long, and one with "I am not sure": as option ids.
WALKS = (
    ("where-under-3",),
    ("where-public", "has-504", "tested-idea", "result-no", "limits-school", "teach-special"),
    ("where-other",),
)


def check(browser: Browser, address: str) -> None:
    """Walk a few answers on the page. Raises ValueError when it shows another question, answer or ending."""
    kit = iepkit.load()
    flow, tree = kit.flow(NAME), tree_of(kit, NAME)
    for options in WALKS:
        with fresh(browser) as context:
            page = context.new_page()
            page.goto(address)
            try:
                follow(page, flow, tree, options)
            except AssertionError as error:
                raise ValueError(f"{address} does not show the tree of iepkit: {error}") from error
            page.goto("about:blank")


def follow(page: Page, flow: Flow, tree: Tree, options: tuple[str, ...]) -> None:
    """Choose the options one by one; after each, the page must stand where iepkit's walk stands.

    Raises AssertionError when it does not.
    """
    answers: dict[str, str] = {}
    for option in options:
        here = walk(flow, answers)
        question = flow.questions[str(here.question)]
        _shows(page, question.ask)
        shown = page.locator(OPTIONS)
        expect(shown).to_have_count(len(question.options), timeout=SECONDS * 1000)
        place = [each.id for each in question.options].index(option)
        expect(shown.nth(place)).to_contain_text(question.options[place].label)
        shown.nth(place).click()
        answers[question.id] = option
    end = walk(flow, answers)
    if end.question:
        _shows(page, flow.questions[end.question].ask)
        return
    _shows(page, flow.endings[str(end.outcome), end.variant].headline or "")
    told = ending(tree, options)
    for text in (*told["says"], *(step["text"] for step in told["steps"]), *told["papers"]):
        expect(page.locator("body")).to_contain_text(text)


def _shows(page: Page, text: str) -> None:
    expect(page.locator("h2.asked")).to_have_text(text, timeout=SECONDS * 1000)
