// The presenter's panel. The secret comes in the part of the address that no browser sends, and stays in this tab.
// What is on the wall comes as the event iepkit:on-wall, asked for by iepkit:panel; what the hall may see of a vote goes
// out as iepkit:votes, and how phones join as iepkit:room.

const SECRET = "iepkit-presenter";
const ROOM = "iepkit-room";
const root = document.querySelector("[data-ik-room]");
let wall = { ref: null, revealed: false };
let state = null;
let code = sessionStorage.getItem(ROOM);
let address = 0;
let line = new AbortController();

function takeSecret() {
  const parts = location.hash.slice(1).split("&");
  const given = parts.find((each) => each.startsWith("presenter="));
  if (given) {
    sessionStorage.setItem(SECRET, given.slice("presenter=".length));
    const rest = parts.filter((each) => each !== given).join("&");
    history.replaceState(history.state, "", location.pathname + location.search + (rest ? `#${rest}` : ""));
  }
  return sessionStorage.getItem(SECRET);
}

const secret = takeSecret();
const headers = { "X-Iepkit-Presenter": secret ?? "" };
const doing = (name) => root.querySelector(`[data-deed="${name}"]`);

function trouble(name, on, values) {
  const note = root.querySelector(`[data-trouble="${name}"]`);
  if (on && note.dataset.text) setText(note, filled(note.dataset.text, values ?? {}));
  setHidden(note, !on);
}

