"""The words of the interface: each is used somewhere, and each that is used exists."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

import iepkit
from iepkit.content import load
from iepkit.teaching import load_teaching
from iepkit.views.environment import FOLDER, environment

PACKAGE = Path(iepkit.__file__).parent
TYPST = sorted((PACKAGE / "handouts").glob("*.typ"))
WHOLE_ROOMS = {
    "kinds",
    "plans",
    "who",
}  # looked up by a claim's kind, an ending's lean, a step's who: tested with the content
ASIDES = {("comparison", "tip"), ("comparison", "example"), ("comparison", "note")}
FIELD = re.compile(r"\{(\w+)\}")


def in_templates() -> set[tuple[str, str]]:
    found = set()
    for path in FOLDER.rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        short = dict(re.findall(r"{% set (\w+) = words\.(\w+) %}", text))
        for node in environment().parse(text).find_all(nodes.Getattr):
            inner = node.node
            if isinstance(inner, nodes.Name) and inner.name in short:
                found.add((short[inner.name], node.attr))
            if isinstance(inner, nodes.Getattr) and isinstance(inner.node, nodes.Name) and inner.node.name == "words":
                found.add((inner.attr, node.attr))
    return found


def in_handouts() -> set[tuple[str, str]]:
    typst = "".join(path.read_text(encoding="utf-8") for path in TYPST)
    python = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("handouts/*.py"))
    own = {("handouts", name) for name in re.findall(r"""\b(?:tell|self)\.words\["(\w+)"\]""", python)}
    return own | set(re.findall(r"\bwords\.(?!plans|kinds)(\w+)\.(\w+)", typst))


def in_python() -> set[tuple[str, str]]:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        room = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if assigned := re.search(r"\bwords = .*?\.?words(?:\.(\w+))?$", line):
                room = assigned[1]
            found |= set(re.findall(r"""words\.(\w+)\[["'](\w+)["']\]""", line)) | set(
                re.findall(r"words\.(page|home)\.(\w+)", line)
            )
            found |= {(room, name) for name in re.findall(r"""\bwords\[["'](\w+)["']\]""", line) if room}
            for where, names in re.findall(r"words\.(\w+)\[name\] for name in \(([^)]*)\)", line):
                found |= {(where, name) for name in re.findall(r'"(\w+)"', names)}
    return found


@pytest.fixture(scope="module")
def used() -> set[tuple[str, str]]:
    return {pair for pair in in_templates() | in_handouts() | in_python() if pair[0] not in WHOLE_ROOMS} | ASIDES


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, str], str]:
    words = load().words.model_dump() | load_teaching().words.model_dump()
    return {
        (room, name): text for room, each in words.items() if room not in WHOLE_ROOMS for name, text in each.items()
    }


def test_every_word_used_exists(used, known):
    assert used - set(known) == set()


def test_every_word_is_used(used, known):
    assert set(known) - used == set()


def test_every_field_of_a_word_is_filled_in_somewhere(known):
    """A template replaces ``{n}``, and so does a handout; a script fills ``{ n: ... }`` in."""
    templates = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.j2"))
    scripts = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.js"))
    handouts = "".join(path.read_text(encoding="utf-8") for path in [*TYPST, *PACKAGE.glob("handouts/*.py")])
    filled = set(re.findall(r'replace\(\s*"{(\w+)}"', templates + handouts))
    for inside in re.findall(r"filled\([^{]*\{([^}]*)\}", scripts):
        filled |= set(re.findall(r"(\w+)(?=\s*[:,}]|\s*$)", inside))
    wanted = {field for text in known.values() for field in FIELD.findall(text)}
    assert wanted - filled == set()


def test_no_field_is_left_in_what_people_read(kit):
    htmls = [kit.explorer(name).html for name in kit.flows] + [kit.comparison().html, kit.home().html]
    for html in htmls:
        shown = re.sub(r"<script.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL)
        assert FIELD.findall(shown) == []
