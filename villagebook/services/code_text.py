"""Check codes as people type them and as QR codes say them; which notice of the book has one. Light: search uses it."""

from __future__ import annotations

import re
import uuid
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from villagebook.base.text import fold_code
from villagebook.models import Notice

PREFIX = "VB1"
#: Digits of a code: as printed large, as in a QR code, the whole SHA-256.
LENGTHS = (8, 16, 64)
_HEX = re.compile(r"[0-9A-F]{8,64}")
_MARKED = re.compile(r"VB1:([0-9A-Z.\-]+):([0-9A-Z.\-]+):([0-9A-F]{8,64})")


class Code(NamedTuple):
    """A code: its digits; village and number of the paper where a QR code said them, else empty."""

    digits: str
    village: str = ""
    number: str = ""


def read_code(text: str) -> Code | None:
    """Return what was typed or read as a code; None if it is none. Blanks, width and small letters do not matter."""
    folded = re.sub(r"\s", "", fold_code(text).upper().replace("：", ":"))
    marked = _MARKED.fullmatch(folded)
    if marked is not None:
        return Code(marked[3], marked[1], marked[2])
    digits = folded.removeprefix("校验码").lstrip(":")
    return Code(digits) if _HEX.fullmatch(digits) else None


def notice_of(connection: Connection, village_id: uuid.UUID, text: str) -> Any:
    """Return (id, number, heading, state) of the notice a code stands for, None if there is none."""
    code = read_code(text)
    if code is None or (not code.village and len(code.digits) not in LENGTHS):
        return None
    query = select(Notice.id, Notice.number, Notice.heading, Notice.state).where(
        Notice.village_id == village_id, Notice.sha256.is_not(None),
        Notice.sha256.startswith(code.digits.lower(), autoescape=True),
    )  # fmt: skip
    return connection.execute(query.order_by(Notice.number)).first()
