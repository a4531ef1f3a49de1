"""What is taught with: our own is whole, each practice case ends where it says, and what is broken is named."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from iepkit.cli import main
from iepkit.content import ContentError, load
from iepkit.content.fields import claims, texts
from iepkit.flow import walk, what_would_change
from iepkit.teaching import asked, end_id, load_teaching
from iepkit.teaching.checks import walked
from tests.spoiling import FORM, case_of, spoil

BROKEN = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
OURS = load_teaching()
CASES = OURS.practice.items
ITEMS = OURS.quiz.items
ALL = (OURS.practice, OURS.quiz, *OURS.workshops.values())


def test_the_tiny_folder_is_good(good, capsys):
    teaching = load_teaching(good)
    assert [case.id for case in teaching.practice.items] == ["young"]
    assert list(teaching.workshops) == ["evening"]
    assert main(["--content", str(good), "check"]) == 0
    assert "1 practice cases, 1 quiz items, 1 workshops" in capsys.readouterr().out


def test_a_folder_need_not_have_any_of_it(good):
    for name in ("practice.yaml", "quiz.yaml"):
        (good / name).unlink()
    shutil.rmtree(good / "workshops")
    teaching = load_teaching(load(good))
    assert (teaching.practice, teaching.quiz, teaching.workshops) == (None, None, {})


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_what_is_broken_is_named_with_its_place_and_its_remedy(path, good, capsys):
    case = case_of(path)
    spoil(good, case)
    with pytest.raises(ContentError) as caught:
        load_teaching(good)
    _, *lines = str(caught.value).splitlines()
    assert len(lines) == 1, lines
    assert FORM.fullmatch(lines[0])
    for words in case["words"]:
        assert words in lines[0]
    assert lines[0].startswith(f"{case['at']}: ")
    assert main(["--content", str(good), "check"]) == 1
    assert lines[0] in capsys.readouterr().err


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_practice_case_ends_where_it_says(case, kit):
    flow = kit.flow(case.tree)
    asked = {option.id: question.id for question in flow.tree.questions for option in question.options}
    end = walk(flow, [(asked[option], option) for option in case.answers])
    assert (end.outcome, end.variant) == (case.outcome, case.variant)
    assert tuple(option for _, option in end.path) == case.answers
    assert end == walked(case, flow)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_a_case_says_would_change_it_is_among_what_the_tree_says(case, kit):
    flow = kit.flow(case.tree)
    told = {change.option for change in what_would_change(flow, walked(case, flow))}
    unsure = {option.id for question in flow.tree.questions for option in question.options if option.unsure == "true"}
    assert {change.option for change in case.changes} <= told | unsure


def test_there_are_cases_for_every_tree_and_every_level(kit):
    assert len(CASES) >= 30
    per_tree = Counter(case.tree for case in CASES)
    assert set(per_tree) == set(kit.flows)
    assert min(per_tree.values()) >= 3
    assert set(Counter(case.level for case in CASES)) == {"first", "next", "hard"}
    endings = [(case.tree, case.outcome, case.variant) for case in CASES]
    assert len(set(endings)) == len(endings)
    assert [case.id for case in CASES if case.source] == ["last-speech-goal"]


def test_the_knowledge_check_asks_about_every_row_and_every_myth(kit):
    assert len(ITEMS) >= 60
    assert {name for item in ITEMS for name in item.rows} == {row.id for row in kit.content.comparison.rows}
    assert {name for item in ITEMS for name in item.myths} == {myth.id for myth in kit.content.myths.items}
    assert {item.topic for item in ITEMS} == set(OURS.quiz.topics)


def test_the_right_option_is_not_given_away_by_its_place_or_its_length():
    rights = [next(index for index, option in enumerate(item.options) if option.right == "true") for item in ITEMS]
    assert max(Counter(rights).values()) <= len(ITEMS) / 2
    longest = [
        max(range(len(item.options)), key=lambda place, item=item: len(item.options[place].text)) for item in ITEMS
    ]
    assert sum(map(int.__eq__, rights, longest)) <= len(ITEMS) / 2


def test_the_sets_are_for_educators_and_for_parents_and_share_no_item():
    assert {each.id for each in OURS.quiz.sets} == {"educators", "educators-2", "parents"}
    named = [name for each in OURS.quiz.sets for name in each.items]
    assert len(set(named)) == len(named)
    topics = {item.id: item.topic for item in ITEMS}
    for each in OURS.quiz.sets[:2]:
        assert {topics[name] for name in each.items} == set(OURS.quiz.topics)


def test_there_are_two_evenings_and_a_training():
    assert {(each.audience, each.minutes) for each in OURS.workshops.values()} == {
        ("parents", "60"),
        ("parents", "90"),
        ("educators", "120"),
    }
    told = {name: " ".join(text for _, text in texts(each)) for name, each in OURS.workshops.items()}
    for name, each in OURS.workshops.items():
        if each.audience == "parents":
            assert "988" in told[name]
            assert "911" in told[name]
        assert any(part.phone for part in each.parts)
        assert any(part.ask for part in each.parts)
        assert any(part.wrong for part in each.parts)


def test_nothing_taught_decides_for_a_family_and_only_law_binds():
    verdict = re.compile(r"\b(your child|she|he|they) (does |will |would )?(qualif|is eligible)", re.IGNORECASE)
    binding = re.compile(r"\b(must|has the right|have the right|entitled)\b", re.IGNORECASE)
    citation = re.compile(r"\b(U\.S\.C|CFR|§)")
    for thing in ALL:
        assert not [text for _, text in texts(thing) if verdict.search(text) or citation.search(text)]
        assert not [claim.text for _, claim in claims(thing) if claim.kind != "law" and binding.search(claim.text)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_offers_its_own_ending_among_others_to_choose_from(case, kit):
    found = asked(f"case/{case.id}", kit.content, OURS)
    ids = [option for option, _ in found.options]
    assert 2 <= len(ids) <= 4
    assert len(set(ids)) == len(ids) == len({text for _, text in found.options})
    assert found.right == end_id((case.outcome, case.variant))
    assert found.right in ids


def test_a_room_can_be_asked_each_question_and_each_item(kit):
    for tree in kit.content.trees.values():
        for question in tree.questions:
            found = asked(f"tree/{tree.id}/{question.id}", kit.content, OURS)
            assert found.right is None
            assert [name for name, _ in found.options] == [option.id for option in question.options]
    for item in ITEMS:
        found = asked(f"item/{item.id}", kit.content, OURS)
        assert found.right in [name for name, _ in found.options]


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("tree/which-plam/where", "which-plan"),
        ("tree/which-plan/wher", "where"),
        ("tree", "there is no tree"),
        ("case/sore-joint", "sore-joints"),
        ("item/which-laws", "which-law"),
        ("row/law", "as item/which-law"),
    ],
)
def test_what_asks_nothing_is_named_with_what_is_near(ref, words, kit):
    with pytest.raises(LookupError, match=words):
        asked(ref, kit.content, OURS)


def test_a_folder_without_words_takes_iepkits_own(good):
    (good / "teaching.yaml").unlink()
    assert load_teaching(good).words == OURS.words
