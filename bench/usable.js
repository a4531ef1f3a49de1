// Runs in a page before anything of its own, and notes when a click has changed what it should change.
// All times are from the start of the navigation, in milliseconds.
(kind) => {
  const bench = { usable: null, control: null };
  const kinds = {
    explorer: {
      target: () => document.querySelector("section[data-view=explorer] section[data-question] label"),
      changed: () => document.querySelector("section[data-view=explorer] section[data-question]")?.hidden === true,
    },
    button: {
      target: () => document.querySelector("button.jupyter-button"),
      changed: () => document.querySelector("button.jupyter-button")?.textContent.trim() === "Pressed",
    },
  };
  const { target, changed } = kinds[kind];

  const note = () => {
    if (bench.usable === null && changed()) bench.usable = performance.now();
    if (bench.control === null && document.querySelector(".widget-dropdown select")) bench.control = performance.now();
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  /** What was noted so far, and where to click now. */
  bench.look = () => {
    const node = bench.usable === null ? target() : null;
    let box = node?.getBoundingClientRect();
    if (box && (box.bottom > innerHeight || box.top < 0)) {
      node.scrollIntoView({ block: "center", behavior: "instant" });
      box = node.getBoundingClientRect();
    }
    const place = box?.width ? [box.left + Math.min(box.width / 2, 60), box.top + box.height / 2] : null;
    return { usable: bench.usable, control: bench.control, place };
  };
  window.iepkitBench = bench;
}
