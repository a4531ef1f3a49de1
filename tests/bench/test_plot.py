"""The picture of waiting: readable without colour, and told in words."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from bench.load import PEERS
from bench.plot import LABEL_HEIGHT, STYLES, svg, words

SVG = "{http://www.w3.org/2000/svg}"
LINES = {
    "one": [(1, 12.0), (10, 90.0), (100, 900.0)],
    "two": [(1, 11.0), (10, 91.0), (100, 905.0)],
    "three": [(1, 1500.0), (10, 20000.0)],
    "never there": [],
}


def test_each_line_has_its_own_dashes_and_its_name():
    root = ET.fromstring(svg(LINES))  # noqa: S314 - we wrote it
    lines = [path for path in root.iter(f"{SVG}path") if path.get("stroke-linecap")]
    assert len({path.get("stroke-dasharray") for path in lines}) == 3
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"one: 900 ms at 100", "two: 905 ms at 100", "three: 20 s at 10"} <= set(texts)
    assert len(STYLES) >= len(PEERS)


def test_names_do_not_lie_over_each_other():
    places = sorted(float(y) for y in re.findall(r'y="([\d.]+)" text-anchor="start">(?:one|two|three):', svg(LINES)))
    assert all(below - above >= LABEL_HEIGHT - 0.11 for above, below in pairwise(places))


def test_the_picture_is_told_in_words():
    told = words(LINES)
    assert "one: 12 ms with 1, 90 ms with 10, 900 ms with 100" in told
    assert "never there" not in told
    root = ET.fromstring(svg(LINES))  # noqa: S314 - we wrote it
    assert root.find(f"{SVG}desc").text == told
    assert root.get("role") == "img"


def test_one_size_is_enough_and_none_is_not():
    assert svg({"one": [(1, 0.4)]})
    with pytest.raises(ValueError, match="no line"):
        svg({"one": []})
