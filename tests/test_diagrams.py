"""The picture of a tree: whole, accessible, safe, drawn once; and what happens when it can't be drawn."""

from xml.etree import ElementTree as ET

import pytest

import iepkit
from iepkit import diagrams
from iepkit.content import load
from iepkit.flow import Flow
from tests.parsing import parsed

SVG = "{http://www.w3.org/2000/svg}"
ATTACK = '</text></svg><script>alert("x")</script>'


@pytest.fixture(params=["which-plan", "disputes"])
def ours(request, kit) -> Flow:
    return kit.flow(request.param)


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A place for pictures where none is yet."""
    folder = tmp_path / "pictures"
    monkeypatch.setenv("IEPKIT_CACHE", str(folder))
    return folder


@pytest.fixture
def broken_graphviz(monkeypatch, tmp_path, fresh):  # noqa: ARG001 - no picture may be there already
    """A pygraphviz that can't be loaded, as where Graphviz is missing."""
    place = tmp_path / "broken"
    place.mkdir()
    (place / "pygraphviz.py").write_text("raise OSError('libgvc.so.6 is not here')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(place))


def drawn(kit, flow: Flow) -> ET.Element:
    return ET.fromstring(diagrams.picture(flow, kit.content))  # noqa: S314 - made just now, by us


def with_class(svg: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in svg.iter() if name in each.attrib.get("class", "").split()]


def test_every_question_and_outcome_is_a_box_that_leads_to_its_words(kit, ours):
    boxes = with_class(drawn(kit, ours), "ik-node")
    assert {each.attrib["data-node"] for each in boxes} == {*ours.questions, *ours.outcomes}
    assert len(boxes) == len(ours.questions) + len(ours.outcomes)
    targets = {each.attrib["data-node"]: each.attrib["href"] for each in boxes}
    assert all(targets[name] == f"#@q-{name}" for name in ours.questions)
    assert all(targets[name] == f"#@o-{name}" for name in ours.outcomes)
    page = parsed(kit.explorer(ours.tree.id).html)
    links = {each["href"][1:] for each in page.named("a") if "data-node" in each}
    assert len(links) == len(boxes)
    assert links <= set(page.ids)


def test_every_option_is_on_one_arrow(kit, ours):
    arrows = with_class(drawn(kit, ours), "ik-edge")
    options = [name for each in arrows for name in each.attrib["data-option"].split()]
    wanted = [option.id for question in ours.questions.values() for option in question.options]
    assert sorted(options) == sorted(wanted)
    assert all(list(each) for each in arrows), "an arrow has a line"


def test_boxes_and_arrows_are_moved_together_so_that_each_arrow_begins_at_its_box(kit, ours):
    (whole,) = drawn(kit, ours)
    assert whole.attrib["transform"].startswith("translate(")
    assert len(with_class(whole, "ik-node")) == len(list(whole.iter("a"))) == len(whole.findall("a"))
    assert not [each for each in whole.iter("g") if each is not whole and "transform" in each.attrib]


def test_boxes_and_picture_have_names_that_can_be_read_out(kit, ours):
    svg = drawn(kit, ours)
    assert svg.attrib["role"] == "group"
    assert svg.attrib["aria-label"] == ours.tree.title
    shorts = {**{q.id: q.short for q in ours.questions.values()}, **{o.id: o.short for o in ours.outcomes.values()}}
    for box in with_class(svg, "ik-node"):
        said = " ".join("".join(box.itertext()).split())
        assert " ".join(shorts[box.attrib["data-node"]].split()) in said


def test_outcomes_are_told_apart_by_sign_and_shape_not_by_colour_alone(kit, ours):
    for box in with_class(drawn(kit, ours), "ik-node"):
        if box.attrib["data-node"] in ours.outcomes:
            assert "".join(box.itertext()).strip()[0] in "●■○◇"


@pytest.mark.usefixtures("fresh")
def test_markup_in_labels_is_shown_as_text(good, monkeypatch):
    odd = f'{ATTACK} \\N \\\\ | {{x}} "'
    monkeypatch.setattr("iepkit.content.translating.pseudo", lambda _, text: f"{text} {odd}")
    kit = iepkit.kit.Kit(load(good, "ar-XB"))
    svg = drawn(kit, kit.flow("plan"))
    assert not list(svg.iter(f"{SVG}script")) + list(svg.iter("script"))
    text = " ".join("".join(svg.itertext()).split())
    assert text.count('<script>alert("x")</script>') == 5
    assert text.count("{x}") == 5
    assert ATTACK in svg.attrib["aria-label"]


def test_a_tree_is_drawn_once_for_its_words(kit, fresh, monkeypatch):
    flow = kit.flow("disputes")
    first = diagrams.picture(flow, kit.content)
    assert [path.suffix for path in fresh.iterdir()] == [".svg"]
    monkeypatch.setattr(diagrams, "_draw_apart", lambda plan: pytest.fail(f"drawn again: {plan[:20]}"))
    assert diagrams.picture(flow, kit.content) == first


def test_other_words_are_another_picture(good, fresh):
    english = iepkit.load(str(good))
    other = iepkit.load(str(good), "ar-XB")
    assert diagrams.picture(english.flow("plan"), english.content) != diagrams.picture(
        other.flow("plan"), other.content
    )
    assert len(list(fresh.iterdir())) == 2


@pytest.mark.parametrize("place", ["a file", "a folder below a file", "nowhere that may be written"])
def test_a_place_that_can_not_keep_pictures_costs_time_only(good, monkeypatch, tmp_path, place):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    target = {"a file": tmp_path / "file", "a folder below a file": tmp_path / "file" / "deep"}.get(
        place, "/proc/iepkit"
    )
    monkeypatch.setenv("IEPKIT_CACHE", str(target))
    kit = iepkit.load(str(good))
    assert "<svg" in diagrams.picture(kit.flow("plan"), kit.content)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("broken_graphviz")
def test_where_graphviz_fails_the_error_says_why_and_what_to_do(good):
    kit = iepkit.load(str(good))
    with pytest.raises(diagrams.DiagramError) as caught:
        diagrams.picture(kit.flow("plan"), kit.content)
    assert "libgvc.so.6 is not here" in str(caught.value)
    assert "Install pygraphviz" in str(caught.value)


@pytest.mark.usefixtures("broken_graphviz")
def test_where_graphviz_fails_the_page_has_its_list_and_says_so(good):
    kit = iepkit.load(str(good))
    page = parsed(kit.explorer("plan").html)
    assert kit.content.words.explorer["no_picture"] in page.text
    assert page.named("svg") == []
    listed = {each["data-node"] for each in page.named("li") if "data-node" in each}
    assert listed == {"age", "tested", "need", "early", "teaching"}


@pytest.mark.usefixtures("fresh")
def test_a_drawing_that_hangs_is_ended(good, monkeypatch, tmp_path):
    place = tmp_path / "slow"
    place.mkdir()
    (place / "pygraphviz.py").write_text("import threading\nthreading.Event().wait()", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(place))
    monkeypatch.setattr(diagrams, "DRAWING_SECONDS", 1)
    kit = iepkit.load(str(good))
    with pytest.raises(diagrams.DiagramError, match="timed out after 1 seconds"):
        diagrams.picture(kit.flow("plan"), kit.content)
