// The comparison: finds rows, shows one plan or both, opens the sources. The table itself is all there.

function enhanceComparison(root, host) {
  const bar = part(root, "bar");
  const filter = bar.querySelector("input[type=search]");
  const count = part(root, "count");
  const rows = [...root.querySelectorAll("tbody[data-row]")];
  const words = new Map(rows.map((row) => [row, contentOf(row).toLowerCase()]));
  const sections = sectionsOf(root);
  const stop = new AbortController();
  const on = (node, event, callback) => node.addEventListener(event, callback, { signal: stop.signal });

  /** The row's own words: labels stand in every row, and would find them all. */
  function contentOf(row) {
    const copy = row.cloneNode(true);
    for (const label of copy.querySelectorAll("summary, small, .ik-varies, .ik-cell-label, details b")) label.remove();
    return copy.textContent;
  }

  function draw() {
    const sought = filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      const fits = !part(root, "core-only")?.checked || "core" in row.dataset;
      row.hidden = !fits || !sought.every((word) => words.get(row).includes(word));
      if (!row.hidden) found += 1;
    }
    for (const [heading, own] of sections) heading.hidden = own.every((row) => row.hidden);
    setText(count, filled(count.dataset.text, { n: found, all: rows.length }));
    part(root, "nothing").hidden = found > 0;
    root.dataset.plan = bar.querySelector("input[type=radio]:checked").value;
    root.classList.toggle("ik-with-sources", part(root, "with-sources").checked);
  }

  on(bar, "input", draw);
  on(bar, "submit", (event) => event.preventDefault());
  on(part(root, "clear"), "click", () => {
    filter.value = "";
    if (part(root, "core-only")) part(root, "core-only").checked = false;
    draw();
    filter.focus();
  });
  on(part(root, "print"), "click", () => window.print());
  on(root, "click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    goTo(target);
  });
  bar.hidden = false;
  const linked = /^#row-([a-z0-9-]+)/.exec(host.fragment());
  const target = linked && rows.find((row) => row.dataset.row === linked[1]);
  if (target) {
    for (const fold of target.querySelectorAll("details")) fold.open = true;
    target.scrollIntoView({ block: "start" });
  }
  const chosen = /^#rows=([a-z0-9.-]+)$/.exec(host.fragment());
  if (chosen) showFirst(root, rows, chosen[1].split("."));
  draw();
  return () => stop.abort();
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
