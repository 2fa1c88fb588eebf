"""Reading finished files back with other people's programs: PDF text twice, workbooks, csv."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest


def by_pdfium(pdf: Path | bytes) -> str:
    """The text of all pages, as pypdfium2 extracts it; a form feed between pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\f".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document)
    finally:
        document.close()


def by_poppler(pdf: Path | bytes) -> str:
    """The text of all pages, as pdftotext lays it out; skips the test where poppler is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    done = subprocess.run([program, "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


READERS: tuple[Callable[[Path | bytes], str], ...] = (by_pdfium, by_poppler)
readers = pytest.mark.parametrize("text_of", READERS, ids=lambda reader: reader.__name__)


def table_of(
    workbook: Path, first_heading: str, headings: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any]]:
    """The rows of an exported workbook's one sheet by heading, its totals as last calculated, and where things stand.

    Args:
        first_heading: The heading by which the heading row is known.
        headings: What to call the columns, in order; where some stand in two rows the sheet does not say it in one.
    """
    sheet = openpyxl.load_workbook(workbook, data_only=True).worksheets[0]
    header = next(row for row in range(1, 6) if sheet.cell(row, 1).value == first_heading)
    names = list(headings) or [cell.value for cell in sheet[header]]
    over = [area for area in sheet.merged_cells.ranges if (area.min_row, area.min_col) == (header, 1)]
    below = (over[0].max_row if over else header) + 1
    rows = [
        dict(zip(names, row, strict=True))
        for row in sheet.iter_rows(min_row=below, max_row=sheet.max_row)
        if not str(row[0].value or "").startswith("制表")
    ]
    has_totals = rows and any(cell.value == "合计" for cell in rows[-1].values())
    totals = rows.pop() if has_totals else {}
    return rows, totals, {"header": below - 1, "frozen": sheet.freeze_panes, "title": sheet.title}


def lines_of(file: Path) -> list[dict[str, str]]:
    """The rows of an exported csv by heading."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
