// Small tools for behaviors. A behavior shows, hides, marks, clones templates and sets text: it holds no
// words of its own and builds no HTML from strings.

const foundParts = new WeakMap();

/** A part of a view. Each is found once: a page has thousands of nodes, and a step asks for dozens of parts. */
function part(root, name) {
  if (!foundParts.has(root)) foundParts.set(root, new Map());
  const found = foundParts.get(root);
  if (!found.get(name)) found.set(name, root.querySelector(`[data-part="${name}"]`));
  return found.get(name);
}

let pageIsRead = document.readyState !== "loading";

/** Calls back once the page has been read to its end. A live page says so itself: its kernel has more to add. */
function whenRead(callback) {
  if (pageIsRead) callback();
  else for (const event of ["iepkit:read", "DOMContentLoaded"]) document.addEventListener(event, callback, { once: true });
}

whenRead(() => { pageIsRead = true; });

/** Calls back once what has been drawn is on the screen. */
function onceShown(callback) {
  if (document.hidden) callback(); // there is no next frame
  else requestAnimationFrame(() => setTimeout(callback));
}

const SETTLED_MILLISECONDS = 150;

/** Calls back once the page has been on the screen for a moment and the visitor lets it be, or soon after. */
function whenIdle(callback) {
  setTimeout(() => {
    if (window.requestIdleCallback) requestIdleCallback(callback, { timeout: 500 });
    else callback(); // Safari
  }, SETTLED_MILLISECONDS);
}

function slot(root, name) {
  return root.querySelector(`[data-slot="${name}"]`);
}

function cloneOf(root, name) {
  return part(root, name).content.firstElementChild.cloneNode(true);
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

function setHidden(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden; // the same value again would still cost a look at its style
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** How a view listens: until it is told to stop. */
function listening(signal) {
  return (node, event, callback) => node.addEventListener(event, callback, { signal });
}

/** Whether a click is a pointer's: that has a place or a count of clicks; the arrow keys make clicks with neither. */
function pointed(event) {
  return event.detail > 0 || event.clientX !== 0 || event.clientY !== 0;
}

/** Opens every folded part around a node, then moves there. */
function goTo(node) {
  for (let each = node; each; each = each.parentElement) {
    if (each.tagName === "DETAILS") each.open = true;
  }
  if (!node.hasAttribute("tabindex") && !node.matches("a, button, input, summary")) node.tabIndex = -1;
  (node.tagName === "DETAILS" ? node.querySelector("summary") : node).focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest" });
}

/** Copies what a field holds: by the clipboard where the page may, else by the old command. */
async function copyField(field) {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // plain http in a hall has no clipboard; the text stays marked
  }
}
