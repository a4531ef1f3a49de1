// Copies of what the page holds, for the wall. The page itself stays as the server wrote it, out of sight.

const OF_THE_PAGE = ["id", "for", "aria-labelledby", "aria-describedby", "tabindex", "href", "target", "lang"];
const CONTROLS = "input, textarea, template, script, noscript, [popover], [role=status]";

/** A copy that cannot be pressed and repeats no id: links and buttons are their words. */
function copyOf(node) {
  const copy = node.cloneNode(true);
  for (const each of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of OF_THE_PAGE) each.removeAttribute(name);
    if (each.tagName === "DETAILS") each.open = true;
  }
  for (const each of copy.querySelectorAll(CONTROLS)) each.remove();
  for (const each of copy.querySelectorAll("button")) each.replaceWith(...(each.matches(".ik-term") ? each.childNodes : []));
  return copy;
}

/** What is inside a node, in another element. */
function copyAs(tag, node, className = "") {
  const copy = document.createElement(tag);
  copy.className = className;
  copy.append(...copyOf(node).childNodes);
  return copy;
}

/** A card of layers. What is in the first is there at once; each of the others comes when it is asked for. */
function layered(layers, className = "") {
  const card = document.createElement("div");
  card.className = `ik-wall-card ${className}`;
  layers.filter((nodes) => nodes.length > 0).forEach((nodes, layer) => {
    for (const node of nodes) node.dataset.layer = String(layer);
    card.append(...nodes);
  });
  return card;
}

function textOf(node) {
  return node.textContent.replace(/\s+/g, " ").trim();
}
