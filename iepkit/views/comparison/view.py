"""The comparison: both plans side by side as one real table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ...content import Content, Row, nearest
from ...content.fields import claims
from ..environment import render


def choose_rows(content: Content, ids: Sequence[str] | None = None) -> tuple[Row, ...]:
    """The rows with these ids, in the order asked for.

    When none are named: all rows, or in another language those that are whole in it (see `Content.whole_rows`).
    Raises LookupError for an id that is no row, naming the nearest.
    """
    known = {row.id: row for row in content.comparison.rows}
    for name in ids or ():
        if name not in known:
            raise LookupError(f"there is no row {name!r} in the comparison: {nearest(name, known)}")
    return content.whole_rows() if ids is None else tuple(known[name] for name in ids)


def comparison_html(content: Content, uid: str, rows: Sequence[Row], *, anchors: bool = True) -> Markup:
    """The table of these rows as semantic HTML: caption, scopes, and what folds open under each row.

    With ``anchors`` each row is ``#row-<id>``, to which other pages link: for one table on a page.
    """
    return render(
        "comparison/template.html.j2",
        content,
        uid=uid,
        comparison=content.comparison,
        sections=sections(content, rows),
        anchors=anchors,
        varies={row.id: _varies(content, row) for row in rows},
    )


def sections(content: Content, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows under their headings: those that are the core of the comparison first, then group by group."""
    core = [row for row in rows if row.core == "true"]
    more = [row for row in rows if row.core != "true"]
    found = [(content.words.comparison["core"], core)]
    found += [
        (heading, [row for row in more if row.group == name]) for name, heading in content.comparison.groups.items()
    ]
    return [section for section in found if section[1]]


def _varies(content: Content, row: Row) -> bool:
    return any(content.law[name].state_varies == "true" for _, claim in claims(row) for name in claim.law)
