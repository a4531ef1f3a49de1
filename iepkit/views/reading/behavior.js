// Pages to read: finds entries by their words, opens what an address names, answers the cards that are sorted.

function enhanceReading(root, host) {
  const stop = new AbortController();
  const on = (node, event, callback) => node?.addEventListener(event, callback, { signal: stop.signal });
  const bar = part(root, "bar");
  const entries = [...root.querySelectorAll("[data-entry]")].map((node) => [node, node.textContent.toLowerCase()]);

  function find() {
    const sought = bar.querySelector("input[type=search]").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const [node, words] of entries) setHidden(node, !sought.every((word) => words.includes(word)));
    for (const group of root.querySelectorAll("[data-group]")) setHidden(group, !group.querySelector("[data-entry]:not([hidden])"));
    const found = entries.filter(([node]) => !node.hidden).length;
    const count = part(root, "count");
    setText(count, filled(count.dataset.text, { n: found, all: entries.length }));
    setHidden(part(root, "nothing"), found > 0);
  }

  function show(target) {
    if (bar && target.closest("[hidden]")) {
      bar.querySelector("input[type=search]").value = "";
      find();
    }
    for (const fold of target.querySelectorAll("details")) fold.open = true;
    goTo(target);
  }

  function sort({ target }) {
    const card = target.closest("[data-card]");
    if (!card) return;
    const verdict = card.querySelector("[data-verdict]");
    const right = target.value === card.dataset.card;
    setText(verdict, right ? verdict.dataset.right : verdict.dataset.other);
    card.classList.toggle("ik-is-right", right);
    if (right) card.querySelector("details").open = true;
  }

  if (bar) {
    on(bar, "input", find);
    on(bar, "submit", (event) => event.preventDefault());
    on(part(root, "clear"), "click", () => {
      bar.querySelector("input[type=search]").value = "";
      find();
      bar.querySelector("input[type=search]").focus();
    });
    bar.hidden = false;
    find();
  }
  const print = part(root, "print");
  if (print) print.hidden = false;
  on(print, "click", () => window.print());
  on(root, "change", sort);
  on(root, "click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target || !root.contains(target)) return;
    event.preventDefault();
    show(target);
  });
  const named = /^#[a-z]+-[a-z0-9-]+$/.test(host.fragment()) ? document.getElementById(host.fragment().slice(1)) : null;
  if (named && root.contains(named)) show(named);
  return () => stop.abort();
}
