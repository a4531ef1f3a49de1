"""Handouts in a folder: all or none, in the language and the paper asked for, and content that can't turn to markup."""

import errno
import re
import subprocess
import sys

import pikepdf
import pypdfium2
import pytest

from iepkit.cli import main
from iepkit.content import load
from iepkit.content.translating import PSEUDO
from iepkit.handouts import HandoutError, handout_names, make_guides, make_handouts, write_guide
from iepkit.handouts.catalog import handouts
from iepkit.handouts.spreadsheets import chart_csv
from iepkit.handouts.telling import Telling
from iepkit.handouts.typesetting import pdf
from iepkit.teaching import load_teaching

from .paper import CONTENT, INCHES, TEACHING, packed, strings

SMALL = ["feedback", "vote-cards", "comparison.csv"]
MARKUP = "#panic() $x_1$ *bold* _slanted_ [box] \\ <label> @ref `raw` // not /* nor */ = no \"heading\" ~ -- 'q' {a}"


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_both_papers_are_written_and_each_has_its_size(tmp_path):
    names = make_handouts(tmp_path / "new" / "out", CONTENT, TEACHING, only=SMALL)
    wanted = [f"{paper}/{name}.pdf" for paper in ("a4", "letter") for name in SMALL[:2]]
    assert names == sorted(["comparison.csv", *wanted]) == files_in(tmp_path / "new" / "out")
    for paper, inches in INCHES.items():
        for name in SMALL[:2]:
            with pikepdf.open(tmp_path / "new" / "out" / paper / f"{name}.pdf") as document:
                size = [float(each) for each in document.pages[0].mediabox[2:]]
            assert size == pytest.approx([72 * each for each in inches], abs=0.5)


def test_progress_names_each_file_once(tmp_path):
    heard = []
    names = make_handouts(tmp_path, CONTENT, TEACHING, ["a4"], SMALL, lambda *each: heard.append(each))
    assert [each[:2] for each in heard] == [(place, len(names)) for place in range(1, len(names) + 1)]
    assert sorted(name for *_, name in heard) == names


def test_the_same_content_gives_the_same_bytes():
    told = next(each for each in handouts(CONTENT, TEACHING) if each.name == "checklist")
    first, second = (pdf(told.template, told.told(Telling(CONTENT, TEACHING)), "a4") for _ in range(2))
    assert first == second


def test_a_handout_that_there_is_not_names_the_nearest_and_writes_nothing(tmp_path):
    with pytest.raises(LookupError, match="did you mean 'vote-cards'"):
        make_handouts(tmp_path / "out", CONTENT, TEACHING, only=["vote-card"])
    with pytest.raises(LookupError, match="did you mean 'parent-evening-60'"):
        write_guide(tmp_path / "guide.pdf", CONTENT, TEACHING, "parent-evening-6")
    assert files_in(tmp_path) == []


def test_a_failure_leaves_what_was_there_and_no_half(tmp_path, monkeypatch):
    old = tmp_path / "letter" / "feedback.pdf"
    old.parent.mkdir()
    old.write_bytes(b"old")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.write_bytes", full)
        with pytest.raises(HandoutError, match=r"can't be written \(No space left on device\): free space"):
            make_handouts(tmp_path, CONTENT, TEACHING, ["letter"], SMALL)
        with pytest.raises(HandoutError, match="free space"):
            write_guide(tmp_path / "guide.pdf", CONTENT, TEACHING, "parent-evening-60")
        with pytest.raises(HandoutError, match="free space"):
            make_handouts(tmp_path / "new", CONTENT, TEACHING, ["letter"], ["feedback"])
    assert files_in(tmp_path) == ["letter/feedback.pdf"]
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path):
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    for place in (file, file / "below"):
        with pytest.raises(HandoutError, match=r"(is a file: name a folder|can't be written \(Not a directory\))"):
            make_handouts(place, CONTENT, TEACHING, only=["comparison.csv"])
    with pytest.raises(HandoutError, match="is a folder: name a file"):
        write_guide(tmp_path, CONTENT, TEACHING, "parent-evening-60")
    assert file.read_text(encoding="utf-8") == "mine"


def test_markup_in_content_is_printed_as_it_stands(good, monkeypatch):
    """Each text that people read ends in typst's own markup, and each handout still shows all of it."""
    monkeypatch.setattr("iepkit.content.translating.pseudo", lambda _, text: f"{text} {MARKUP}")
    content = load(good, PSEUDO)
    teaching = load_teaching(load(good))
    seen = 0
    for handout in handouts(content, teaching):
        read_as = {"language": "en", "direction": "ltr"}  # a reader of PDF turns what is written right to left
        data = {**handout.told(Telling(content, teaching)), **read_as}
        document = pypdfium2.PdfDocument(pdf(handout.template, data, "letter"))
        printed = packed("".join(page.get_textpage().get_text_range() for page in document))
        assert printed.count(packed(MARKUP)) >= 3, handout.name
        body = {key: value for key, value in data.items() if key not in {"words", "draft", "picture"}}
        shown = {text for text in strings(body) if MARKUP in text} - set(content.words.kinds.values())
        if handout.template in {"core", "feedback"}:
            shown.discard(data["intro"])  # there is no room for it
        assert [text for text in shown if packed(text) not in printed] == [], handout.name
        seen += len(shown)
    assert seen > 50


