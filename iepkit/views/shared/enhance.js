// Gives a server-written view its behavior, once.

const ENHANCERS = { explorer: enhanceExplorer, comparison: enhanceComparison, reading: enhanceReading };

function enhance(root, host) {
  const behave = Object.hasOwn(ENHANCERS, root.dataset.view) ? ENHANCERS[root.dataset.view] : null;
  if (!behave || root.classList.contains("ik-on")) return () => {};
  root.classList.add("ik-on");
  return behave(root, host);
}
