"""Sets data as a PDF by typst: templates beside this file, data as JSON, no fonts but those that typst brings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).resolve().parent
PAPERS: Mapping[str, str] = {"letter": "us-letter", "a4": "a4"}
STANDARD = "ua-1"  # PDF/UA-1: typst refuses to write a file without title, language, tags or alternative texts
Data = dict[str, Any]


class HandoutError(RuntimeError):
    """A handout can't be made or written. Says why and what to do; no part of it is left behind."""


def pdf(template: str, data: Data, paper: str) -> bytes:
    """The data as a tagged PDF (PDF/UA-1), the same bytes for the same data.

    ``template`` is a file's name without ``.typ``, ``paper`` a key of ``PAPERS``. Raises HandoutError when typst
    refuses: for a character that none of its fonts has, say.
    """
    year, month = (int(part) for part in data["month"].split("-"))
    made: bytes = _compiled(
        template, data, paper, format="pdf", pdf_standards=[STANDARD], timestamp=datetime(year, month, 1, tzinfo=UTC)
    )
    return made


def png(template: str, data: Data, paper: str, pixels_per_inch: float = 80) -> list[bytes]:
    """The pages as pictures, to look at."""
    made = _compiled(template, data, paper, format="png", ppi=pixels_per_inch)
    return made if isinstance(made, list) else [made]


def _compiled(template: str, data: Data, paper: str, **options: Any) -> Any:
    import typst

    inputs = {"data": json.dumps({**data, "paper": PAPERS[paper]}, ensure_ascii=False)}
    file = TEMPLATES / f"{template}.typ"
    compiler = typst.Compiler(file, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    try:
        return compiler.compile(**options)
    except typst.TypstError as error:
        reason = " ".join([error.message, *error.hints])
        mend = "if a character has no font, write the word in Latin letters; else it is a fault of the template"
        raise HandoutError(f"the handout {data['title']!r} could not be set ({reason}): {mend}") from error


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False)
