// A phone in a room. An open line tells the state; a tap sends a vote, and sends it again until the laptop says that
// it is kept. A second vote takes the place of the first, so sending twice harms nothing.

const AGAIN_MILLISECONDS = 2000;
const root = document.querySelector("main");
const base = `/room/${document.body.dataset.room}`;
const box = part(root, "questions");
let now = null; // the last message
let place = 0; // which question is shown, where there are several
let sending = null; // the vote that is not kept yet
let timer = 0;
let line = null;

function say(name) {
  for (const note of root.querySelectorAll("[data-say]")) setHidden(note, note.dataset.say !== name);
}

const said = () => root.querySelector("[data-say]:not([hidden])")?.dataset.say;

function questionOf(asked, phase) {
  const form = cloneOf(root, "question");
  form.dataset.ref = asked.ref;
  form.elements.ref.value = asked.ref;
  form.elements.phase.value = phase;
  setText(form.querySelector('[data-part="text"]'), asked.text);
  for (const option of asked.options) {
    const item = cloneOf(root, "option");
    item.querySelector("button").value = option.id;
    setText(item.querySelector('[data-part="text"]'), option.text);
    form.querySelector('[data-part="options"]').append(item);
  }
  return form;
}

const forms = () => [...box.children];
const keyOf = (state) => JSON.stringify([state.phase, ...state.questions.map((each) => each.ref)]);
const chosen = (ref) => (sending?.ref === ref ? sending.option : now.mine[ref]);

function mark(form, asked, state) {
  setHidden(form.querySelector('[data-part="open"]'), !state.open);
  setHidden(form.querySelector('[data-part="closed"]'), state.open);
  for (const button of form.querySelectorAll("button")) {
    const mine = chosen(asked.ref) === button.value;
    button.disabled = !state.open;
    button.setAttribute("aria-pressed", mine);
    setHidden(button.querySelector('[data-part="yours"]'), !mine);
    const count = button.querySelector('[data-part="count"]');
    setHidden(count, !asked.counts);
    if (asked.counts) setText(count, filled(count.dataset.text, { n: asked.counts[button.value] ?? 0 }));
  }
}

/** Shows what was told last. What stands there already stays: a tap must not meet another button. */
function show() {
  const { state } = now;
  if (box.dataset.key !== keyOf(state)) {
    const same = !box.dataset.key && keyOf(state) === JSON.stringify([forms()[0]?.elements.phase.value ?? "", ...forms().map((each) => each.dataset.ref)]);
    if (!same) box.replaceChildren(...state.questions.map((asked) => questionOf(asked, state.phase)));
    box.dataset.key = keyOf(state);
    place = Math.max(0, state.questions.findIndex((asked) => !now.mine[asked.ref]));
  }
  setHidden(part(root, "idle"), state.questions.length > 0);
  state.questions.forEach((asked, index) => {
    mark(forms()[index], asked, state);
    setHidden(forms()[index], index !== place);
  });
  const many = state.questions.length > 1;
  const label = part(root, "place");
  setHidden(part(root, "turns"), !many);
  setText(label, filled(label.dataset.text, { n: place + 1, all: state.questions.length }));
  part(root, "back").disabled = place === 0;
  part(root, "next").disabled = place >= state.questions.length - 1;
  setHidden(part(root, "all"), !(many && state.questions.every((asked) => now.mine[asked.ref])));
  const code = part(root, "code");
  setHidden(code, !now.code);
  if (now.code) setText(code, filled(code.dataset.text, { code: now.code }));
}

function turn(by) {
  place = Math.min(Math.max(place + by, 0), forms().length - 1);
  show();
  forms()[place].querySelector("h2").focus();
}

async function send() {
  clearTimeout(timer);
  const vote = sending;
  if (!vote) return;
  let answer = "lost";
  let code = null;
  try {
    const got = await fetch(`${base}/vote`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(vote),
    });
    ({ said: answer, code } = await got.json());
  } catch {
    // the laptop does not answer: sent again below
  }
  if (vote !== sending) return; // another tap came meanwhile, and is on its way
  if (answer === "kept") {
    sending = null;
    now.mine[vote.ref] = vote.option;
    now.code ??= code;
    say("");
    const last = now.state.questions.length < 2 || place >= now.state.questions.length - 1;
    if (last) show();
    else turn(1);
    return;
  }
  if (["waiting", "lost", "slow", "busy", "again"].includes(answer)) {
    say(answer === "busy" ? "waiting" : answer);
    timer = setTimeout(send, AGAIN_MILLISECONDS * (1 + Math.random() / 2));
    return;
  }
  sending = null;
  say(answer === "option" ? "refused" : answer);
  show();
}

box.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (!event.submitter || !now) return;
  sending = { phase: form.elements.phase.value, ref: form.dataset.ref, option: event.submitter.value };
  say("sending");
  show();
  send();
});
part(root, "back").addEventListener("click", () => turn(-1));
part(root, "next").addEventListener("click", () => turn(1));

function take(message) {
  const moved = now && keyOf(now.state) !== keyOf(message.state);
  now = message;
  if (!sending && (moved || said() === "lost")) say("");
  show();
}

function ended() {
  sending = null;
  say("gone");
  box.replaceChildren();
  for (const name of ["turns", "all", "code", "idle"]) setHidden(part(root, name), true);
}

/** An open line. It opens again by itself, but not after an answer that was none: then the page asks why. */
function connect() {
  line?.close();
  const own = new EventSource(`${base}/events`);
  line = own;
  own.addEventListener("state", (event) => take(JSON.parse(event.data)));
  own.addEventListener("gone", () => {
    own.close();
    ended();
  });
  own.addEventListener("error", () => {
    if (own !== line) return;
    if (own.readyState === EventSource.CLOSED) ask();
    else say("lost");
  });
}

async function ask() {
  try {
    const got = await fetch(`${base}/state`, { headers: { Accept: "application/json" } });
    if (got.status === 404) {
      ended();
      return;
    }
    if (got.ok) take(await got.json());
    else say("lost");
  } catch {
    say("lost");
  }
  setTimeout(connect, AGAIN_MILLISECONDS * (0.5 + Math.random() / 2));
}

forms().forEach((form, index) => setHidden(form, index > 0)); // of a set, one at a time from the start on

// A phone that slept, or that the wifi lost, does not always learn that its line is dead.
document.addEventListener("visibilitychange", () => { if (!document.hidden && said() !== "gone") connect(); });
addEventListener("online", () => { if (said() !== "gone") connect(); });
addEventListener("offline", () => say("lost"));
addEventListener("pagehide", () => line.close());
addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
connect();
