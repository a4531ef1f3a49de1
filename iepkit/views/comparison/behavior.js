// The comparison: finds rows, shows one plan or both, opens the sources. The table itself is all there.

function enhanceComparison(root, host) {
  const stop = new AbortController();
  const on = listening(stop.signal);
  const bar = part(root, "bar");
  const rows = [...root.querySelectorAll("tbody[data-row]")];

  function draw() {
    root.dataset.plan = bar.querySelector("input[type=radio]:checked").value;
    root.classList.toggle("ik-with-sources", part(root, "with-sources").checked);
  }

  on(root, "click", (event) => { // a mark in the fold of a row is there while the sources are not
    if (!event.target.closest("details small > a")) return;
    part(root, "with-sources").checked = true;
    draw();
  });
  enableFinding(root, on, rows, sectionsOf(root), contentOf);
  on(bar, "input", draw);
  draw();
  const linked = /^#row-([a-z0-9-]+)/.exec(host.fragment());
  const target = linked && rows.find((row) => row.dataset.row === linked[1]);
  if (target) {
    for (const fold of target.querySelectorAll("details")) fold.open = true;
    target.scrollIntoView({ block: "start" });
  }
  const chosen = /^#rows=([a-z0-9.-]+)$/.exec(host.fragment());
  if (chosen) showFirst(root, rows, chosen[1].split("."));
  return () => stop.abort();
}

/** The row's own words: labels stand in every row, and would find them all. */
function contentOf(row) {
  const copy = row.cloneNode(true);
  for (const label of copy.querySelectorAll("summary, small, .ik-varies, .ik-cell-label, details b")) label.remove();
  return copy.textContent;
}

/** Each heading with the rows that stand under it. */
function sectionsOf(root) {
  const found = [];
  for (const body of root.querySelectorAll("tbody")) {
    if ("section" in body.dataset) found.push([body, []]);
    else found.at(-1)?.[1].push(body);
  }
  return found;
}

/** The rows that a walk touched come before all others. */
function showFirst(root, rows, names) {
  const first = rows.filter((row) => names.includes(row.dataset.row));
  part(root, "chosen").hidden = first.length === 0;
  root.querySelector("thead").after(...first);
}
