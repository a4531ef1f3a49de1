// The host of widgets in JupyterLab and its kin: the state lives in the model, and is sent to Python only
// where the notebook's author asked for it.

function widgetHost(model, el) {
  let kept = model.get("_kept") ?? null; // views without answers have none
  return {
    read: () => kept,
    write(state) {
      kept = state;
      model.set("_kept", state); // never saved: no other view of this widget follows it, no kernel hears of it
    },
    canGoBack: () => false,
    goBack() {},
    onReturn() {},
    fragment: () => "",
    link: (fragment) => `#${fragment}`,
    tell(soFar) {
      if (!model.get("_observe")) return;
      model.set("answers", Object.fromEntries(soFar.path));
      model.save_changes();
    },
  };
}

/** In a page: the view is there already, and the page is its host. The widget brings another where Python says so. */
function follow(model) {
  const change = () => {
    const holder = document.createElement("template");
    holder.innerHTML = model.get("html");
    document.getElementById(model.get("uid")).replaceWith(holder.content);
    document.dispatchEvent(new Event("iepkit:view"));
  };
  model.on("change:html", change);
  return () => model.off("change:html", change);
}

/** A copy of its HTML, with ids of its own. */
function rootFor(model, el) {
  const uid = model.get("uid");
  const own = `ik-${Math.random().toString(36).slice(2, 10)}`;
  const holder = document.createElement("template");
  holder.innerHTML = model.get("html").replaceAll(`"${uid}`, `"${own}`).replaceAll(`#${uid}-`, `#${own}-`);
  el.replaceChildren(holder.content);
  for (const link of el.querySelectorAll("[data-page-link]")) link.removeAttribute("href"); // no such page here
  return el.querySelector("section[data-view]");
}

function render({ model, el }) {
  if (document.body.hasAttribute("data-iepkit-page") && document.getElementById(model.get("uid"))) return follow(model);
  const keep = (event) => event.stopPropagation(); // or the notebook takes keys as its own commands
  el.addEventListener("keydown", keep);
  let stop = enhance(rootFor(model, el), widgetHost(model, el));
  const again = () => {
    stop();
    model.set("_kept", null); // another tree: answers to the one before may have the same names
    stop = enhance(rootFor(model, el), widgetHost(model, el));
  };
  model.on("change:html", again);
  return () => {
    stop();
    model.off("change:html", again);
    el.removeEventListener("keydown", keep);
  };
}
