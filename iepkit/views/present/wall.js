// The wall: one card of one page, a layer at a time, by keys, by its own buttons, or by the window with the notes.

function startWall() {
  const shell = document.body;
  const source = part(shell, "wall-source");
  const stage = part(shell, "wall-stage");
  const wall = wallOf(source);
  const link = linkToNotes(obey);
  const stopwatch = clockOf(null);
  const room = roomOnWall(shell);
  let state; // { stop, step, trail, given, black, map }: ids and numbers only, so that it can be kept and sent
  let plan; // what the address asks for: { at, only, from }
  let among; // the stops to show, in order
  let card;
  let votes = null;

  const stopNow = () => wall.stops.find((stop) => stop.id === state.stop);
  const last = () => Math.max(0, ...[...card.querySelectorAll("[data-layer]")].map((node) => Number(node.dataset.layer)));

  function open(address, kept = null) {
    plan = planOf(address);
    const named = plan.only.map((id) => wall.stops.find((stop) => stop.id === id)).filter(Boolean);
    among = named.length ? named : wall.stops;
    const after = plan.after ? among[among.findIndex((stop) => stop.id === plan.after) + 1] ?? among.at(-1) : null;
    const first = among.find((stop) => stop.id === plan.at) ?? wall.stops.find((stop) => stop.id === plan.at) ?? after ?? among[0];
    const known = kept && wall.stops.some((stop) => stop.id === kept.stop);
    setHidden(part(shell, "wall-notes"), !plan.from);
    if (plan.from) part(shell, "wall-notes").href = `workshop-${plan.from[0]}.html#part-${plan.from[1]}`;
    go(known ? kept : { stop: first.id, step: 0, trail: [], given: [], black: false, map: false });
  }

  function go(next) {
    const moved = !state || next.stop !== state.stop;
    state = { ...next, given: next.given ?? [], trail: next.trail ?? [] };
    draw(moved);
  }

  function draw(moved) {
    card = wall.draw(stopNow(), state);
    state.step = Math.min(state.step, last());
    for (const node of card.querySelectorAll("[data-layer]")) node.hidden = Number(node.dataset.layer) > state.step;
    stage.replaceChildren(card);
    const picture = state.map ? wall.picture?.(stopNow()) : null;
    if (picture) {
      const frame = cloneOf(shell, "wall-map");
      frame.append(picture.picture);
      stage.replaceChildren(frame);
      picture.cut();
    }
    part(shell, "wall-black").hidden = !state.black;
    setHidden(part(shell, "wall-title"), card.querySelector("h1") !== null);
    setHidden(part(shell, "wall-invented"), !(stopNow().invented ?? wall.invented ?? false));
    if (moved) stage.scrollTop = 0;
    const fresh = [...card.querySelectorAll(`[data-layer="${state.step}"]`)];
    if (state.step > 0) bringIntoView(fresh, stage);
    setText(part(shell, "wall-said"), (state.step > 0 && fresh.length ? fresh : [card]).map(textOf).join(" "));
    drawVotes(card, shell, votes?.ref === wall.ref(stopNow()) ? votes : null);
    keep();
    tell();
  }

  /** Shows what is new, or the rest of what is too long for the wall. Returns false when there is nothing more. */
  function next() {
    if (state.black || state.map) return go({ ...state, black: false, map: false });
    const shown = [...card.querySelectorAll(":scope > *, [data-layer]")].filter((node) => node.checkVisibility()).at(-1);
    const below = shown ? shown.getBoundingClientRect().bottom - stage.getBoundingClientRect().bottom : 0;
    if (below > 1) return stage.scrollBy({ top: Math.min(below + 8, stage.clientHeight * 0.8) });
    if (state.step < last()) return go({ ...state, step: state.step + 1 });
    const stop = stopNow();
    const to = wall.next(stop, state, among);
    if (to && !(plan.from && stop.node?.dataset.then)) return go({ ...state, stop: to.id, step: 0, trail: [...state.trail, state.stop] });
    if (wall.asks?.(stop)) return setText(part(shell, "wall-said"), part(shell, "wall-said").dataset.choose);
    return leave();
  }

  function back() {
    if (state.black || state.map) return go({ ...state, black: false, map: false });
    if (state.step > 0) return go({ ...state, step: state.step - 1 });
    const before = state.trail.at(-1) ?? (wall.asks ? null : among[among.indexOf(stopNow()) - 1]?.id);
    if (before) return go({ ...state, stop: before, step: Infinity, trail: state.trail.slice(0, -1) });
    if (plan.from && wall.name !== `cards-${plan.from[0]}`) leaveTo(`cards-${plan.from[0]}.html#at=${plan.from[1]}&from=${plan.from.join(".")}`);
    return undefined;
  }

  /** After the last card: the next part of the workshop, if there is one. */
  function leave() {
    if (link.tell({ did: "end" })) return;
    const then = stopNow().node?.dataset.then;
    if (plan.from && then) leaveTo(`${then}${then.includes("#") ? "&" : "#"}from=${plan.from[0]}.${stopNow().id}`);
    else if (plan.from && wall.name !== `cards-${plan.from[0]}`) nextPart();
  }

  function nextPart() {
    if (link.tell({ did: "part" }) || !plan.from) return;
    const [workshop, name] = plan.from;
    leaveTo(`cards-${workshop}.html#after=${wall.name === `cards-${workshop}` ? state.stop : name}&from=${workshop}.${name}`);
  }

  function leaveTo(address) {
    const to = new URL(address, location.href);
    if (to.pathname !== location.pathname) return location.assign(to.href);
    history.replaceState(null, "", to.hash);
    state = undefined;
    return open(to.hash);
  }

  function choose(number) {
    const given = wall.choose?.(stopNow(), number, state.given);
    if (!given) return;
    go({ ...state, given, black: false, map: false, step: Math.max(1, state.step) });
    bringIntoView([...card.querySelectorAll("[aria-current], .ik-wall-why")], stage);
  }

  function jumpTo(id) {
    const stop = wall.stops.find((each) => each.id === id);
    if (!stop) return;
    const given = wall.upTo?.(stop, state.given) ?? [];
    go({ stop: id, step: 0, trail: [...state.trail, state.stop], given, black: false, map: false });
  }

  function timer() {
    if (link.tell({ did: "timer" })) return;
    if (stopwatch.runs()) stopwatch.stop();
    else stopwatch.start();
    showClock(asMinutes(stopwatch.now()), stopwatch.runs());
  }

  function showClock(text, runs) {
    setText(part(shell, "wall-clock"), text);
    part(shell, "wall-clock").hidden = !runs;
  }

  function run(command) {
    if (/^[1-9]$/.test(command)) return choose(Number(command));
    switch (command) {
      case "next": return next() === false;
      case "back": return back();
      case "first": return go({ ...state, stop: among[0].id, step: 0, trail: [], given: [], black: false, map: false });
      case "last": return go({ ...state, step: Infinity, black: false, map: false });
      case "black": return go({ ...state, black: !state.black });
      case "map": return wall.picture && go({ ...state, map: !state.map });
      case "dark": return toggleDark();
      case "full": return askForFullScreen();
      case "part": return nextPart();
      case "timer": return timer();
      case "votes": return room.toggle();
      case "jump": return openList(part(shell, "wall-jump"));
      case "keys": return openList(part(shell, "wall-keys"));
      case "close": return closeList(document.querySelector("dialog[open]"));
      default: return undefined;
    }
  }

  /** What the window with the notes asks for. */
  function obey(told) {
    if (told.do === "go") leaveTo(String(told.address));
    else if (told.do === "state" && told.page === wall.name && wall.stops.some((stop) => stop.id === told.state?.stop)) go(told.state);
    else if (told.do === "votes") take(told.votes);
    else if (told.do === "clock") showClock(String(told.text), told.runs === true);
    else if (told.do === "run") run(String(told.command));
  }

  function take(told) {
    votes = votesFrom(told);
    room.changed(votes);
    if (state) drawVotes(card, shell, votes?.ref === wall.ref(stopNow()) ? votes : null);
  }

  function keep() {
    history.replaceState({ wall: state, page: wall.name }, "");
  }

  function tell() {
    const stop = stopNow();
    const detail = { ref: wall.ref(stop), revealed: wall.revealed(stop, state) };
    const following = wall.next(stop, state, among);
    link.tell({
      did: "shows", page: wall.name, state, ...detail, label: stop.label, step: state.step + 1, steps: last() + 1,
      following: following?.label ?? "", part: plan.from?.[1] ?? null,
    });
    document.dispatchEvent(new CustomEvent("iepkit:on-wall", { detail }));
  }

  source.hidden = true;
  for (const name of ["wall-stage", "wall-bar"]) part(shell, name).hidden = false;
  setHidden(part(shell, "wall-map-button"), !wall.picture);
  listStops(part(shell, "wall-jump"), wall.stops, jumpTo);
  onCommands(document, run);
  document.addEventListener("iepkit:votes", (event) => take(event.detail));
  document.addEventListener("iepkit:panel", tell);
  addEventListener("hashchange", () => open(location.hash));
  addEventListener("resize", () => draw(false));
  setInterval(() => { if (stopwatch.runs()) showClock(asMinutes(stopwatch.now()), true); }, 250);
  hideWhenIdle(part(shell, "wall-bar"));
  restoreDark();
  open(location.hash, history.state?.page === wall.name ? history.state.wall : null);
  link.hello(wall.name);
}

