// What somebody takes home from a result: on paper, as text, as a link.

function enableTools(root, on, { asText, link }) {
  on(part(root, "print"), "click", () => window.print());
  on(part(root, "link"), "click", () => {
    const field = part(root, "link-field");
    const input = field.querySelector("input");
    input.value = link();
    field.hidden = false;
    input.focus();
    input.select();
  });
  on(part(root, "copy"), "click", async () => {
    const field = part(root, "copy-field");
    const area = field.querySelector("textarea");
    area.value = asText();
    field.hidden = false;
    await copyField(area);
    const done = field.querySelector("[data-done]");
    setText(done, done.dataset.done);
  });
}
