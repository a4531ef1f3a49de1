"""Handouts as the tests read them: each is made once, and read by libraries that did not write it."""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest

from iepkit.content import load
from iepkit.handouts.catalog import handouts
from iepkit.handouts.guide import guide
from iepkit.handouts.telling import Telling
from iepkit.handouts.typesetting import pdf
from iepkit.teaching import load_teaching

CONTENT = load()
TEACHING = load_teaching(CONTENT)
HANDOUTS = {each.name: each for each in handouts(CONTENT, TEACHING)}
GUIDES = {f"guide-{name}": workshop for name, workshop in TEACHING.workshops.items()}
BOOKLETS = ("booklet-which-plan", "booklet-review")
NAMES = [*HANDOUTS, *GUIDES]
# One short tree and the longest stand for all booklets, except in the long sweeps.
EACH = [
    pytest.param(name, marks=pytest.mark.sweep) if name.startswith("booklet-") and name not in BOOKLETS else name
    for name in NAMES
]
INCHES = {"letter": (8.5, 11.0), "a4": (210 / 25.4, 297 / 25.4)}


@cache
def data_of(name: str) -> dict[str, Any]:
    tell = Telling(CONTENT, TEACHING)
    return guide(tell, GUIDES[name]) if name in GUIDES else HANDOUTS[name].told(tell)


@cache
def pdf_of(name: str, paper: str = "letter") -> bytes:
    return pdf("guide" if name in GUIDES else HANDOUTS[name].template, data_of(name), paper)


@cache
def pages_of(name: str, paper: str = "letter") -> list[str]:
    """The text of each page, each run of white space told as one space."""
    document = pypdfium2.PdfDocument(pdf_of(name, paper))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def text_of(name: str, paper: str = "letter") -> str:
    return " ".join(pages_of(name, paper))


def opened(name: str, paper: str = "letter") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_of(name, paper)))


def elements(document: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    """Each element of the structure tree with its kind, in reading order."""
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Array):
            waiting += reversed(list(here))
        elif isinstance(here, pikepdf.Dictionary) and "/S" in here:
            yield str(here.S).removeprefix("/"), here
            if "/K" in here:
                waiting.append(here.K)


_HYPHENS = dict.fromkeys(map(ord, "-\xad\u2010\ufffe"))  # the last is how PDFium tells of one that a break put in


def packed(text: str) -> str:
    """The text without white space and hyphens: a line may have broken at any of them."""
    return "".join(text.translate(_HYPHENS).split())


def strings(value: Any) -> Iterator[str]:
    """Each text in the data of a template."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)
