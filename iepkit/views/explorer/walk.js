// The walk, told a second time for the browser. It folds the table that Flow.table() makes; flow.py says
// what each function means, and shared cases hold the two together. Ids only: no words, no page.

/** @param {object} flow @param {[string, string][]} answers (question, option) pairs */
function walk(flow, answers) {
  const given = new Map(answers);
  const path = [];
  let here = flow.start;
  while (Object.hasOwn(flow.questions, here)) {
    const found = flow.questions[here].to.find(([option]) => option === given.get(here));
    if (!found) break;
    path.push([here, found[0]]);
    here = found[1];
  }
  const taken = new Map(path);
  const dropped = [...given.keys()].filter((name) => !taken.has(name));
  if (Object.hasOwn(flow.questions, here)) {
    return { path, question: here, outcome: null, variant: null, dropped, left: flow.questions[here].left };
  }
  return { path, question: null, outcome: here, variant: matching(flow, here, taken), dropped, left: 0 };
}

function matching(flow, outcome, answers) {
  const found = flow.outcomes[outcome].find(([, when]) =>
    Object.entries(when).every(([question, options]) => options.includes(answers.get(question))));
  return found ? found[0] : null;
}

function answer(flow, soFar, question, option) {
  return walk(flow, [...new Map([...soFar.path, [question, option]])]);
}

function back(flow, soFar) {
  return walk(flow, soFar.path.slice(0, -1));
}

/** The options that some variant asks about. Only they tell one way to an outcome from another. */
function telling(flow) {
  return new Set(Object.values(flow.outcomes).flat().flatMap(([, when]) => Object.values(when).flat()));
}

function reachable(flow, answers, told = telling(flow)) {
  const known = new Map(answers);
  const seen = new Set();
  const ends = new Set();
  const waiting = [[flow.start, [], ""]];
  while (waiting.length) {
    const [name, taken, trail] = waiting.pop();
    const mark = `${name} ${trail}`; // every path meets the questions in one order, so the trail needs no sorting
    if (seen.has(mark)) continue;
    seen.add(mark);
    if (!Object.hasOwn(flow.questions, name)) {
      ends.add(`${name} ${matching(flow, name, new Map(taken))}`);
      continue;
    }
    const all = flow.questions[name].to;
    const kept = all.find(([option]) => option === known.get(name));
    for (const [option, to] of kept ? [kept] : all) {
      waiting.push(told.has(option) ? [to, [...taken, [name, option]], `${trail} ${option}`] : [to, taken, trail]);
    }
  }
  const order = flow.order.flatMap((outcome) =>
    flow.outcomes[outcome].length ? flow.outcomes[outcome].map(([variant]) => [outcome, variant]) : [[outcome, null]]);
  return order.filter(([outcome, variant]) => ends.has(`${outcome} ${variant}`));
}

function whatWouldChange(flow, soFar) {
  if (soFar.outcome === null) return [];
  const isUnsure = ([question, option]) => flow.questions[question].unsure.includes(option);
  const told = telling(flow);
  const now = JSON.stringify([[soFar.outcome, soFar.variant]]);
  const ordered = [...soFar.path.filter(isUnsure), ...soFar.path.filter((pair) => !isUnsure(pair))];
  return ordered.flatMap(([question, given]) => flow.questions[question].to
    .filter(([option]) => option !== given && !isUnsure([question, option]))
    .map(([option]) => {
      const changed = [...new Map([...soFar.path, [question, option]])];
      const endings = reachable(flow, changed, told);
      return { question, option, endings, depends: walk(flow, changed).outcome === null };
    })
    .filter(({ endings }) => JSON.stringify(endings) !== now));
}

function toLink(flow, soFar) {
  return `${flow.id}=${soFar.path.map(([, option]) => option).join(".")}`;
}

function fromLink(flow, fragment) {
  const part = fragment.replace(/^#/, "").split("&").find((each) => each.startsWith(`${flow.id}=`));
  if (part === undefined) return null;
  let soFar = walk(flow, []);
  for (const option of part.slice(flow.id.length + 1).split(".").filter(Boolean)) {
    const fits = soFar.question !== null && flow.questions[soFar.question].to.some(([id]) => id === option);
    if (!fits) return { ...walk(flow, []), dropped: [option] };
    soFar = answer(flow, soFar, soFar.question, option);
  }
  return soFar;
}
