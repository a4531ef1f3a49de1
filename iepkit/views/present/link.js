// The two windows talk by messages, from the one that opened to the one that was opened. A file has no origin that could
// be named or compared, so each looks at who is speaking: its own opener, or the window that it opened itself.

const WALL = "iepkit-wall";
const OURS = location.protocol === "file:" ? "*" : location.origin;
const BEAT_MILLISECONDS = 1000;

/** The wall's end. `tell` returns whether anybody is there to hear it. */
function linkToNotes(obey) {
  const notes = () => (window.name === WALL && window.opener && !window.opener.closed ? window.opener : null);
  let heard = false; // the opener has answered: it is the notes
  let told = null;
  addEventListener("message", (event) => {
    if (!notes() || event.source !== notes() || event.data?.iepkit !== WALL) return;
    heard = true;
    obey(event.data);
  });
  function tell(message) {
    if (message.did === "shows") told = message;
    notes()?.postMessage({ iepkit: WALL, ...message }, OURS);
    return heard && notes() !== null;
  }
  return {
    tell,
    hello(page) {
      tell({ did: "hello", page });
      setInterval(() => { if (told) tell({ ...told, did: "beat" }); }, BEAT_MILLISECONDS); // notes that were reloaded find the wall by it
    },
  };
}

/** The notes' end. */
function linkToWall(hear) {
  let wall = null;
  addEventListener("message", (event) => {
    if (event.data?.iepkit !== WALL || !isOurs(event.source)) return;
    wall = event.source;
    hear(event.data);
  });
  function isOurs(source) {
    return source !== null && source !== window && (source === wall || source.opener === window);
  }
  return {
    isOpen: () => wall !== null && !wall.closed,
    /** Opens the wall, or finds the one that is open. Returns false where the browser forbids it. */
    open(address) {
      wall = window.open(address, WALL);
      wall?.focus();
      return wall !== null;
    },
    tell(message) {
      if (wall !== null && !wall.closed) wall.postMessage({ iepkit: WALL, ...message }, OURS);
    },
  };
}
