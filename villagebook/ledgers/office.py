"""The ledgers of the office itself: notices, officers, and what was taken in from which file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, or_, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.models import ImportFile, ImportRow, Notice, NoticeForm, Officer, Project

NOTICE_COLUMNS = (
    of(Notice.number),
    computed("kind", "公示种类", "code", (Notice.kind, NoticeForm.name)),
    of(Notice.heading, "title"),
    computed("state", "状态", "choice", (Notice.state, Notice.through_on, Notice.open_ended)),
    of(Notice.from_on, "from"),
    of(Notice.through_on, "through"),
    of(Notice.sha256),
    of(Notice.place),
    of(Notice.days),
    of(Notice.taken_down_on, "taken_down"),
    of(Notice.withdrawn_on, "withdrawn"),
    of(Notice.withdrawn_why),
    of(Notice.result),
    of(Notice.year),
    computed("project", "项目编号", "code", (Project.code,)),
    of(Notice.as_of),
    of(Notice.chain_head),
)


def _state_then(notice: FromClause, on: dt.date) -> ColumnElement[Any]:
    """The state on an earlier day: what was taken down or withdrawn later still hung."""
    hung_still = or_(
        and_(notice.c.state == "已撤回", notice.c.withdrawn_on > on),
        and_(notice.c.state == "已更正", notice.c.corrected_on > on),
        and_(notice.c.state.in_(("已摘下", "归档")), notice.c.taken_down_on > on),
    )
    down_still = and_(notice.c.state == "归档", notice.c.concluded_on > on)
    return case((hung_still, "公示中"), (down_still, "已摘下"), else_=notice.c.state)


def _notices(scope: Scope) -> Select[Any]:
    notice, project = table(Notice), table(Project)
    state = notice.c.state if scope.through is None else _state_then(notice, scope.through)
    overdue = and_(state == "公示中", notice.c.through_on < scope.on, notice.c.open_ended.is_not(True))
    # Kinds of the program are named where they are shown; those of the village by its own record.
    own = table(NoticeForm)
    named = select(own.c.name).where(own.c.village_id == notice.c.village_id, notice.c.kind == "own:" + own.c.code)
    made = {
        "state": case((overdue, "期满"), else_=state), "project": project.c.code,
        "kind": func.coalesce(named.limit(1).scalar_subquery(), notice.c.kind),
    }  # fmt: skip
    posted_by_then = [] if scope.through is None else [notice.c.from_on <= scope.through]
    return (
        select(
            notice.c.id.label("_id"),
            *labelled(NOTICE_COLUMNS, {"notice": notice}, made),
            notice.c.serial.label("_serial"),
        )
        .select_from(notice.outerjoin(project, project.c.id == notice.c.project_id))
        .where(notice.c.village_id == scope.village_id, *posted_by_then)
    )


NOTICES = Ledger("notices", "公示底账", NOTICE_COLUMNS, _notices, ("year", "_serial"), year="year")

OFFICER_COLUMNS = (
    of(Officer.name),
    of(Officer.unit),
    of(Officer.post),
    of(Officer.phone),
    of(Officer.role),
    of(Officer.since),
    of(Officer.until),
)


def _officers(scope: Scope) -> Select[Any]:
    officer = table(Officer)
    return select(officer.c.id.label("_id"), *labelled(OFFICER_COLUMNS, {"officer": officer}, {})).where(
        officer.c.village_id == scope.village_id
    )


OFFICERS = Ledger("officers", "干部和电话", OFFICER_COLUMNS, _officers, ("role", "name"))

_OUTCOME = (ImportRow.outcome,)

IMPORT_COLUMNS = (
    of(ImportFile.imported_at, "at"),
    of(ImportFile.file_name, "file"),
    computed("new", "新增", "int", _OUTCOME, unit="行", total=True),
    computed("changed", "更新", "int", _OUTCOME, unit="行", total=True),
    computed("unchanged", "相同", "int", _OUTCOME, unit="行", total=True),
    computed("refused", "没收", "int", _OUTCOME, unit="行", total=True),
)


def _rows_with(outcome: str, file: FromClause) -> ColumnElement[Any]:
    row = table(ImportRow, f"row_{outcome}")
    return (
        select(func.count()).select_from(row).where(row.c.file_id == file.c.id, row.c.outcome == outcome)
    ).scalar_subquery()


def _imports(scope: Scope) -> Select[Any]:
    file = table(ImportFile)
    made = {outcome: _rows_with(outcome, file) for outcome in ("new", "changed", "unchanged", "refused")}
    return select(file.c.id.label("_id"), *labelled(IMPORT_COLUMNS, {"import_file": file}, made)).where(
        file.c.village_id == scope.village_id
    )


IMPORTS = Ledger("imports", "导入记录", IMPORT_COLUMNS, _imports, ("at",))

IMPORT_ROW_COLUMNS = (
    of(ImportFile.file_name, "file"),
    of(ImportRow.sheet),
    of(ImportRow.row),
    of(ImportRow.kind),
    of(ImportRow.code),
    of(ImportRow.outcome),
    of(ImportRow.reason),
)


def _import_rows(scope: Scope) -> Select[Any]:
    row, file = table(ImportRow), table(ImportFile)
    return (
        select(
            row.c.id.label("_id"),
            *labelled(IMPORT_ROW_COLUMNS, {"import_row": row, "import_file": file}, {}),
            file.c.imported_at.label("_at"),
        )
        .select_from(row.join(file, file.c.id == row.c.file_id))
        .where(row.c.village_id == scope.village_id)
    )


IMPORT_ROWS = Ledger("import-rows", "导入明细", IMPORT_ROW_COLUMNS, _import_rows, ("_at", "file", "sheet", "row"))
