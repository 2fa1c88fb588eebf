"""Draft of N6, the use of project money: by source, and what it was spent on. Posted entries only.

Names of persons never stand in it: money paid to a person is shown as 到户补助 or 个人.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select, union

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import LEDGERS, Row, Scope, count, rows
from villagebook.ledgers.parts import table
from villagebook.models import FundEntry, Household, Person
from villagebook.notices.drafting import Words, find_project, finish, meeting_of, sheet_table, year_of
from villagebook.notices.kind import Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.subject import NoticeRules, NoticeSubject

_F, _B = LEDGERS["funds"], LEDGERS["fund-balances"]

SOURCE_TABLE = NoticeTable(
    (
        NoticeColumn("source", "资金来源", "text", (_B.column("source"),)),
        NoticeColumn("granted_fen", "下达", "money", (_B.column("granted_fen"),), unit="元", total=True),
        NoticeColumn("spent_fen", "支出", "money", (_B.column("spent_fen"),), unit="元", total=True),
        NoticeColumn("balance_fen", "结余", "money", (_B.column("balance_fen"),), unit="元", total=True),
    ),
    "一、资金来源",
)

USE_TABLE = NoticeTable(
    (
        NoticeColumn("serial", "序号", "serial"),
        NoticeColumn("use", "用途", "text", (_F.column("memo"), _F.column("project_name")), lambda c: c["memo"]),
        NoticeColumn("payee", "收款单位", "text", (_F.column("payee"),)),
        NoticeColumn("amount_fen", "金额", "money", (_F.column("amount_fen"),), unit="元", total=True),
    ),
    "二、用途明细",
)

#: Words in the name of a unit. A payee without one, or that begins with the name of a person of this book, is taken
#: for a person: better one unit too few by name on the wall than one villager too many.
_UNIT_WORDS = re.compile(
    r"公司|合作社|合作联社|委员会|财政|政府|单位|代发|学校|小学|中学|大学|幼儿园|医院|卫生|中心|商店|商行|银行|信用社|"
    r"工程队|施工队|农场|林场|养殖场|厂$|经营部|门市|超市|协会|基金|联社|事务所|电站|供电|自来水|保险|村部|设计院|监理"
)
_PERSONAL = "个人"
_PART = re.compile(r"第[0-9一二三四五六七八九十]+[笔次期](?:款|资金)?(?:[（(]更正[）)])?$")


def draft_funds(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N6: money of one project, or of all projects of a year, as posted up to the day of the scope."""
    project = find_project(conn, scope, subject.project_code) if subject.project_code else None
    year = (project["year"] if project else None) or year_of(conn, scope, subject)
    codes = (project["code"],) if project else _codes_of(conn, scope, year)
    posted = replace(scope.only(project=codes), posted_only=True, through=scope.on)
    waiting = replace(scope.only(project=codes, posted=False), posted_only=False, through=scope.on)
    drafts = count(conn, _F, waiting)
    if not codes or not count(conn, _F, posted):
        _refuse(project["name"] if project else f"{year}年的项目", drafts)
    sources = _by_source(conn, posted)
    uses = _uses(conn, posted)
    tables = (
        sheet_table(SOURCE_TABLE, sources, "", rules),
        *((sheet_table(USE_TABLE, uses, f"{len(uses)}项", rules),) if uses else ()),
    )
    words = Words(
        year=year,
        project=project["name"] if project else "项目",
        document=subject.basis_document or (project["approval_number"] if project else "") or "",
        meeting=meeting_of(conn, scope, subject.meeting_id),
        sentences=_sentences(sources, drafts),
    )
    return finish(kind, conn, scope, subject, rules, words, tables)


def _refuse(what: str, drafts: int) -> None:
    hint = f"有 {drafts} 笔草稿待入账，请先入账" if drafts else "请先登记资金并入账"
    raise UserError("notice.nothing-posted", f"{what}没有已入账的资金，不能公告使用情况", hint)


def _codes_of(conn: Connection, scope: Scope, year: int) -> tuple[str, ...]:
    return tuple(row["code"] for row in rows(conn, LEDGERS["projects"], scope.only(year=year)) if row["code"])


