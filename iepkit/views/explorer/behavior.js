// The explorer: shows one card at a time of the document that the server wrote. It begins as soon as the cards are
// there; what stands around them may still be on its way.

function enhanceExplorer(root, host) {
  const flow = JSON.parse(part(root, "flow").textContent);
  const uid = root.dataset.uid;
  const stage = part(root, "stage");
  const note = part(root, "note");
  const stop = new AbortController();
  const on = listening(stop.signal);
  let cards = cardsOf(root);
  let places = null; // until the page has been read to its end
  let soFar;
  let at; // the question of the walk that is asked again, else null
  let waiting = null; // an answer whose card is still on its way
  let owed = null; // what a step has left to do once its card is on the screen
  let listed = []; // the answers that the list shows: [question, option, item]

  /** The card that is shown. */
  function shown() {
    return cards.get(at ?? cardOf(soFar));
  }

  /** Takes a state as somebody left it: stale or foreign parts fall away. */
  function take(found) {
    const pairs = Array.isArray(found?.answers) ? found.answers.filter((pair) => Array.isArray(pair)) : [];
    soFar = walk(flow, pairs);
    at = soFar.path.some(([question]) => question === found?.at) ? found.at : null;
  }

  /** One step. The card comes first; the rest is as much work again, and waits until the card is on the screen. */
  function go(next, { push = true, say = "" } = {}) {
    settle();
    take(next);
    drawCard();
    setText(note, say);
    focusCard();
    finishLater(() => {
      host.write({ answers: soFar.path, at }, push);
      host.tell?.(soFar);
    });
  }

  function finishLater(rest, when = onceShown) {
    root.dataset.drawing = "";
    owed = rest;
    when(() => { if (owed === rest) finish(); });
  }

  function settle() {
    owed?.();
    owed = null;
  }

  function finish() {
    settle();
    if (!places) return;
    drawAround();
    root.classList.add("ik-drawn");
    delete root.dataset.drawing;
  }

  function choose(question, option) {
    const next = answer(flow, soFar, question, option);
    waiting = cards.get(cardOf(next)) ? null : () => choose(question, option);
    if (waiting) return;
    const names = places ? next.dropped.map(cards.short) : [];
    const say = names.length ? filled(note.dataset.dropped, { names: names.join(", ") }) : "";
    go({ answers: next.path }, { say });
  }

  function goBack() {
    settle();
    if (host.canGoBack()) host.goBack();
    else go({ answers: back(flow, soFar).path }, { push: false });
  }

  function focusCard() {
    const heading = shown()?.querySelector("h2");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const top = root.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight / 2) stage.scrollIntoView({ block: "start" });
  }

  function drawCard() {
    const card = shown();
    for (const each of cards.all) setHidden(each, each !== card);
    if (!card) return; // it is still on its way
    for (const [question, option] of soFar.path) {
      const input = cards.input(option);
      if (input.name === `${uid}-${question}`) input.checked = true;
    }
    drawProgress(card);
    if (places) drawTools(card);
  }

  /** What to do with the card. */
  function drawTools(card) {
    if (card.dataset.outcome) for (const name of ["because", "changes"]) slot(card, name).replaceChildren();
    part(root, "bar").hidden = Boolean(card.dataset.outcome) && soFar.path.length === 0;
    part(root, "next").hidden = Boolean(card.dataset.outcome);
    part(root, "how").hidden = Boolean(card.dataset.outcome);
    part(root, "tools").hidden = !card.dataset.outcome;
    for (const name of ["copy-field", "link-field"]) part(root, name).hidden = true;
  }

  /** What stands around the card, and what else the card says of this walk. */
  function drawAround() {
    const card = shown();
    part(root, "back").hidden = soFar.path.length === 0 && !host.canGoBack();
    drawAnswers();
    if (card.dataset.outcome) {
      slot(card, "because").replaceChildren(reasonsPart(root, cards, soFar));
      slot(card, "changes").replaceChildren(...changesPart(root, cards, whatWouldChange(flow, soFar)));
    }
    places.draw(card, soFar);
    places.centre(card);
  }

  function drawProgress(card) {
    const progress = part(root, "progress");
    progress.hidden = Boolean(card.dataset.outcome);
    if (progress.hidden) return;
    const { question } = card.dataset;
    const place = soFar.path.findIndex(([name]) => name === question);
    const done = place < 0 ? soFar.path.length : place;
    const left = flow.questions[question].left;
    setText(part(root, "progress-now"), filled(progress.dataset.question, { n: done + 1 }));
    setText(part(root, "progress-left"), left > 1
      ? filled(progress.dataset.more, { n: left - 1, minutes: Math.ceil(left / 3) })
      : progress.dataset.last);
    progress.querySelector("progress").value = done / (done + left);
  }

  function drawAnswers() {
    part(root, "answers").hidden = soFar.path.length === 0;
    const differs = soFar.path.findIndex(([question, option], place) => {
      return listed[place]?.[0] !== question || listed[place][1] !== option;
    });
    const same = differs < 0 ? soFar.path.length : differs;
    for (const [, , item] of listed.slice(same)) item.remove();
    listed = listed.slice(0, same).concat(soFar.path.slice(same).map(([question, option]) => {
      const item = cloneOf(root, "answer-item");
      for (const node of item.querySelectorAll('[data-slot="question"]')) setText(node, cards.asked(question));
      setText(slot(item, "answer"), cards.label(option));
      item.querySelector("button").addEventListener("click", () => go({ answers: soFar.path, at: question }));
      part(root, "answer-list").append(item);
      return [question, option, item];
    }));
  }

  /** A link inside the view: to a card of this walk, else to what is written there. */
  function follow(link) {
    const id = link.getAttribute("href").slice(1);
    const target = document.getElementById(id);
    const name = target?.dataset.question;
    if (name !== undefined && soFar.path.some(([question]) => question === name)) {
      go({ answers: soFar.path, at: name });
    } else if (target && !target.hidden && !target.closest("[hidden]")) {
      goTo(target);
    } else {
      const node = (target?.dataset.question ?? target?.dataset.outcome);
      showOutline(true);
      goTo(part(root, "outline").querySelector(`[data-node="${node}"] > a`) ?? part(root, "outline"));
    }
  }

  function showOutline(all) {
    const toggle = part(root, "outline-toggle");
    toggle.setAttribute("aria-pressed", String(all));
    part(root, "outline").classList.toggle("ik-all", all);
  }

  function resultAsText() {
    if (owed) finish();
    return [shown(), part(root, "answers")].map((node) => node.innerText.trim()).join("\n\n");
  }

  on(stage, "submit", (event) => {
    event.preventDefault();
    const { question } = shown().dataset;
    const input = question && stage.querySelector(`input[name="${uid}-${question}"]:checked`);
    if (input) choose(question, input.value);
    else if (question) setText(note, note.dataset.choose);
  });
  on(stage, "click", (event) => {
    const input = event.target.closest("input[type=radio]");
    if (input && input.checked && pointed(event)) choose(shown().dataset.question, input.value);
  });
  on(root, "click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    whenRead(() => follow(link));
  });
  host.onReturn(({ moved }) => {
    start();
    if (moved) focusCard();
    host.tell?.(soFar);
  }, stop.signal);

  /** Reads where the visitor was; a link counts only where nothing was kept yet. Returns whether it is a new walk. */
  function start() {
    owed = waiting = null; // a step that the visitor has left already
    const kept = host.read();
    const linked = kept ? null : fromLink(flow, host.fragment());
    take(kept ?? (linked && { answers: linked.path }));
    drawCard();
    finishLater(() => {});
    if (linked) host.write({ answers: soFar.path, at }, false);
    setText(note, linked?.dropped.length ? note.dataset.stale : "");
    return !kept && !linked;
  }

  /** The page has been read to its end: what stands around the cards is there too. */
  function complete() {
    if (places || stop.signal.aborted) return;
    settle();
    cards = cardsOf(root);
    places = placesOf(root);
    drawCard();
    root.classList.add("ik-whole");
    on(part(root, "back"), "click", goBack);
    enableTools(root, on, { asText: resultAsText, link: () => host.link(toLink(flow, soFar)) });
    on(part(root, "again"), "click", () => {
      stage.reset();
      go({ answers: [] });
    });
    on(part(root, "outline-toggle"), "click", () => {
      showOutline(part(root, "outline-toggle").getAttribute("aria-pressed") !== "true");
    });
    on(part(root, "where"), "toggle", () => places.centre(shown()));
    part(root, "outline-toggle").hidden = false;
    finishLater(() => {}, whenIdle);
    whenIdle(places.open);
    waiting?.();
  }

  const early = start() && shown().querySelector("input:checked"); // a tap before the script was there
  if (early) choose(shown().dataset.question, early.value);
  else host.tell?.(soFar);
  whenRead(() => onceShown(complete));
  return () => stop.abort();
}
