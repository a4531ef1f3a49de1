"""What a group learned, from its answers before and after: for a trainer's live notebook, with stock ipywidgets.

pandas comes with the first answers, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import ipywidgets

from ..tables import FEW, learned
from ..teaching import AnswersError, Given, read_answers
from ..views.environment import environment, words_of
from ..views.learned.view import learned_html
from .workbench import Controls

if TYPE_CHECKING:
    import pandas as pd

    from ..kit import Kit


class Learned(Controls):
    """A file of answers, or the answers of a room, as a plot and tables that name nobody.

    ``answers`` gives those of a room: it is called each time its button is pressed. ``at_least`` people must have
    answered both times for figures to be shown. Raises LookupError when the content folder has no quiz.
    """

    def __init__(self, kit: Kit, answers: Callable[[], Iterable[Given]] | None = None, *, at_least: int = FEW) -> None:
        if kit.teaching.quiz is None:
            raise LookupError(f"this content has no quiz.yaml: add the file to {kit.content.folder}")
        self._kit, self._answers, self._at_least = kit, answers, at_least
        self._quiz = kit.teaching.quiz
        words = kit.teaching.words.learned
        self.frame: pd.DataFrame | None = None
        self.upload = ipywidgets.FileUpload(accept=".csv", description=words["choose"], layout=_LAYOUT)
        self.room = ipywidgets.Button(description=words["read_room"], layout=_LAYOUT)
        self._help, self._result = ipywidgets.HTML(), ipywidgets.HTML()
        self._help.value = self._told("help")
        self.upload.observe(self._take_file, "value")
        self.room.on_click(self._take_room)
        source = [self.upload] if answers is None else [self.room, self.upload]
        super().__init__([self._help, *source, self._result])

    def show(self, answers: Iterable[Given]) -> None:
        """Show what these answers say. Raises ValueError for one that is none of the quiz's."""
        self.frame = learned(self._quiz, answers, at_least=self._at_least)
        lines = self.frame.reset_index().to_dict("records")
        records = [{str(name): figure for name, figure in line.items()} for line in lines]
        self._result.value = learned_html(self._kit.content, self._kit.teaching, self._quiz, records, self._at_least)

    def _take_file(self, change: Any) -> None:
        for file in change["new"]:
            try:
                self.show(read_answers(bytes(file["content"]), self._quiz))
            except AnswersError as error:
                self._refuse(error, file["name"])

    def _take_room(self, _: Any) -> None:
        if self._answers is not None:
            try:
                self.show(self._answers())
            except ValueError as error:
                self._refuse(error)

    def _refuse(self, error: ValueError, file: str | None = None) -> None:
        self.frame = None
        self._result.value = self._told("problem", file=file, lines=str(error).splitlines())

    def _told(self, part: str, **values: Any) -> str:
        module: Any = environment().get_template("learned/parts.html.j2").module
        return str(getattr(module, part)(words_of(self._kit.content, self._kit.teaching), **values))


_LAYOUT = {"width": "auto", "height": "auto"}
