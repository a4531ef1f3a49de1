// What views of many stops share: a list of places, of which one is shown at a time, and options to choose from.

// The state of such a view: where one is, and what was chosen. Going somewhere is an entry of the history. `placeOf`
// picks of a state what says where one is: all else is kept wherever one goes, Back too.
function enablePlaces(host, signal, fresh, placeOf, draw) {
  let now = { ...fresh, ...host.read() };
  host.onReturn(() => {
    now = { ...now, ...placeOf({ ...fresh, ...host.read() }) };
    host.write(now, false);
    draw(now, true);
  }, signal);
  return {
    now: () => now,
    isNew: () => host.read() === null,
    go(change, { push = true, moved = push } = {}) {
      now = { ...now, ...change };
      host.write(now, push);
      draw(now, moved);
    },
  };
}

/** Calls back with a stop and the option that was chosen there: by a pointer at once, by keyboard with its button. */
function enableChoosing(root, on, chosen) {
  const choose = (node) => {
    const stop = node.closest("[data-stop]");
    const input = stop?.querySelector("input[type=radio]:checked");
    if (input) chosen(stop, input.value);
  };
  on(root, "submit", (event) => {
    event.preventDefault();
    choose(event.target);
  });
  on(root, "click", (event) => {
    if (event.target.closest("input[type=radio]")?.checked && pointed(event)) choose(event.target);
  });
}

/** Follows links inside the view: `show` takes the node that one leads to. */
function enableLinks(root, on, show) {
  on(root, "click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && targetOf(root, link.getAttribute("href"));
    if (!target) return;
    event.preventDefault();
    if (target.matches(".ik-sources li")) target.hidden = false; // a word's own source, which no stop cites
    show(target);
  });
}

function targetOf(root, fragment) {
  return /^#[a-z][\w-]+$/i.test(fragment) ? root.querySelector(`[id="${fragment.slice(1)}"]`) : null;
}

// Marks what was chosen at a stop, and the option that is right; with nothing chosen, neither. `keep`: an option that
// somebody has come to by keyboard, and not chosen yet, stays.
function markChosen(stop, option, { keep = false } = {}) {
  for (const each of stop.querySelectorAll("[data-option]")) {
    const input = each.querySelector("input");
    if (option !== undefined || !keep) input.checked = input.value === option;
    if (!("right" in each.dataset)) continue;
    each.classList.toggle("ik-is-right", option !== undefined);
    setHidden(each.querySelector(".ik-tag"), option === undefined);
  }
}

/** Leaves of the sources those that the stops in view cite; where none is in view, all. */
function drawSources(root, shown) {
  const links = shown.flatMap((stop) => [...stop.querySelectorAll("small > a")]);
  const cited = new Set(links.map((link) => link.getAttribute("href").slice(1)));
  for (const entry of part(root, "sources").querySelectorAll("li")) setHidden(entry, shown.length > 0 && !cited.has(entry.id));
}

/** What a stop says to the option that was chosen. */
function sayTo(node, right) {
  setText(node, right === null ? "" : node.dataset[right ? "same" : "other"]);
}

/** Moves the focus to a heading, and the page to what stands around it. */
function moveTo(heading, around = heading) {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  around.scrollIntoView({ block: "start" });
}
