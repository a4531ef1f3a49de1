// Runs in a page before anything of its own, and notes when it can be read, and when a click has changed what it should.
// All times are from the start of the navigation, in milliseconds.
(kind) => {
  const bench = { readable: null, usable: null, control: null };
  const asked = () => document.querySelector("h2.asked")?.textContent ?? "";
  let first = "";
  const kinds = {
    explorer: {
      heading: "h1, section[data-view=explorer] section[data-question] h2",
      target: () => document.querySelector("section[data-view=explorer] section[data-question] label"),
      changed: () => document.querySelector("section[data-view=explorer] section[data-question]")?.hidden === true &&
        [...document.querySelectorAll(".ik-stage > section:not([hidden])")].some((card) => card.checkVisibility()),
    },
    button: {
      heading: "button.jupyter-button",
      target: () => document.querySelector("button.jupyter-button"),
      changed: () => document.querySelector("button.jupyter-button")?.textContent.trim() === "Pressed",
    },
    peer: {
      heading: "h1, h2.asked",
      target: () => document.querySelector(".options .widget-radio-box label, form.options label, .options button"),
      changed: () => {
        first ||= asked();
        return asked() !== "" && asked() !== first;
      },
    },
  };
  const { heading, target, changed } = kinds[kind];

  const note = () => {
    if (bench.usable === null && changed()) bench.usable = performance.now();
    if (bench.control === null && document.querySelector(".widget-dropdown select")) bench.control = performance.now();
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  /** Whether a heading has words, takes up room, and nothing lies over it. */
  const seen = (node) => {
    const box = node.getBoundingClientRect();
    if (!node.textContent.trim() || !box.width || !box.height || !node.checkVisibility()) return false;
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top !== null && (node.contains(top) || top.contains(node));
  };
  /** Each frame, until the one that shows a heading has been drawn: the next one has begun. */
  const read = () => {
    if ([...document.querySelectorAll(heading)].some(seen)) {
      requestAnimationFrame(() => { bench.readable = performance.now(); });
    } else requestAnimationFrame(read);
  };
  requestAnimationFrame(read);

  /** What was noted so far, and where to click now. */
  bench.look = () => {
    const node = bench.usable === null ? target() : null;
    let box = node?.getBoundingClientRect();
    if (box && (box.bottom > innerHeight || box.top < 0)) {
      node.scrollIntoView({ block: "center", behavior: "instant" });
      box = node.getBoundingClientRect();
    }
    const place = box?.width ? [box.left + Math.min(box.width / 2, 60), box.top + box.height / 2] : null;
    return { readable: bench.readable, usable: bench.usable, control: bench.control, place };
  };
  window.iepkitBench = bench;
}