def test_a_character_without_a_font_is_named():
    data = next(each for each in handouts(CONTENT, TEACHING) if each.name == "feedback").told(
        Telling(CONTENT, TEACHING)
    )
    with pytest.raises(HandoutError, match=r"'What was it like\? 中' could not be set .*if a character has no font"):
        pdf("feedback", {**data, "title": "What was it like? 中"}, "letter")


def test_spanish_has_the_handouts_that_are_whole_in_it(tmp_path):
    spanish = load(language="es")
    names = handout_names(spanish, TEACHING)
    assert {"chart-core", "booklet-which-plan", "letters", "resources", "vote-cards", "feedback"} <= set(names)
    assert {"booklet-disputes", "glossary", "cases", "chart-all", "comparison.csv"}.isdisjoint(names)
    written = make_handouts(tmp_path, spanish, TEACHING, ["letter"])
    assert written == sorted(f"es/letter/{name}.pdf" for name in names)
    english = set(TEACHING.words.handouts.values())
    for name in written:
        with pikepdf.open(tmp_path / name) as document:
            assert str(document.Root.Lang) == "es"
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / name)]
        text = packed(" ".join(pages))
        assert packed(spanish.words.page["draft"]) in text
        left = [each for each in english if len(each) > 12 and "{" not in each and packed(each) in text]
        assert left == []
    core = pypdfium2.PdfDocument(tmp_path / "es/letter/chart-core.pdf")[0].get_textpage().get_text_range()
    last = [row for row in spanish.comparison.rows if row.core == "true"][-1]
    assert packed(last.plan_504[-1].text) in packed(core), "the chart itself is on the first page"


def test_a_folder_without_lists_has_the_handouts_that_it_can_have(good, tmp_path):
    for name in ("glossary.yaml", "myths.yaml", "practice.yaml", "plan-contents.yaml", "stories.yaml", "faq.yaml"):
        (good / name).unlink(missing_ok=True)
    for path in (good / "workshops").glob("*.yaml"):
        path.unlink()
    (good / "quiz.yaml").unlink()
    content = load(good)
    names = handout_names(content, load_teaching(content))
    assert set(names).isdisjoint({"glossary", "myths", "cases", "case-answers", "checklist"})
    assert {"booklet-plan", "feedback", "comparison.csv"} <= set(names)
    assert make_handouts(tmp_path / "out", content, load_teaching(content), ["a4"])


def test_guides_of_all_workshops_are_written(tmp_path):
    names = make_guides(tmp_path, CONTENT, TEACHING, ["a4"])
    assert names == sorted(f"a4/guide-{name}.pdf" for name in TEACHING.workshops) == files_in(tmp_path)


def said(capsys, *arguments):
    code = main([str(each) for each in arguments])
    return (code, *capsys.readouterr())


def test_the_commands_say_what_they_wrote_and_are_quiet_without_a_terminal(capsys, tmp_path):
    code, out, err = said(capsys, "handouts", tmp_path / "out", "--only", "comparison.*", "feedback", "--paper", "a4")
    assert (code, err) == (0, "")
    assert re.fullmatch(rf"{tmp_path}/out: 3 files, [\d,]+ bytes\n", out)
    assert (tmp_path / "out" / "comparison.csv").read_bytes() == chart_csv(CONTENT)
    code, out, _ = said(capsys, "handouts", tmp_path / "es", "--paper", "a4", "--language", "es")
    assert code == 0
    assert "Not made, because not whole in es: chart-all, booklet-iep-eligibility, " in out
    assert "chart-core" not in out
    assert "vote-cards" not in out
    code, out, err = said(capsys, "facilitator-guide", "parent-evening-60", tmp_path / "guide.pdf")
    assert (code, err) == (0, "")
    assert re.fullmatch(rf"{tmp_path}/guide\.pdf: [\d,]+ bytes\n", out)
    code, out, err = said(capsys, "facilitator-guide", "parent-morning", tmp_path / "none.pdf")
    assert (code, out) == (1, "")
    assert err.startswith("iepkit: there is no workshop 'parent-morning': did you mean 'parent-evening-")
    assert not (tmp_path / "none.pdf").exists()


def test_on_a_terminal_there_is_a_bar(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    _, _, err = said(capsys, "handouts", tmp_path, "--only", "comparison.csv", "feedback")
    assert re.findall(r"\] (\d/\d) ", err) == ["1/3", "2/3", "3/3"]
    assert err.endswith("\n")


def test_making_paper_is_no_burden_to_those_who_make_none():
    code = "import iepkit.handouts, sys; print([n for n in ('typst', 'xlsxwriter', 'pandas') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
