"""What may not grow: what a visitor loads, the script of the walk, a notebook."""

import gzip
import json
import re
from pathlib import Path

import pytest

from iepkit.content import load, where
from iepkit.hosts.shell import assets, own_assets
from iepkit.views.composing import OWN
from iepkit.views.environment import FOLDER

EXPLORER_BYTES = 250_000
LEARNING_BYTES = 450_000
LEARNING_GZIP_BYTES = 80_000
WALK_LINES = 100
MODULE_LINES = 250
CELLS = 5
CELL_LINES = 8
NOTEBOOKS = sorted(where("notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", list(load().trees))
def test_an_explorer_page_with_all_it_loads_stays_small(name, exported):
    page = (exported / f"{name}.html").read_text(encoding="utf-8")
    loaded = set(re.findall(r'(?:src|href)="(assets/[^"]+)"', page))
    assert len(loaded) == len(assets()) == 1
    sizes = {each: (exported / each).stat().st_size for each in [f"{name}.html", *loaded]}
    assert sum(sizes.values()) <= EXPLORER_BYTES, sizes


@pytest.mark.parametrize("name", OWN)
def test_a_page_to_learn_with_stays_small_and_alone_loads_its_own_script(name, exported):
    page = (exported / f"{name}.html").read_text(encoding="utf-8")
    loaded = set(re.findall(r'(?:src|href)="assets/([^"]+)"', page))
    assert loaded == {*assets(), *(file for file in own_assets() if file.startswith(f"{name}."))}
    sizes = [(exported / f"{name}.html"), *(exported / "assets" / each for each in loaded)]
    assert sum(file.stat().st_size for file in sizes) <= LEARNING_BYTES
    assert sum(len(gzip.compress(file.read_bytes())) for file in sizes) <= LEARNING_GZIP_BYTES


def test_a_single_file_stays_small(alone):
    assert alone.stat().st_size <= EXPLORER_BYTES


def test_the_walk_of_the_browser_stays_short():
    assert len((FOLDER / "explorer" / "walk.js").read_text(encoding="utf-8").splitlines()) <= WALK_LINES


@pytest.mark.parametrize(
    "path", sorted(FOLDER.parent.rglob("*.py")), ids=lambda path: path.relative_to(FOLDER.parent).as_posix()
)
def test_a_module_stays_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_a_title_a_sentence_and_a_call(path: Path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = notebook["cells"]
    assert len(cells) <= CELLS
    assert all(len("".join(cell["source"]).splitlines()) <= CELL_LINES for cell in cells)
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert not any(re.search(r"^\s*(def|class|for|if|while)\b", "".join(cell["source"]), re.MULTILINE) for cell in code)
    assert "".join(cells[0]["source"]).startswith("# ")
    metadata = notebook["metadata"]
    assert metadata["title"]
    assert metadata["language"] == "en"
    assert isinstance(metadata["iepkit"]["menu"], int)
    assert isinstance(metadata["iepkit"]["live"], bool)
    assert "widgets" not in metadata
    assert [name for name in where("notebooks").iterdir() if name.suffix == ".ipynb"]


def test_the_pages_that_the_first_part_needs_are_there():
    live = {path.stem: json.loads(path.read_text(encoding="utf-8"))["metadata"]["iepkit"]["live"] for path in NOTEBOOKS}
    assert {"home", "compare", "which-plan", "disputes", "explore"} <= set(live)
    assert live["explore"]
    assert not any(live[name] for name in ("home", "compare", "which-plan", "disputes"))
