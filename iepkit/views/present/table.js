// The comparison, row by row, and in a row column by column: its name, the one plan, the other, why it matters.

function tableWall(source) {
  const heads = new Map(["iep", "504"].map((plan) => [plan, source.querySelector(`.ik-head-${plan}`)]));
  const stops = [...source.querySelectorAll("tbody[data-row]")].map((row) => {
    return { id: row.dataset.row, label: textOf(row.querySelector(".ik-row-title")), row };
  });
  return inOrder(stops, ({ row }) => {
    const first = [copyAs("h2", row.querySelector(".ik-row-title")), copyAs("p", row.querySelector(".ik-row-question"))];
    const cells = [...heads].map(([plan, head]) => {
      const cell = copyAs("div", row.querySelector(`.ik-cell-${plan}`), `ik-wall-cell ik-wall-${plan}`);
      cell.querySelector(".ik-cell-label")?.remove();
      cell.prepend(copyAs("h3", head));
      return [cell];
    });
    const why = copyOf(row.querySelector("details > p"));
    why.classList.add("ik-wall-why");
    return layered([first, ...cells, [why]], "ik-wall-row");
  });
}