/** The wall of this page: what its stops are, and how each is drawn. */
function wallOf(source) {
  const kinds = [["[data-stop]", markedWall], ["section[data-view=explorer]", treeWall], ["section[data-view=comparison]", tableWall]];
  const make = kinds.find(([selector]) => source.querySelector(selector))?.[1] ?? readingWall;
  const wall = make(source);
  const heading = source.querySelector("h1");
  const title = { id: "title", label: heading ? textOf(heading) : document.title, node: heading };
  const draw = (stop, state) => {
    if (stop !== title) return wall.draw(stop, state);
    const words = [...source.querySelectorAll(":scope > .ik-prose > p")].map(copyOf);
    return layered([[...(heading ? [copyAs("h1", heading)] : []), ...words]], "ik-wall-title");
  };
  const titled = source.dataset.titled === undefined ? wall.stops : [title, ...wall.stops];
  const first = wall.stops.find((stop) => stop.id === wall.start);
  return {
    ...wall,
    name: document.body.dataset.page,
    invented: make === treeWall,
    stops: titled,
    draw,
    next: (stop, state, among) => (stop === title && first ? first : wall.next(stop, state, among)),
    ref: (stop) => (stop === title ? null : wall.ref(stop)),
    revealed: (stop, state) => stop !== title && wall.revealed(stop, state),
    asks: wall.asks && ((stop) => stop !== title && wall.asks(stop)),
    choose: wall.choose && ((stop, number, given) => (stop === title ? null : wall.choose(stop, number, given))),
    picture: wall.picture && ((stop) => (stop === title ? null : wall.picture(stop))),
  };
}

/** What an address asks for: the stop to begin `at`, or the one `after` another; the `only` stops; the notes it is `from`. */
function planOf(hash) {
  const asked = new URLSearchParams(hash.slice(1));
  const from = /^([a-z0-9-]+)\.([a-z0-9-]+)$/.exec(asked.get("from") ?? "");
  return { at: asked.get("at"), after: asked.get("after"), only: (asked.get("only") ?? "").split(",").filter(Boolean), from: from && [from[1], from[2]] };
}

/** Scrolls a box until nodes that stand below each other are in it; where they are too long for it, the first of them. */
function bringIntoView(nodes, box) {
  if (nodes.length === 0) return;
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(box);
  const room = box.clientHeight - parseFloat(scrollPaddingTop) - parseFloat(scrollPaddingBottom);
  const fits = nodes.at(-1).getBoundingClientRect().bottom - nodes[0].getBoundingClientRect().top <= room;
  if (fits) nodes.at(-1).scrollIntoView({ block: "nearest" });
  nodes[0].scrollIntoView({ block: fits ? "nearest" : "start" });
}

startWall();
