"""Reading finished PDFs back: by pypdfium2, by poppler where installed, and as bare objects."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pypdfium2
import pytest


def text_of(data: bytes, page: int = 0) -> str:
    """Return a page's text as pypdfium2 extracts it."""
    document = pypdfium2.PdfDocument(data)
    try:
        text_page = document[page].get_textpage()
        return text_page.get_text_range()
    finally:
        document.close()


def text_by_poppler(data: bytes, folder: Path) -> str:
    """Return the whole text as pdftotext extracts it; skips the test where poppler is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    source = folder / "read.pdf"
    source.write_bytes(data)
    done = subprocess.run([program, str(source), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def streams(data: bytes) -> list[bytes]:
    """Return the unpacked streams of a PDF of ours."""
    found = re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
    return [zlib.decompress(s) for s in found if s[:1] == b"x"]


def operators(data: bytes) -> str:
    """Return the operators of all pages and layers."""
    kept = [s for s in streams(data) if b"beginbfchar" not in s and not s.startswith(b"\0\1\0\0")]
    return "\n".join(s.decode("latin-1") for s in kept)


def page_count(data: bytes) -> int:
    """Return the number of pages."""
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()
