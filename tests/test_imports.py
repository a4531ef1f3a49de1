"""Imports go one way, and what is heavy is imported only by who needs it."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import iepkit

PACKAGE = Path(iepkit.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
MAY_IMPORT = {
    "content": set(),
    "flow": {"content"},
    "teaching": {"content", "flow"},
    "tables": {"content", "flow", "teaching"},
    "kept": set(),
    "diagrams": {"content", "flow", "kept"},
    "views": {"content", "flow", "teaching"},
    "hosts": {"content", "flow", "teaching", "views", "tables", "kept"},
    "kit": {"content", "flow", "teaching", "views", "hosts", "diagrams"},
    "handouts": {"content", "flow", "teaching", "views", "tables", "diagrams"},
    "cli": {"content", "flow", "teaching", "views", "hosts", "handouts"},
    "__init__": {"content", "kit"},
}
# The one place, below iepkit/, where each of these libraries is used.
ONLY_IN = {
    "pandas": "tables.py",
    "graphviz": "diagrams.py",
    "pygraphviz": "diagrams.py",
    "anywidget": "hosts/widget.py",
    "voila": "hosts/dashboard/engine.py",
    "yaml": "content/reading.py",
    "typst": "handouts/typesetting.py",
    "xlsxwriter": "handouts/spreadsheets.py",
}


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports_in(path: Path, *, inside_functions: bool = True) -> Iterator[str]:
    """The absolute names that a module imports while it runs: not those for type checkers alone."""
    package = ["iepkit", *path.relative_to(PACKAGE).parts[:-1]]
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not inside_functions:
            continue
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_what_stands_before_it(path):
    own = room_of(path)
    ours = {name.split(".")[1] for name in imports_in(path) if name.startswith("iepkit.")}
    assert ours - {own, "__version__"} <= MAY_IMPORT[own]


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("views/*/*.py")), ids=lambda path: path.parent.name)
def test_a_view_imports_no_other_view(path):
    folders = {each.name for each in (PACKAGE / "views").iterdir() if (each / "view.py").is_file()}
    others = {name.split(".")[2] for name in imports_in(path) if name.startswith("iepkit.views.")}
    assert not others & (folders - {path.parent.name})


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_with_one_job_is_used_in_one_place(library):
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == library for name in imports_in(path))
    }
    assert users == {ONLY_IN[library]}


@pytest.mark.parametrize("library", ["pandas", "graphviz", "pygraphviz", "babel", "typst", "voila", "xlsxwriter"])
def test_what_is_heavy_is_imported_inside_functions_or_in_the_dashboard(library):
    at_once = [
        path
        for path in MODULES
        if any(name.split(".")[0] == library for name in imports_in(path, inside_functions=False))
    ]
    assert {path.parent.name for path in at_once} <= {"dashboard"}


def modules_after(code: str) -> set[str]:
    command = [sys.executable, "-c", f"{code}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    names = json.loads(done.stdout.splitlines()[-1])
    return {name.split(".")[0] for name in names} | {name for name in names if name.count(".") == 1}


def test_a_visitors_kernel_has_neither_pandas_nor_graphviz_nor_what_is_taught_with():
    code = (
        "import iepkit; k = iepkit.load(); k.explorer('disputes'); k.comparison(); k.home(); k.walk('which-plan', {})"
    )
    assert modules_after(code).isdisjoint(
        {"pandas", "numpy", "graphviz", "pygraphviz", "babel", "voila", "nbclient", "tornado.web", "iepkit.teaching"}
    )


def test_import_alone_brings_no_widget():
    assert modules_after("import iepkit").isdisjoint(
        {"pandas", "graphviz", "pygraphviz", "anywidget", "ipywidgets", "jinja2"}
    )


def test_the_trainers_bench_brings_pandas_only_when_asked():
    assert "pandas" not in modules_after("import iepkit; iepkit.load().workbench()")
    assert "pandas" in modules_after("import iepkit; iepkit.load().workbench().rows")


def test_no_file_of_ours_shadows_voila():
    names = {part.lower() for path in [*MODULES, *PACKAGE.rglob("*")] for part in path.relative_to(PACKAGE).parts}
    assert not names & {"voila", "voila.py"}
