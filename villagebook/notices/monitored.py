"""Draft of N8, households that are to be taken in as monitored: never why, never how they are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.cases import PROCEDURES
from villagebook.cases.progress import OPEN
from villagebook.ledgers import LEDGERS, Row, Scope, rows
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.notices.drafting import Words, finish, meeting_of, sheet_table
from villagebook.notices.kind import Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.subject import NoticeRules, NoticeSubject

_H, _S, _C = LEDGERS["households"], LEDGERS["statuses"], LEDGERS["cases"]

#: Kind of the cases that N8 is about.
_IDENTIFICATION = PROCEDURES["monitored-identification"].title


def _class(cells: Cells) -> str | None:
    """The class of the case under way; one taken in already has that it was taken in as."""
    found: str | None = cells["target"] or cells["kind"]
    return found


MONITORED_TABLE = NoticeTable(
    (
        NoticeColumn("serial", "序号", "serial"),
        NoticeColumn("group", "组别", "group", (_H.column("group"),)),
        NoticeColumn("head", "户主姓名", "name", (_H.column("head"),)),
        NoticeColumn("population", "家庭人口", "int", (_H.column("population"),), unit="人", total=True),
        NoticeColumn("kind", "拟纳入类别", "text", (_S.column("kind"), _C.column("target")), _class),
    )
)


def draft_monitored(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N8: the households chosen by code, each with the monitored class its case is about."""
    if not subject.household_codes:
        raise UserError("notice.needs-households", f"{kind.name}要选定农户", "请给出户编号")
    homes = _homes(conn, scope, subject.household_codes)
    classes = _classes(conn, scope, subject.household_codes)
    wanted = _wanted(conn, scope, subject.household_codes)
    without = [code for code in subject.household_codes if code not in classes and code not in wanted]
    if without:
        raise UserError(
            "notice.not-monitored", f"{'、'.join(without)} 没有登记拟纳入的监测对象类别",
            "请先在农户的“动态”里登记线索，写明拟识别为哪一类",
        )  # fmt: skip
    cells: list[Cells] = [
        {**homes[code], "population": _population(homes[code]), "kind": classes.get(code), "target": wanted.get(code)}
        for code in subject.household_codes
    ]
    shown = sheet_table(MONITORED_TABLE, cells, f"{len(cells)}户", rules)
    words = Words(
        year=subject.year or (subject.from_on or scope.on).year,
        document=subject.basis_document or "",
        meeting=meeting_of(conn, scope, subject.meeting_id),
    )
    return finish(kind, conn, scope, subject, rules, words, (shown,))


def _homes(conn: Connection, scope: Scope, codes: Sequence[str]) -> dict[str, Row]:
    found = {row["code"]: row for row in rows(conn, _H, scope.only(code=tuple(codes)))}
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise UserError("notice.household-unknown", f"书里没有户编号 {'、'.join(unknown)}", "请核对户编号")
    return found


def _population(home: Row) -> int:
    """The number of people as listed for the newest year, else the members in the book."""
    listed: int | None = home["population"]
    return int(home["members"]) if listed is None else listed


def _classes(conn: Connection, scope: Scope, codes: Sequence[str]) -> dict[str, str]:
    """Return household code -> monitored class: the one begun last (or not yet) whose risk is not removed."""
    asked = scope.only(household=tuple(codes), kind=MONITORED_STATUSES)
    open_cases = [row for row in rows(conn, _S, asked) if row["removed"] != "是" and row["through_on"] is None]
    open_cases.sort(key=lambda row: (row["from_on"] is None, row["from_on"] or scope.on))
    return {row["household"]: row["kind"] for row in open_cases}


def _wanted(conn: Connection, scope: Scope, codes: Sequence[str]) -> dict[str, str]:
    """Return household code -> the class its case under way is to take it in as."""
    asked = scope.only(household=tuple(codes), kind=_IDENTIFICATION, state=OPEN, target=MONITORED_STATUSES)
    return {row["household"]: row["target"] for row in rows(conn, _C, asked)}
