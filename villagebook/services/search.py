"""One box over everything: names, pinyin, initials, the last digits of a number, phone, project, amount, notice.

Hits come grouped by kind in a fixed order; within a kind, names that begin with the text come first. People and
households are found by ranges on indexes (probes.py), so that half a million answer while somebody types; what a
village has few of is read.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from villagebook.base.money import format_yuan, parse_yuan
from villagebook.base.resident_ids import mask
from villagebook.base.text import fold_code
from villagebook.models import (
    Asset,
    Contract,
    FundEntry,
    Household,
    Meeting,
    Membership,
    Notice,
    Person,
    Project,
    SocialHelp,
)
from villagebook.services import code_text, kept, probes
from villagebook.services.probes import LAST, Typed
from villagebook.store import Book, finding

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit: which page shows it, which record, what to write on the line.

    ``page`` is the id of the window's page; ``key`` the record the page opens (a household for a person); ``kind``
    is household, person, project, asset, contract, entry, notice, meeting or social_help; ``action`` is what the page
    does with the record.
    """

    page: str
    key: uuid.UUID
    title: str
    detail: str
    kind: str = ""
    action: str = ""


def search(book: Book, text: str, limit: int = 8) -> list[Hit]:
    """Return hits for what was typed, at most ``limit`` of each kind; empty text gives none."""
    typed = text.strip()
    if not typed:
        return []
    with book.read() as connection:
        shaped = Typed(typed, limit, book.village_id)
        found = [*_households(connection, shaped), *_persons(connection, shaped)]
        found += _merged_persons(connection, book.village_id, typed, limit)
        if not found and not typed.isascii():
            # Addresses are long and all different: they are read when nothing else is meant.
            found += map(_household_hit, probes.at_address(connection, shaped))
        for finder in (_projects, _assets, _contracts, _entries, _notices, _meetings, _helps):
            found += finder(connection, book.village_id, typed, limit)
    return list(dict.fromkeys(found))


def _begins(column: _Column, text: str) -> ColumnElement[bool]:
    """``column LIKE 'text%'`` as a range, which uses the index on every engine."""
    return (column >= text) & (column < text + LAST)


def _like(column: _Column, text: str) -> ColumnElement[bool]:
    return column.contains(text, autoescape=True)


def _ranked(query: Select[Any], first: ColumnElement[bool], limit: int) -> Select[Any]:
    return query.order_by(case((first, 0), else_=1)).limit(limit)


def _households(connection: Connection, typed: Typed) -> Iterator[Hit]:
    yield from map(_household_hit, probes.households(connection, typed))


def _household_hit(row: Any) -> Hit:
    detail = f"户　{row.code or '未编号'}　{row.group_name or ''}".rstrip()
    return Hit("households", row.id, row.head_name or "（没有户主）", detail, "household")


def _numbered(code: str, *columns: _Column) -> list[ColumnElement[bool]]:
    """First or last digits of an ID number, from four on; the last may be an X."""
    if len(code) < 4 or not code[:-1].isdigit():
        return []
    return [found for column in columns for found in (_begins(column, code), column.endswith(code, autoescape=True))]


def _wanted_person(text: str) -> list[ColumnElement[bool]]:
    code, lower = fold_code(text).upper(), fold_code(text).lower()
    wanted: list[ColumnElement[bool]] = [
        _like(Person.name, text),
        _like(Person.former_name, text),
        _begins(Person.pinyin, lower),
        _begins(Person.initials, lower),
        _begins(Person.phone, code),
        _begins(Person.code, code),
    ]
    return wanted + _numbered(code, Person.id_number)


def _merged_persons(connection: Connection, village: uuid.UUID, text: str, limit: int) -> Iterator[Hit]:
    """Persons kept, found by what only somebody merged into them has."""
    query = select(Person.id).where(
        finding.filled(Person.merged_into, connection.dialect.name),
        finding.beside(Person.__table__.c.village_id, connection.dialect.name) == village,
        or_(*_wanted_person(text)),
    )
    found = connection.execute(query.limit(limit)).scalars().all()
    if not found:
        return
    whom = kept.family(connection, found)
    places = (
        select(
            Membership.person_id, Membership.relation, Household.id, Household.code, Household.head_name,
            Household.group_name,
        )
        .join(Household, Household.id == Membership.household_id)
        .where(Membership.person_id.in_(whom), Membership.through_on.is_(None))
    )  # fmt: skip
    named = {row.id: row for row in connection.execute(
        select(Person.id, Person.name, Person.id_number).where(Person.id.in_(set(whom.values()))))}  # fmt: skip
    for row in connection.execute(places):
        if row.relation == "户主":
            yield _household_hit(row)
        else:
            person = named[whom[row.person_id]]
            detail = f"{row.head_name or ''}的{_relation(row.relation)}　{mask(person.id_number or '')}"
            yield Hit("households", row.id, person.name or "", detail, "person")


def _persons(connection: Connection, typed: Typed) -> Iterator[Hit]:
    for row in probes.persons(connection, typed):
        detail = f"{row.head_name or ''}的{_relation(row.relation)}　{mask(row.id_number or '')}"
        yield Hit("households", row.household_id, row.name or "", detail, "person")


def _relation(relation: str | None) -> str:
    word = (relation or "家人").removeprefix("之")
    return {"子": "儿子", "女": "女儿"}.get(word, word)


