"""No common misspelling in the content, the notebooks, the code and the notes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ["data", "docs", "iepkit", "notebooks", "bench", "deploy", "README.md", "CONTRIBUTING.md"]


def codespell(*places: str, cwd: Path) -> subprocess.CompletedProcess:
    own = ["--skip", "*.png,*.svg,*.po,law.yaml", "--ignore-words-list", "esy"]  # ESY: extended school year
    command = [sys.executable, "-m", "codespell_lib", *own, *places]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_nothing_is_misspelled():
    done = codespell(*PLACES, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_a_misspelling_is_found(tmp_path):
    (tmp_path / "text.yaml").write_text("text: the school must recieve it\n", encoding="utf-8")
    assert "recieve ==> receive" in codespell("text.yaml", cwd=tmp_path).stdout
