// Where a visitor is: the path in the list and in the picture, and which letters, rows and sources belong to the card.

function placesOf(root) {
  const nodes = [...root.querySelectorAll("[data-node]")].map((node) => [node, node.dataset.node, node.querySelector(".ik-here")]);
  const arrows = [...root.querySelectorAll("[data-option]")].map((arrow) => [arrow, arrow.dataset.option.split(" ")]);
  const here = (card) => card.dataset.question ?? card.dataset.outcome;
  const cites = (within) => [...within.querySelectorAll("small > a")].map((link) => link.getAttribute("href").slice(1));
  let opened = false;

  function draw(card, soFar) {
    const taken = new Set(soFar.path.map(([, option]) => option));
    const onPath = new Set(soFar.path.map(([question]) => question));
    for (const [node, name, mark] of nodes) {
      node.classList.toggle("ik-is-path", onPath.has(name));
      node.classList.toggle("ik-is-here", name === here(card));
      mark?.toggleAttribute("hidden", name !== here(card));
    }
    for (const [arrow, options] of arrows) {
      arrow.classList.toggle("ik-is-taken", options.some((option) => taken.has(option)));
    }
    const letter = card.querySelector(".ik-open")?.getAttribute("href").slice(1);
    const letters = only(part(root, "letters"), "details", (each) => each.id === letter);
    const rows = card.dataset.rows?.split(" ") ?? [];
    only(part(root, "rows"), "[data-row]", (each) => rows.includes(each.dataset.row));
    const together = part(root, "rows-together");
    if (together.hasAttribute("href")) together.hash = rows.length ? `#rows=${rows.join(".")}` : "";
    const cited = new Set([card, ...letters].flatMap(cites));
    only(part(root, "sources"), "li", (each) => cited.has(each.id));
  }

  /** Shows only what belongs here, and the box around it only if something does. Returns what is shown. */
  function only(box, selector, belongs) {
    const found = [];
    for (const each of box.querySelectorAll(selector)) {
      setHidden(each, !belongs(each));
      if (!each.hidden) found.push(each);
    }
    box.hidden = found.length === 0;
    return found;
  }

  /** Shows the place in the picture. To be called last of all, since it must wait for the layout. */
  function centre(card) {
    const box = part(root, "where").open ? part(root, "picture") : null;
    const node = box?.querySelector(`[data-node="${here(card)}"]`);
    if (!node) return;
    const [frame, place] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
    box.scrollLeft += place.left + place.width / 2 - frame.left - frame.width / 2;
    box.scrollTop += place.top + place.height / 2 - frame.top - frame.height / 2;
  }

  /** Opens the list and the picture where there is room for them, once: they cost more than all the rest. */
  function open() {
    if (!opened && window.matchMedia("(min-width: 64rem)").matches) part(root, "where").open = true;
    opened = true;
  }

  return { draw, centre, open };
}
