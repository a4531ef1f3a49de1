"""What a notebook's author sees: one object with the content and its views."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import diagrams
from .content import Content, nearest
from .content import load as load_content
from .flow import Flow, Walk, walk
from .hosts.widget import Comparison, Explorer, Home, PracticeCases, QuizItems, Reading, served
from .views.comparison.view import choose_rows, comparison_html
from .views.explorer.view import explorer_html
from .views.home.view import home_html
from .views.reading.view import reading_html

if TYPE_CHECKING:
    from .hosts.learned import Learned
    from .hosts.workbench import Workbench
    from .hosts.workshops import Notes
    from .teaching import Given, Teaching


class Kit:
    """The content in one language, and the views of it."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._shown = 0  # views so far: the first has the uid ik1

    @classmethod
    def load(cls, folder: str | Path | None = None, language: str | None = None) -> Kit:
        """Open a content folder. The environment names the page's own: IEPKIT_CONTENT, IEPKIT_LANGUAGE."""
        place = folder or os.environ.get("IEPKIT_CONTENT") or None
        content = load_content(place, language or os.environ.get("IEPKIT_LANGUAGE") or "en")
        if served():
            gc.collect()  # gives back what loading held: each visitor of a live page has a kernel
        return cls(content)

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """Every tree, ready to walk, by id."""
        return {name: Flow(tree) for name, tree in self.content.trees.items()}

    @cached_property
    def teaching(self) -> Teaching:
        """What is taught with: practice cases, the knowledge check, workshops. Loaded when first asked for."""
        from .teaching import load_teaching

        return load_teaching(self.content)

    def flow(self, tree: str) -> Flow:
        """One tree, ready to walk. Raises LookupError naming the nearest id."""
        if tree not in self.flows:
            raise LookupError(f"there is no tree {tree!r}: {nearest(tree, self.flows)}")
        return self.flows[tree]

    def walk(self, tree: str, answers: Mapping[str, str]) -> Walk:
        """Where answers, question id to option id, lead. Pure Python, no widget."""
        return walk(self.flow(tree), answers)

    def explorer(self, tree: str, *, observe: bool = False) -> Explorer:
        """The tree, one question at a time, as a widget.

        With ``observe`` the widget's ``answers`` and ``outcome`` follow the walk: for a trainer's own
        notebook only. On a page served to visitors it is refused, and the answers stay in the browser.
        """
        flow = self.flow(tree)
        uid = self._uid()
        return Explorer(flow=flow, uid=uid, html=self.explorer_html(tree, uid), observe=observe)

    def explorer_html(self, tree: str, uid: str) -> str:
        """The explorer's HTML; without its picture where Graphviz fails, and then it says so."""
        flow = self.flow(tree)
        try:
            picture: str | None = diagrams.picture(flow, self.content)
        except diagrams.DiagramError:
            picture = None
        return explorer_html(self.content, flow, uid, picture)

    def comparison(self, rows: Sequence[str] | None = None) -> Comparison:
        """The side-by-side table, of all rows or of those named. ``.frame`` is a pandas DataFrame."""
        chosen = choose_rows(self.content, rows)
        uid = self._uid()
        return Comparison(rows=chosen, uid=uid, html=comparison_html(self.content, uid, chosen, anchors=uid == "ik1"))

    def faq(self) -> Reading:
        """The questions that families ask, with a search."""
        return self._reading("faq")

    def glossary(self) -> Reading:
        """The words of the field in plain words."""
        return self._reading("glossary")

    def myths(self) -> Reading:
        """Common misbeliefs, each with the rule."""
        return self._reading("myths")

    def stories(self) -> Reading:
        """A family's way through the years, and an invented child under both plans."""
        return self._reading("stories")

    def plan_contents(self) -> Reading:
        """What stands in each plan, cards to sort, sample goals, and a checklist."""
        return self._reading("plan-contents")

    def practice(self) -> PracticeCases:
        """Short stories: read, decide, compare with the tree, discuss."""
        from .views.practice.view import practice_html

        uid = self._uid()
        return PracticeCases(uid=uid, html=practice_html(self.content, self.teaching, uid))

    def quiz(self) -> QuizItems:
        """The knowledge check: items under their topics, and sets to take before and after a training."""
        from .views.quiz.view import quiz_html

        uid = self._uid()
        return QuizItems(uid=uid, html=quiz_html(self.content, self.teaching, uid))

    def home(self) -> Home:
        """The ways in, and where to get help."""
        uid = self._uid()
        return Home(uid=uid, html=home_html(self.content, uid))

    def workshop(self, name: str) -> Notes:
        """A workshop's notes, part by part, with links to the wall. Raises LookupError naming the nearest."""
        from .hosts.pages import find_pages
        from .hosts.workshops import Notes
        from .views.workshop.view import workshop_html

        workshops = self.teaching.workshops
        if name not in workshops:
            raise LookupError(f"there is no workshop {name!r}: {nearest(name, workshops)}")
        uid = self._uid()
        html = workshop_html(
            self.content,
            self.teaching,
            workshops[name],
            uid,
            pages={page.name for page in find_pages()},
            wall_at="present/",
            anchors=uid == "ik1",
        )
        return Notes(uid=uid, html=html)

    def workshops(self) -> Reading:
        """All workshops: what each is, its parts, and the way to its notes and the wall."""
        from .views.workshop.view import workshops_html

        uid = self._uid()
        return Reading(uid=uid, html=workshops_html(self.content, self.teaching, uid))

    def workbench(self) -> Workbench:
        """Controls over tables of the content, and an observed explorer: for trainers."""
        from .hosts.workbench import Workbench

        return Workbench(self)

    def learned(self, answers: Callable[[], Iterable[Given]] | None = None, *, at_least: int = 5) -> Learned:
        """What a group learned, from a file of answers, or from those that ``answers`` gives: for trainers.

        Each answer is (code, "before" or "after", item id, option id). Figures of fewer than ``at_least`` people are
        not shown.
        """
        from .hosts.learned import Learned

        return Learned(self, answers, at_least=at_least)

    def _reading(self, page: str) -> Reading:
        uid = self._uid()
        return Reading(uid=uid, html=reading_html(self.content, uid, page))

    def _uid(self) -> str:
        self._shown += 1
        return f"ik{self._shown}"
