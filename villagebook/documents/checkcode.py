"""The check code at the foot of a sheet, and what its QR code says.

The code is the beginning of a SHA-256 over the plain-text values and the version of the form, so that a
paper can be compared with the book later: the same content gives the same code, whatever the typesetting.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

CODE_LENGTH = 8
# Capitals, digits, point and hyphen only: what a QR code packs tightly. The colon separates the parts.
_QR_PART = re.compile(r"[0-9A-Z.\-]+")


def canonical(values: object) -> str:
    """Return plain values as one JSON text: keys sorted, no blanks, dates as ISO, decimals as text.

    Raises:
        TypeError: a value is none of str, int, bool, None, date, Decimal, or a list, tuple or mapping of such.
            Floats are refused: they have no one way to be written.
    """
    return json.dumps(_plain(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"no plain value: {value!r}")


def content_sha256(values: object, form_version: str) -> str:
    """Return the SHA-256 (64 hexadecimal digits, lower case) of plain values under a version of a form."""
    return hashlib.sha256(canonical([form_version, values]).encode("utf-8")).hexdigest()


def check_code(sha256: str) -> str:
    """Return the check code of a SHA-256: its first 8 digits in capitals."""
    return sha256[:CODE_LENGTH].upper()


def grouped(code: str) -> str:
    """Return a check code as it is printed: 7F3A 92C1."""
    return f"{code[:4]} {code[4:]}"


def parted_head(head: str) -> str:
    """Return the head of a journal's chain as it is printed: ff2a01-c4d211.

    In two halves: twelve digits and letters in a row can look like a mobile number, and the sheet would be refused.
    """
    return f"{head[:6]}-{head[6:]}" if head else ""


def qr_text(book: str, number: str, code: str) -> str:
    """Return what the QR code says: ``VB1:BOOK:NUMBER:HASH``.

    Raises:
        ValueError: a part holds more than capitals, digits, point and hyphen.
    """
    for part in (book, number, code):
        if not _QR_PART.fullmatch(part):
            raise ValueError(f"not for a QR code: {part!r}")
    return f"VB1:{book}:{number}:{code}"