def _projects(connection: Connection, village: uuid.UUID, text: str, limit: int) -> Iterator[Hit]:
    lower = fold_code(text).lower()
    query = select(Project.id, Project.name, Project.code, Project.mode).where(
        Project.village_id == village,
        or_(
            _like(Project.name, text),
            _begins(Project.pinyin, lower),
            _begins(Project.initials, lower),
            _like(Project.code, fold_code(text)),
        ),
    )
    for row in connection.execute(_ranked(query, _begins(Project.name, text), limit)):
        yield Hit("projects", row.id, row.name or "", f"项目　{row.code or ''}　{row.mode or ''}".rstrip(), "project")


def _assets(connection: Connection, village: uuid.UUID, text: str, limit: int) -> Iterator[Hit]:
    query = select(Asset.id, Asset.name, Asset.code, Asset.owner).where(
        Asset.village_id == village,
        or_(_like(Asset.name, text), _like(Asset.code, fold_code(text)), _like(Asset.operator, text)),
    )
    for row in connection.execute(_ranked(query, _begins(Asset.name, text), limit)):
        detail = f"资产　{row.code or ''}　{row.owner or ''}".rstrip()
        yield Hit("projects", row.id, row.name or row.code or "", detail, "asset", "assets")


def _meetings(connection: Connection, village: uuid.UUID, text: str, limit: int) -> Iterator[Hit]:
    """Meetings by number, kind, subject or resolution, the newest first."""
    query = select(Meeting.id, Meeting.code, Meeting.kind, Meeting.held_on, Meeting.subject).where(
        Meeting.village_id == village,
        or_(Meeting.code == fold_code(text), _like(Meeting.kind, text), _like(Meeting.subject, text),
            _like(Meeting.resolution, text)),
    )  # fmt: skip
    for row in connection.execute(query.order_by(Meeting.held_on.desc(), Meeting.id).limit(limit)):
        detail = f"会议　{row.held_on or ''}　{row.subject or ''}".rstrip()
        yield Hit("projects", row.id, row.kind, detail, "meeting", "meetings")


def _helps(connection: Connection, village: uuid.UUID, text: str, limit: int) -> Iterator[Hit]:
    """Help from outside by number, giver, content or whom it was for, the newest first."""
    query = select(SocialHelp.id, SocialHelp.code, SocialHelp.giver, SocialHelp.date, SocialHelp.content).where(
        SocialHelp.village_id == village,
        or_(SocialHelp.code == fold_code(text), _like(SocialHelp.giver, text), _like(SocialHelp.content, text),
            _like(SocialHelp.target, text)),
    )  # fmt: skip
    for row in connection.execute(query.order_by(SocialHelp.date.desc(), SocialHelp.id).limit(limit)):
        detail = f"社会帮扶　{row.date or ''}　{row.content or ''}".rstrip()
        yield Hit("projects", row.id, row.giver or row.code or "", detail, "social_help", "social-help")


def _contracts(connection: Connection, village: uuid.UUID, text: str, limit: int) -> Iterator[Hit]:
    """Contracts by name, number or party; the page of their project shows them."""
    query = select(Contract.project_id, Contract.name, Contract.number, Contract.party).where(
        Contract.village_id == village, Contract.project_id.is_not(None),
        or_(_like(Contract.name, text), _like(Contract.number, fold_code(text)), _like(Contract.party, text)),
    )  # fmt: skip
    for row in connection.execute(query.order_by(Contract.number.desc()).limit(limit)):
        detail = f"合同　{row.number or ''}　{row.party or ''}".rstrip()
        yield Hit("projects", row.project_id, row.name or row.number or "", detail, "contract", "projects")


def _entries(connection: Connection, village: uuid.UUID, text: str, limit: int) -> Iterator[Hit]:
    wanted = [_like(FundEntry.voucher, fold_code(text)), _like(FundEntry.memo, text), _like(FundEntry.payee, text)]
    amount = _amount(text)
    if amount is not None:
        wanted.append(FundEntry.amount_fen == amount)
    query = select(FundEntry.id, FundEntry.voucher, FundEntry.memo, FundEntry.amount_fen, FundEntry.date).where(
        FundEntry.village_id == village, or_(*wanted)
    )
    for row in connection.execute(query.order_by(FundEntry.date.desc(), FundEntry.voucher.desc()).limit(limit)):
        money = "" if row.amount_fen is None else f"　{format_yuan(row.amount_fen)} 元"
        detail = f"资金　{row.date or ''}{money}"
        yield Hit("funds", row.id, f"{row.voucher or '草稿'}　{row.memo or ''}", detail, "entry")


def _amount(text: str) -> int | None:
    try:
        return parse_yuan(text)
    except ValueError:
        return None


def _notices(connection: Connection, village: uuid.UUID, text: str, limit: int) -> Iterator[Hit]:
    """Notices by number or title; by the check code on their foot."""
    coded = code_text.notice_of(connection, village, text)
    if coded is not None:
        detail = f"校验码　{coded.number}　{coded.state}"
        yield Hit("notices", coded.id, coded.heading or coded.number, detail, "notice")
    query = select(Notice.id, Notice.number, Notice.heading, Notice.state).where(
        Notice.village_id == village, or_(_like(Notice.number, text), _like(Notice.heading, text))
    )
    for row in connection.execute(query.order_by(Notice.number.desc()).limit(limit)):
        yield Hit("notices", row.id, row.heading or row.number, f"公示　{row.number}　{row.state}", "notice")
