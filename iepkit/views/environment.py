"""The one place where HTML is made: Jinja2 with autoescape, over the templates of all views."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ..content import Content
from ..content.fields import TERM, unmarked
from ..content.models import Term, next_review

if TYPE_CHECKING:
    from ..teaching import Teaching  # a visitor's kernel does not load it

BEGIN = Markup("<!--iepkit:begin-->")  # here a view can begin to answer: its page's script need not wait for the rest
FOLDER = Path(__file__).resolve().parent
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def script_json(value: Any) -> Markup:
    """JSON that is safe inside a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_IN_SCRIPT))  # noqa: S704 - the characters that could end the element are gone


@cache
def environment() -> Environment:
    """The Jinja2 environment of all templates."""
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["begin"] = BEGIN
    env.filters["script_json"] = script_json
    env.filters["unmarked"] = unmarked
    env.filters["next_review"] = next_review
    return env


def words_of(content: Content, teaching: Teaching | None = None) -> SimpleNamespace:
    """The interface's words for templates: ``words.explorer.copy`` is a word here, not a dict's method.

    With ``teaching``, also the words that only teaching shows.
    """
    rooms = content.words.model_dump() | (teaching.words.model_dump() if teaching else {})
    return SimpleNamespace(**{room: SimpleNamespace(**words) for room, words in rooms.items()})


class Citations:
    """What the claims of one view refer to: its sources, numbered as first cited, and the glossary's terms."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._law: dict[str, int] = {}
        there = content.glossary is not None and content.whole("glossary")
        self._glossary = {term.id: term for term in content.glossary.items} if content.glossary and there else {}
        self._terms: dict[str, Term] = {}

    def number(self, law_id: str) -> int:
        """The number of a law entry on this page, from 1."""
        return self._law.setdefault(law_id, len(self._law) + 1)

    @property
    def listed(self) -> list[Any]:
        """The law entries cited so far, in the order of their numbers."""
        return [self._content.law[name] for name in self._law]

    def marked(self, text: str, uid: str) -> Markup:
        """The text, with a button for each glossary term that it marks. The button opens the term's words."""
        pieces, end = [], 0
        for found in TERM.finditer(text):
            words, name = found.groups()
            pieces += [escape(text[end : found.start()]), self._button(uid, name, words)]
            end = found.end()
        return Markup("").join([*pieces, escape(text[end:])])

    def _button(self, uid: str, name: str, words: str) -> Markup:
        if name not in self._glossary:  # a language without the glossary shows the plain words
            return escape(words)
        self._terms[name] = self._glossary[name]
        button = Markup('<button type="button" class="ik-term" popovertarget="{}-t-{}">{}</button>')
        return button.format(uid, name, words)

    @property
    def terms(self) -> list[Term]:
        """The glossary's terms that were marked so far."""
        return list(self._terms.values())

    def varies(self, law_ids: tuple[str, ...]) -> bool:
        """Whether States differ on any of these entries."""
        return any(self._content.law[name].state_varies == "true" for name in law_ids)


def render(template: str, content: Content, teaching: Teaching | None = None, **context: Any) -> Markup:
    """Render one template with what all of them may use: words, content and a fresh numbering of sources."""
    found = environment().get_template(template)
    words = words_of(content, teaching)
    html = found.render(content=content, words=words, cites=Citations(content), teaching=teaching, **context)
    return Markup("\n".join(line.strip() for line in html.splitlines() if line.strip()))  # noqa: S704 - autoescaped
