// What keys and clickers ask for. A clicker is a keyboard with Page Up, Page Down, B or the dot, F5 and Escape.

const COMMANDS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Home: "first", End: "last",
  b: "black", ".": "black", j: "jump", g: "jump", m: "map", t: "timer", d: "dark", n: "part", v: "votes", F5: "full", "?": "keys",
};
const TYPED_IN = "input, textarea, select, [contenteditable]";
const PRESSED = "button, a[href], summary, [role=button]";

/** The command of a key, or the digit that was pressed, or null where the key belongs to a field, a button or a list. */
function commandOf(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.target.closest(TYPED_IN) || document.querySelector("dialog[open]")) return null;
  if ((event.key === " " || event.key === "Enter") && event.target.closest(PRESSED)) return null;
  if (/^[1-9]$/.test(event.key)) return event.key;
  return COMMANDS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

/** Runs the commands of keys, but for keys `left` to the browser, and of buttons. After a press by hand the
 * focus leaves the button, so that the next key is no press. */
function onCommands(root, run, left = []) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    if (event.detail > 0) button.blur();
    run(button.dataset.do, button);
  });
  document.addEventListener("keydown", (event) => {
    const command = left.includes(event.key) ? null : commandOf(event);
    if (command !== null && run(command) !== false) event.preventDefault();
  });
}

function askForFullScreen() {
  const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  asked?.catch(() => {}); // a browser may refuse, and the wall is there all the same
}