def _by_source(conn: Connection, scope: Scope) -> list[dict[str, object]]:
    """Sum the balances by source over all projects in the scope; sources without any movement are left out."""
    found: dict[str, dict[str, int]] = {}
    names = ("granted_fen", "received_fen", "spent_fen", "balance_fen", "returned_fen")
    for row in rows(conn, _B, scope):
        sums = found.setdefault(row["source"] or "未写明来源", dict.fromkeys(names, 0))
        for name in names:
            sums[name] += row[name]
    return [{"source": source, **sums} for source, sums in found.items() if any(sums.values())]


def _uses(conn: Connection, scope: Scope) -> list[Cells]:
    """Sum what counts as 支出 by use and payee, in the order of the first payment; a 冲销 lessens its own entry."""
    entries = [row for row in rows(conn, _F, scope) if row["counted"] == "支出"]
    by_key = {row.key: row for row in entries}
    reversed_by = reversals(conn, scope)
    names = names_of_people(conn, scope)
    sums: dict[tuple[str, str], int] = {}
    for row in entries:
        origin = by_key.get(reversed_by.get(row.key, row.key), row)
        use = _use(origin, names)
        key = (use, _payee(origin["payee"] or "", names))
        sums[key] = sums.get(key, 0) + (row["amount_fen"] or 0)
    return [
        {"memo": use, "project_name": "", "payee": payee, "amount_fen": amount}
        for (use, payee), amount in sums.items() if amount
    ]  # fmt: skip


def reversals(conn: Connection, scope: Scope) -> dict[Any, Any]:
    """Return key of a 冲销 -> key of the entry it reverses; vouchers would not do, each year has its own sequence."""
    entry = table(FundEntry)
    both = select(entry.c.id, entry.c.reverses_id).where(
        entry.c.village_id == scope.village_id, entry.c.reverses_id.is_not(None))  # fmt: skip
    return {row.id: row.reverses_id for row in conn.execute(both)}


def names_of_people(conn: Connection, scope: Scope) -> frozenset[str]:
    """Return the names of all persons of the book, heads of households who are not linked yet among them."""
    person, home = table(Person), table(Household)
    both = union(
        select(person.c.name).where(person.c.village_id == scope.village_id, person.c.name.is_not(None)),
        select(home.c.head_name).where(home.c.village_id == scope.village_id, home.c.head_name.is_not(None)),
    )
    return frozenset(conn.execute(both).scalars())


def _use(row: Row, names: frozenset[str]) -> str:
    """Return what the money was for: the memo without the number of the instalment, or the project's name."""
    memo = _PART.sub("", (row["memo"] or "").strip())
    project: str = row["project_name"] or "项目支出"
    rest = memo.replace(project, "")
    return project if not memo or mentions(rest, names) else memo


def mentions(text: str, names: frozenset[str]) -> bool:
    """Whether a text names one of these persons."""
    return any(text[start : start + size] in names for size in (2, 3, 4) for start in range(len(text) - size + 1))


def _payee(payee: str, names: frozenset[str]) -> str:
    """Return a unit's name; 个人 for a person, 到户补助 for a list of them (许玉美等8户)."""
    text = payee.strip()
    if not text:
        return ""
    personal = any(text[:size] in names and not _UNIT_WORDS.search(text[size:]) for size in (2, 3, 4))
    if re.search(r"等.{0,4}[户人]", text) or (personal and "户" in text):
        return "到户补助"
    return _PERSONAL if personal or not _UNIT_WORDS.search(text) else text


def _sentences(sources: Sequence[Mapping[str, object]], drafts: int) -> tuple[str, ...]:
    granted, received, returned = (
        sum(int(str(source[name])) for source in sources) for name in ("granted_fen", "received_fen", "returned_fen")
    )
    found = []
    if granted != received or returned:
        taken = f"，收回 {format_yuan(returned)} 元" if returned else ""
        how = "到账减支出、收回" if returned else "到账减支出"
        found.append(f"指标已到账 {format_yuan(received)} 元{taken}；结余为{how}后的余额。")
    if drafts:
        found.append(f"另有 {drafts} 笔资金尚未入账，没有计入本表。")
    return tuple(found)
