"""Drafts of the notices about cases: tables of each kind, drawn from the cases themselves, never why, never how poor.

Every row is one case: whose household it is, how many live there, as what it is to be taken in or let go. Nothing of
risks, incomes or causes is read.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import LEDGERS, Scope, rows
from villagebook.ledgers.case_facts import Told
from villagebook.notices.case_waiting import chosen
from villagebook.notices.drafting import Words, finish, meeting_of, sheet_table
from villagebook.notices.kind import Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.subject import NoticeRules, NoticeSubject

_H, _C = LEDGERS["households"], LEDGERS["cases"]


def _always(words: str) -> Callable[[Cells], str]:
    def value(cells: Cells) -> str:
        return words if cells["kind"] else ""

    return value


def _year(cells: Cells) -> str:
    """The year a household is to leave in: that of its lead, which no household outlives by the exit's own rule."""
    return f"{cells['lead_on'].year}年" if cells["lead_on"] is not None else ""


_SERIAL = NoticeColumn("serial", "序号", "serial")


def _group(heading: str) -> NoticeColumn:
    return NoticeColumn("group", heading, "group", (_H.column("group"),))


def _head(heading: str) -> NoticeColumn:
    return NoticeColumn("head", heading, "name", (_H.column("head"),))


def _count(heading: str) -> NoticeColumn:
    return NoticeColumn("population", heading, "int", (_H.column("population"),), unit="人", total=True)


def _target(heading: str) -> NoticeColumn:
    return NoticeColumn("target", heading, "text", (_C.column("target"),))


def _said(id_: str, heading: str, words: str) -> NoticeColumn:
    """A column that says the same of every case: what is to be done, or was done."""
    return NoticeColumn(id_, heading, "text", (_C.column("kind"),), _always(words))


IDENTIFIED = NoticeTable((_SERIAL, _group("组别"), _head("户主姓名"), _count("家庭人口"), _target("拟纳入类别")))
ANNOUNCED = NoticeTable((_SERIAL, _group("组别"), _head("户主姓名"), _count("家庭人口"), _target("纳入类别")))


def removal_table(heading: str, words: str) -> NoticeTable:
    """The households whose risk is to be, or was, removed."""
    said = _said("removed", heading, words)
    return NoticeTable((_SERIAL, _group("组"), _head("户主"), _count("人口"), _target("类别"), said))


# The running number is added to lists that have none in the county's form: an objection names the line.
POVERTY = NoticeTable((_SERIAL, _head("户主"), _count("人口"), _group("组")))
EXITS = NoticeTable((
    _SERIAL, _head("户主"), _count("人口"), _group("组"),
    NoticeColumn("year", "退出年度", "text", (_C.column("lead_on"),), _year),
))  # fmt: skip


def _grade(cells: Cells) -> str:
    """特困户 · 分散供养, 低保户 · A类; the class alone where no grade is written."""
    return "·".join(part for part in (cells["target"], cells["grade"]) if part)


def assistance_table(words: str) -> NoticeTable:
    """The households that are to get, or got, 低保 or 特困供养: how many, of which class, how much a month."""
    return NoticeTable((
        _SERIAL,
        _head("户主"),
        NoticeColumn("covered", "保障人数", "int", (_C.column("covered"),), unit="人", total=True),
        NoticeColumn("grade", "类别/档", "text", (_C.column("target"), _C.column("grade")), _grade),
        NoticeColumn("month", "月保障金额", "money", (_C.column("month_fen"),), unit="元", total=True),
        _said("state", "拟/已", words),
    ))  # fmt: skip


#: Columns that must not be empty, by id, and where they are written.
_WANTED = {"target": "类别", "covered": "保障人数", "month": "月保障金额"}


def draft_cases(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """Any notice about cases: its table of the cases chosen, one row each.

    Raises:
        UserError: nothing waits, a case is at another step, or lacks what its row shows.
    """
    found = chosen(conn, scope, kind, subject)
    (table,) = kind.tables
    cells = _cells(conn, scope, found)
    _refuse_empty(table, found, cells)
    words = Words(
        year=subject.year or (subject.from_on or scope.on).year,
        document=subject.basis_document or "",
        meeting=meeting_of(conn, scope, subject.meeting_id or _meeting(kind, found)),
    )
    shown = sheet_table(table, cells, f"{len(cells)}户", rules)
    return finish(kind, conn, scope, subject, rules, words, (shown,))


def _cells(conn: Connection, scope: Scope, found: Sequence[Told]) -> list[Cells]:
    homes = {row["_id"]: row for row in rows(conn, _H, scope, [one.row["household_id"] for one in found])}
    lines = {row["_id"]: row for row in rows(conn, _C, scope, [one.row["id"] for one in found])}
    made: list[Cells] = []
    for one in found:
        home = homes[one.row["household_id"]]
        # As listed for the newest year, else the members in the book.
        people = home["members"] if home["population"] is None else home["population"]
        made.append({**lines[one.row["id"]], **home, "population": people})
    return made


def _refuse_empty(table: NoticeTable, found: Sequence[Told], cells: Sequence[Cells]) -> None:
    for column in table.columns:
        if column.id not in _WANTED:
            continue
        read = column.reads[0].id
        lacking = [f"{one.head}（{one.row['code']}）" for one, row in zip(found, cells, strict=True) if not row[read]]
        if lacking:
            said = f"{'、'.join(lacking)}还没有写{_WANTED[column.id]}"
            raise UserError("notice.case-lacks", said, "请先在这一件动态里写上")


def _meeting(kind: NoticeKind, found: Sequence[Told]) -> uuid.UUID | None:
    """The meeting all these cases went through, where the notice is the village's own: a county's has its own basis."""
    if kind.issuer != "村":
        return None
    held = {row["meeting_id"] for one in found for row in one.steps.values() if row["meeting_id"] is not None}
    return held.pop() if len(held) == 1 else None
