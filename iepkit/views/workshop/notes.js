// The notes: one part at a time, the clock, and the wall in another window.

const READ_WITH = ["ArrowUp", "ArrowDown", "Home", "End", " ", "Enter"]; // keys that move through the notes themselves

function leadWorkshop(root) {
  const parts = [...root.querySelectorAll(".ik-part")];
  const link = linkToWall(hear);
  const kept = history.state?.notes;
  const whole = clockOf(kept?.whole);
  const own = clockOf(kept?.own);
  const workshop = root.dataset.workshop;
  let here = parts.find((each) => each.dataset.id === (kept?.here ?? named())) ?? parts[0];
  let shown = null; // what the wall said last
  let votes = null;

  function named() {
    return /^#part-([a-z0-9-]+)$/.exec(location.hash)?.[1];
  }

  function showPart(next, { onWall = true } = {}) {
    if (next !== here) own.clear();
    here = next;
    draw();
    keep();
    if (onWall && link.isOpen()) link.tell({ do: "go", address: here.dataset.wall });
    here.querySelector("h2").focus({ preventScroll: true });
    here.scrollIntoView({ block: "nearest" });
  }

  function draw() {
    for (const each of parts) each.classList.toggle("ik-is-here", each === here);
    for (const each of root.querySelectorAll("[data-to]")) {
      if (each.dataset.to === here.dataset.id) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    }
    part(root, "here").href = `cards-${workshop}.html#at=${here.dataset.id}&from=${workshop}.${here.dataset.id}`;
    part(root, "blocked-link").href = here.dataset.wall;
    drawClock();
  }

  function drawClock() {
    const planned = Number(here.dataset.minutes);
    const before = parts.slice(0, parts.indexOf(here)).reduce((sum, each) => sum + Number(each.dataset.minutes), 0);
    const [now, all] = [own.now(), whole.now()];
    const text = (name, values) => setText(part(root, name), filled(part(root, name).dataset.text, values));
    text("clock-part", { now: asMinutes(now), planned: asMinutes(planned * 60000) });
    text("clock-all", { now: asMinutes(all), planned: asMinutes(Number(root.dataset.minutes) * 60000) });
    const over = Math.floor(now / 60000 - planned);
    const late = Math.floor(all / 60000 - before - Math.min(planned, now / 60000));
    const { over: overText, late: lateText } = part(root, "late").dataset;
    const says = [over >= 0 && now > 0 && filled(overText, { n: over }), late > 0 && filled(lateText, { n: late })];
    setText(part(root, "late"), says.filter(Boolean).join(" "));
    part(root, "clock-part").classList.toggle("ik-over", over >= 0);
    const { start, stop } = part(root, "timer").dataset;
    setText(part(root, "timer"), own.runs() ? stop : start);
    link.tell({ do: "clock", text: asMinutes(Math.max(0, planned * 60000 - now)), runs: own.runs() });
  }

  function drawWall() {
    const line = part(root, "wall");
    const { open, closed, black } = line.dataset;
    const there = link.isOpen() && shown;
    setText(line, there ? filled(shown.state.black ? black : open, { label: shown.label, n: shown.step, all: shown.steps }) : closed);
    const { text, last } = part(root, "following").dataset;
    setText(part(root, "following"), there ? (shown.following ? filled(text, { label: shown.following }) : last) : "");
  }

  /** What the wall tells: what it shows, what is asked of it there, and that it has come or come again. */
  function hear(told) {
    if (told.did === "hello") {
      if (shown?.page === told.page) link.tell({ do: "state", page: shown.page, state: shown.state });
      if (votes) link.tell({ do: "votes", votes });
      drawClock();
    } else if (told.did === "shows" || told.did === "beat") {
      const news = JSON.stringify([told.state, told.page]) !== JSON.stringify([shown?.state, shown?.page]);
      shown = told;
      drawWall();
      if (!news) return;
      tellPanel();
      keep();
    } else if (told.did === "end" || told.did === "part") run("part");
    else if (told.did === "timer") run("timer");
  }

  function tellPanel() {
    document.dispatchEvent(new CustomEvent("iepkit:on-wall", { detail: { ref: shown.ref, revealed: shown.revealed } }));
  }

  function openWall(address = here.dataset.wall) {
    const opened = link.open(address);
    setHidden(part(root, "blocked"), opened);
    drawWall();
  }

  function run(command, button) {
    switch (command) {
      case "wall": return openWall();
      case "part": return showPart(parts[parts.indexOf(here) + 1] ?? here);
      case "part-back": return showPart(parts[Math.max(0, parts.indexOf(here) - 1)]);
      case "timer": return toggleClock();
      case "clear":
        own.clear();
        return changed();
      case "keys": case "jump": case "full": return false;
      default:
        if (link.isOpen()) return link.tell({ do: "run", command });
        return button ? openWall() : false;
    }
  }

  function toggleClock() {
    const runs = own.runs();
    for (const clock of [own, whole]) {
      if (runs) clock.stop();
      else clock.start();
    }
    changed();
  }

  function changed() {
    drawClock();
    keep();
  }

  function keep() {
    history.replaceState({ notes: { here: here.dataset.id, own: own.keep(), whole: whole.keep() } }, "", `#part-${here.dataset.id}`);
  }

  root.classList.add("ik-leads", "ik-on");
  for (const name of ["lead", "clock", "parts-bar"]) part(root, name).hidden = false;
  onCommands(document, run, READ_WITH);
  root.addEventListener("click", (event) => {
    const to = event.target.closest("[data-to]");
    const show = event.target.closest("[data-show]");
    if (to || show) event.preventDefault();
    if (to) showPart(parts.find((each) => each.dataset.id === to.dataset.to));
    if (show && link.isOpen()) link.tell({ do: "go", address: show.getAttribute("href") });
    else if (show) openWall(show.getAttribute("href"));
  });
  document.addEventListener("iepkit:room", () => setHidden(part(root, "votes"), false));
  document.addEventListener("iepkit:panel", () => { if (shown) tellPanel(); });
  document.addEventListener("iepkit:votes", (event) => {
    votes = event.detail;
    link.tell({ do: "votes", votes });
  });
  setInterval(() => {
    drawClock();
    drawWall();
  }, 500);
  draw();
  drawWall();
}

leadWorkshop(document.querySelector(".ik-workshop"));
