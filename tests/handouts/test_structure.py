"""Each PDF is tagged and says its title, its language and what its pictures show, as PDF/UA-1 asks."""

import io
import re
from itertools import pairwise

import pdfplumber
import pytest

from .paper import BOOKLETS, CONTENT, EACH, INCHES, data_of, elements, opened, packed, pages_of, pdf_of, text_of

PDFUA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
CITATIONS = {entry.citation for entry in CONTENT.law.values()}


@pytest.mark.parametrize("name", EACH)
def test_a_handout_is_tagged_and_says_its_title_and_language(name):
    with opened(name) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert not bool(root.MarkInfo.get("/Suspects", False))
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(root.Lang) == "en"
        meta = document.open_metadata()
        assert meta[PDFUA_PART] == "1"
        assert meta[TITLE] == data_of(name)["title"] == str(document.docinfo["/Title"])
        heads = [int(kind[1]) for kind, _ in elements(document) if re.fullmatch(r"H\d", kind)]
        assert heads[0] == 1
        assert heads.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(heads))
        for page in document.pages:
            assert page.obj.get("/Tabs") in (None, "/S")
            fonts = page.obj.Resources.get("/Font", {})
            descendants = [font.get("/DescendantFonts", [font])[0] for font in fonts.values()]
            assert all("/FontDescriptor" in each for each in descendants)


@pytest.mark.parametrize("name", EACH)
def test_each_picture_says_what_it_shows_and_each_cell_has_its_header(name):
    with opened(name) as document:
        found = list(elements(document))
        figures = [element for kind, element in found if kind == "Figure"]
        assert all(str(each.get("/Alt", "")).strip() for each in figures)
        cells = [element for kind, element in found if kind == "TD"]
        for cell in cells:
            headers = [each["/Headers"] for each in cell.A if "/Headers" in each] if "/A" in cell else []
            assert any(len(each) for each in headers)


def test_what_should_have_pictures_has_them():
    codes = sum(place.address is not None for place in CONTENT.resources.places)
    for name, count in {**dict.fromkeys(BOOKLETS, 1), "resources": codes}.items():
        with opened(name) as document:
            assert sum(kind == "Figure" for kind, _ in elements(document)) == count


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_core_of_the_comparison_is_one_page(paper):
    assert len(pages_of("chart-core", paper)) == 1
    with opened("chart-core", paper) as document:
        heads = [kind for kind, _ in elements(document) if kind == "TH"]
        cells = [kind for kind, _ in elements(document) if kind == "TD"]
        assert (len(heads), len(cells)) == (3, 3 * 8)
        sizes = [float(size) for size in document.pages[0].mediabox[2:]]
    assert sizes == pytest.approx([72 * inches for inches in INCHES[paper]], abs=0.5)
    with pdfplumber.open(io.BytesIO(pdf_of("chart-core", paper))) as document:
        sizes = {round(char["size"], 1) for char in document.pages[0].chars}
        chart = [char["size"] for char in document.pages[0].chars if char["text"].isalpha()]
    assert sum(size >= 8.9 for size in chart) > 0.7 * len(chart), "only the sources and their numbers are smaller"
    assert min(sizes) > 6.5


def test_the_chart_is_read_row_by_row():
    """The order in which a screen reader gets the words, from the structure and not from where they stand."""
    with pdfplumber.open(io.BytesIO(pdf_of("chart-core", "letter"))) as document:
        page = document.pages[0]
        chars: dict[int, str] = {}
        for char in page.chars:
            if char["mcid"] is not None:
                chars[char["mcid"]] = chars.get(char["mcid"], "") + char["text"]
        order = [mcid for element in page.structure_tree for mcid in mcids(element)]
    read = packed(" ".join(chars.get(mcid, "") for mcid in order))
    data = data_of("chart-core")
    wanted = [data["title"], data["disclaimer"]]
    for row in data["rows"]:
        wanted += [row["title"], *(claim["text"] for claim in (*row["iep"], *row["p504"]))]
    wanted += [source["citation"] for source in data["sources"]]
    at = 0
    for text in wanted:
        at = read.find(packed(text), at)
        assert at >= 0, f"{text!r} is not read after what stands before it"


def mcids(element):
    yield from element.get("mcids", ())
    for child in element.get("children", ()):
        yield from mcids(child)


@pytest.mark.parametrize("name", EACH)
def test_a_handout_says_once_that_it_is_no_advice_and_when_the_law_was_read(name):
    data, text = data_of(name), text_of(name)
    assert text.count(data["disclaimer"]) == 1
    assert text.count(f"{data['as_of']}. {data['disclaimer']}") == 1
    assert re.fullmatch(r"The law as read up to 20\d\d-\d\d", data["as_of"])
    for number, page in enumerate(pages_of(name), start=1):
        assert f"Page {number} of {len(pages_of(name))}" in page


@pytest.mark.parametrize("name", EACH)
def test_the_sources_are_the_ledgers_and_all_are_printed(name):
    data = data_of(name)
    assert [source["number"] for source in data["sources"]] == list(range(1, len(data["sources"]) + 1))
    assert {source["citation"] for source in data["sources"]} <= CITATIONS
    printed = packed(text_of(name))
    assert [source["citation"] for source in data["sources"] if packed(source["citation"]) not in printed] == []
    cited = {number for numbers in cites(data) for number in numbers}
    assert cited == {source["number"] for source in data["sources"]}


def cites(value):
    """Each list of numbers of sources in the data of a template."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "cites":
                yield item
            else:
                yield from cites(item)
    elif isinstance(value, list):
        for item in value:
            yield from cites(item)
