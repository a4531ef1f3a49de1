// The comparison: finds rows, shows one plan or both, opens the sources. The table itself is all there.

function enhanceComparison(root, host) {
  const bar = part(root, "bar");
  const filter = bar.querySelector("input[type=search]");
  const count = part(root, "count");
  const rows = [...root.querySelectorAll("tbody[data-row]")];
  const words = new Map(rows.map((row) => [row, contentOf(row).toLowerCase()]));
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
      row.hidden = !sought.every((word) => words.get(row).includes(word));
      if (!row.hidden) found += 1;
    }
    setText(count, filled(count.dataset.text, { n: found, all: rows.length }));
    part(root, "nothing").hidden = found > 0;
    root.dataset.plan = bar.querySelector("input[type=radio]:checked").value;
    root.classList.toggle("ik-with-sources", bar.querySelector("input[type=checkbox]").checked);
  }

  on(bar, "input", draw);
  on(bar, "submit", (event) => event.preventDefault());
  on(part(root, "clear"), "click", () => {
    filter.value = "";
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
  draw();
  return () => stop.abort();
}
