"""Everything private this book stores, as the leak scan wants it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Connection, func, or_, select

from villagebook.base import resident_ids
from villagebook.base.sheet import NoticeContent
from villagebook.exporting.leaks import Children, Hit, LeakRules, Literals, scan_pdf
from villagebook.exporting.leaks.squeeze import squeezed
from villagebook.models import (
    RECORDS,
    Household,
    Objection,
    Officer,
    Operation,
    Person,
    PersonYear,
    Privacy,
    Project,
    Village,
    fields_of,
)
from villagebook.notices import NoticeKind, objected
from villagebook.notices.words import harmless_phrases, private_words

#: Kinds of secret fields whose values are long enough to be searched literally; choices are found by their words.
_LITERAL = ("id_number", "card", "phone", "long_text")
_NUMBER = re.compile(r"[0-9X]{7,}")
_BETWEEN_PHONES = re.compile(r"[、，,;；/]")
#: With area code and extension at most; no mobile number is longer, and no ID or card so short.
_PHONE = re.compile(r"[+(]*[0-9)]{5,14}(?:转[0-9]{1,5})?")
#: Codes of villages, projects and households; as long as a phone they would let one through.
_CODE = re.compile(r"[0-9A-Z]{12,20}")
#: From this birthday on nobody is a child any more (未成年人保护法 2: 未满十八周岁).
_OF_AGE = 18


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
        on: The day the paper goes out; phones of officers who left before are villagers' phones again, and who is
            of age by then is no child. None: phones of all officers ever, children as of the book's last operation.
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
        children=children(connection, village, on or _last_day(connection, village)),
    )


def children(connection: Connection, village: uuid.UUID, on: dt.date) -> Children:
    """The people of the book who are under age on a day, with every school the book names for them."""
    year = on.year - _OF_AGE
    since = dt.date(year, on.month, 28 if (on.month, on.day) == (2, 29) else on.day)
    query = select(Person.id, Person.name, Person.born, Person.id_number).where(
        Person.village_id == village, Person.name.is_not(None), Person.merged_into.is_(None),
        or_(Person.born.is_(None), Person.born > since),
    )  # fmt: skip
    young = {
        row.id: row.name for row in connection.execute(query)
        if (row.born or _born(row.id_number) or since) > since
    }  # fmt: skip
    schools: dict[str, set[str]] = {name: set() for name in young.values()}
    told = select(PersonYear.person_id, PersonYear.school_name).where(
        PersonYear.village_id == village, PersonYear.school_name.is_not(None)
    )
    for person, school in connection.execute(told):
        if person in young:
            schools[young[person]].add(school)
    return Children(schools)


def _born(id_number: str | None) -> dt.date | None:
    try:
        return resident_ids.parse(resident_ids.fold(id_number)).born if id_number else None
    except ValueError:  # not a number that tells a birthday; the checks say so
        return None


def _last_day(connection: Connection, village: uuid.UUID) -> dt.date:
    """The day of the book's last operation: scans without a day of their own look at what is there now."""
    last = connection.execute(select(func.max(Operation.at)).where(Operation.village_id == village)).scalar()
    return last.date() if last is not None else dt.date.min.replace(year=_OF_AGE + 1)


def scan(
    connection: Connection, village: uuid.UUID, pdf: bytes, kind: NoticeKind, content: NoticeContent
) -> tuple[Hit, ...]:
    """Scan a finished sheet for anything private."""
    sought = rules(connection, village, content.title, kind.title_words, content.from_on)
    return scan_pdf(pdf, replace(sought, words=(*sought.words, *kind.forbidden)))


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
                elif record is not Objection or not objected.is_stock(str(value)):
                    yield str(value)
