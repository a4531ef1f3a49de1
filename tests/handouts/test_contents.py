"""What stands on the paper: every question and where it leads, every case, every word, the clock of a workshop."""

import re

import pypdfium2
import pytest

from iepkit.content.fields import unmarked
from iepkit.flow import Flow
from iepkit.handouts.guide import clock
from iepkit.handouts.typesetting import png
from iepkit.teaching import choices, end_id
from iepkit.views.explorer.view import explorer_html, letter_of
from tests.parsing import parsed

from .paper import (
    BOOKLETS,
    CONTENT,
    EACH,
    GUIDES,
    HANDOUTS,
    NAMES,
    TEACHING,
    data_of,
    packed,
    pages_of,
    pdf_of,
    text_of,
)

EVERY_BOOKLET = [name for name in HANDOUTS if name.startswith("booklet-")]


@pytest.mark.parametrize("name", [each for each in EACH if each not in NAMES or each in BOOKLETS])
def test_a_booklet_has_each_question_and_result_as_the_page_numbers_them(name):
    flow = Flow(CONTENT.trees[name.removeprefix("booklet-")])
    printed = packed(text_of(name))
    page = parsed(explorer_html(CONTENT, flow, "ik1")).text
    for number, question in enumerate(flow.order, start=1):
        assert packed(f"{number}. {flow.questions[question].ask}") in printed
    for place, name_of_it in enumerate(flow.results):
        outcome = flow.outcomes[name_of_it]
        title = f"Result {letter_of(place)}"
        assert packed(f"{title}: {outcome.short}") in printed
        assert title in page
    for question in data_of(name)["questions"]:
        for option in question["options"]:
            assert option["go"] in page
            assert packed(option["go"]) in printed
    for ending in flow.endings.values():
        assert packed(ending.headline) in printed
        for step in ending.steps:
            assert packed(unmarked(step.text)) in printed
    letters = {ending.letter for ending in flow.endings.values() if ending.letter}
    for letter in letters:
        assert all(packed(line) in printed for line in CONTENT.letters[letter].lines)


def test_what_results_have_in_common_is_told_once_and_nothing_is_lost():
    for name in EVERY_BOOKLET:
        flow = Flow(CONTENT.trees[name.removeprefix("booklet-")])
        told = [
            [each["text"] for each in (ending["steps"] if ending["steps"] is not None else outcome["shared"]["steps"])]
            for outcome in data_of(name)["outcomes"]
            for ending in outcome["endings"]
        ]
        assert told == [[unmarked(step.text) for step in ending.steps] for ending in flow.endings.values()]


def test_each_case_is_on_a_page_of_its_own_without_its_answer():
    pages, sheets = pages_of("cases"), {}
    for case in TEACHING.practice.items:
        (sheets[case.id],) = [page for page in pages[1:] if packed(unmarked(case.tells[0])) in packed(page)]
        assert all(packed(unmarked(each)) in packed(sheets[case.id]) for each in (*case.tells, *case.discuss))
        assert not any(packed(unmarked(claim.text)) in packed(sheets[case.id]) for claim in case.why)
    assert len(set(sheets.values())) == len(TEACHING.practice.items)
    assert not any("Right answer" in page for page in pages)


def test_the_answers_name_the_letter_that_the_sheet_gives_the_ending():
    told = data_of("case-answers")["cases"]
    cases = {unmarked(case.title): case for case in TEACHING.practice.items}
    assert len(told) == len(cases)
    for each in told:
        case = cases[each["title"]]
        ends = [end_id(end) for end in choices(case, Flow(CONTENT.trees[case.tree]))]
        right = ends.index(end_id((case.outcome, case.variant)))
        assert [choice["right"] for choice in each["choices"]].index(True) == right
    printed = packed(text_of("case-answers"))
    for case in TEACHING.practice.items:
        assert packed(unmarked(case.title)) in printed
        for part in (*(claim.text for claim in case.why), *(change.if_so for change in case.changes)):
            assert packed(unmarked(part)) in printed


def test_people_are_said_to_be_invented_unless_a_source_tells_of_them():
    for sheet in data_of("cases")["cases"]:
        (page,) = [page for page in pages_of("cases")[1:] if packed(sheet["tells"][0]) in packed(page)]
        assert ("The people are invented." in page) is (sheet["by"] is None)
        assert sheet["by"] is None or packed(sheet["by"]) in packed(page)


def test_lists_have_every_item():
    glossary, myths, checks = text_of("glossary"), packed(text_of("myths")), packed(text_of("checklist"))
    assert all(term.term in glossary for term in CONTENT.glossary.items)
    assert all(packed(unmarked(item.myth)) in myths for item in CONTENT.myths.items)
    assert all(packed(unmarked(item.rule.text)) in myths for item in CONTENT.myths.items)
    assert all(packed(item.question) in checks for item in CONTENT.plan_contents.checklist)
    assert len(pages_of("letters")) >= len(CONTENT.letters)
    places = packed(text_of("resources"))
    assert all(packed(place.name) in places for place in CONTENT.resources.places)
    assert all(packed(place.address) in places for place in CONTENT.resources.places if place.address)
    assert re.search(r"\b988\b.*\b911\b", text_of("resources"))


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_runs_by_the_clock_and_holds_what_its_parts_use(name):
    workshop, printed = GUIDES[name], packed(text_of(name))
    start = 0
    items = {item.id: item for item in TEACHING.quiz.items}
    myths = {myth.id: myth for myth in CONTENT.myths.items}
    for part in workshop.parts:
        assert packed(f"{clock(start)}{part.title}") in printed
        start += int(part.minutes)
        for text in (*part.say, *(claim.text for claim in part.facts), *part.ask, *filter(None, [part.phone])):
            assert packed(unmarked(text)) in printed
        for myth in part.wrong:
            assert packed(unmarked(myths[myth].rule.text)) in printed
        for item in part.items:
            right = next(option for option in items[item].options if option.right == "true")
            assert packed(f"{unmarked(right.text)} (right)") in printed
    assert clock(int(workshop.minutes)) == clock(start) == data_of(name)["end"]


def test_vote_cards_have_a_letter_and_a_shape_each_and_are_read_from_afar():
    (page,) = png("cards", data_of("vote-cards"), "letter", 36)
    assert page.startswith(b"\x89PNG")
    document = pypdfium2.PdfDocument(pdf_of("vote-cards"))
    text = document[0].get_textpage()
    for letter in "ABCD":
        place = text.get_text_range().index(f"My vote: {letter}")
        assert place >= 0
    heights = [
        top - bottom
        for _, bottom, _, top in (text.get_charbox(index) for index in range(text.count_chars()))
        if top - bottom > 150
    ]
    assert len(heights) == 4, "four letters that are more than two inches high"


def test_nothing_on_paper_tells_more_by_colour_than_by_words():
    """In grey as in colour each plan has its name beside its mark."""
    text = text_of("chart-core")
    assert "IEP" in text
    assert "504 plan" in text
    assert data_of("booklet-which-plan")["picture"]["svg"].count("●") >= 1
    assert data_of("booklet-which-plan")["picture"]["svg"].count("■") >= 1
