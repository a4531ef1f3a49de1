"""The views as widgets: the only file that knows anywidget.

A widget carries its HTML; a page host finds that HTML in the page and attaches, JupyterLab inserts it.
Its output also holds the HTML, so a page can be written with no widget manager at all.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from ..content import Row
from ..flow import Flow, Walk, walk
from ..views.composing import widget_module, widget_style

if TYPE_CHECKING:
    import pandas as pd


def served() -> bool:
    """Whether this Python runs behind a page that is served to visitors."""
    software = os.environ.get("SERVER_SOFTWARE", "")
    return software.startswith("voila/") or "VOILA_PREHEAT" in os.environ or "IEPKIT_PAGE" in os.environ


class View(anywidget.AnyWidget):
    """One view: ``html`` as the server wrote it, and ``uid``, with which every id in it starts."""

    _esm = widget_module()
    _css = widget_style()
    uid = traitlets.Unicode().tag(sync=True)
    html = traitlets.Unicode().tag(sync=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if not served():
            return bundle
        data, *metadata = bundle if isinstance(bundle, tuple) else (bundle,)
        return (
            {**(data or {}), "text/html": self.html, "text/plain": self.uid},
            {**dict(*metadata), "iepkit": self.uid},
        )


class Explorer(View):
    """A tree, one question at a time. ``answers``, ``walk`` and ``outcome`` follow only with ``observe``."""

    answers = traitlets.Dict().tag(sync=True)
    _kept = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    _observe = traitlets.Bool(default_value=False).tag(sync=True)

    def __init__(self, flow: Flow, *, observe: bool = False, **traits: Any) -> None:
        self.flow = flow
        super().__init__(_observe=observe and not served(), **traits)

    @property
    def observed(self) -> bool:
        """Whether the answers come to Python at all."""
        return bool(self._observe)

    @property
    def walk(self) -> Walk:
        """Where the observed answers lead."""
        return walk(self.flow, self.answers)

    @property
    def outcome(self) -> str | None:
        """The id of the outcome that the observed answers lead to, or None before the end."""
        return self.walk.outcome


class Comparison(View):
    """The side-by-side table."""

    def __init__(self, rows: Sequence[Row], **traits: Any) -> None:
        self.rows = tuple(rows)
        super().__init__(**traits)

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame: one line a row, columns ``title``, ``iep``, ``504``, ``why``."""
        from ..tables import comparison_frame  # pandas only for those who ask for it

        return comparison_frame(self.rows)


class Reading(View):
    """A page to read: questions, words, myths, stories, or what stands in a plan."""


class Home(View):
    """The ways in, and where to get help."""


class PracticeCases(View):
    """Practice cases: read, decide, compare with the tree, discuss."""

    _esm = widget_module("practice")
    _css = widget_style("practice")


class QuizItems(View):
    """The knowledge check."""

    _esm = widget_module("quiz")
    _css = widget_style("quiz")
