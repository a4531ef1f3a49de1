"""What the tables of the benchmark say, and that writing them loses nothing."""

import json

import pytest

from bench.report import Limit, Part, Spread, Table, write_into, write_json

ORDER = ("start", "load", "soak")


def part(name: str, value: float) -> Part:
    table = Table("Times", ("page", "ms"))
    table.add("a page", f"{value:.0f}", limit=Limit.at_most(value, 10, "10"))
    return Part(name, name.title(), [table], ["some day"], {"a page": [(1, value)]})


def test_a_share_is_the_smallest_value_that_covers_it():
    hundred = Spread.of(range(1, 101))
    assert [hundred.share(each) for each in (0.5, 0.95, 0.98, 1)] == [50, 95, 98, 100]
    assert Spread.of([3, 1, 2]).share(0.5) == 2
    assert Spread.of([1, 2, 3, 4, 5, 6, 7]).share(0.95) == 7
    assert Spread.of([5]).share(0.01) == 5
    with pytest.raises(ValueError, match="nothing"):
        Spread.of([])


def test_a_part_tells_its_limits():
    assert "1 of 1 limits are met." in part("start", 9).markdown()
    assert "0 of 1 limits are met." in part("start", 11).markdown()


def test_writing_a_part_keeps_the_others_and_their_order(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("before\n<!-- measured: begin -->\n<!-- measured: end -->\nafter\n", encoding="utf-8")
    write_into(file, [part("soak", 5)], ORDER)
    write_into(file, [part("start", 6), part("load", 7)], ORDER)
    write_into(file, [part("load", 8)], ORDER)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert [line for line in text.splitlines() if line.startswith(("### ", "| a page"))] == [
        "### Start", "| a page |  6 |    10 | yes |",
        "### Load", "| a page |  8 |    10 | yes |",
        "### Soak", "| a page |  5 |    10 | yes |",
    ]  # fmt: skip
    assert text.count("<!-- part: ") == 3


def test_writing_twice_changes_nothing(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("<!-- measured: begin -->\n\nby hand\n\n<!-- measured: end -->\n", encoding="utf-8")
    write_into(file, [part("load", 5)], ORDER)
    once = file.read_text(encoding="utf-8")
    write_into(file, [part("load", 5)], ORDER)
    assert file.read_text(encoding="utf-8") == once
    assert "by hand" in once


def test_a_page_without_a_place_is_refused(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("no marks", encoding="utf-8")
    with pytest.raises(RuntimeError, match="measured: begin"):
        write_into(file, [part("load", 5)], ORDER)


def test_a_run_is_kept_with_its_numbers(tmp_path):
    file = tmp_path / "run.json"
    write_json(file, [part("load", 12)])
    (kept,) = json.loads(file.read_text(encoding="utf-8"))
    assert kept["numbers"] == {"a page": [[1, 12]]}
    assert kept["tables"][0]["lines"] == [{"cells": ["a page", "12"], "limit": "10", "met": False}]
