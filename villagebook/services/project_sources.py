"""Verbs of a project's planned money by source: add one, change it, take it out; their sum against the total."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.models import Project, ProjectSource, fields_of
from villagebook.services import fields
from villagebook.services.fields import record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

#: What is typed of a source, in the order of a form.
FIELDS = ("source", "programme", "document", "planned_fen")
_INFO = {info.name: info for info in fields_of(ProjectSource)}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source of a project's money as planned."""

    key: uuid.UUID
    source: str
    programme: str
    document: str
    planned_fen: int


def lines(connection: Connection, project: uuid.UUID) -> tuple[SourceLine, ...]:
    """Return the sources of a project in their order."""
    columns = ProjectSource.__table__.c
    query = (
        select(columns.id, columns.source, columns.programme, columns.document, columns.planned_fen)
        .where(columns.project_id == project)
        .order_by(columns.position, columns.id)
    )
    return tuple(
        SourceLine(key, source, programme or "", document or "", planned)
        for key, source, programme, document, planned in connection.execute(query)
    )


@verb("project.add_source", "加资金来源", Undo.INVERSE)
def add(book: Book, project: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> tuple[Changed, uuid.UUID]:
    """Add a source of planned money; ``texts`` as typed, source and planned_fen at least. Returns its key.

    Raises:
        UserError: nothing says where from or how much, the amount is not above 0, or the source with this document is
            there already.
    """
    new = _typed(texts)
    for name, words in (("source", "没有选资金来源"), ("planned_fen", "没有写计划金额")):
        if new.get(name) is None:
            raise UserError("project.source_empty", words, "资金来源和计划金额都要有")
    with book.work(declaration(add).id, actor, "加资金来源", Undo.INVERSE) as work:
        row = record_row(work.connection, "project", project)
        there = lines(work.connection, project)
        _refuse_same(new, there)
        key = work.new_id()
        last = select(func.max(ProjectSource.position)).where(ProjectSource.project_id == project)
        position = (work.connection.execute(last).scalar() or len(there)) + 1
        work.write_rows(ProjectSource, inserts=[
            {"id": key, "village_id": book.village_id, "project_id": project, "position": position, **new}
        ])  # fmt: skip
        work.heading = f"加{new['source']}资金 {format_yuan(new['planned_fen'])} 元 {row['name'] or ''}".rstrip()
        return Changed.of(work.commit()), key


@verb("project.change_source", "改资金来源", Undo.INVERSE)
def change(book: Book, key: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Set fields of a source to what was typed; empty text clears programme and document.

    Raises:
        UserError: a text cannot be read, or the source with this document is there already.
    """
    new = _typed(texts)
    with book.work(declaration(change).id, actor, "改资金来源", Undo.INVERSE) as work:
        row = record_row(work.connection, "project_source", key)
        others = [one for one in lines(work.connection, row["project_id"]) if one.key != key]
        _refuse_same({**row, **new}, others)
        name = record_row(work.connection, "project", row["project_id"])["name"]
        work.heading = f"改{new.get('source') or row['source']}资金 {name or ''}".rstrip()
        work.write_rows(ProjectSource, updates=[(key, new)])
        return Changed.of(work.commit())


@verb("project.remove_source", "删资金来源", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take a source out of the plan.

    Raises:
        UserError: it is gone already.
    """
    with book.work(declaration(remove).id, actor, "删资金来源", Undo.INVERSE) as work:
        row = record_row(work.connection, "project_source", key)
        name = record_row(work.connection, "project", row["project_id"])["name"]
        work.heading = f"删{row['source']}资金 {name or ''}".rstrip()
        work.write_rows(ProjectSource, deletes=[key])
        return Changed.of(work.commit())


@verb("project.total_sources", "资金投入合计按来源相加", Undo.INVERSE)
def total(book: Book, project: uuid.UUID, *, actor: str) -> Changed:
    """Set the project's total to the sum of its sources.

    Raises:
        UserError: it has no sources.
    """
    with book.work(declaration(total).id, actor, "资金投入合计按来源相加", Undo.INVERSE) as work:
        row = record_row(work.connection, "project", project)
        there = lines(work.connection, project)
        if not there:
            raise UserError("project.no_sources", "这个项目还没有资金来源", "请先加资金来源")
        work.heading = f"资金投入合计按来源相加 {row['name'] or ''}".rstrip()
        work.write_rows(Project, updates=[(project, {"planned_fen": sum(one.planned_fen for one in there)})])
        return Changed.of(work.commit())


def _typed(texts: Mapping[str, str]) -> dict[str, Any]:
    if not set(texts) <= set(FIELDS):
        raise ValueError(f"project_source: {sorted(set(texts) - set(FIELDS))} are not typed by people")
    new = {name: fields.typed(_INFO[name], text) for name, text in texts.items()}
    if new.get("planned_fen") is not None and new["planned_fen"] <= 0:
        raise UserError("project.source_amount", "计划金额应当大于 0", "请核对金额")
    return new


def _refuse_same(new: Mapping[str, Any], there: Any) -> None:
    mine = (new["source"], new.get("programme") or "", new.get("document") or "")
    if any((one.source, one.programme, one.document) == mine for one in there):
        hint = "同一级的另一笔，请写上不同的资金名称或文号"
        raise UserError("project.source_there", f"已经有“{new['source']}”这一笔来源", hint)