async function request(method, path, body) {
  try {
    const answer = await fetch(`/present/rooms${path}`, { method, headers: { ...headers, "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
    const told = await answer.json();
    trouble("forged", answer.status === 403);
    trouble("failed", Boolean(told.error) && answer.status !== 403);
    setText(root.querySelector('[data-trouble="failed"]'), told.error ?? "");
    return { status: answer.status, ...told };
  } catch {
    trouble("lost", true);
    return { status: 0 };
  }
}

const act = (body) => request("POST", `/${code}`, body);
const onWall = () => Boolean(state?.poll && state.poll.ref === wall.ref && wall.ref);

function drawJoin() {
  const join = state.join[address % state.join.length];
  setText(part(root, "address"), join.replace(/^https?:\/\//, "").replace(/\/[^/]*$/, ""));
  setText(part(root, "code"), state.room);
  if (part(root, "qr").dataset.join !== join) drawCode(join);
  setText(part(root, "phones"), filled(part(root, "phones").dataset.text, { n: state.phones }));
  setHidden(doing("other"), state.join.length < 2);
}

/** The QR code. Its address needs the secret, so that nobody can find rooms by it; hence not simply an image's address. */
async function drawCode(join) {
  const picture = part(root, "qr");
  picture.dataset.join = join;
  try {
    const answer = await fetch(`/present/rooms/${code}/code.svg?at=${address % state.join.length}`, { headers });
    if (answer.ok && picture.dataset.join === join) picture.src = `data:image/svg+xml,${encodeURIComponent(await answer.text())}`;
  } catch {
    delete picture.dataset.join; // drawn when the line is back
  }
}

function stateText(poll) {
  const { dataset } = part(root, "state");
  if (!poll) return wall.ref ? dataset.ready : "";
  const words = part(root, "phase").dataset;
  const phase = poll.phase ? `${words[poll.phase]} ` : "";
  const total = filled(poll.set ? words.answered : words.total, { n: poll.total });
  return `${phase}${poll.open ? dataset.open : dataset.closed} ${total}`;
}

function drawVote() {
  const poll = state.poll && (state.poll.set ? state.poll : onWall() && state.poll);
  const question = part(root, "question");
  setText(question, poll?.text ?? (wall.ref ? (poll?.set ?? "") : question.dataset.nothing));
  setHidden(question, !question.textContent);
  setText(part(root, "state"), stateText(poll));
  const open = Boolean(poll?.open);
  setHidden(doing("open"), open || !wall.ref);
  setHidden(doing("close"), !open);
  setHidden(doing("show"), !poll || poll.set || poll.shown);
  setHidden(doing("hide"), !poll || poll.set || !poll.shown);
  setHidden(doing("anew"), !poll || poll.set || !poll.total);
  setHidden(part(root, "hands"), !poll || Boolean(poll.set));
  drawBars(root, poll);
  if (poll && !poll.set) drawHands(root, poll);
}

/** Tells the presenter's page how phones join, or that there is no room. */
function tellRoom() {
  const detail = code && state ? { code: state.room, address: part(root, "address").textContent, phones: state.phones } : { code: null };
  document.dispatchEvent(new CustomEvent("iepkit:room", { detail }));
}

/** Tells the presenter's page what the hall may see. Nothing is counted out while the bars are hidden. */
function tellWall() {
  const { poll } = state;
  if (!poll?.ref) return;
  const detail = { ref: poll.ref, open: poll.open, shown: poll.shown, counts: poll.shown ? poll.counts : {}, total: poll.total, hands: poll.hands };
  document.dispatchEvent(new CustomEvent("iepkit:votes", { detail }));
}

function draw() {
  setHidden(part(root, "none"), Boolean(code));
  setHidden(part(root, "room"), !code || !state);
  if (!code || !state) return tellRoom();
  trouble("locked", state.trouble === "locked", { n: state.waiting });
  trouble("full", state.trouble === "full", { n: state.waiting });
  drawJoin();
  drawVote();
  return tellRoom();
}

function follow() {
  line.abort();
  line = new AbortController();
  sessionStorage.setItem(ROOM, code);
  openLine(`/present/rooms/${code}/events`, headers, {
    state(message) {
      trouble("lost", false);
      state = message;
      draw();
      tellWall();
    },
    lost: () => trouble("lost", true),
    refused(status) {
      trouble("forged", status === 403);
      if (status === 404) leave();
    },
    gone: leave,
  }, line.signal);
}

function leave() {
  line.abort();
  code = null;
  state = null;
  sessionStorage.removeItem(ROOM);
  draw();
  begin();
}

/** Goes on with the room of this tab, else with the newest one. */
async function begin() {
  const { status, rooms } = await request("GET", "");
  if (status === 0) {
    setTimeout(begin, LINE_AGAIN_MILLISECONDS);
    return;
  }
  trouble("lost", false);
  if (status !== 200) return;
  code = rooms.includes(code) ? code : (rooms[0] ?? null);
  if (code) follow();
  draw();
}

async function saveAnswers() {
  const answer = await fetch(`/present/rooms/${code}/answers.csv`, { headers });
  if (!answer.ok) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `answers-${code}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LINE_AGAIN_MILLISECONDS);
}

const DEEDS = {
  async make() {
    const made = await request("POST", "");
    if (!made.room) return;
    code = made.room;
    follow();
  },
  other() {
    address += 1;
    draw();
  },
  open: () => act({ do: "open", ref: wall.ref }),
  anew: () => act({ do: "open", ref: wall.ref, anew: true }),
  close: () => act({ do: "close" }),
  show: () => act({ do: "show" }),
  hide: () => act({ do: "hide" }),
  before: () => act({ do: "open", set: part(root, "set").value, phase: "before" }),
  after: () => act({ do: "open", set: part(root, "set").value, phase: "after" }),
  answers: saveAnswers,
  delete: () => request("DELETE", `/${code}`),
};

function takeWall({ detail }) {
  wall = { ref: detail.ref ?? null, revealed: Boolean(detail.revealed) };
  if (wall.revealed && onWall() && (state.poll.open || !state.poll.shown)) act({ do: "reveal" }); // no vote once the answer is known
  draw();
  if (state) tellWall();
}

function takeHands(event) {
  event.preventDefault();
  act({ do: "hands", ...handsOf(event.target) });
}

if (root && secret) {
  root.hidden = false;
  for (const [name, deed] of Object.entries(DEEDS)) doing(name)?.addEventListener("click", deed);
  part(root, "hands-form").addEventListener("submit", takeHands);
  document.addEventListener("iepkit:on-wall", takeWall);
  document.dispatchEvent(new CustomEvent("iepkit:panel")); // a wall that was there before says again what is on it
  begin();
}
