"""Drives a presenter's wall and notes, and looks at what the hall would see."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

BODY_PX = 28  # at 1280 wide: the back row reads it


class Wall:
    """A page on the wall."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stage = page.locator("[data-part=wall-stage]")
        expect(self.stage).to_be_visible()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def reveal(self, key: str) -> None:
        """Press a key until something new is on the wall: what is too long for it is scrolled first."""
        before = self.at
        for _ in range(5):
            self.press(key)
            if self.at != before:
                return
        raise AssertionError((key, before))

    @property
    def state(self) -> dict[str, Any]:
        """Where the wall is: its page, its stop, its step."""
        kept: dict[str, Any] = self.page.evaluate("() => ({ page: history.state.page, ...history.state.wall })")
        return kept

    @property
    def at(self) -> tuple[str, int]:
        """The stop and the step."""
        state = self.state
        return state["stop"], state["step"]

    @property
    def heading(self) -> str:
        """The heading of the card."""
        return self.stage.locator("h1, h2").first.inner_text()

    def choose(self, option: str) -> None:
        """Show the options, and choose one by its number."""
        item = self.stage.locator(f"[data-option={option}]")
        if not item.is_visible():
            self.press("PageDown")
        place = item.evaluate("(item) => [...item.parentElement.children].indexOf(item) + 1")
        self.press(str(place))
        expect(item).to_have_attribute("aria-current", "true")

    def finish(self) -> None:
        """Show all of the card, to its end, and go on."""
        self.press("End")
        self.stage.evaluate("(stage) => { stage.scrollTop = stage.scrollHeight; }")
        self.press("PageDown")

    def next_stop(self) -> None:
        """Press Next until another stop is on the wall."""
        before = self.state["stop"]
        for _ in range(30):
            self.press("PageDown")
            if self.state["stop"] != before:
                return
        raise AssertionError(before)


# Goes to each stop by the list to jump from, shows layer after layer with a clicker's key, and says what is wrong:
# what was just shown is not on the screen (from its beginning on), is smaller than BODY_PX, or is wider than the wall.
SWEEP = """async ([bodyPx, every]) => {
  const stage = document.querySelector("[data-part=wall-stage]");
  const state = () => history.state.wall;
  const headPx = 5.5 * parseFloat(getComputedStyle(document.documentElement).fontSize); // what stays above what is new
  const key = (name) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  const wrong = [];
  let layers = 0;
  const small = (node) => !node.closest("small, .ik-small-print, .ik-vh, .ik-mark, svg");
  function look(stop, step) {
    const frame = stage.getBoundingClientRect();
    const shown = [...stage.querySelectorAll(`[data-layer="${step}"]`)].filter((node) => node.checkVisibility());
    const fresh = shown.length ? shown : [stage.firstElementChild];
    const box = fresh[0].getBoundingClientRect();
    const there = box.top > frame.top - 1 && box.top < frame.bottom - 20;
    if (!there) wrong.push(`${stop} ${step}: not on the screen (${box.top})`);
    const whole = fresh.at(-1).getBoundingClientRect().bottom - box.top;
    const end = fresh.at(-1).getBoundingClientRect().bottom;
    if (whole < frame.height - headPx && end > frame.bottom + 1) wrong.push(`${stop} ${step}: cut off below (${end})`);
    if (stage.scrollWidth > stage.clientWidth) wrong.push(`${stop} ${step}: too wide`);
    for (const part of fresh) {
      for (const node of part.querySelectorAll("*")) {
        const said = [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
        const px = parseFloat(getComputedStyle(node).fontSize);
        if (said && small(node) && px < bodyPx) wrong.push(`${stop} ${step}: ${px} px: ${node.outerHTML.slice(0, 60)}`);
      }
    }
  }
  const stops = [...document.querySelectorAll("[data-part=wall-stops] button")];
  for (const button of stops.filter((_, place) => place % every === 0)) {
    button.click();
    const { stop } = state();
    for (let step = -1, top = -1; state().stop === stop && (state().step !== step || stage.scrollTop !== top);) {
      if (state().step !== step) {
        look(stop, state().step);
        layers += 1;
      }
      ({ step } = state());
      top = stage.scrollTop;
      key("PageDown");
    }
  }
  return { wrong: wrong.slice(0, 12), layers, stops: stops.length };
}"""
