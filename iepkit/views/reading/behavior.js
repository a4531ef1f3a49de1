// Pages to read: finds entries by their words, opens what an address names, answers the cards that are sorted.

function enhanceReading(root, host) {
  const stop = new AbortController();
  const on = listening(stop.signal);
  const entriesOf = (node) => [...node.querySelectorAll("[data-entry]")];
  const groups = [...root.querySelectorAll("[data-group]")].map((group) => [group, entriesOf(group)]);

  function sort({ target }) {
    const card = target.closest("[data-card]");
    if (!card) return;
    const verdict = card.querySelector("[data-verdict]");
    const right = target.value === card.dataset.card;
    setText(verdict, right ? verdict.dataset.right : verdict.dataset.other);
    card.classList.toggle("ik-is-right", right);
    if (right) card.querySelector("details").open = true;
  }

  const show = enableFinding(root, on, entriesOf(root), groups);
  on(root, "change", sort);
  const named = /^#[a-z]+-[a-z0-9-]+$/.test(host.fragment()) ? document.getElementById(host.fragment().slice(1)) : null;
  if (named && root.contains(named)) show(named);
  return () => stop.abort();
}
