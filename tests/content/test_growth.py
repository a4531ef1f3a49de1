"""Loading, checking and compiling grow no faster than the content."""

import gc
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from iepkit.content import load, where
from iepkit.content.reading import read
from iepkit.flow import Flow

TIMES = 10
MOST_WORK = 11


def work(folder: Path) -> int:
    """How many function calls it takes to load a folder and compile its trees."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in {"call", "c_call"}

    gc.collect()
    sys.setprofile(count)
    try:
        for tree in load(folder).trees.values():
            Flow(tree).table()
    finally:
        sys.setprofile(None)
    return calls


def renamed(items: list[dict], turn: int) -> list[dict]:
    return [{**item, "id": f"{item['id']}-{turn}"} for item in items]


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> tuple[Path, Path]:
    """Our content without its trees but one and a half, and ten times as much of the same kind."""
    place = tmp_path_factory.mktemp("growth")
    small, large = place / "small", place / "large"
    for folder in (small, large):
        (folder / "trees").mkdir(parents=True)
        shutil.copytree(where("data") / "letters", folder / "letters")
        shutil.copy(where("data") / "interface.yaml", folder)
        shutil.copy(where("data") / "sources.yaml", folder)
        shutil.copy(where("data") / "resources.yaml", folder)
        shutil.copy(where("data") / "law.yaml", folder)
    tree = (where("data") / "trees" / "disputes.yaml").read_text(encoding="utf-8")
    shutil.copy(where("data") / "comparison.yaml", small)
    (small / "trees" / "disputes.yaml").write_text(tree, encoding="utf-8")
    for turn in range(TIMES):
        assert tree.count("id: disputes\n") == 1
        text = tree.replace("id: disputes\n", f"id: disputes-{turn}\n")
        (large / "trees" / f"disputes-{turn}.yaml").write_text(text, encoding="utf-8")
    table = read(small / "comparison.yaml", "comparison.yaml")[0].data
    more = [row for turn in range(1, TIMES) for row in renamed(table["rows"], turn)]
    grown = {**table, "rows": [*table["rows"], *more]}
    (large / "comparison.yaml").write_text(yaml.safe_dump(grown, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return small, large


def test_ten_times_the_content_is_at_most_eleven_times_the_work(folders):
    small, large = folders
    load(small)  # what is done once a process, as making the models' plans, is start-up
    before, after = work(small), work(large)
    assert len(load(large).trees) == TIMES * len(load(small).trees)
    assert after <= MOST_WORK * before
