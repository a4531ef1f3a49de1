"""Answers of a group, before and after: a file with one line an answer, as a room writes it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Literal, cast

from ..content import nearest
from .models import Quiz

COLUMNS = ("code", "when", "item", "option")
NAMED = 5
Given = tuple[str, Literal["before", "after"], str, str]


class AnswersError(ValueError):
    """A file of answers that can't be used. Names the first lines that are wrong, each with how to mend it."""


def read_answers(data: bytes, quiz: Quiz) -> list[Given]:
    """The answers of a CSV file, in its order: ``code``, ``when`` (``before`` or ``after``), ``item``, ``option``.

    Raises AnswersError.
    """
    try:
        text = data.decode("utf-8-sig")
        lines = list(csv.reader(StringIO(text), strict=True))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise AnswersError(f"line {line}: the file is not text in UTF-8: save it as CSV UTF-8") from error
    except csv.Error as error:
        raise AnswersError(f"the file is no CSV ({error}): save it as CSV, with commas between the columns") from error
    head = ",".join(COLUMNS)
    if not lines or tuple(cell.strip().lower() for cell in lines[0]) != COLUMNS:
        found = ",".join(lines[0])[:80] if lines else ""
        raise AnswersError(f"line 1: the columns are {found!r}: the first line must be {head}")
    if not any(lines[1:]):
        raise AnswersError(f"line 2: there are no answers in the file: write one on each line below {head}")
    wrong = list(_problems(lines[1:], quiz))
    if wrong:
        more = [f"and {len(wrong) - NAMED} more lines"] if len(wrong) > NAMED else []
        raise AnswersError("\n".join([*wrong[:NAMED], *more]))
    return [cast("Given", tuple(cell.strip() for cell in line)) for line in lines[1:] if line]


def _problems(lines: list[list[str]], quiz: Quiz) -> Iterator[str]:
    options = {item.id: {option.id for option in item.options} for item in quiz.items}
    for number, line in enumerate(lines, start=2):
        cells = [cell.strip() for cell in line]
        if line and len(cells) != len(COLUMNS):
            yield f"line {number}: {len(cells)} columns: write {len(COLUMNS)}, {','.join(COLUMNS)}"
        elif line:
            code, when, item, option = cells
            if not code:
                yield f"line {number}: no code: write the code of the person, the same before and after"
            elif when not in {"before", "after"}:
                yield f"line {number}: when is {when!r}: write before or after"
            elif item not in options:
                yield f"line {number}: there is no item {item!r} in the quiz: {nearest(item, options)}"
            elif option not in options[item]:
                yield f"line {number}: {option!r} is no option of {item}: {nearest(option, options[item])}"
