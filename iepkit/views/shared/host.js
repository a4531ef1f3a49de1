// The host of static and served pages. A visitor's state lives in the entries of the browser's history: one
// entry a step, so that the phone's Back goes one step back, and a reload keeps the place.

function pageHost(root) {
  const now = () => (typeof history.state === "object" && history.state) || {};
  return {
    read() {
      const kept = now().iepkit?.[root.id];
      return kept && (kept.tree ?? root.dataset.tree) === root.dataset.tree ? kept : null; // answers to another tree
    },
    write(state, push) {
      const next = { ...now(), iepkit: { ...now().iepkit, [root.id]: { ...state, tree: root.dataset.tree } }, depth: (now().depth ?? 0) + (push ? 1 : 0) };
      const others = location.hash.slice(1).split("&").filter((each) => each && each.split("=")[0] !== root.dataset.tree);
      const address = location.href.split("#")[0] + (others.length ? `#${others.join("&")}` : "");
      if (push) history.pushState(next, "", address);
      else history.replaceState(next, "", address);
    },
    canGoBack: () => (now().depth ?? 0) > 0,
    goBack: () => history.back(),
    onReturn(callback, signal) {
      addEventListener("popstate", () => callback({ moved: true }), { signal });
    },
    fragment: () => location.hash,
    link: (fragment) => location.href.split("#")[0] + `#${fragment}`,
  };
}

function enhanceViews() {
  for (const root of document.querySelectorAll("section[data-view]")) enhance(root, pageHost(root));
}

enhanceViews();
whenRead(enhanceViews);
document.addEventListener("iepkit:view", enhanceViews); // a widget has put one view in the place of another
