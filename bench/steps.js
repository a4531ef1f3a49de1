// Walks an explorer in its page. Every step waits for the one before it to be painted; the browser would drop
// entries of the history that come faster than 200 in ten seconds.
(tree) => {
  const root = document.querySelector(`section[data-view=explorer][data-tree="${tree}"]`);
  const stage = root.querySelector("[data-part=stage]");
  const input = (option) => stage.querySelector(`input[value="${CSS.escape(option)}"]`);
  const painted = (pause) => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, pause)));
  });
  const shown = () => [...stage.querySelectorAll("section[data-question], section[data-outcome]")].filter((card) => !card.hidden);
  let events = [];
  new PerformanceObserver((list) => events.push(...list.getEntries())).observe({ type: "event", durationThreshold: 16 });

  const again = async (pause) => {
    root.querySelector("[data-part=again]").click();
    await painted(pause);
    events = [];
  };

  const place = (option) => {
    const label = input(option).closest("label");
    let box = label.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) {
      label.scrollIntoView({ block: "center", behavior: "instant" });
      box = label.getBoundingClientRect();
    }
    return { x: box.left + Math.min(box.width / 2, 60), y: box.top + box.height / 2 };
  };

  /** One click: how long its handlers and the layout after them take, in milliseconds. */
  const step = async (option, pause) => {
    const { x, y } = place(option);
    await painted(pause);
    const [card] = shown();
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y });
    const node = input(option);
    const start = performance.now();
    node.dispatchEvent(click);
    void document.body.offsetHeight;
    const took = performance.now() - start;
    const now = shown();
    if (now.length !== 1 || now[0] === card) throw new Error(`the option ${option} did not lead on`);
    return { took, ends: now[0].dataset.outcome !== undefined };
  };

  const walkThrough = async ({ walks, pause }) => {
    const steps = [];
    for (const walk of walks) {
      await again(pause);
      for (const option of walk) steps.push(await step(option, pause));
      if (!steps.at(-1).ends) throw new Error(`the walk ${walk.join(".")} did not end`);
    }
    return steps;
  };

  /**
   * After a real press: its longest part, with the paint that followed; 0 below 16 ms. Pressing down may change nothing
   * on the screen; then the browser counts on to the paint after the release, which is no time that anybody waited.
   */
  const interaction = async (option, pause) => {
    await painted(pause);
    if (!input(option).checked || input(option).closest("section[data-question]").hidden === false) {
      throw new Error(`the option ${option} did not lead on`);
    }
    const release = Math.max(...events.filter(({ name }) => name === "pointerup").map(({ startTime }) => startTime));
    const counted = events.filter((each) => each.interactionId &&
      (each.startTime >= release || each.startTime + each.duration <= release));
    const took = Math.max(0, ...counted.map(({ duration }) => duration));
    events = [];
    return { took, ends: shown()[0].dataset.outcome !== undefined };
  };

  window.iepkitSteps = { again, place, walkThrough, interaction };
}
