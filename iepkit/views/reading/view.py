"""Pages to read and search: questions, words, myths, stories, and what stands in a plan."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ...content import Content
from ..environment import render

FILES = {
    "faq": "faq.yaml",
    "glossary": "glossary.yaml",
    "myths": "myths.yaml",
    "stories": "stories.yaml",
    "plan_contents": "plan-contents.yaml",
}


def reading_html(content: Content, uid: str, page: str) -> Markup:
    """One of the pages to read (a key of ``FILES``), as semantic HTML that is whole without its behavior.

    Raises LookupError when the content folder does not have the page's file.
    """
    thing: Any = getattr(content, page)
    if thing is None:
        raise LookupError(f"this content has no {FILES[page]}: add the file to {content.folder}")
    return render(
        f"reading/{page}.html.j2",
        content,
        uid=uid,
        page=thing,
        row_titles={row.id: row.title for row in content.comparison.rows},
        asked={item.id: item.question for item in content.faq.items} if content.faq else {},
    )
