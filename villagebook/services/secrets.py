"""Everything private this book stores, as the leak scan wants it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from villagebook.exporting.leaks import Hit, LeakRules, Literals, scan_pdf
from villagebook.models import RECORDS, FundEntry, Household, Officer, Privacy, Project, Village, fields_of
from villagebook.notices import NoticeKind
from villagebook.notices.words import harmless_phrases, private_words

#: Kinds of secret fields whose values are long enough to be searched literally; choices are found by their words.
_LITERAL = ("id_number", "card", "phone", "long_text")
_NUMBER = re.compile(r"[0-9Xx]{7,}")


def secrets(connection: Connection, village: uuid.UUID) -> frozenset[str]:
    """Numbers, cards and villagers' phones stored anywhere, also in cells under unknown headings."""
    return frozenset(_stored(connection, village)) - office_phones(connection, village)


def office_phones(connection: Connection, village: uuid.UUID) -> frozenset[str]:
    """Phones that may hang on a wall: the officers' and the village's own."""
    found = set(connection.execute(select(Officer.phone).where(Officer.village_id == village)).scalars())
    found |= set(connection.execute(select(Village.office_phone).where(Village.id == village)).scalars())
    return frozenset(phone for phone in found if phone)


def rules(connection: Connection, village: uuid.UUID, title: str = "", title_words: Iterable[str] = ()) -> LeakRules:
    """Everything one scan looks for; words of the programme's own name are allowed in the title only."""
    return LeakRules(
        secrets=Literals(secrets(connection, village)),
        office_phones=office_phones(connection, village),
        allowed=_codes(connection, village),
        words=private_words(),
        titles=(title,) if title else (),
        title_words=tuple(title_words),
    )


def scan(connection: Connection, village: uuid.UUID, pdf: bytes, kind: NoticeKind, title: str) -> tuple[Hit, ...]:
    """Scan a finished sheet for anything private."""
    return scan_pdf(pdf, rules(connection, village, title, kind.title_words))


def _codes(connection: Connection, village: uuid.UUID) -> frozenset[str]:
    """Codes of projects, vouchers and documents, and harmless compounds of watched words: no leak although digits."""
    found: set[str | None] = set()
    for column in (Project.code, Project.approval_number, FundEntry.voucher, Household.code):
        found |= set(connection.execute(select(column).where(column.class_.village_id == village)).scalars())
    return frozenset(text for text in found if text) | frozenset(harmless_phrases())


def _stored(connection: Connection, village: uuid.UUID) -> Iterator[str]:
    for record in RECORDS:
        table = record.__table__
        if "village_id" not in table.c or record.__tablename__ in ("operation", "change", "import_row"):
            continue
        wanted = [
            f for f in fields_of(record) if f.privacy is Privacy.SECRET and (f.kind in _LITERAL or f.name == "extra")
        ]
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
