// A tree on the wall: the question, then its options for the hall to vote, then help. A number chooses, and shows why.

function treeWall(source) {
  const root = source.querySelector("section[data-view=explorer]");
  const flow = JSON.parse(part(root, "flow").textContent);
  const cards = cardsOf(root);
  const stops = cards.all.filter((card) => card.tagName === "SECTION").map((card) => {
    const { question, outcome, variant } = card.dataset;
    const label = question ? cards.short(question) : cards.headline(outcome, variant);
    return { id: question ?? [outcome, variant].filter(Boolean).join("."), label, card, question, outcome, variant };
  });
  const byId = new Map(stops.map((stop) => [stop.id, stop]));

  function soFarOf(given) {
    return { ...walk(flow, given), path: given };
  }

  /** Where an answer leads: a question, or the ending that holds for the answers given. */
  function target(question, given) {
    const chosen = new Map(given).get(question);
    const to = flow.questions[question].to.find(([option]) => option === chosen)?.[1];
    if (to === undefined || byId.has(to)) return byId.get(to) ?? null;
    const variant = matching(flow, to, new Map(given)) ?? flow.outcomes[to][0][0];
    return byId.get(`${to}.${variant}`);
  }

  function question({ card, question: name }, { given }) {
    const chosen = new Map(given).get(name);
    const options = document.createElement("ol");
    options.className = "ik-wall-options";
    const labels = [...card.querySelectorAll(".ik-option label")];
    options.append(...labels.map((label) => {
      const option = label.querySelector("input").value;
      const item = copyAs("li", label);
      item.dataset.option = option;
      if (option === chosen) item.setAttribute("aria-current", "true");
      return item;
    }));
    const help = card.querySelector(".ik-help");
    const reason = chosen && cards.reason(chosen);
    const why = reason ? [copyAs("p", reason, "ik-wall-why")] : [];
    const asks = [copyAs("h2", card.querySelector("h2"))];
    return layered([asks, [options, ...why], help ? [copyOf(help)] : []]);
  }

  function ending({ card }, { given }) {
    const soFar = soFarOf(given);
    const whole = walk(flow, given).outcome === card.dataset.outcome;
    const says = [...card.querySelectorAll(":scope > p:not(.ik-number, :has(.ik-open)), :scope > .ik-urgent")];
    const because = given.length ? [[copyOf(reasonsPart(root, cards, soFar))]] : [];
    const steps = [...card.querySelectorAll(".ik-steps > li")].map((step, place) => {
      const list = document.createElement("ol");
      list.className = "ik-steps";
      list.start = place + 1;
      list.append(copyOf(step));
      return place === 0 ? [copyOf(card.querySelector(".ik-steps").previousElementSibling), list] : [list];
    });
    const changes = whole ? changesPart(root, cards, whatWouldChange(flow, walk(flow, given))) : [];
    const letter = card.querySelector(".ik-open")?.getAttribute("href").slice(1);
    const letters = letter ? [[copyOf(document.getElementById(letter))]] : [];
    const rest = [...because, ...steps, ...changes.map((each) => [copyOf(each)]), ...letters];
    return layered([[copyAs("h2", card.querySelector("h2"))], says.map(copyOf), ...rest]);
  }

  return {
    stops,
    start: flow.start,
    draw: (stop, state) => (stop.question ? question(stop, state) : ending(stop, state)),
    next: (stop, { given }) => (stop.question ? target(stop.question, given) : null),
    ref: (stop) => (stop.question ? `tree/${flow.id}/${stop.question}` : null),
    revealed: (stop, { given }) => given.some(([name]) => name === stop.question),
    asks: (stop) => Boolean(stop.question),
    /** The answers after an option was chosen by its number from 1; as they were when there is no such option. */
    choose(stop, number, given) {
      const option = stop.question && flow.questions[stop.question].to[number - 1]?.[0];
      if (!option) return null;
      const place = given.findIndex(([name]) => name === stop.question);
      return [...given.slice(0, place < 0 ? given.length : place), [stop.question, option]];
    },
    /** The answers that still count at a stop that somebody jumps to. */
    upTo(stop, given) {
      const place = given.findIndex(([name]) => name === stop.question);
      return place < 0 ? [] : given.slice(0, place);
    },
    picture: (stop) => pictureAt(root, stop.question ?? stop.outcome),
  };
}

const LARGEST = 4; // times its own size

/** The tree's picture, cut to where the walk is: that node in the middle, and what it leads to around it. */
function pictureAt(root, name) {
  const whole = part(root, "picture")?.querySelector("svg");
  if (!whole) return null;
  const picture = copyOf(whole);
  for (const node of picture.querySelectorAll(`[data-node="${name}"]`)) node.classList.add("ik-is-here");
  /** To be called once it is on the screen, for its size. */
  const cut = () => {
    const node = picture.querySelector(`[data-node="${name}"]`).getBBox();
    const frame = picture.parentElement.getBoundingClientRect();
    const letter = parseFloat(getComputedStyle(picture.parentElement).fontSize);
    const scale = Math.min(LARGEST, letter / parseFloat(getComputedStyle(picture).fontSize));
    const [width, height] = [frame.width / scale, frame.height / scale];
    const leads = Boolean(root.querySelector(`section[data-question="${name}"]`));
    const top = node.y + node.height / 2 - (height * (leads ? 1 : 2)) / 3; // what comes next stands below, what came before above
    picture.setAttribute("viewBox", [node.x + node.width / 2 - width / 2, top, width, height].join(" "));
    picture.setAttribute("width", frame.width);
    picture.setAttribute("height", frame.height);
  };
  return { picture, cut };
}
