"""Tables of the content, plain and as DataFrames, and the table of what a group learned."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.content import load
from iepkit.content.fields import claims
from iepkit.tables import (
    claim_frame,
    claim_records,
    comparison_frame,
    comparison_records,
    ending_frame,
    ending_records,
    learned,
)
from iepkit.teaching import load_teaching


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


QUIZ = load_teaching().quiz
SOME = [item for item in QUIZ.items if item.id in QUIZ.sets[0].items][:4] + list(QUIZ.items[:2])
TOPICS = {item.id: item.topic for item in QUIZ.items}
RIGHT = {item.id: next(option.id for option in item.options if option.right == "true") for item in QUIZ.items}
an_answer = st.sampled_from(SOME).flatmap(
    lambda item: st.tuples(
        st.sampled_from(["ana", "bo", "cy", "di", "eve", "flo", "gus"]),
        st.sampled_from(["before", "after"]),
        st.just(item.id),
        st.sampled_from([option.id for option in item.options]),
    )
)


def by_hand(answers, items, at_least):
    """The figures of some items, counted one by one."""
    last = {}
    for code, when, item, option in answers:
        last[code, item, when] = option
    pairs, everybody = [], set()
    for code, item in {(code, item) for code, item, _ in last if item in items}:
        everybody.add(code)
        if (code, item, "before") in last and (code, item, "after") in last:
            pairs.append(
                (code, item, last[code, item, "before"] == RIGHT[item], last[code, item, "after"] == RIGHT[item])
            )
    enough = {item for item in items if len({code for code, name, *_ in pairs if name == item}) >= at_least}
    counted = [pair for pair in pairs if pair[1] in enough]
    people = {code for code, *_ in pairs}
    shares = tuple(sum(pair[place] for pair in counted) / len(counted) for place in (2, 3)) if counted else (None, None)
    return {"people": len(people), "unpaired": len(everybody - people), "asked": len(counted)}, shares


@given(st.lists(an_answer, max_size=60), st.integers(1, 5))
def test_what_was_learned_is_what_counting_by_hand_finds(answers, at_least):
    frame = learned(QUIZ, answers, at_least=at_least)
    lines = dict(zip(frame.index, frame.to_dict("records"), strict=True))
    given_to = {item for _, _, item, _ in answers}
    topics = [name for name in QUIZ.topics if name in {TOPICS[item] for item in given_to}]
    groups = {(topic, ""): {item for item in given_to if TOPICS[item] == topic} for topic in topics}
    groups |= {(TOPICS[item], item): {item} for item in given_to} | {("", ""): given_to}
    assert set(lines) == set(groups)
    for name, items in groups.items():
        counts, (before, after) = by_hand(answers, items, at_least)
        line = lines[name]
        assert {key: line[key] for key in counts} == counts
        assert line["shown"] == (before is not None)
        if before is None:
            assert pd.isna([line["before"], line["after"], line["change"]]).all()
        else:
            assert [line["before"], line["after"]] == pytest.approx([before, after])
            assert line["change"] == pytest.approx(after - before)


@given(st.lists(an_answer, max_size=40, unique_by=lambda each: each[:3]), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter_and_codes_name_nobody(answers, chance):
    other = [(f"code-{code}", when, item, option) for code, when, item, option in answers]
    chance.shuffle(other)
    pd.testing.assert_frame_equal(learned(QUIZ, answers, at_least=1), learned(QUIZ, other, at_least=1))
    assert "code-" not in learned(QUIZ, other, at_least=1).to_csv()


def test_the_last_answer_of_a_code_counts():
    item = QUIZ.items[0]
    wrong = next(option.id for option in item.options if option.id != RIGHT[item.id])
    answers = [("ana", when, item.id, option) for when in ("before", "after") for option in (wrong, RIGHT[item.id])]
    assert learned(QUIZ, answers, at_least=1).loc[("", ""), ["before", "after"]].tolist() == [1.0, 1.0]
    assert learned(QUIZ, answers[::-1], at_least=1).loc[("", ""), ["before", "after"]].tolist() == [0.0, 0.0]


def test_few_people_are_not_shown_nor_can_they_be_worked_out():
    first, second = (item for item in QUIZ.items if item.topic == QUIZ.items[0].topic and item in QUIZ.items[:2])
    answers = [
        (f"p{person}", when, item.id, RIGHT[item.id])
        for item, people in ((first, 6), (second, 4))
        for person in range(people)
        for when in ("before", "after")
    ]
    frame = learned(QUIZ, answers)
    assert frame["shown"].to_dict() == {
        (first.topic, ""): True, (first.topic, first.id): True, (first.topic, second.id): False, ("", ""): True,
    }  # fmt: skip
    assert set(frame["asked"][frame["shown"]]) == {6}


@pytest.mark.parametrize("bad", [("a", "later", "which-law", "one-law"), ("a", "after", "which-law", "no-law")])
def test_an_answer_that_is_none_is_refused(bad):
    with pytest.raises(ValueError, match="is no answer before or after to an item of the quiz"):
        learned(QUIZ, [bad])
