// Gives a server-written view its behavior, once. ENHANCERS is written by what joins these files (composing.py): the
// behaviors that come with this script, by the name of the view.

function enhance(root, host) {
  const behave = Object.hasOwn(ENHANCERS, root.dataset.view) ? ENHANCERS[root.dataset.view] : null;
  if (!behave || root.classList.contains("ik-on")) return () => {};
  root.classList.add("ik-on");
  return behave(root, host);
}
