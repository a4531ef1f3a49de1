"""The wording lint: what fails, what is worth a look, and that our own content passes."""

import pytest

from iepkit.cli import main
from iepkit.content import ContentError, Desk, lint, shelf

LONG = " ".join(["word"] * 22) + "."
TOO_LONG = " ".join(["word"] * 26) + "."


def add(folder, text, *, place="question: "):
    file = folder / "comparison.yaml"
    old = file.read_text(encoding="utf-8")
    line = next(line for line in old.splitlines() if line.strip().startswith(place))
    file.write_text(old.replace(line, f'{line.split(":")[0]}: "{text}"', 1), encoding="utf-8")


def test_our_own_content_has_no_wrong_words():
    wrong = lint(Desk()).wrong
    assert wrong == (), "\n".join(map(str, wrong))


def test_no_review_of_our_own_content_is_overdue_when_it_was_last_changed():
    found = lint(Desk(), today="2026-11")
    assert not [problem for problem in found.doubtful if "review was due" in problem.what]


@pytest.mark.parametrize("text", ["Is it for the handicapped?", "A child who suffers from asthma?", "Special needs?"])
def test_an_outdated_term_fails(good, text):
    add(good, text)
    (problem,) = lint(Desk(good)).wrong
    assert "an outdated term" in problem.what
    assert problem.mend.startswith("say '")


def test_a_sentence_above_25_words_fails_and_names_its_line(good, capsys):
    add(good, TOO_LONG)
    (problem,) = lint(Desk(good)).wrong
    assert "a sentence of 26 words" in str(problem)
    assert main(["--content", str(good), "check"]) == 1
    assert str(problem) in capsys.readouterr().out


def test_a_sentence_above_20_words_is_worth_a_look_and_fails_only_when_strict(good, capsys):
    add(good, LONG)
    found = lint(Desk(good), today="2025-06")
    assert found.wrong == ()
    (problem,) = found.doubtful
    assert "a sentence of 22 words" in str(problem)
    assert main(["--content", str(good), "check"]) == 0
    assert f"worth a look: {problem}" in capsys.readouterr().out
    assert main(["--content", str(good), "check", "--strict"]) == 1


def test_a_review_that_was_due_is_worth_a_look(good):
    file = good / "law.yaml"
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "as_of" in line)
    file.write_text(text.replace(line, f'{line}\n{line.split("as_of")[0]}review: "2026-01"', 1), encoding="utf-8")
    found = lint(Desk(good), today="2026-02")
    assert found.wrong == ()
    assert "its review was due in 2026-01" in str(found.doubtful[0])
    assert not [each for each in lint(Desk(good), today="2026-01").doubtful if "2026-01" in each.what]


def test_a_hedge_in_a_claim_of_law_is_worth_a_look(good):
    file = good / "comparison.yaml"
    text = file.read_text(encoding="utf-8")
    before = text.index("kind: law")
    start = text.rindex("text: ", 0, before)
    end = text.index("\n", start)
    file.write_text(text[:start] + 'text: "Schools usually do."' + text[end:], encoding="utf-8")
    found = lint(Desk(good), today="2026-01")
    assert any("'usually' in a claim of law" in str(problem) for problem in found.doubtful)


def test_what_people_are_quoted_as_saying_is_left_as_it_is(good):
    file = good / "comparison.yaml"
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "heard: " in line)
    file.write_text(text.replace(line, f'{line.split("heard:")[0]}heard: "{TOO_LONG}"', 1), encoding="utf-8")
    assert lint(Desk(good)).wrong == ()


def test_broken_content_is_told_before_its_wording(good):
    add(good, TOO_LONG)
    (good / "law.yaml").unlink()
    with pytest.raises(ContentError) as caught:
        lint(Desk(good))
    (problem,) = caught.value.problems
    assert str(problem) == "law.yaml:1: law: the file is missing: add law.yaml (see `iepkit schema`)"


def test_a_folder_that_is_none_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no content folder .* law\.yaml and trees/"):
        Desk(tmp_path / "nowhere")


def test_check_reads_each_file_once(good, monkeypatch):
    names = []
    read = shelf.read
    monkeypatch.setattr(shelf, "read", lambda path, name: names.append(name) or read(path, name))
    assert main(["--content", str(good), "check"]) == 0
    assert sorted(names) == sorted(path.relative_to(good).as_posix() for path in good.rglob("*.yaml"))
