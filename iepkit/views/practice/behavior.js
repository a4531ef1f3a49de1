// Practice cases: a list that can be narrowed down, one story at a time, and beside one's own choice what the tree says.

function enhancePractice(root, host) {
  const stop = new AbortController();
  const on = listening(stop.signal);
  const bar = part(root, "bar");
  const count = part(root, "count");
  const cases = new Map([...root.querySelectorAll("[data-stop]")].map((each) => [each.id, each]));
  const entries = [...root.querySelectorAll("[data-entry]")];
  const groups = [...root.querySelectorAll("[data-group]")].map((group) => [group, entries.filter((entry) => group.contains(entry))]);

  function drawList() {
    const tree = part(root, "tree").value;
    const level = bar.querySelector("input:checked").value;
    for (const entry of entries) {
      setHidden(entry, Boolean((tree && entry.dataset.tree !== tree) || (level && entry.dataset.level !== level)));
    }
    for (const [group, own] of groups) setHidden(group, own.every((entry) => entry.hidden));
    setText(count, filled(count.dataset.text, { n: listed().length, all: entries.length }));
    setHidden(part(root, "nothing"), listed().length > 0);
  }

  function listed() {
    return entries.filter((entry) => !entry.hidden).map((entry) => entry.dataset.entry);
  }

  /** The next story of those that are listed, else null. */
  function following(name) {
    const names = listed();
    return names[names.indexOf(name) + 1] ?? null;
  }

  function draw({ at, chosen }, moved) {
    const shown = cases.get(at);
    setHidden(part(root, "index"), Boolean(shown));
    setHidden(part(root, "onward"), !shown);
    setHidden(part(root, "next"), !shown || following(at) === null);
    for (const [name, each] of cases) {
      setHidden(each, each !== shown);
      if (each === shown) drawCase(each, chosen[name]);
    }
    drawSources(root, shown ? [shown] : []);
    if (moved) moveTo((shown ?? root).querySelector("h2"));
  }

  function drawCase(each, option) {
    markChosen(each, option);
    sayTo(each.querySelector("[data-said]"), option === undefined ? null : "right" in optionOf(each, option).dataset);
    if (option !== undefined) each.querySelector(".ik-says").open = true;
  }

  function optionOf(each, option) {
    return each.querySelector(`[data-option="${option}"]`) ?? each;
  }

  const places = enablePlaces(host, stop.signal, { at: null, chosen: {} }, ({ at }) => ({ at }), draw);
  const show = (at) => places.go({ at });
  on(bar, "input", drawList);
  on(bar, "submit", (event) => event.preventDefault());
  on(part(root, "all"), "click", () => show(null));
  on(part(root, "next"), "click", () => show(following(places.now().at)));
  enableLinks(root, on, (target) => (cases.has(target.id) ? show(target.id) : goTo(target)));
  enableChoosing(root, on, (each, option) => {
    places.go({ chosen: { ...places.now().chosen, [each.id]: option } }, { push: false });
    goTo(each.querySelector("[data-said]"));
  });
  for (const button of root.querySelectorAll(".ik-check")) button.hidden = false;
  bar.hidden = false;
  drawList();
  const linked = places.isNew() ? targetOf(root, host.fragment())?.id : null;
  if (cases.has(linked)) places.go({ at: linked }, { push: false });
  else draw(places.now(), false);
  return () => stop.abort();
}
