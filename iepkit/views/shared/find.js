// Finding entries by their words: the field, the count and the buttons beside it, and links that lead to an entry.

// A view without a search bar still has links and a print button. A group is a node that is hidden with the last of
// its entries: [node, entries]. Returns what a view needs to show an entry that an address names.
function enableFinding(root, on, entries, groups, wordsOf = (entry) => entry.textContent) {
  const bar = part(root, "bar");
  const field = bar?.querySelector("input[type=search]");
  const coreOnly = part(root, "core-only");
  const print = part(root, "print");
  const words = new Map(entries.map((entry) => [entry, wordsOf(entry).toLowerCase()]));

  function find() {
    const sought = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (entry) => !coreOnly?.checked || "core" in entry.dataset;
    for (const entry of entries) setHidden(entry, !fits(entry) || !sought.every((word) => words.get(entry).includes(word)));
    for (const [group, own] of groups) setHidden(group, own.every((entry) => entry.hidden));
    const found = entries.filter((entry) => !entry.hidden).length;
    const count = part(root, "count");
    setText(count, filled(count.dataset.text, { n: found, all: entries.length }));
    setHidden(part(root, "nothing"), found > 0);
  }

  function clear() {
    field.value = "";
    if (coreOnly) coreOnly.checked = false;
    find();
  }

  function show(target) {
    if (bar && target.closest("[hidden]")) clear();
    for (const fold of target.querySelectorAll("details")) fold.open = true;
    goTo(target);
  }

  if (bar) {
    on(bar, "input", find);
    on(bar, "submit", (event) => event.preventDefault());
    on(part(root, "clear"), "click", () => {
      clear();
      field.focus();
    });
    bar.hidden = false;
    find();
  }
  if (print) {
    print.hidden = false;
    on(print, "click", () => window.print());
  }
  on(root, "click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target || !root.contains(target)) return;
    event.preventDefault();
    show(target);
  });
  return show;
}
