"""environment.yml and pyproject.toml ask for the same packages."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

# conda-forge's own name, where it is another one.
CONDA_NAMES = {
    "graphviz": "python-graphviz",
    "jupyter-client": "jupyter_client",
    "jupyter-server": "jupyter_server",
    "typst": "typst-py",
}
# conda-forge's own range, where it is another one: its pygraphviz needs no wheel with Graphviz inside, and its typst-py
# is older than the wheel that pip then brings.
CONDA_RANGES = {"pygraphviz": SpecifierSet(">=1.14"), "typst": SpecifierSet(">=0.14")}
# What conda installs that is no Python dependency of ours.
CONDA_ONLY = {"graphviz", "pip"}


def wanted_of_conda(pyproject: dict) -> dict[str, SpecifierSet]:
    project = pyproject["project"]
    wanted = {"python": SpecifierSet(project["requires-python"])}
    for line in [*project["dependencies"], *project["optional-dependencies"]["lab"]]:
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        wanted[CONDA_NAMES.get(name, name)] = CONDA_RANGES.get(name, requirement.specifier)
    return wanted


def held_by_conda(environment: dict) -> dict[str, SpecifierSet]:
    held = {}
    for line in environment["dependencies"]:
        if isinstance(line, str):
            name, versions = re.fullmatch(r"([a-z0-9_-]+)(.*)", line).groups()
            held[name] = SpecifierSet(versions)
    return held


def disagreements(environment: dict, pyproject: dict) -> list[str]:
    wanted, held = wanted_of_conda(pyproject), held_by_conda(environment)
    found = [f"{name} is missing" for name in wanted.keys() - held.keys()]
    found += [f"{name} is in no dependency of the project" for name in held.keys() - wanted.keys() - CONDA_ONLY]
    found += [
        f"{name} has the range {held[name]}, not {wanted[name]}"
        for name in wanted.keys() & held.keys()
        if wanted[name] != held[name]
    ]
    return sorted(found)


@pytest.fixture
def environment() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture
def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_environment_and_pyproject_agree(environment, pyproject):
    assert disagreements(environment, pyproject) == []


def test_environment_installs_the_package_itself(environment):
    assert {"pip": ["-e ."]} in environment["dependencies"]


def test_a_forgotten_package_is_found(environment, pyproject):
    environment["dependencies"] = [line for line in environment["dependencies"] if "pandas" not in line]
    assert disagreements(environment, pyproject) == ["pandas is missing"]


def test_a_package_nobody_needs_is_found(environment, pyproject):
    environment["dependencies"].append("networkx")
    assert disagreements(environment, pyproject) == ["networkx is in no dependency of the project"]


def test_another_range_is_found(environment, pyproject):
    pyproject["project"]["dependencies"] = [
        line.replace("<0.6", "<0.7") for line in pyproject["project"]["dependencies"]
    ]
    assert disagreements(environment, pyproject) == ["voila has the range <0.6,>=0.5.12, not <0.7,>=0.5.12"]
