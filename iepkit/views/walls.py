"""Where the wall finds what a part of a workshop shows."""

from __future__ import annotations

from collections.abc import Container

from ..content import Content
from ..teaching import Part, Workshop


def wall_address(part: Part, workshop: Workshop, content: Content, pages: Container[str]) -> str:
    """The address, relative to the presenter pages, of what is on the wall in a part.

    ``pages`` are the names of the pages that can be on the wall. A part whose page is not among them, and one that
    shows no more than its title, has its card.
    """
    return shown_at(part, content, pages) or card_address(part, workshop)


def card_address(part: Part, workshop: Workshop) -> str:
    """The address of a part's card: its title, and what to ask."""
    return f"cards-{workshop.id}.html#only={part.id}"


def shown_at(part: Part, content: Content, pages: Container[str]) -> str:
    """The address of the page that a part shows, at its place; empty where there is none."""
    match part.view:
        case "explorer":
            name, place = part.tree, f"at={part.node or content.trees[str(part.tree)].start}"
        case "comparison":
            name, place = "compare", f"only={','.join(part.rows)}"
        case "case":
            name, place = "practice", f"only=case/{part.case}"
        case "quiz":
            name, place = "quiz", f"only={','.join(f'item/{item}' for item in part.items)}"
        case "page":
            name, place = part.page, ""
        case _:
            name, place = None, ""
    if name is None or name not in pages:
        return ""
    return f"{name}.html#{place}" if place else f"{name}.html"
