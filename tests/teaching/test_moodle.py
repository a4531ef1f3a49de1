"""What is written for Moodle and for spreadsheets is read back by others, question by question."""

import csv
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from moodle_xml_parser.parser import parse_bytes

from iepkit.cli import main
from iepkit.content import load
from iepkit.content.fields import retell, unmarked
from iepkit.teaching import load_teaching
from iepkit.teaching.moodle import COLUMNS, as_text, items_of, moodle_xml, quiz_csv, said_by

CONTENT = load()
QUIZ = load_teaching(CONTENT).quiz
ATTACK = " <b>& </text></quiz><script>alert('1')</script> \"q\" 5 < 6 / $x$"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read_back(content, quiz, items):
    """What another library finds in the file, by name. It unescapes HTML, so paragraphs stand around plain text."""
    return {each.name: each for each in parse_bytes(moodle_xml(content, quiz, items))["multichoice"]}


def assert_same(content, quiz, items):
    found = read_back(content, quiz, items)
    assert len(found) == len(items)
    for item in items:
        there = found[unmarked(item.ask)]
        assert there.text_pre_parse == paragraphs(unmarked(item.ask))
        assert (there.single, there.shuffle_answers, there.default_grade) == (True, True, 1.0)
        assert quiz.as_of in there.general_feedback
        assert [(each.answer, each.score_fraction, each.feedback) for each in there.options] == [
            (
                paragraphs(unmarked(option.text)),
                100 if option.right == "true" else 0,
                paragraphs(unmarked(option.feedback.text), said_by(content, option.feedback)),
            )
            for option in item.options
        ]


@pytest.mark.parametrize("name", [None, *(each.id for each in QUIZ.sets)])
def test_another_library_reads_every_question_as_it_is(name):
    assert_same(CONTENT, QUIZ, items_of(QUIZ, name))


def test_markup_and_the_end_of_a_file_within_a_text_stay_text():
    spoiled = retell(QUIZ, "quiz", lambda _, text: f"{text}{ATTACK}")
    assert_same(CONTENT, spoiled, items_of(spoiled))
    questions = ET.fromstring(moodle_xml(CONTENT, spoiled, items_of(spoiled))).iter("questiontext")  # noqa: S314 - ours
    assert all("<script" not in question.findtext("text") for question in questions)


def test_questions_stand_in_the_category_of_their_topic_under_their_own_ids():
    root = ET.fromstring(moodle_xml(CONTENT, QUIZ, items_of(QUIZ)))  # noqa: S314 - our own file
    topic, found = None, {}
    for question in root:
        if question.get("type") == "category":
            topic = question.findtext("idnumber")
            assert question.findtext("category/text").startswith("$course$/top/")
            assert question.findtext("category/text").endswith(QUIZ.topics[topic])
        else:
            found[question.findtext("idnumber")] = topic
    assert found == {item.id: item.topic for item in QUIZ.items}
    assert {each.get("format") for each in root.iter() if each.tag in {"answer", "feedback", "questiontext"}} == {
        "html"
    }


def test_a_slash_in_a_heading_makes_no_category_of_its_own():
    quiz = QUIZ.model_copy(update={"topics": {**QUIZ.topics, "two-laws": "IEP/504"}})
    written = moodle_xml(CONTENT, quiz, items_of(quiz)).decode()
    assert "/IEP//504</text>" in written


def test_pandas_reads_the_csv_with_every_option_and_its_citations():
    items = items_of(QUIZ)
    frame = pd.read_csv(BytesIO(quiz_csv(CONTENT, QUIZ, items)), dtype=str, keep_default_na=False)
    assert tuple(frame.columns) == COLUMNS
    assert list(zip(frame["item"], frame["option"], strict=True)) == [
        (item.id, option.id) for item in items for option in item.options
    ]
    assert (frame["right"] == "true").sum() == len(items)
    options = {(item.id, option.id): option for item in items for option in item.options}
    for line in frame.itertuples(index=False):
        option = options[line.item, line.option]
        assert line.text == as_text(unmarked(option.text))
        assert line.feedback == as_text(unmarked(option.feedback.text))
        assert all(CONTENT.law[name].citation.split("; ")[0] in line.sources for name in option.feedback.law)
    taken = {name: set(frame["item"][frame["sets"].str.split().map(lambda sets, name=name: name in sets)])
             for name in (each.id for each in QUIZ.sets)}  # fmt: skip
    assert taken == {each.id: set(each.items) for each in QUIZ.sets}


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(start):
    spoiled = retell(QUIZ, "quiz", lambda _, text: f"{start}{text}")
    lines = csv.reader(StringIO(quiz_csv(CONTENT, spoiled, items_of(spoiled)).decode("utf-8-sig"), newline=""))
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert any(cell.startswith(f"'{start}") for cell in cells)


def test_the_command_writes_both_and_says_what_it_can_not(tmp_path, capsys):
    for name in ("quiz.xml", "quiz.csv"):
        assert main(["quiz-export", str(tmp_path / name), "--set", "parents"]) == 0
        assert "8 questions" in capsys.readouterr().out
        assert "which-law" in (tmp_path / name).read_text(encoding="utf-8")
    assert main(["quiz-export", str(tmp_path / "quiz.doc")]) == 2
    assert "name it quiz.xml for Moodle's question bank" in capsys.readouterr().err
    assert main(["quiz-export", str(tmp_path / "quiz.xml"), "--set", "parent"]) == 1
    assert "did you mean 'parents'?" in capsys.readouterr().err
    assert main(["quiz-export", str(tmp_path / "no" / "quiz.xml")]) == 1
    assert "No such file or directory" in capsys.readouterr().err


def test_a_folder_without_a_quiz_has_nothing_to_export(good, capsys):
    (good / "quiz.yaml").unlink()
    (good / "workshops" / "evening.yaml").unlink()
    assert main(["--content", str(good), "quiz-export", str(good / "quiz.xml")]) == 1
    assert "this content has no quiz.yaml: add the file" in capsys.readouterr().err
