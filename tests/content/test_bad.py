"""Broken content: each case says what is changed in the good folder, and the words of its error."""

import subprocess
import sys
from pathlib import Path

import pytest

from iepkit.cli import main
from iepkit.content import ContentError, load
from tests.spoiling import FORM, case_of, spoil

CASES = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


def test_the_good_folder_is_good(good):
    assert list(load(good).trees) == ["plan"]


def test_there_are_enough_cases():
    assert len(CASES) >= 28


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_broken_content_is_named_with_its_place_and_its_remedy(path, good):
    case = case_of(path)
    spoil(good, case)
    with pytest.raises(ContentError) as caught:
        load(good)
    said = str(caught.value)
    for words in case["words"]:
        assert words in said
    first, *lines = said.splitlines()
    assert all(FORM.fullmatch(line) for line in lines), said
    # One mistake is one problem: what only follows from it is not told.
    assert len(lines) == case.get("problems", 1), said
    assert first.startswith(str(len(lines)))
    if "at" in case:
        assert any(f"{line}:".startswith(f"{case['at']}:") for line in lines), said


def test_many_faults_are_told_all_at_once(good, capsys):
    names = [
        "unverified-law",
        "unknown-group",
        "unknown-parent-center",
        "dangling-target",
        "unknown-law-in-a-letter",
        "bad-word-name",
    ]
    cases = [case_of(Path(__file__).parent / "bad" / f"{name}.yaml") for name in names]
    for case in cases:
        spoil(good, case)
    with pytest.raises(ContentError) as caught:
        load(good)
    said = str(caught.value)
    for case in cases:
        for words in case["words"]:
            assert words in said
    assert len(caught.value.problems) == len(cases)
    assert main(["--content", str(good), "check"]) == 1
    assert said in capsys.readouterr().err


def test_check_ends_with_one_and_prints_no_traceback(good):
    spoil(good, case_of(Path(__file__).parent / "bad" / "cycle.yaml"))
    command = [sys.executable, "-m", "iepkit.cli", "--content", str(good), "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "trees/plan.yaml:7: plan: a cycle: age > tested > age: let one" in done.stderr
    assert "Traceback" not in done.stderr
