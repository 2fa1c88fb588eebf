"""Checks of values by their declaration: code lists, cells that could not be read, the book's own rules.

They walk the fields of all records, so a new field is checked without a line here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import case, func, select

from villagebook.base import resident_ids
from villagebook.base.errors import UserError
from villagebook.base.text import fold_code, shown
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.subjects import subjects_of
from villagebook.ledgers.parts import table
from villagebook.models import (
    HISTORY_TABLES,
    JOURNAL_TABLES,
    RECORDS,
    FieldInfo,
    Household,
    Imported,
    Override,
    Person,
    Record,
    fields_of,
    info,
)  # fmt: skip
from villagebook.models.codes import CODES
from villagebook.policies import POLICIES, value

_CHECKED = tuple(r for r in RECORDS if r.__tablename__ not in (*JOURNAL_TABLES, *HISTORY_TABLES))

#: Fields whose list is known not to be whole: there are parties besides those of the list.
_TOLERATED = {info(Person.politics).id}


def _choices(assumed: bool) -> Iterator[tuple[type[Record], FieldInfo]]:
    """Yield choice fields whose list was (or was not) seen in an official list."""
    for record in _CHECKED:
        for field in fields_of(record):
            if field.codes and CODES[field.codes].source.startswith("assumed") == assumed:
                yield record, field


def _outside(facts: Facts, assumed: bool) -> Iterator[Problem]:
    by_record: dict[type[Record], list[FieldInfo]] = {}
    for record, field in _choices(assumed):
        if facts.looks_at(record):
            by_record.setdefault(record, []).append(field)
    for record, fields in by_record.items():
        for field, texts in _strange(facts, record, fields):
            yield from _outside_field(facts, record, field, texts)


def _strange(facts: Facts, record: type[Record], fields: list[FieldInfo]) -> Iterator[tuple[FieldInfo, list[str]]]:
    """Yield fields with the texts in them that are outside their list, sorted."""
    rows = table(record)
    if facts.only is None:
        held = ((field, _distinct(facts, record, field)) for field in _suspected(facts, record, fields))
    else:
        statement = facts.of_village(record, select(*(rows.c[field.name] for field in fields)))
        columns = zip(*facts.conn.execute(statement).all(), strict=True)
        # Without a single row there are no columns either.
        texts_of = zip(fields, columns, strict=False)
        held = ((field, sorted({text for text in texts if text})) for field, texts in texts_of)
    for field, texts in held:
        codes = CODES[field.codes or ""]
        own = facts.own_codes.get(codes.id, frozenset())
        found = [text for text in texts if not codes.accepts(text) and text not in own]
        if found:
            yield field, found


def _suspected(facts: Facts, record: type[Record], fields: list[FieldInfo]) -> list[FieldInfo]:
    """Return the fields with a value that is no single known one; asked of all fields of a record at once."""
    rows = table(record)
    strange = []
    for field in fields:
        codes = CODES[field.codes or ""]
        known = (*codes.values, *codes.retired, *sorted(facts.own_codes.get(codes.id, ())), "")
        strange.append(func.count(case((rows.c[field.name].not_in(known), 1))))
    counts = facts.conn.execute(facts.of_village(record, select(*strange))).one()
    return [field for field, count in zip(fields, counts, strict=True) if count]


def _outside_field(facts: Facts, record: type[Record], field: FieldInfo, texts: list[str]) -> Iterator[Problem]:
    codes = CODES[field.codes or ""]
    for key, subject, text in _holders(facts, record, field, texts):
        known = "、".join(codes.values[:8]) + ("……" if len(codes.values) > 8 else "")
        message = f"“{shown(text)}”不在代码表“{codes.title}”里"
        near = [value for value in codes.values if value in text or text in value]
        proposal = near[0] if len(near) == 1 and not codes.several else None
        at, severity = (record.__tablename__, key), WARNING if field.id in _TOLERATED else None
        yield Problem(subject, field.label, message, at, f"应为 {known}", severity, proposal)


def _distinct(facts: Facts, record: type[Record], field: FieldInfo) -> list[str]:
    rows = table(record)
    column = rows.c[field.name]
    statement = facts.of_village(record, select(column).distinct().where(column.is_not(None), column != ""))
    return sorted(facts.conn.execute(statement).scalars())


def _holders(
    facts: Facts, record: type[Record], field: FieldInfo, texts: list[str]
) -> Iterator[tuple[uuid.UUID, str, str]]:
    """Yield key, subject and text of the records that hold one of the texts."""
    if not texts:
        return
    rows = table(record)
    statement = select(rows.c.id, rows.c[field.name]).where(rows.c[field.name].in_(texts)).order_by(rows.c.id)
    held = [(key, text) for key, text in facts.conn.execute(facts.of_village(record, statement))]
    names = subjects_of(facts, record, [key for key, _ in held])
    for key, text in held:
        yield key, names[key], text


@check(
    "values.not-in-list", "不在代码表里的值", ERROR, hint="请改为代码表里的值；本地确有的值，可以加进代码表",
    number="12.1-6、12.2-9、12.3-18",
    codes=("B08", "3_01_001", "B03", "B09", "B10"),
)  # fmt: skip
def not_in_list(facts: Facts) -> Iterator[Problem]:
    """A value of a code list is one of the list, a retired one, or one the village added."""
    yield from _outside(facts, assumed=False)


@check(
    "values.not-in-assumed-list", "不在代码表里的值（代码表待核实）", WARNING,
    hint="请核对；本地确有的值，可以加进代码表", source="assumed; 没有见到正式代码表",
)  # fmt: skip
def not_in_assumed_list(facts: Facts) -> Iterator[Problem]:
    """As values.not-in-list, for lists that nobody has seen in an official export."""
    yield from _outside(facts, assumed=True)


@check("values.unread", "没能读懂的单元格", WARNING, hint="请按原件填写")
def unread(facts: Facts) -> Iterator[Problem]:
    """A cell under a known heading that could not be read as its kind waits beside the record; ruined numbers apart."""
    for record in _CHECKED:
        if not issubclass(record, Imported) or not facts.looks_at(record):
            continue
        headings = _headings(record)
        waiting = [(key, extra) for key, extra in facts.extras(record) if _readable(extra, headings)]
        names = subjects_of(facts, record, [key for key, _ in waiting])
        for key, extra in waiting:
            for heading in _readable(extra, headings):
                field = headings[fold_code(heading)]
                message = f"原表里写的是“{shown(extra[heading])}”，读不懂，没有收进来"
                yield Problem(names[key], field.label, message, (record.__tablename__, key))


@cache
def _headings(record: type[Record]) -> dict[str, FieldInfo]:
    """Return each heading a field of the record is known by, folded, with the field."""
    return {fold_code(heading): field for field in fields_of(record) for heading in field.headings}


_RUINED = {info(Person.id_number).id, info(Household.card).id}


def _readable(extra: dict[str, Any], headings: dict[str, FieldInfo]) -> list[str]:
    """Return the headings in ``extra`` that are known ones; ruined ID and card numbers have checks of their own."""
    return [
        heading
        for heading, cell in extra.items()
        if (field := headings.get(fold_code(heading))) is not None
        and not (field.id in _RUINED and resident_ids.is_ruined(cell))
    ]


@check("policies.own-value", "本村规定的取值", ERROR, hint="请在设置的本村规定里改正")
def own_value(facts: Facts) -> Iterator[Problem]:
    """The book's own value of a policy has the shape the policy demands; until then the stated one is used."""
    own = table(Override)
    statement = select(own.c.id, own.c.subject, own.c.since, own.c.value).where(
        own.c.village_id == facts.scope.village_id, own.c.subject.in_(POLICIES.ids)
    )
    for key, subject, since, stated in facts.conn.execute(statement.order_by(own.c.id)):
        day = since or facts.on
        try:
            value(subject, day, {subject: [(None, None, stated)]})
        except UserError as fault:
            yield Problem(POLICIES[subject].title, info(Override.value).label, fault.message, ("override", key))


def checked_choices() -> Iterable[tuple[type[Record], FieldInfo]]:
    """Return every choice field that the two list checks look at."""
    return (*_choices(assumed=False), *_choices(assumed=True))
