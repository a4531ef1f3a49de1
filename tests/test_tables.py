"""Tables of the content: plain records, and the same as DataFrames."""

import pytest

from iepkit.content import load
from iepkit.content.fields import claims
from iepkit.tables import claim_frame, claim_records, comparison_frame, comparison_records, ending_frame, ending_records


def test_a_record_for_each_row_with_both_plans(kit):
    rows = kit.content.comparison.rows
    records = comparison_records(rows)
    assert [record["id"] for record in records] == [row.id for row in rows]
    assert all(set(record) == {"id", "title", "iep", "504", "why"} and all(record.values()) for record in records)


def test_a_row_joins_its_claims(good):
    record = comparison_records(load(good).comparison.rows)[0]
    assert record == {
        "id": "law", "title": "The law", "iep": "It rests on one law.", "504": "The rule says nothing.",
        "why": "It shapes what a plan can bring.",
    }  # fmt: skip


def test_a_record_for_each_ending(kit):
    for flow in kit.flows.values():
        records = ending_records(flow)
        assert [(record["outcome"], record["variant"] or None) for record in records] == list(flow.endings)
        assert all(record["headline"] and int(record["steps"]) > 0 for record in records)
        assert {record["leans"] for record in records} <= {"iep", "504", "either", "neither", "none"}


def test_a_record_for_each_claim_of_trees_and_comparison(kit):
    content = kit.content
    count = sum(1 for thing in [*content.trees.values(), content.comparison] for _ in claims(thing))
    records = claim_records(content)
    assert len(records) == count
    assert {record["where"] for record in records} == {"comparison", *(f"trees/{name}" for name in content.trees)}
    assert set(" ".join(record["law"] for record in records).split()) <= set(content.law)


def test_frames_say_what_the_records_say(kit):
    flow = kit.flow("disputes")
    assert ending_frame(flow).to_dict("records") == ending_records(flow)
    assert claim_frame(kit.content).to_dict("records") == claim_records(kit.content)
    frame = comparison_frame(kit.content.comparison.rows)
    assert frame.reset_index().to_dict("records") == comparison_records(kit.content.comparison.rows)
    assert list(frame.columns) == ["title", "iep", "504", "why"]
    assert frame.index.name == "id"


@pytest.mark.parametrize("rows", [["review", "law"], ["law"], []])
def test_the_frame_of_chosen_rows_keeps_their_order(kit, rows):
    frame = kit.comparison(rows=rows).frame
    assert list(frame.index) == rows
    assert list(frame.columns) == ["title", "iep", "504", "why"]


def test_tables_hold_words_and_no_marks_of_terms(kit):
    for frame in (comparison_frame(kit.content.comparison.rows), claim_frame(kit.content)):
        for column in frame.columns:
            assert not frame[column].str.contains("](term:", regex=False).any(), column
