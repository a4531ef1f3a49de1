// The cards of an explorer and the words on them. A card's name is its question's or outcome's id, with the variant's.

function cardName(id, variant) {
  return variant ? `${id} ${variant}` : id;
}

/** The card of a walk's next question, or of where it ended. */
function cardOf(soFar) {
  return soFar.question ?? cardName(soFar.outcome, soFar.variant);
}

function cardsOf(root) {
  const stage = part(root, "stage");
  const all = [...stage.querySelectorAll("[data-question], [data-outcome]")];
  const byName = new Map(all.map((card) => [cardName(card.dataset.question ?? card.dataset.outcome, card.dataset.variant), card]));
  const inputs = new Map([...stage.querySelectorAll("input[type=radio]")].map((input) => [input.value, input]));
  return {
    all,
    get: (name) => byName.get(name),
    input: (option) => inputs.get(option),
    label: (option) => inputs.get(option).closest("label").querySelector(".ik-label").textContent,
    asked: (question) => byName.get(question).querySelector("h2").textContent,
    headline: (outcome, variant) => byName.get(cardName(outcome, variant)).querySelector("h2").lastChild.textContent.trim(),
    short: (id) => part(root, "outline").querySelector(`[data-node="${id}"] > a`).textContent,
    reason: (option) => stage.querySelector(`[data-reason="${option}"]`),
  };
}
