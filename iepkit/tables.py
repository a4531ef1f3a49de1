"""Tabular views of the content: plain records, and pandas DataFrames for those who ask for one.

The only room that imports pandas, and only inside a function: it weighs 40 MB in a kernel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .content import Content, Row
from .content.fields import claims, unmarked
from .flow import Flow

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, str]


def comparison_records(rows: Sequence[Row]) -> list[Record]:
    """One record a row: ``id``, ``title``, ``iep``, ``504``, ``why``."""
    return [
        {
            "id": row.id,
            "title": row.title,
            "iep": " ".join(unmarked(claim.text) for claim in row.iep),
            "504": " ".join(unmarked(claim.text) for claim in row.plan_504),
            "why": unmarked(row.why.text),
        }
        for row in rows
    ]


def ending_records(flow: Flow) -> list[Record]:
    """One record an ending of the tree: ``outcome``, ``variant``, ``leans``, ``headline``, ``steps`` (a number)."""
    return [
        {
            "outcome": outcome,
            "variant": variant or "",
            "leans": ending.leans or "",
            "headline": unmarked(ending.headline or ""),
            "steps": str(len(ending.steps)),
        }
        for (outcome, variant), ending in flow.endings.items()
    ]


def claim_records(content: Content) -> list[Record]:
    """One record a claim of the trees and the comparison: ``where``, ``kind``, ``text``, ``law`` (ids)."""
    things = {**{f"trees/{name}": tree for name, tree in content.trees.items()}, "comparison": content.comparison}
    return [
        {"where": where, "kind": claim.kind, "text": unmarked(claim.text), "law": " ".join(claim.law)}
        for where, thing in things.items()
        for _, claim in claims(thing)
    ]


def comparison_frame(rows: Sequence[Row]) -> pd.DataFrame:
    """``comparison_records`` as a DataFrame with the row ids as its index."""
    import pandas as pd

    return pd.DataFrame(comparison_records(rows), columns=["id", "title", "iep", "504", "why"]).set_index("id")


def ending_frame(flow: Flow) -> pd.DataFrame:
    """``ending_records`` as a DataFrame."""
    import pandas as pd

    return pd.DataFrame(ending_records(flow))


def claim_frame(content: Content) -> pd.DataFrame:
    """``claim_records`` as a DataFrame."""
    import pandas as pd

    return pd.DataFrame(claim_records(content))
