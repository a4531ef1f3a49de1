// Bars beside the options, with their numbers as text, as far as the hall may see them.

function drawVotes(card, shell, votes) {
  for (const old of card.querySelectorAll(".ik-tally, .ik-total")) old.remove();
  if (!votes) return;
  const total = cloneOf(shell, "wall-total");
  setText(total, filled(total.dataset.text, { n: votes.total }));
  card.append(total);
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
