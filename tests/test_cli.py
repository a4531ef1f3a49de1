"""The command line: what it says, and how it ends."""

import json
import re
import socket
import subprocess
import sys

import pytest

from iepkit.cli import main
from iepkit.cli.handouts import PAPERS
from iepkit.handouts import typesetting


def said(capsys, *arguments) -> tuple[int, str, str]:
    code = main([str(each) for each in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_check_says_what_it_checked(capsys, good):
    code, out, err = said(capsys, "--content", good, "check")
    assert (code, err) == (0, "")
    counts = "1 trees, 2 rows, 4 law entries, 1 practice cases, 1 quiz items, 1 workshops"
    assert out.endswith(f"{good}: no problems, 4 worth a look, in {counts}\n")


def test_our_content_has_no_problem(capsys):
    code, out, _ = said(capsys, "check")
    assert code == 0
    assert "no problems, " in out
    assert "in 10 trees, " in out


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["messages"],
        ["export", "out"],
        ["serve", "--no-browser"],
        ["export", "f", "home", "--single-file"],
        ["handouts", "out"],
        ["facilitator-guide", "out"],
    ],
)
def test_a_content_folder_that_is_none_is_named(capsys, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    code, out, err = said(capsys, "--content", "nowhere", *command)
    assert (code, out) == (1, "")
    assert re.fullmatch(
        r"iepkit: there is no content folder '\S*nowhere': name a folder that holds law\.yaml and trees/\n", err
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [["check"], ["messages"], ["export", "out"], ["serve", "--no-browser"], ["handouts", "out"]],
)
def test_broken_content_stops_each_command_with_all_problems(capsys, good, monkeypatch, command):
    monkeypatch.chdir(good.parent)
    (good / "sources.yaml").write_text("- id: X\n", encoding="utf-8")
    code, out, err = said(capsys, "--content", good, *command)
    assert (code, out) == (1, "")
    assert err.startswith("iepkit: 5 problems in the content\nsources.yaml:1: X: ")
    assert [path.name for path in good.parent.iterdir()] == ["good"]


def test_an_unknown_page_or_language_names_the_nearest(capsys, tmp_path):
    target = tmp_path / "page.html"
    code, _, err = said(capsys, "export", "--single-file", target, "which-plam")
    assert (code, err) == (1, "iepkit: there is no page 'which-plam': did you mean 'which-plan'?\n")
    code, _, err = said(capsys, "export", "--single-file", target, "home", "--language", "xx")
    assert code == 1
    assert "there is no language 'xx'" in err
    assert "use one of en, es, ar-XB" in err
    assert not target.exists()


def test_a_live_page_can_not_be_a_file(capsys, tmp_path):
    code, _, err = said(capsys, "export", "--single-file", tmp_path / "page.html", "explore")
    assert (code, err) == (1, "iepkit: the page 'explore' needs Python behind it: serve it with `iepkit serve`\n")


def test_a_single_file_needs_a_page(capsys, tmp_path):
    code, _, err = said(capsys, "export", "--single-file", tmp_path / "page.html")
    assert code == 2
    assert "iepkit export --single-file FILE which-plan" in err


def test_a_port_in_use_is_named_with_another_to_try(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = said(capsys, "serve", "--no-browser", "--host", "127.0.0.1", "--port", port)
    assert (code, out) == (1, "")
    assert f"port {port} is in use: stop the other program, or choose another port" in err
    assert "`iepkit serve --port " in err


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--port", "70000", "there is no port 70000"), ("--host", "no such host", "use localhost")],
)
def test_an_address_that_is_none_is_refused(capsys, option, value, words):
    code, _, err = said(capsys, "serve", "--no-browser", option, value)
    assert code == 1
    assert words in err


@pytest.mark.parametrize("arguments", [[], ["fly"], ["schema", "novel"], ["serve", "--port", "many"], ["export"]])
def test_a_command_that_is_none_ends_with_two_and_the_usage(capsys, arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: iepkit" in capsys.readouterr().err


def test_schema_prints_json(capsys):
    code, out, _ = said(capsys, "schema", "tree")
    assert code == 0
    assert json.loads(out)["title"] == "Tree"


def test_the_command_answers_help_by_its_name(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "iepkit.cli", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    for command in ("serve", "export", "handouts", "facilitator-guide", "check", "schema", "messages"):
        assert command in done.stdout


def test_the_papers_of_the_command_are_those_of_the_handouts():
    assert tuple(typesetting.PAPERS) == PAPERS
