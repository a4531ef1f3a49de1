// The list to jump from, the bar that hides, and the dark ground.

const IDLE_MILLISECONDS = 3000;
const DARK = "iepkit-dark";

function openList(dialog) {
  const field = dialog.querySelector("input[type=search]");
  if (field) {
    field.value = "";
    field.dispatchEvent(new Event("input"));
  }
  dialog.showModal();
  if (!field) [...dialog.querySelectorAll(".ik-main-button")].find((button) => button.checkVisibility())?.focus({ preventScroll: true });
  dialog.scrollTop = 0;
}

/** Closes a list. A field of it must not keep the focus: it would take the next keys. */
function closeList(dialog) {
  dialog.close();
  if (dialog.contains(document.activeElement)) document.activeElement.blur();
}

/** Fills the list of stops, and finds among them. A stop that is chosen closes the list. */
function listStops(dialog, stops, jumpTo) {
  const list = part(dialog, "wall-stops");
  const field = dialog.querySelector("input[type=search]");
  const entries = stops.map((stop) => {
    const item = cloneOf(dialog, "wall-stop");
    const button = item.querySelector("button");
    setText(button, stop.label);
    button.addEventListener("click", () => {
      closeList(dialog);
      jumpTo(stop.id);
    });
    return item;
  });
  list.append(...entries);
  field.addEventListener("input", () => {
    const sought = field.value.trim().toLowerCase();
    for (const item of entries) setHidden(item, !item.textContent.toLowerCase().includes(sought));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault(); // a search field would only clear itself, and the browser close what is opened next
      closeList(dialog);
    }
    if (event.key === "Enter") entries.find((item) => !item.hidden)?.querySelector("button").click();
  });
}

/** The bar goes when nobody moves a pointer, and is there for whoever comes by keyboard. */
function hideWhenIdle(bar) {
  let waiting;
  const wake = () => {
    bar.classList.remove("ik-idle");
    clearTimeout(waiting);
    waiting = setTimeout(() => bar.classList.add("ik-idle"), IDLE_MILLISECONDS);
  };
  for (const event of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(event, wake);
  wake();
}

/** The other ground than the computer's own: it stays so while the window is open. */
function toggleDark() {
  const dark = !document.documentElement.classList.contains("ik-dark");
  setDark(dark);
  try {
    sessionStorage.setItem(DARK, String(dark));
  } catch {
    // a browser that keeps nothing begins each page in its own colours
  }
}

function setDark(dark) {
  document.documentElement.classList.toggle("ik-dark", dark);
  document.documentElement.classList.toggle("ik-light", !dark);
}

function restoreDark() {
  let kept = null;
  try {
    kept = sessionStorage.getItem(DARK);
  } catch {
    // the same
  }
  setDark(kept === null ? matchMedia("(prefers-color-scheme: dark)").matches : kept === "true");
}
