"""Draft of N16, what was given to the village and what became of it, from the register of help from outside."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import LEDGERS, Row, Scope, rows
from villagebook.ledgers.donations import USING
from villagebook.notices.drafting import Words, find_project, finish, meeting_of, sheet_table
from villagebook.notices.kind import Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.projects import short_name
from villagebook.notices.subject import NoticeRules, NoticeSubject

_H = LEDGERS["social-help"]
#: 棉被30床, 大米、食用油各30份: what it is, then how much of it.
_GOODS = re.compile(r"(.*?\D)((?:各|共)?\d+(?:\.\d+)?\D{0,4})")


def _what(cells: Cells) -> str:
    parts = ["资金"] if cells["amount_fen"] else []
    return "、".join((*parts, *([_split(cells["goods"])[0]] if cells["goods"] else [])))


def _how_much(cells: Cells) -> str:
    parts = [f"{format_yuan(cells['amount_fen'])}元"] if cells["amount_fen"] else []
    number = _split(cells["goods"])[1] if cells["goods"] else ""
    worth = f"折价{format_yuan(cells['goods_fen'])}元" if cells["goods_fen"] else ""
    goods = f"{number}（{worth}）" if number and worth else number or worth
    return "，".join((*parts, *([goods] if goods else [])))


def _split(goods: str) -> tuple[str, str]:
    """Return what was given and how much of it: 棉被30床 -> 棉被, 30床; all in the first if no number ends it."""
    found = _GOODS.fullmatch(goods.strip())
    return (found[1].rstrip("，, "), found[2]) if found else (goods, "")


def _went(cells: Cells) -> str:
    if cells["used"] or not (cells["amount_fen"] or cells["goods"]):
        return str(cells["used"] or "")
    left = cells["left_fen"]
    spent = (cells["amount_fen"] or 0) - (left or 0)
    if not cells["amount_fen"] or not spent:
        return "还没有使用"
    return f"已使用{format_yuan(spent)}元，结余{format_yuan(left or 0)}元"


DONATION_TABLE = NoticeTable((
    NoticeColumn("serial", "序号", "serial"),
    NoticeColumn("giver", "捐赠方", "text", (_H.column("giver"),)),
    NoticeColumn("what", "款物", "text", (_H.column("amount_fen"), _H.column("goods")), _what),
    NoticeColumn("how_much", "数量/金额", "text",
                 (_H.column("amount_fen"), _H.column("goods"), _H.column("goods_fen")), _how_much),
    NoticeColumn("went", "去向", "text",
                 (_H.column("used"), _H.column("amount_fen"), _H.column("left_fen"), _H.column("goods")), _went),
    NoticeColumn("target", "受益", "text", (_H.column("target"),)),
))  # fmt: skip


def draft_donations(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N16: what was given in a year, or for one project, and how it was used."""
    project = find_project(conn, scope, subject.project_code) if subject.project_code else None
    given = [row for row in rows(conn, _H, scope) if _is_gift(row)]
    if project is not None:
        given = [row for row in given if row["project"] == project["code"]]
    year = subject.year or max((row["date"].year for row in given if row["date"]), default=scope.on.year)
    if project is None:
        given = [row for row in given if row["date"] is not None and row["date"].year == year]
    if not given:
        what = f"项目“{project['name']}”" if project is not None else f"{year}年"
        raise UserError("notice.no-donations", f"{what}没有捐赠款物，不能拟{kind.name}", "请先在社会帮扶里登记")
    words = Words(
        year=year,
        project=short_name(project["name"] or "") if project is not None else "",
        document=subject.basis_document or "",
        meeting=meeting_of(conn, scope, subject.meeting_id),
        sentences=_sentences(given),
    )
    shown = sheet_table(DONATION_TABLE, given, f"{len(given)}笔", rules)
    return finish(kind, conn, scope, subject, rules, words, (shown,))


def _is_gift(row: Row) -> bool:
    return row["kind"] != USING and bool(row["amount_fen"] or row["goods"])


def _sentences(given: list[Row]) -> tuple[str, ...]:
    """The sums, and to how many givers it was told back."""
    money, goods = (sum(row[name] or 0 for row in given) for name in ("amount_fen", "goods_fen"))
    sums: list[Any] = []
    if money:
        sums.append(f"捐款合计 {format_yuan(money)} 元")
    if goods:
        sums.append(f"物资折价合计 {format_yuan(goods)} 元")
    answered = sum(row["feedback_on"] is not None for row in given)
    if answered:
        sums.append(f"使用情况已向捐赠方反馈 {answered} 笔")
    return (f"{'，'.join(sums)}。",) if sums else ()
