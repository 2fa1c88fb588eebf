"""The two ledgers of objections and complaints: the office's with who said what, and the one that may be handed on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from villagebook.ledgers.column import Column, computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.models import Notice, Objection, Project

_TAKEN = (
    of(Objection.code),
    of(Objection.kind),
    of(Objection.received_on, "received"),
    of(Objection.way),
    computed("notice", "公示编号", "code", (Notice.number,)),
    computed("project", "项目编号", "code", (Project.code,)),
    of(Objection.about),
    of(Objection.line),
)
_SAID = (
    of(Objection.line_text),
    of(Objection.from_name),
    of(Objection.from_phone),
    of(Objection.content),
)
_DONE = (
    of(Objection.received_by),
    of(Objection.handled_by),
    of(Objection.result),
    of(Objection.answered_on, "answered"),
    of(Objection.answered_way),
    computed("correction", "更正公示", "code", (Notice.number,)),
)
OFFICE_COLUMNS = (*_TAKEN, *_SAID, of(Objection.handling), of(Objection.answer), *_DONE)
COLUMNS = (*_TAKEN, *_DONE)


def _select(scope: Scope, columns: tuple[Column, ...]) -> Select[Any]:
    objection, notice, later, project = table(Objection), table(Notice), table(Notice, "later"), table(Project)
    made = {"notice": notice.c.number, "project": project.c.code, "correction": later.c.number}
    limits = [objection.c.village_id == scope.village_id]
    if scope.through is not None:
        limits.append(objection.c.received_on <= scope.through)
    return (
        select(objection.c.id.label("_id"), *labelled(columns, {"objection": objection}, made))
        .select_from(
            objection.outerjoin(notice, notice.c.id == objection.c.notice_id)
            .outerjoin(later, later.c.id == objection.c.correction_id)
            .outerjoin(project, project.c.id == objection.c.project_id)
        )
        .where(*limits)
    )


OBJECTIONS = Ledger(
    "objections", "意见和投诉台账", OFFICE_COLUMNS, lambda scope: _select(scope, OFFICE_COLUMNS), ("received", "code"),
    year="received",
)  # fmt: skip
OBJECTIONS_OUT = Ledger(
    "objections-out", "意见和投诉办理情况", COLUMNS, lambda scope: _select(scope, COLUMNS), ("received", "code"),
    year="received",
)  # fmt: skip
