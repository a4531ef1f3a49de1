"""Tabular views of the content, and of what a group learned: plain records, and pandas DataFrames on demand.

The only room that imports pandas, and only inside a function: it weighs 40 MB in a kernel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .content import Content, Row
from .content.fields import claims, unmarked
from .flow import Flow

if TYPE_CHECKING:
    import pandas as pd

    from .teaching import Given, Quiz  # a visitor's kernel does not load it

Record = dict[str, str]
FEW = 5  # people: below it a share could tell what one of them answered
LEARNED = ("people", "unpaired", "asked", "before", "after", "change", "shown")


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


def learned(quiz: Quiz, answers: Iterable[Given], *, at_least: int = FEW) -> pd.DataFrame:
    """What a group learned: its answers before and after, paired by the code that each person had, and without them.

    The index is (``topic``, ``item``), in the quiz's order: each topic first, with item ``""``, then its items that
    somebody answered; last ``("", "")`` for all. Columns: ``people`` who answered both before and after, ``unpaired``
    who answered something there but nothing both times, ``asked`` (pairs of answers), ``before`` and ``after`` (the
    share of right ones among them, 0 to 1), ``change`` (after less before), and ``shown``. Of a code's answers to an
    item the last counts.

    Where fewer than ``at_least`` people are paired, ``shown`` is False and the shares are missing. Topics and the last
    line count those items alone that are shown, so no share that is not shown can be worked out.

    Raises ValueError for an answer that is none of the quiz's.
    """
    import pandas as pd

    right = {(item.id, option.id): option.right == "true" for item in quiz.items for option in item.options}
    frame = pd.DataFrame(list(answers), columns=["code", "when", "item", "option"])
    for _, when, item, option in frame.itertuples(index=False):
        if (item, option) not in right or when not in {"before", "after"}:
            raise ValueError(f"({when!r}, {item!r}, {option!r}) is no answer before or after to an item of the quiz")
    frame = frame.drop_duplicates(["code", "when", "item"], keep="last")
    frame["right"] = [float(right[pair]) for pair in zip(frame["item"], frame["option"], strict=True)]
    given = frame.pivot_table(index=["code", "item"], columns="when", values="right", aggfunc="last")
    given = given.reindex(columns=["before", "after"]).reset_index()
    pairs = given.dropna()
    people = pairs.groupby("item")["code"].nunique()
    counted = pairs[pairs["item"].isin(people.index[people >= at_least])]
    lines: dict[tuple[str, str], dict[str, object]] = {}
    for topic in quiz.topics:
        items = [item.id for item in quiz.items if item.topic == topic and (given["item"] == item.id).any()]
        if items:
            lines[topic, ""] = _line(items, given, pairs, counted)
        lines |= {(topic, item): _line([item], given, pairs, counted) for item in items}
    lines["", ""] = _line([item.id for item in quiz.items], given, pairs, counted)
    index = pd.MultiIndex.from_tuples(list(lines), names=["topic", "item"])
    return pd.DataFrame(list(lines.values()), index=index, columns=list(LEARNED))


def _line(items: Sequence[str], given: pd.DataFrame, pairs: pd.DataFrame, counted: pd.DataFrame) -> dict[str, object]:
    """The figures of some items. Of ``given`` answers some are ``pairs``; of those, some may be ``counted``."""
    codes, paired = (set(frame["code"][frame["item"].isin(items)]) for frame in (given, pairs))
    own = counted[counted["item"].isin(items)]
    before, after = own["before"].mean(), own["after"].mean()  # of none: not a number
    return {
        "people": len(paired),
        "unpaired": len(codes - paired),
        "asked": len(own),
        "before": before,
        "after": after,
        "change": after - before,
        "shown": not own.empty,
    }
