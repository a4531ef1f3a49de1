// Pages to read, entry by entry: its heading first, then what stands under it, block by block.

const ENTRIES = "article, .ik-scenes > li, .ik-cards > li, .ik-checklist > li, details.ik-card, dl.ik-card, .ik-doors, .ik-places > li";
const HEAD = "h2, h3, h4, legend, label";
const PASSED = `${HEAD}, summary, nav, form, template, script, .ik-rows, .ik-number, .ik-sources, .ik-small-print, [popover], [role=status]`;
const OPENED = "details, fieldset, ul, ol, dl, .ik-both";

function readingWall(source) {
  const entries = [...source.querySelectorAll(ENTRIES)].filter((node) => !node.parentElement.closest("article"));
  const stops = entries.map((node, place) => {
    const head = headOf(node);
    return { id: node.id || `stop-${place + 1}`, label: textOf(head ?? node), node, head };
  });
  return inOrder(stops, ({ node, head }) => {
    const number = node.querySelector(":scope > .ik-number");
    const said = node.querySelector(":scope > .ik-small-print");
    const first = [number && copyOf(number), head && copyAs("h2", head), said && copyOf(said)].filter(Boolean);
    return layered([first, ...blocksOf(node)], "ik-wall-entry");
  });
}

/** The heading of an entry: its own, else the one that stands before it. */
function headOf(node) {
  const before = node.previousElementSibling;
  return node.querySelector(HEAD) ?? (before?.matches(HEAD) ? before : null);
}

/** What stands in an entry, in order, each block a layer of its own. Choices that belong together come together. */
function blocksOf(node) {
  const choices = [...node.querySelectorAll(":scope > label")].map((label) => copyAs("li", label));
  const list = document.createElement("ul");
  list.append(...choices);
  return (choices.length > 1 ? [[list]] : []).concat([...node.children].flatMap((child) => {
    if (child.matches(PASSED)) return [];
    if (child.matches(OPENED)) return blocksOf(child);
    return [[child.matches("li, dt, dd") ? copyAs("div", child) : copyOf(child)]];
  }));
}

/**
 * Elements that say themselves what is shown after what: `data-stop`, and `data-reveal` in it. `data-option` is what the
 * hall can choose; the one with `data-right` is marked once anything is revealed.
 */
function markedWall(source) {
  const stops = [...source.querySelectorAll("[data-stop]")].map((node) => {
    const id = node.dataset.ref ?? node.dataset.stop;
    return { id, label: textOf(headOf(node) ?? node), ref: node.dataset.ref ?? null, node };
  });
  return inOrder(stops, ({ node }, { step }) => {
    const steps = [...new Set([...node.querySelectorAll("[data-reveal]")].map((each) => Number(each.dataset.reveal)))];
    const order = steps.sort((one, other) => one - other);
    const card = copyOf(node);
    card.classList.add("ik-wall-card", "ik-wall-marked");
    card.hidden = false;
    for (const each of card.querySelectorAll("[data-reveal]")) {
      each.hidden = false;
      each.dataset.layer = String(order.indexOf(Number(each.dataset.reveal)) + 1);
    }
    for (const right of step > 0 ? card.querySelectorAll("[data-option][data-right]") : []) {
      right.setAttribute("aria-current", "true");
      for (const each of right.querySelectorAll("[hidden]")) each.hidden = false;
    }
    return card;
  });
}

/** A wall whose stops follow each other. What it asks has its answer as soon as anything more is shown. */
function inOrder(stops, draw) {
  return {
    stops,
    draw,
    next: (stop, _, among) => among[among.indexOf(stop) + 1] ?? null,
    ref: (stop) => stop.ref ?? null,
    revealed: (stop, { step }) => Boolean(stop.ref) && step > 0,
  };
}
