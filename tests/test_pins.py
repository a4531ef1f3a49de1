"""requirements/ holds exact versions with hashes, and nothing that names a place."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "requirements").glob("*.txt"))

PIN = re.compile(r"([a-z0-9-]+)==([0-9][0-9a-z.+!]*)( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
COMMENT = re.compile(r"(    )?#.*")


def pins(file: Path) -> dict[str, set[str]]:
    """Versions by name: more than one where another Python needs another."""
    found: dict[str, set[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if match := PIN.fullmatch(line):
            found.setdefault(match[1], set()).add(match[2])
    return found


def wanted(file: str) -> list[str]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = pyproject["project"], pyproject["dependency-groups"]
    run, lab = project["dependencies"], [*project["dependencies"], *project["optional-dependencies"]["lab"]]
    test = [*lab, *(line for line in groups["test"] if isinstance(line, str))]
    return {
        "build": groups["build"],
        "run": run,
        "lab": lab,
        "test": [*test, *groups["build"]],
        "bench": [*test, *groups["bench"]],
        "dev": [*test, *groups["dev"]],
    }[file]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_line_is_a_pin_a_hash_or_a_comment(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    other = [line for line in lines if not (PIN.fullmatch(line) or HASH.fullmatch(line) or COMMENT.fullmatch(line))]
    assert other == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_comments_name_no_address_and_no_folder(file):
    comments = [line for line in file.read_text(encoding="utf-8").splitlines() if COMMENT.fullmatch(line)]
    assert [line for line in comments if "://" in line or "file:" in line or re.search(r"[\s'\"]/\w", line)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_pins_are_within_the_ranges_of_pyproject(file):
    pinned = pins(file)
    outside = []
    for line in wanted(file.stem):
        requirement = Requirement(line)
        versions = pinned.get(requirement.name, set())
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            outside.append(f"{line}: pinned to {versions or 'nothing'}; run `make pins`")
    assert outside == []


def test_files_pin_the_same_versions():
    everywhere: dict[str, set[frozenset[str]]] = {}
    for file in FILES:
        for name, versions in pins(file).items():
            everywhere.setdefault(name, set()).add(frozenset(versions))
    assert {name: versions for name, versions in everywhere.items() if len(versions) > 1} == {}


def test_installed_packages_agree_with_each_other():
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
