"""Everything private this book stores, as the leak scan wants it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, or_, select

from villagebook.base import resident_ids
from villagebook.base.sheet import NoticeContent
from villagebook.exporting.leaks import Hit, LeakRules, Literals, scan_pdf
from villagebook.exporting.leaks.squeeze import squeezed
from villagebook.models import RECORDS, Household, Officer, Privacy, Project, Village, fields_of
from villagebook.notices import NoticeKind
from villagebook.notices.words import harmless_phrases, private_words

#: Kinds of secret fields whose values are long enough to be searched literally; choices are found by their words.
_LITERAL = ("id_number", "card", "phone", "long_text")
_NUMBER = re.compile(r"[0-9X]{7,}")
_BETWEEN_PHONES = re.compile(r"[、，,;；/]")
#: With area code and extension at most; no mobile number is longer, and no ID or card so short.
_PHONE = re.compile(r"[+(]*[0-9)]{5,14}(?:转[0-9]{1,5})?")
#: Codes of villages, projects and households; as long as a phone they would let one through.
_CODE = re.compile(r"[0-9A-Z]{12,20}")


def office_phones(connection: Connection, village: uuid.UUID, on: dt.date | None = None) -> frozenset[str]:
    """Phones that may hang on a wall: the village's own, and those of officers in office on a day (None: ever).

    A text that is no phone (an ID number typed into that field) is none.
    """
    query = select(Officer.phone).where(Officer.village_id == village)
    if on is not None:
        query = query.where(or_(Officer.until.is_(None), Officer.until > on))
    found = [*connection.execute(query).scalars()]
    found += connection.execute(select(Village.office_phone).where(Village.id == village)).scalars()
    parts = (part for text in found if text for part in _BETWEEN_PHONES.split(text))
    return frozenset(part for part in parts if _PHONE.fullmatch(squeezed(part)))


def rules(
    connection: Connection, village: uuid.UUID, title: str = "", title_words: Iterable[str] = (),
    on: dt.date | None = None,
) -> LeakRules:  # fmt: skip
    """Everything one scan looks for; words of the programme's own name are allowed in the title only.

    Args:
        on: The day the paper goes out; phones of officers who left before are villagers' phones again.
    """
    phones = office_phones(connection, village, on)
    hidden = Literals(frozenset(_stored(connection, village)) - phones)
    return LeakRules(
        secrets=hidden,
        office_phones=phones,
        allowed=(*_codes(connection, village, hidden), *harmless_phrases()),
        words=private_words(),
        titles=(title,) if title else (),
        title_words=tuple(title_words),
    )


def scan(
    connection: Connection, village: uuid.UUID, pdf: bytes, kind: NoticeKind, content: NoticeContent
) -> tuple[Hit, ...]:
    """Scan a finished sheet for anything private."""
    return scan_pdf(pdf, rules(connection, village, content.title, kind.title_words, content.from_on))


def _codes(connection: Connection, village: uuid.UUID, hidden: Literals) -> Iterator[str]:
    """Codes of projects and households that only look like the number of a card or an ID.

    What people typed into these fields is looked at first: an ID as a household's code is no code.
    """
    for column in (Project.code, Household.code):
        for code in connection.execute(select(column).where(column.class_.village_id == village)).scalars():
            text = squeezed(code or "")
            if _CODE.fullmatch(text) and text not in hidden and resident_ids.problems(text):
                yield text


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
                    yield from (m for text in value.values() for m in _NUMBER.findall(squeezed(str(text))))
                else:
                    yield str(value)
