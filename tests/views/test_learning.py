"""Practice cases and the knowledge check as HTML: they agree with the trees, and with what rooms are asked."""

import re

import pytest

from iepkit.flow import from_link
from iepkit.teaching import asked, load_teaching
from iepkit.views.practice.view import lesson_of
from iepkit.views.quiz.view import covered_myths, covered_rows
from tests.parsing import parsed

OURS = load_teaching()
CASES = OURS.practice.items


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_lesson_agrees_with_its_tree(case, kit):
    flow = kit.flow(case.tree)
    lesson = lesson_of(case, flow)
    end = from_link(flow, lesson.link)
    assert (end.outcome, end.variant) == (case.outcome, case.variant)
    assert tuple(option.id for _, option in lesson.steps) == case.answers
    assert dict(lesson.choices)[lesson.right] == lesson.headline
    for change, other in zip(case.changes, lesson.changes, strict=True):
        there = from_link(flow, other.link)
        assert change.option in there.answers.values()
        assert not there.dropped
        assert other.headline != lesson.headline


@pytest.mark.parametrize("name", ["practice", "quiz"])
def test_each_stop_offers_what_a_room_would_be_asked(name, kit):
    html = getattr(kit, name)().html
    stops = re.split(r"(?=<article )", html)[1:]
    refs = []
    for stop in stops:
        ((_, article),) = parsed(stop.partition(">")[0] + "></article>").elements
        assert "data-stop" in article
        refs.append(article["data-ref"])
        asks = asked(article["data-ref"], kit.content, OURS)
        assert re.findall(r'data-option="([^"]+)"', stop) == [option for option, _ in asks.options]
        assert re.findall(r'data-option="([^"]+)" data-right', stop) == [asks.right]
        steps = re.findall(r'data-reveal="(\d)"', stop)
        assert steps == [str(place + 1) for place in range(len(steps))] != []
    things = CASES if name == "practice" else OURS.quiz.items
    assert sorted(refs) == sorted(f"{'case' if name == 'practice' else 'item'}/{each.id}" for each in things)


def test_every_story_says_that_it_is_invented_or_whose_it_is(kit):
    words = OURS.words.practice
    html = kit.practice().html
    assert html.count(f">{words['invented']}<") == sum(case.source is None for case in CASES)
    told = [case for case in CASES if case.source]
    assert html.count(words["told_by"]) == len(told) > 0
    for case in told:
        assert f"{words['told_by']} {kit.content.sources[case.source].by}" in html


def test_every_row_and_every_myth_is_asked_about(kit):
    for found in (covered_rows(kit.content, OURS.quiz), covered_myths(kit.content, OURS.quiz)):
        assert [thing.id for thing in found if not thing.items] == []
    assert len(covered_rows(kit.content, OURS.quiz)) == len(kit.content.comparison.rows)


def test_nothing_that_is_shown_judges_anybody():
    judging = re.compile(r"\b(wrong|fail(ed|ure)?|score|grade|qualif\w+|passed)\b", re.IGNORECASE)
    said = [*OURS.words.practice.values(), *OURS.words.quiz.values(), *OURS.words.learned.values()]
    assert [text for text in said if judging.search(text)] == []
