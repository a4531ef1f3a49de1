"""axe-core in a page: all rules of WCAG 2.0 to 2.2, A and AA, and its best practices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

from iepkit.flow import Flow, walk

from .walking import Path

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const out = [...document.querySelectorAll("body *")].filter((node) => {
    const box = node.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1) && !node.closest(".ik-scroll, .ik-skip");
  });
  return [`${document.documentElement.scrollWidth} px`, ...out.slice(0, 5).map((node) => node.outerHTML.slice(0, 120))];
}"""
AXE = (File(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe-core finds wrong on the page as it stands, or within the elements of a selector."""
    _prepare(page)
    return list(page.evaluate("([within, tags]) => window.axeFinds(within ?? document, tags)", [within, TAGS]))


def violations_at(page: Page, flow: Flow, paths: Sequence[Path]) -> dict[str, list[str]]:
    """What axe-core finds wrong in the explorer at the end of each path, with all that is folded there open."""
    _prepare(page)
    return go_to_each(page, flow, paths, f"async () => {{ {_ALONE.replace('TAGS', str(TAGS))} }}")


def go_to_each(page: Page, flow: Flow, paths: Sequence[Path], find: str) -> dict[str, list[str]]:
    """What a JavaScript function finds wrong at the end of each path, by the card shown there.

    The answers are put where the page keeps them, as if the visitor came back to each place. Fails if
    the page then shows another card than ``walk`` says.
    """
    found = {}
    for path in paths:
        stop = walk(flow, path)
        place = [stop.question or stop.outcome, stop.variant]
        open_at(page, path)
        seen: dict[str, Any] = page.evaluate(_SEE.replace("FIND", find))
        assert seen["cards"] == [place]
        if seen["found"]:
            found[str(place)] = seen["found"]
    return found


def open_at(page: Page, path: Path) -> None:
    """Put answers where the page keeps them, and let it go there."""
    page.evaluate(f"(answers) => {{ {_GO} }}", [list(pair) for pair in path])


def _prepare(page: Page) -> None:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
        page.evaluate(_FINDS)


_FINDS = """() => {
  window.axeFinds = async (context, tags) => {
    const done = await axe.run(context, { runOnly: tags, resultTypes: ["violations"], preload: false });
    return done.violations.flatMap((rule) => rule.nodes.map((node) =>
      [rule.id, node.target, node.html.slice(0, 160), node.failureSummary.replaceAll("\\n", " ")].join(": ")));
  };
}"""
_GO = """
  const root = document.querySelector("section[data-view=explorer]");
  const kept = { ...history.state?.iepkit, [root.id]: { answers, at: null } };
  history.replaceState({ ...history.state, iepkit: kept }, "");
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
"""
_SEE = """async () => {
  const root = document.querySelector("section[data-view=explorer]");
  while (root.dataset.drawing !== undefined) await new Promise(requestAnimationFrame);
  for (const fold of root.querySelectorAll(".ik-walk details")) fold.open = true;
  const cards = [...root.querySelectorAll(".ik-stage > section")].filter((card) => card.checkVisibility());
  return {
    cards: cards.map(({ dataset }) => [dataset.question ?? dataset.outcome, dataset.variant ?? null]),
    found: await (FIND)(),
  };
}"""
# What is hidden is taken out meanwhile: axe-core would look at all of it, every time, to say nothing of it.
_ALONE = """
  const root = document.querySelector("section[data-view=explorer]");
  while (root.dataset.drawing !== undefined) await new Promise(requestAnimationFrame);
  const hidden = [...root.querySelectorAll("[hidden], .ik-where")];
  const away = hidden.filter((node) => !node.parentElement.closest("[hidden]"));
  const places = away.map((node) => [node, document.createComment("")]);
  for (const [node, mark] of places) node.replaceWith(mark);
  const found = await window.axeFinds(document, TAGS);
  for (const [node, mark] of places) mark.replaceWith(node);
  return found;
"""
