"""Reads HTML as a browser does, in as far as a test has to: its elements, their attributes, its text."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from iepkit.views.environment import BEGIN

EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass
class Parsed:
    """``elements`` are (name, attributes) in order; ``text`` is what stands outside of scripts and styles."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    scripts: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def named(self, name: str) -> list[dict[str, str]]:
        return [attributes for each, attributes in self.elements if each == name]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def loaded(self) -> list[str]:
        """Every address that a browser fetches by itself."""
        found = [
            attributes[name]
            for _, attributes in self.elements
            for name in ("src", "srcset", "data", "poster")
            if name in attributes
        ]
        return found + [attributes["href"] for attributes in self.named("link")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Parsed()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.found.unclosed.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] in {"script", "style"}:
            self.found.scripts.append(data)
        else:
            self.found.text += data


def parsed(html: str) -> Parsed:
    """The HTML as elements and text. ``unclosed`` names the elements that are not closed where they should be."""
    reader = _Reader()
    reader.feed(html.encode().decode())  # a plain string: safe markup would escape what is added to it
    reader.close()
    reader.found.unclosed += reader.open
    return reader.found


def main_of(html: str) -> str:
    """The inside of a page's ``<main>``, as the notebook gave it: without the page's own script in it."""
    inside = re.search(r"<main[^>]*>(.*)</main>", html, re.DOTALL)
    assert inside
    return re.sub(r'<script src="[^"]*"></script>', BEGIN, inside[1]).strip()
