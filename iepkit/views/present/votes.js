// Bars beside the options, with their numbers as text, as far as the hall may see them.

function drawVotes(card, shell, votes) {
  for (const old of card.querySelectorAll(".ik-tally")) old.remove();
  const total = part(shell, "wall-total");
  setHidden(total, !votes);
  if (!votes) return;
  setText(total, filled(total.dataset.text, { n: votes.total }));
  if (!votes.shown) return;
  for (const option of card.querySelectorAll("[data-option]")) {
    const count = Number(votes.counts[option.dataset.option] ?? 0);
    const tally = cloneOf(shell, "wall-tally");
    slot(tally, "bar").style.inlineSize = `${votes.total > 0 ? (100 * count) / votes.total : 0}%`;
    const text = slot(tally, "text");
    setText(text, filled(text.dataset.text, { n: count, all: votes.total }));
    option.append(tally);
  }
}

/** Votes as another window or a room tells them: numbers under names, and nothing else. */
function votesFrom(told) {
  if (typeof told?.ref !== "string" || typeof told.counts !== "object") return null;
  const number = (value) => (Number.isFinite(value) && value >= 0 ? Math.floor(value) : 0);
  const counts = Object.fromEntries(Object.entries(told.counts ?? {}).map(([id, count]) => [id, number(count)]));
  return { ref: told.ref, open: told.open === true, shown: told.shown === true, counts, total: number(told.total) };
}

/** The line that says how phones join, and the room's panel, which opens over the wall. Both are there where a room is. */
function roomOnWall(shell) {
  const panel = part(shell, "wall-votes");
  const line = part(shell, "wall-join");
  const button = part(shell, "wall-votes-button");
  let before = null;
  document.addEventListener("iepkit:room", ({ detail }) => {
    setHidden(button, false);
    setHidden(line, !detail.code);
    if (detail.code) setText(line, filled(line.dataset.text, { address: detail.address, code: detail.code, n: detail.phones }));
  });
  return {
    toggle() {
      if (button.hidden) return;
      if (panel.open) closeList(panel);
      else openList(panel);
    },
    /** What the presenter opened, closed or showed is for the hall to see: the panel makes way for it. */
    changed(votes) {
      const now = votes && JSON.stringify([votes.ref, votes.open, votes.shown]);
      if (panel?.open && now !== before) closeList(panel);
      before = now;
    },
  };
}
