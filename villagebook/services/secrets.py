"""Everything private this book stores, as the leak scan wants it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from sqlalchemy import Connection, select

from villagebook.exporting.leaks import Hit, scan_pdf
from villagebook.models import RECORDS, Officer, Privacy, Village, fields_of
from villagebook.notices import NoticeKind
from villagebook.notices.words import private_words

#: Kinds of secret fields whose values are long enough to be searched literally.
_LITERAL = ("id_number", "card", "phone")
_NUMBER = re.compile(r"[0-9Xx]{7,}")


def secrets(connection: Connection, village: uuid.UUID) -> frozenset[str]:
    """Numbers, cards and villagers' phones stored anywhere, also in cells under unknown headings."""
    return frozenset(_stored(connection, village)) - office_phones(connection, village)


def office_phones(connection: Connection, village: uuid.UUID) -> frozenset[str]:
    """Phones that may hang on a wall: the officers' and the village's own."""
    found = set(connection.execute(select(Officer.phone).where(Officer.village_id == village)).scalars())
    found |= set(connection.execute(select(Village.office_phone).where(Village.id == village)).scalars())
    return frozenset(phone for phone in found if phone)


def scan(connection: Connection, village: uuid.UUID, pdf: bytes, kind: NoticeKind, title: str) -> list[Hit]:
    """Scan a finished sheet for anything private; words of the programme's own name are allowed in the title only."""
    words = private_words()
    return list(scan_pdf(
        pdf, secrets=secrets(connection, village), office_phones=office_phones(connection, village), words=words,
        title=title, title_words=frozenset(kind.title_words)))


def _stored(connection: Connection, village: uuid.UUID) -> Iterator[str]:
    for record in RECORDS:
        table = record.__table__
        if "village_id" not in table.c or table.name in ("operation", "change", "import_row"):
            continue
        wanted = [f for f in fields_of(record) if f.privacy is Privacy.SECRET and (f.kind in _LITERAL or f.name == "extra")]
        if not wanted:
            continue
        query = select(*(table.c[f.name] for f in wanted)).where(table.c.village_id == village)
        for row in connection.execute(query):
            for info, value in zip(wanted, row, strict=True):
                if not value:
                    continue
                if info.name == "extra":
                    yield from (m for text in value.values() for m in _NUMBER.findall(str(text)))
                else:
                    yield str(value)
