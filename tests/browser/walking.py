"""How a visitor walks a tree in the browser, and which walks see all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator, Page

from iepkit.content import graph, load
from iepkit.flow import Flow, Walk, walk

TREES = tuple(load().trees)
READING = ("faq", "glossary", "myths", "stories", "plan-contents")
LEARNING = ("practice", "quiz")
Path = tuple[tuple[str, str], ...]


def all_paths(flow: Flow) -> Iterator[Path]:
    """Every path of a tree as (question id, option id) pairs."""
    for path in graph.paths(flow.tree):
        yield tuple((question.id, option) for question, option in path)


def cover(flow: Flow) -> list[Path]:
    """Few short paths that together choose every option."""
    wanted = {path: set(path) for path in all_paths(flow)}
    missing = set().union(*wanted.values())
    chosen = []
    while missing:
        chosen.append(max(wanted, key=lambda path: len(wanted[path] & missing) / (len(path) + 1)))
        missing -= wanted[chosen[-1]]
    return chosen


def to_endings(flow: Flow) -> list[Path]:
    """A shortest path to every ending."""
    found: dict[tuple[str | None, str | None], Path] = {}
    for path in sorted(all_paths(flow), key=len):
        end = walk(flow, path)
        found.setdefault((end.outcome, end.variant), path)
    assert found.keys() == flow.endings.keys()
    return list(found.values())


def stops(flow: Flow) -> list[Path]:
    """A path to every question and to every ending."""
    questions: dict[str, Path] = {}
    for path in all_paths(flow):
        for place, (question, _) in enumerate(path):
            questions.setdefault(question, path[:place])
    return [*questions.values(), *to_endings(flow)]


def some_path(flow: Flow, *, length: int = 3) -> Path:
    """A path of at least so many questions to an ending with a letter and rows."""
    return next(
        path
        for path in all_paths(flow)
        if len(path) >= length
        and flow.endings[(end := walk(flow, path)).outcome, end.variant].letter
        and flow.endings[end.outcome, end.variant].rows
    )


class ExplorerOn:
    """The explorer on a page, as somebody uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("section[data-view=explorer]")
        self.note = self.root.locator("[data-part=note]")
        self.back = self.root.locator("[data-part=back]")
        self.next = self.root.locator("[data-part=next]")

    def part(self, name: str) -> Locator:
        """A part of the view by its name."""
        return self.root.locator(f"[data-part={name}]")

    def option(self, option: str) -> Locator:
        """The row of an option."""
        return self.root.locator(f'label:has(input[value="{option}"])')

    def card(self) -> Locator:
        """The question or outcome that is shown."""
        return self.root.locator(".ik-stage > section:not([hidden])")

    def choose(self, *options: str) -> None:
        """Choose one option after the other, and wait until the page has drawn all and holds its place."""
        for option in options:
            self.option(option).click()
        self.page.locator("[data-drawing]").wait_for(state="detached")

    def walk(self, path: Path) -> None:
        """Choose the options of a path."""
        self.choose(*(option for _, option in path))

    def state(self) -> dict[str, Any]:
        """What is on the screen: the ids of the card, and the answers listed."""
        return dict(self.page.evaluate(_STATE))

    def at(self, expected: Walk) -> None:
        """Wait until the page stands where a walk stands."""
        name = expected.question or expected.outcome
        kind = "question" if expected.question else "outcome"
        variant = f'[data-variant="{expected.variant}"]' if expected.variant else ":not([data-variant])"
        self.root.locator(f'section[data-{kind}="{name}"]{variant}:not([hidden])').wait_for()
        assert self.state()["cards"] == 1

    def start_again(self) -> None:
        """Go back to the first question."""
        self.part("again").click()


_STATE = """async () => {
  while (document.querySelector("[data-drawing]")) await new Promise(requestAnimationFrame); // the page is at work yet
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility());
  const cards = shown(".ik-stage > section");
  const texts = (selector) => shown(selector).map((node) => node.textContent.trim());
  return {
    cards: cards.length,
    ...cards[0]?.dataset,
    because: texts(".ik-because q"),
    answers: texts("[data-part=answer-list] b"),
    note: document.querySelector("[data-part=note]").textContent,
    focus: document.activeElement?.closest(".ik-stage > section") === cards[0] && document.activeElement.tagName,
  };
}"""
