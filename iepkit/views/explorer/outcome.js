// What an outcome says of this visitor's own answers: why, and what would change it.

function reasonsPart(root, cards, soFar) {
  const because = cloneOf(root, "because");
  slot(because, "items").append(...soFar.path.map(([, option]) => {
    const item = cloneOf(root, "because-item");
    setText(slot(item, "answer"), cards.label(option));
    const reason = cards.reason(option);
    if (reason) slot(item, "reason").append(...[...reason.childNodes].map((node) => node.cloneNode(true)));
    return item;
  }));
  return because;
}

/** The changes under the questions that they belong to: one part, or none when nothing would change. */
function changesPart(root, cards, changes) {
  if (changes.length === 0) return [];
  const found = cloneOf(root, "changes");
  const groups = new Map();
  for (const change of changes) groups.set(change.question, [...(groups.get(change.question) ?? []), change]);
  slot(found, "items").append(...[...groups].map(([question, those]) => {
    const group = cloneOf(root, "change-question");
    setText(slot(group, "question"), cards.asked(question));
    slot(group, "items").append(...those.map((change) => changeItem(root, cards, change)));
    return group;
  }));
  return [found];
}

function changeItem(root, cards, { option, endings, depends }) {
  const item = cloneOf(root, "change-item");
  const label = slot(item, "answer");
  setText(label, filled(label.dataset.text, { answer: cards.label(option) }));
  if (!depends) slot(item, "depends").remove();
  const names = endings.map(([outcome, variant]) => (depends ? cards.short(outcome) : cards.headline(outcome, variant)));
  slot(item, "endings").append(...[...new Set(names)].map((name) => {
    const line = document.createElement("li");
    line.textContent = name;
    return line;
  }));
  return item;
}
