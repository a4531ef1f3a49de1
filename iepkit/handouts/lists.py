"""The handouts that tell a list: the comparison, the glossary, the myths, the checklist, letters, places that help."""

from __future__ import annotations

import io

import segno

from ..content import Letter
from ..views.comparison.view import sections
from .telling import Telling
from .typesetting import Data


def core_chart(tell: Telling) -> Data:
    """The core of the comparison, for one page."""
    comparison = tell.content.comparison
    rows = [tell.row(row) for row in comparison.rows if row.core == "true"]
    return tell.whole(comparison.title, comparison, {"rows": rows}, comparison.caption)


def whole_chart(tell: Telling) -> Data:
    """All rows of the comparison, with why they matter."""
    comparison = tell.content.comparison
    found = sections(tell.content, comparison.rows)
    told = [
        {"title": title, "rows": [{**tell.row(row), "why": tell.claim(row.why)} for row in rows]}
        for title, rows in found
    ]
    return tell.whole(comparison.title, comparison, {"sections": told}, comparison.caption)


def glossary(tell: Telling) -> Data:
    """The words of the field, by the alphabet."""
    page = tell.content.readable()["glossary"]
    terms = {term.id: term for term in tell.content.glossary.items} if tell.content.glossary else {}
    told = [
        {
            "term": term.term,
            "also": list(term.also),
            "see": [terms[name].term for name in term.see],
            "says": tell.claims(term.says),
        }
        for term in sorted(terms.values(), key=lambda term: term.term.casefold())
    ]
    return tell.whole(page.title, page, {"terms": told}, page.intro)


def myths(tell: Telling) -> Data:
    """What people often say, each with the rule."""
    page = tell.content.readable()["myths"]
    items = tell.content.myths.items if tell.content.myths else ()
    return tell.whole(page.title, page, {"myths": [tell.myth(item) for item in items]}, page.intro)


def checklist(tell: Telling) -> Data:
    """Whether a plan is any good: what to look for, to tick off."""
    page = tell.content.readable()["plan-contents"]
    plan = tell.content.plan_contents
    told = [
        {
            "question": each.question,
            "plan": each.plan,
            "why": tell.claim(each.why),
            "weak": each.weak,
            "good": each.good,
        }
        for each in (plan.checklist if plan else ())
    ]
    title = tell.content.words.reading["checklist"]
    return tell.whole(title, page, {"checks": told}, tell.words["checklist_help"])


def letters(tell: Telling) -> Data:
    """The letters to copy, each on a page of its own; in another language those that it has whole."""
    told = [tell.letter(letter) for letter in whole_letters(tell)]
    title = tell.content.words.explorer["letters"]
    return tell.whole(title, tell.content.comparison, {"letters": told}, tell.words["letters_help"])


def whole_letters(tell: Telling) -> list[Letter]:
    """The letters that are whole in the language."""
    return [letter for name, letter in tell.content.letters.items() if tell.content.whole(f"letters/{name}")]


def resources(tell: Telling) -> Data:
    """The places that help. Where there is an address, a phone's camera can read it."""
    safety = tell.claims(tell.content.resources.safety)
    told = [
        {
            "name": place.name,
            "purpose": place.purpose,
            "address": place.address,
            "code": qr_code(place.address) if place.address else None,
            "phone": place.phone,
            "seen": place.seen,
            "first": place.id == tell.content.resources.parent_center,
            "cites": tell.cites(place.law),
        }
        for place in tell.content.resources.places
    ]
    body = {"safety": safety, "places": told}
    return tell.whole(tell.content.words.home["help_title"], tell.content.comparison, body)


def qr_code(text: str) -> str:
    """A QR code as SVG, black on white, with its quiet zone. It can still be read when a seventh of it is spoiled."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, light="white", border=4)
    return out.getvalue().decode()
