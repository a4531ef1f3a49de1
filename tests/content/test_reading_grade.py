"""Each screen reads at US grade 8 or lower (Flesch-Kincaid by textstat), and all together at 7 or lower."""

from statistics import mean

import pytest
import textstat

from iepkit.content import load
from iepkit.content.fields import texts, unmarked
from iepkit.content.wording import words
from iepkit.teaching import load_teaching

MOST, MOST_ON_AVERAGE = 8, 7
LONG_ENOUGH = 60  # words; a grade of less says nothing
CONTENT = load()


def joined(parts: list[str]) -> str:
    """The parts as one text, each ended like a sentence."""
    return " ".join(part if part.rstrip()[-1:] in ".?!" else f"{part}." for part in map(unmarked, parts))


def question_screens() -> dict[str, str]:
    """A question, its help and its options, as one screen shows them."""
    return {
        f"{tree.id}/{question.id}": joined([
            question.ask,
            *(claim.text for claim in question.help),
            *(text for option in question.options for text in (option.label, option.example) if text),
        ])
        for tree in CONTENT.trees.values()
        for question in tree.questions
    }  # fmt: skip


def long_entries() -> dict[str, str]:
    """Rows, answers, myths, terms, scenes: those of 60 words or more."""
    lists = {"compare": CONTENT.comparison.rows, "faq": CONTENT.faq.items, "myths": CONTENT.myths.items}
    lists |= {"glossary": CONTENT.glossary.items, "parts": CONTENT.plan_contents.parts}
    lists |= {story.id: story.scenes for story in CONTENT.stories.items}
    entries = {f"{name}/{item.id}": item for name, items in lists.items() for item in items}
    found = {name: joined([text for _, text in texts(item)]) for name, item in entries.items()}
    return {name: text for name, text in found.items() if words(text) >= LONG_ENOUGH}


def taught_screens() -> dict[str, str]:
    """A practice case, or an item of the knowledge check with its options, as one screen shows them."""
    teaching = load_teaching(CONTENT)
    cases = {f"practice/{case.id}": joined([*case.tells, *case.discuss]) for case in teaching.practice.items}
    return cases | {
        f"quiz/{item.id}": joined([item.ask, *(option.text for option in item.options)]) for item in teaching.quiz.items
    }


SCREENS = question_screens() | long_entries() | taught_screens()


@pytest.fixture(scope="module")
def grades() -> dict[str, float]:
    return {name: textstat.flesch_kincaid_grade(text) for name, text in SCREENS.items()}


def test_no_screen_is_harder_than_grade_8(grades):
    assert {name: grade for name, grade in grades.items() if grade > MOST} == {}


def test_all_screens_together_are_at_grade_7_or_lower(grades):
    assert len(grades) > 200
    assert mean(grades.values()) <= MOST_ON_AVERAGE


def test_the_measure_finds_a_hard_text():
    hard = "Notwithstanding the aforementioned considerations, eligibility determinations necessitate comprehensive"
    assert textstat.flesch_kincaid_grade(f"{hard} multidisciplinary evaluations.") > MOST
