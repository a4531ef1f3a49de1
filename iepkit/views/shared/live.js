// A live page is shown before its kernel has started. This comes once the kernel has run the notebook: it puts what
// the kernel made where the page shows it already, and tells the visitor when there is no Python behind it any more.

const START_SECONDS = 45;

// anywidget asks for this; Safari before 17.4 and older Chromium do not have it.
AbortSignal.any ??= (signals) => {
  const one = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) one.abort(signal.reason);
    else signal.addEventListener("abort", () => one.abort(signal.reason), { once: true });
  }
  return one.signal;
};

const notes = [...document.querySelectorAll("[data-live-note]")];
const say = (name) => {
  for (const note of notes) note.hidden = note.dataset.liveNote !== name;
};

const said = () => notes.find((note) => !note.hidden)?.dataset.liveNote;

/** Puts an output into its cell. What stood there stays until its widgets are there; a view stays for good. */
function place(made) {
  const cell = document.getElementById(`ik-cell-${made.dataset.cell}`);
  const before = [...cell.childNodes];
  const box = document.createElement("div");
  box.className = "jp-OutputArea-output";
  box.append(made.content);
  cell.append(box);
  if (made.dataset.attach !== undefined) return null;
  if (!box.querySelector("script")) {
    for (const node of before) node.remove();
    return null;
  }
  return new Promise((there) => {
    new MutationObserver((_, seen) => {
      if (!box.querySelector(".jupyter-widgets")) return;
      seen.disconnect();
      for (const node of before) node.remove();
      there();
    }).observe(box, { childList: true, subtree: true });
  });
}

const widgets = [...document.querySelectorAll("template[data-cell]")].map(place).filter(Boolean);
const config = document.getElementById("jupyter-config-data");
if (config) {
  const { baseUrl, kernelId } = JSON.parse(config.textContent);
  const late = setTimeout(() => say("ended"), START_SECONDS * 1000);
  Promise.all(widgets).then(() => {
    clearTimeout(late);
    say("");
  });
  // As long as this is open the server keeps the kernel. It opens again by itself when the wifi was away.
  const events = new EventSource(`${baseUrl}api/kernels/${kernelId}/events`);
  events.addEventListener("here", () => { if (said() === "lost") say(""); });
  events.addEventListener("stopping", () => say("stopping"));
  events.addEventListener("ended", () => {
    events.close();
    say("ended");
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) say("ended");
    else if (said() !== "stopping") say("lost");
  });
  addEventListener("pagehide", () => events.close());
} else say("ended");
