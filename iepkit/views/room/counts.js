// What was voted, as bars, and the fields for a show of hands.

function drawBars(root, poll) {
  const list = part(root, "bars");
  const shown = Boolean(poll && !poll.set && poll.shown);
  setHidden(list, !shown);
  const note = part(root, "by-hand");
  setHidden(note, !(shown && poll.hands));
  if (!shown) return;
  setText(note, filled(note.dataset.text, { n: poll.hands }));
  if (list.dataset.ref !== poll.ref) {
    list.dataset.ref = poll.ref;
    list.replaceChildren(...poll.options.map(() => cloneOf(root, "bar")));
  }
  poll.options.forEach((option, index) => {
    const bar = list.children[index];
    const count = poll.counts[option.id] ?? 0;
    setText(bar.querySelector('[data-part="name"]'), option.text);
    setText(bar.querySelector('[data-part="count"]'), String(count));
    const meter = bar.querySelector("meter");
    meter.max = Math.max(1, poll.total);
    meter.value = count;
    meter.setAttribute("aria-label", option.text);
  });
}

function drawHands(root, poll) {
  const fields = part(root, "hands-fields");
  if (fields.dataset.ref === poll.ref) return; // never over what is being typed
  fields.dataset.ref = poll.ref;
  fields.replaceChildren(...poll.options.map((option) => {
    const field = cloneOf(root, "field");
    setText(field.querySelector('[data-part="name"]'), option.text);
    field.querySelector("input").name = option.id;
    return field;
  }));
}

/** What was typed: how many hands for each option, and whether they count instead of the phones. */
function handsOf(form) {
  const inputs = [...form.querySelectorAll('input[type="number"]')];
  const counts = Object.fromEntries(inputs.map((input) => [input.name, Number(input.value || 0)]));
  return { counts, instead: form.elements.instead.checked };
}
