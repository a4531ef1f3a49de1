// An open line that carries the presenter's secret. EventSource can't send a header, and an address is no place for a
// secret; so the events are read from the answer of a fetch.

const LINE_AGAIN_MILLISECONDS = 1000;
const LINE_DEAD_MILLISECONDS = 40000; // the server writes every 15 seconds

/** Reads events until told to stop, and opens again when the line ends. `on` has a function for each kind of event. */
function openLine(address, headers, on, signal) {
  const again = () => {
    if (!signal.aborted) setTimeout(() => openLine(address, headers, on, signal), LINE_AGAIN_MILLISECONDS);
  };
  readLine(address, headers, on, signal).then(again, () => {
    if (signal.aborted) return;
    on.lost();
    again();
  });
}

async function readLine(address, headers, on, signal) {
  const own = new AbortController();
  const stop = () => own.abort();
  signal.addEventListener("abort", stop, { once: true });
  let alarm = setTimeout(stop, LINE_DEAD_MILLISECONDS);
  try {
    const answer = await fetch(address, { headers, signal: own.signal, cache: "no-store" });
    if (!answer.ok) {
      on.refused(answer.status);
      throw new Error("refused");
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Error("ended");
      clearTimeout(alarm);
      alarm = setTimeout(stop, LINE_DEAD_MILLISECONDS);
      text += value;
      const blocks = text.split("\n\n");
      text = blocks.pop();
      for (const block of blocks) tellEvent(block, on);
    }
  } finally {
    clearTimeout(alarm);
    signal.removeEventListener("abort", stop);
  }
}

function tellEvent(block, on) {
  const fields = Object.fromEntries(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  if (fields.event === "state") on.state(JSON.parse(fields.data));
  if (fields.event === "gone") on.gone();
}
