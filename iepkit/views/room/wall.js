// The page with the panel alone: what is chosen from the list is on the wall.

const list = document.querySelector('[data-wall="ask"]');
const stranger = document.querySelector('[data-wall="stranger"]');
const panel = document.querySelector("[data-ik-room]");

function tell() {
  const detail = { ref: list.value || null, revealed: false };
  document.dispatchEvent(new CustomEvent("iepkit:on-wall", { detail }));
}

list.addEventListener("change", tell);
stranger.hidden = !panel.hidden;
tell();
