"""Pages to read and search: questions, words, myths, stories, and what stands in a plan."""

from __future__ import annotations

from markupsafe import Markup

from ...content import Content
from ..environment import render


def reading_html(content: Content, uid: str, page: str) -> Markup:
    """One of the pages to read (a name in `Content.readable`), as semantic HTML that is whole without its behavior.

    Raises LookupError when the content folder does not have the page's file.
    """
    lists = content.readable()
    if page not in lists:
        raise LookupError(f"this content has no {page}.yaml: add the file to {content.folder}")
    return render(
        f"reading/{page}.html.j2",
        content,
        uid=uid,
        page=lists[page],
        row_titles={row.id: row.title for row in content.comparison.rows},
        asked={item.id: item.question for item in content.faq.items} if content.faq else {},
    )
