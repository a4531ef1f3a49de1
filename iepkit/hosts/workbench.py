"""The trainer's bench: stock ipywidgets over tables of the content, and an explorer whose result is shown.

Tables are written from plain records, so that a kernel behind a page stays small; pandas comes when the
button asks for it, or when a notebook uses ``.frame``.
"""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets

from ..tables import Record, claim_frame, comparison_frame, comparison_records, ending_frame, ending_records
from ..views.environment import environment
from .widget import Explorer, served

if TYPE_CHECKING:
    import pandas as pd

    from ..kit import Kit


class Controls(ipywidgets.VBox):
    """The controls one below the other. Behind a page they also have HTML: what can be read before they work."""

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if not served():
            return bundle
        data, *metadata = bundle if isinstance(bundle, tuple) else (bundle,)
        readable = "\n".join(each.value for each in self.children if isinstance(each, ipywidgets.HTML))
        return {**(data or {}), "text/html": readable}, dict(*metadata)


class Workbench:
    """Choose a tree, find rows, see where a walk ends. ``explorer`` and ``controls`` are shown each in its own cell."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self.explorer: Explorer = kit.explorer(next(iter(kit.flows)), observe=True)

    @cached_property
    def controls(self) -> Controls:
        """The controls and the tables. Made when asked for: the explorer, in a cell before, is there sooner."""
        words = self._kit.content.words.trainer
        full = {"description_width": "initial"}
        trees = [(flow.tree.title, name) for name, flow in self._kit.flows.items()]
        self.tree = ipywidgets.Dropdown(
            options=trees, value=self.explorer.flow.tree.id, description=words["tree"], style=full
        )
        self.filter = ipywidgets.Text(description=words["filter"], style=full)
        self.summary = ipywidgets.Button(description=words["summary"], layout={"width": "auto", "height": "auto"})
        self._result, self._endings, self._rows, self._counts = (ipywidgets.HTML() for _ in range(4))
        self.explorer.observe(self._show_result, "answers")
        self.tree.observe(self._choose_tree, "value")
        self.filter.observe(self._show_rows, "value")
        self.summary.on_click(self._count)
        self._show_result()
        self._show_endings()
        self._show_rows()
        return Controls([self._result, self.tree, self._endings, self.filter, self._rows, self.summary, self._counts])

    @property
    def endings(self) -> pd.DataFrame:
        """Where the chosen tree can end, as a DataFrame."""
        return ending_frame(self.explorer.flow)

    @property
    def rows(self) -> pd.DataFrame:
        """The rows of the comparison that hold the word looked for, as a DataFrame."""
        _ = self.controls
        frame = comparison_frame(self._kit.content.comparison.rows)
        return frame.loc[[record["id"] for record in self._found()]]

    def _choose_tree(self, _: Any) -> None:
        flow = self._kit.flow(self.tree.value)
        self.explorer.flow = flow
        self.explorer.answers = {}
        self.explorer.html = self._kit.explorer_html(self.tree.value, self.explorer.uid)
        self._show_endings()
        self._show_result()

    def _show_result(self, _: Any = None) -> None:
        words = self._kit.content.words.trainer
        if not self.explorer.observed:
            text = words["not_observed"]
        else:
            walk = self.explorer.walk
            ending = self.explorer.flow.endings.get((walk.outcome or "", walk.variant))
            text = (ending.headline if ending else None) or words["no_outcome"]
        self._result.value = f"<p><b>{escape(words['outcome'])}:</b> <span>{escape(text)}</span></p>"

    def _show_endings(self) -> None:
        words = self._kit.content.words
        plans = {"504": words.plans["p504"]}
        records = [
            {**record, "leans": plans.get(record["leans"]) or words.plans[record["leans"]]}
            for record in ending_records(self._kit.flow(self.tree.value))
        ]
        heads = {name: words.trainer[name] for name in ("headline", "leans", "steps")}
        self._endings.value = _table(words.trainer["endings"], records, heads)

    def _found(self) -> list[Record]:
        word = self.filter.value.strip().lower()
        records = comparison_records(self._kit.content.comparison.rows)
        return [record for record in records if word in " ".join(record.values()).lower()]

    def _show_rows(self, _: Any = None) -> None:
        words = self._kit.content.words
        heads = {"title": words.trainer["row"], "iep": words.plans["iep"], "504": words.plans["p504"]}
        self._rows.value = _table(words.trainer["rows"], self._found(), heads)

    def _count(self, _: Any) -> None:
        words = self._kit.content.words
        counts = claim_frame(self._kit.content)["kind"].value_counts()
        records = [{"kind": words.kinds[str(kind)], "n": str(count)} for kind, count in counts.items()]
        self._counts.value = _table(words.trainer["summary"], records, {"kind": words.trainer["kind"], "n": "n"})


def _table(caption: str, records: list[Record], heads: dict[str, str]) -> str:
    return environment().get_template("shared/table.html.j2").render(caption=caption, records=records, heads=heads)
