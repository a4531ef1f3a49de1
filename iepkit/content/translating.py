"""The one translation step: each text of the content becomes another language when it is loaded.

A language is a PO catalog ``data/locale/<language>.po`` whose contexts are id paths. ``ar-XB`` is a
pseudo-locale: right to left, longer, each text between marks, so that a test finds what did not pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .errors import ContentError, Problem

PSEUDO = "ar-XB"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
Say = Callable[[str, str], str]


def direction(language: str) -> str:
    """``rtl`` or ``ltr``.

    >>> direction("es"), direction("ar-XB")
    ('ltr', 'rtl')
    """
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


def pseudo(_context: str, text: str) -> str:
    """The text between marks and half as long again. Fields to fill in, as ``{n}``, stay.

    >>> pseudo("page/skip", "Next")
    '⟦Next··⟧'
    """
    return f"⟦{text}{'·' * (len(text) // 2)}⟧"


def languages(folder: Path) -> tuple[str, ...]:
    """The languages that the content folder has, English first."""
    return ("en", *sorted(path.stem for path in (folder / "locale").glob("*.po")))


@dataclass
class Translator:
    """Says a text in a language. ``untold`` gathers the contexts whose text it had to leave in English.

    ``draft``: the catalog's header is marked fuzzy, as gettext's tools do until somebody has checked it.
    """

    find: Say
    draft: bool = False
    untold: set[str] = field(default_factory=set)

    def __call__(self, context: str, text: str) -> str:
        """The text in the language, or in English."""
        found = self.find(context, text)
        if not found:
            self.untold.add(context)
        return found or text


def translator(folder: Path, language: str) -> Translator:
    """What says a text in the language. Raises LookupError when the folder has no catalog for it."""
    if language == "en":
        return Translator(lambda _context, text: text)
    if language == PSEUDO:
        return Translator(pseudo)
    path = folder / "locale" / f"{language}.po"
    if not path.is_file():
        known = ", ".join((*languages(folder), PSEUDO))
        raise LookupError(f"there is no language {language!r} (no file {path}): use one of {known}")
    from babel.messages.pofile import PoFileError, read_po  # not for the English pages: it takes time and memory

    try:
        with path.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        what = f"the catalog can't be read ({error})"
        place = getattr(error, "lineno", 0) + 1
        problem = Problem(f"locale/{path.name}", place, language, what, "mend it in a PO editor, or save it as UTF-8")
        raise ContentError([problem]) from error

    def find(context: str, text: str) -> str:
        message = catalog.get(text, context)
        if message is None or message.fuzzy:  # a fuzzy entry is a guess of the translator's tool
            return ""
        return str(message.string)

    return Translator(find, draft=bool(catalog.fuzzy))
