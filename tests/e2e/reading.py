"""Reading finished files back with other people's programs: PDF text twice, workbooks, csv."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
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


def table_of(workbook: Path, first_heading: str) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any]]:
    """The rows of an exported workbook's one sheet by heading, its totals, and where things stand.

    Args:
        first_heading: The heading by which the heading row is known.
    """
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    header = next(row for row in range(1, 6) if sheet.cell(row, 1).value == first_heading)
    headings = [cell.value for cell in sheet[header]]
    rows = [
        dict(zip(headings, (cell for cell in row), strict=True))
        for row in sheet.iter_rows(min_row=header + 1, max_row=sheet.max_row)
    ]
    has_totals = rows and any(cell.value == "合计" for cell in rows[-1].values())
    totals = rows.pop() if has_totals else {}
    return rows, totals, {"header": header, "frozen": sheet.freeze_panes, "title": sheet.title}


def lines_of(file: Path) -> list[dict[str, str]]:
    """The rows of an exported csv by heading."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
