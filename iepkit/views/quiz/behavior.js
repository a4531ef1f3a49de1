// The knowledge check: one topic at a time, each answer explained at once, or a set of items, explained after the last.

const HERE = { at: null, step: 0, ended: false }; // a topic or a set, by its id; in a set, which item, or past the last

function enhanceQuiz(root, host) {
  const stop = new AbortController();
  const on = listening(stop.signal);
  const items = new Map([...root.querySelectorAll("[data-stop]")].map((each) => [each.id, each]));
  const groups = [...root.querySelectorAll("[data-group]")];
  const fresh = { ...HERE, chosen: {}, held: {} }; // `held`: what was chosen in the set that is being taken

  /** The items of a set, else null. */
  function setOf(at) {
    const set = at && root.querySelector(`[data-set][id="${at}"]`);
    return set ? set.dataset.set.split(" ").map((name) => `item-${name}`) : null;
  }

  function itemsAt(at) {
    const group = groups.find((each) => each.id === at);
    return setOf(at) ?? (group ? [...group.querySelectorAll("[data-stop]")].map((each) => each.id) : []);
  }

  function draw({ at, step, ended, chosen, held }, moved) {
    const all = itemsAt(at);
    const set = setOf(at);
    const holding = Boolean(set) && !ended;
    const shown = holding ? all.slice(step, step + 1) : all;
    setHidden(part(root, "index"), all.length > 0);
    setHidden(part(root, "covered"), all.length > 0);
    for (const [name, item] of items) {
      setHidden(item, !shown.includes(name));
      if (shown.includes(name)) drawItem(item, (set ? held : chosen)[name], { holding, mayTry: !set, keep: !moved });
    }
    for (const group of groups) {
      setHidden(group, ![...group.querySelectorAll("[data-stop]")].some((item) => !item.hidden));
      setHidden(group.querySelector("h2"), Boolean(set));
    }
    drawHead(all, set, { at, step, ended, held });
    drawOnward(all, { set, holding, at, step });
    drawSources(root, shown.map((name) => items.get(name)));
    root.classList.toggle("ik-in-set", Boolean(set));
    if (moved) moveTo(headingOf(all, set, { at, holding, shown }), holding ? part(root, "head") : undefined);
  }

  function drawItem(item, option, { holding, mayTry, keep }) {
    const says = item.querySelector(".ik-says");
    markChosen(item, holding ? undefined : option, { keep: keep && !holding });
    if (holding && option !== undefined) item.querySelector(`input[value="${option}"]`).checked = true;
    setHidden(says, holding);
    setHidden(item.querySelector(".ik-check"), !mayTry);
    const known = !holding && option !== undefined;
    for (const each of says.querySelectorAll("[data-feedback]")) {
      setHidden(each, known && each.dataset.feedback !== option && !("right" in each.dataset));
    }
    sayTo(item.querySelector("[data-said]"), known ? isRight(item, option) : null);
    if (!holding) says.open = known || !mayTry;
  }

  function isRight(item, option) {
    return item.querySelector("[data-option][data-right]").dataset.option === option;
  }

  function drawHead(all, set, { at, step, ended, held }) {
    const progress = part(root, "progress");
    const end = part(root, "ended");
    setHidden(part(root, "head"), !set);
    if (!set) return;
    setText(part(root, "title"), root.querySelector(`[id="${at}"] a span`).textContent);
    setHidden(progress, ended);
    setText(progress, filled(progress.dataset.text, { n: step + 1, all: all.length }));
    setHidden(end, !ended);
    const agreed = all.filter((name) => isRight(items.get(name), held[name])).length;
    setText(end, filled(end.dataset.text, { n: agreed, all: all.length, open: all.filter((name) => !(name in held)).length }));
  }

  function drawOnward(all, { set, holding, at, step }) {
    const next = part(root, "next");
    const last = set ? !holding : groups.at(-1).id === at;
    setHidden(part(root, "onward"), all.length === 0);
    setHidden(next, last);
    setText(next, next.dataset[!set ? "topic" : step + 1 < all.length ? "next" : "end"]);
    setHidden(part(root, "back"), !holding || step === 0);
  }

  function headingOf(all, set, { at, holding, shown }) {
    if (all.length === 0) return part(root, "index").querySelector("h2");
    if (holding) return items.get(shown[0]).querySelector("h3");
    return set ? part(root, "title") : root.querySelector(`[id="${at}"] h2`);
  }

  const places = enablePlaces(host, stop.signal, fresh, ({ at, step, ended }) => ({ at, step, ended }), draw);

  function show(target) {
    const item = target.closest("[data-stop]");
    if (target.dataset.set !== undefined) places.go({ ...HERE, at: target.id, held: {} });
    else if (groups.includes(target)) places.go({ ...HERE, at: target.id });
    else if (item) {
      places.go({ ...HERE, at: item.closest("[data-group]").id });
      moveTo(item.querySelector("h3"));
    } else goTo(target);
  }

  function goOn() {
    const { at, step } = places.now();
    const all = itemsAt(at);
    if (!setOf(at)) show(groups[groups.findIndex((group) => group.id === at) + 1]);
    else if (step + 1 < all.length) places.go({ step: step + 1 });
    else places.go({ ended: true });
  }

  on(root, "change", (event) => { // in a set an answer is only kept, whether a pointer or a key chose it
    const item = event.target.closest("[data-stop]");
    const { at, ended, held } = places.now();
    if (!item || !setOf(at)) return;
    if (ended) places.go({}, { push: false });
    else places.go({ held: { ...held, [item.id]: event.target.value } }, { push: false });
  });
  enableChoosing(root, on, (item, option) => {
    if (!setOf(places.now().at)) places.go({ chosen: { ...places.now().chosen, [item.id]: option } }, { push: false });
  });
  on(root, "submit", () => { if (setOf(places.now().at)) goOn(); });
  on(part(root, "next"), "click", goOn);
  on(part(root, "back"), "click", () => places.go({ step: places.now().step - 1 }));
  on(part(root, "all"), "click", () => places.go(HERE));
  enableLinks(root, on, show);
  const linked = places.isNew() ? targetOf(root, host.fragment()) : null;
  if (linked) show(linked);
  else draw(places.now(), false);
  return () => stop.abort();
}
