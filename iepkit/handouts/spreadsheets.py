"""The comparison as a spreadsheet, for those who change it for their own hall: XLSX, and CSV for everything else."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from ..content import Content
from ..tables import comparison_records

WIDTHS = (22, 58, 58, 44, 60)  # of the columns, in characters
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def chart_xlsx(content: Content) -> bytes:
    """The comparison as a workbook. Every cell is text, and none is a formula or a link."""
    import xlsxwriter

    out = io.BytesIO()
    title, page = content.comparison.title, content.words.page
    year, month = (int(part) for part in content.comparison.as_of.split("-"))
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties(
        {
            "title": title,
            "comments": page["disclaimer"],
            "author": page["site"],
            "created": datetime(year, month, 1, tzinfo=UTC),  # the same bytes for the same content
        }
    )
    book.set_custom_property("Language", content.language)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"text_wrap": True, "valign": "top", "bold": True, "bottom": 1, "bg_color": "#F1F1EE"})
    sheet = book.add_worksheet(_sheet_name(title))
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width, wrapped)
    heads, rows = _table(content)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for place, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text, wrapped)
    for place, text in enumerate(_notes(content), start=len(rows) + 2):
        sheet.write_string(place, 0, text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def chart_csv(content: Content) -> bytes:
    """The comparison as CSV in UTF-8, with the mark by which Excel knows it.

    CSV can't say that a cell is text, so one that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    heads, rows = _table(content)
    for row in (heads, *rows):
        writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in row])
    return out.getvalue().encode("utf-8-sig")


def _table(content: Content) -> tuple[list[str], list[list[str]]]:
    words = content.words
    heads = [words.comparison["what"], words.plans["iep"], words.plans["p504"], words.comparison["why"]]
    records = comparison_records(content.comparison.rows)
    sources = [_sources(content, place) for place in range(len(records))]
    rows = [
        [record["title"], record["iep"], record["504"], record["why"], cited]
        for record, cited in zip(records, sources, strict=True)
    ]
    return [*heads, words.explorer["sources"]], rows


def _sources(content: Content, place: int) -> str:
    row = content.comparison.rows[place]
    law = [name for claim in (*row.iep, *row.plan_504, row.why) for name in claim.law]
    return "\n".join(dict.fromkeys(content.law[name].citation for name in law))


def _notes(content: Content) -> list[str]:
    page = content.words.page
    return [page["as_of"].replace("{date}", content.comparison.as_of), page["disclaimer"]]


def _sheet_name(title: str) -> str:
    """What Excel takes for the name of a sheet: 31 characters at most, and not these."""
    return "".join("-" if each in "[]:*?/\\" else each for each in title).strip("'")[:31]
