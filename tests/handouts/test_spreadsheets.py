"""The comparison as XLSX and CSV, read back by libraries that did not write it."""

import csv
import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from iepkit.handouts.spreadsheets import chart_csv, chart_xlsx
from iepkit.tables import comparison_frame

from .paper import CONTENT

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("https://x.example","a")', "{=1}", "https://x.example/"]
ROWS = CONTENT.comparison.rows


def book_of(content):
    return openpyxl.load_workbook(io.BytesIO(chart_xlsx(content)))


def with_titles(titles):
    rows = tuple(row.model_copy(update={"title": title}) for row, title in zip(ROWS, titles, strict=False))
    return replace(CONTENT, comparison=CONTENT.comparison.model_copy(update={"rows": rows}))


def test_the_workbook_holds_the_comparison_and_is_made_to_be_read():
    book = book_of(CONTENT)
    (sheet,) = book.worksheets
    frame = comparison_frame(ROWS)
    read = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=len(frame) + 1, max_col=4)]
    assert read == frame.to_numpy().tolist()
    assert [cell.value for cell in sheet[1]] == ["What to compare", "IEP", "504 plan", "Why it matters", "Sources"]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows(max_row=len(frame) + 1, max_col=5) for cell in row)
    widths = {name: each.width for name, each in sheet.column_dimensions.items()}
    assert all(widths[name] > 20 for name in "ABDE"), "B stands for C too: they are equally wide"
    assert book.properties.title == CONTENT.comparison.title
    assert [(each.name, each.value) for each in book.custom_doc_props.props] == [("Language", "en")]
    notes = [row[0].value for row in sheet.iter_rows(min_row=len(frame) + 3)]
    assert CONTENT.words.page["disclaimer"] in notes


def test_the_sources_of_a_row_are_the_ledgers():
    citations = {entry.citation for entry in CONTENT.law.values()}
    (sheet,) = book_of(CONTENT).worksheets
    for row in sheet.iter_rows(min_row=2, max_row=len(ROWS) + 1, min_col=5, max_col=5):
        assert set((row[0].value or "").split("\n")) <= citations | {""}


def test_pandas_reads_the_csv_and_excel_knows_its_letters():
    data = chart_csv(CONTENT)
    assert data.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig", keep_default_na=False)
    frame = comparison_frame(ROWS)
    assert read.iloc[:, :4].to_numpy().tolist() == frame.to_numpy().tolist()


@pytest.mark.parametrize("made", [chart_xlsx, chart_csv])
def test_the_same_content_gives_the_same_bytes(made):
    assert made(CONTENT) == made(CONTENT)


def test_what_looks_like_a_formula_stays_text_in_the_workbook():
    (sheet,) = book_of(with_titles(FORMULAS)).worksheets
    cells = [sheet.cell(row, 1) for row in range(2, len(FORMULAS) + 2)]
    assert [cell.value for cell in cells] == FORMULAS
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}


def test_what_looks_like_a_formula_begins_with_an_apostrophe_in_csv():
    text = chart_csv(with_titles(FORMULAS)).decode("utf-8-sig")
    first = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert [each.removeprefix("'") for each in first] == FORMULAS
    assert not any(each.startswith(("=", "+", "-", "@", "\t", "\r")) for each in first)
