"""Objections to notices, and complaints about anything public, from their coming in to the answer.

Who said it stays in the office: names, phones and what was said are secret fields, in no paper that leaves. Views are
in objection_views.py; deadlines and result sentences in notices/objected.py.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.models import Notice, Objection, Project
from villagebook.notices import objected
from villagebook.services import typed
from villagebook.services.fields import record_row
from villagebook.services.notice_sheets import notice_row
from villagebook.services.numbering import code_after, codes_of
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: What a person types of one, in the order of a form.
FIELDS = (
    "code", "kind", "received_on", "way", "from_name", "from_phone", "received_by", "about", "line", "content",
    "handled_by", "handling", "result", "answer", "answered_on", "answered_way",
)  # fmt: skip
#: Of these, what is given when it comes in; the rest may follow later.
ANSWER_FIELDS = ("handled_by", "handling", "result", "answer", "answered_way")
_NOTHING = ("没有写反映的是哪一份公示、哪个项目或哪件事", "请写公示编号、项目编号或反映的事")
OBJECTION, COMPLAINT = "异议", "投诉"


@verb("objection.take", "记异议、投诉", Undo.INVERSE)
def take(
    book: Book,
    texts: Mapping[str, str],
    *,
    actor: str,
    today: dt.date,
    notice: str = "",
    project: str = "",
) -> tuple[Changed, uuid.UUID]:
    """Record an objection or complaint as it comes in; return what changed and its key.

    Args:
        texts: By field name (FIELDS). Without ``kind`` it is 异议 to a notice, else 投诉; without ``received_on`` it
            came today, without ``way`` 当面; an empty ``code`` takes the next of the year.
        notice: Number of the notice it is about. project: Code of the project it is about.

    Raises:
        UserError: it is about nothing; the notice is not posted; the line is not on it; a day to come; a notice,
            project or value that nobody knows; a number in use. Nothing is written.
    """
    with book.work(declaration(take).id, actor, "记异议、投诉", Undo.INVERSE) as work:
        kind = OBJECTION if notice else COMPLAINT
        new: dict[str, Any] = {"kind": kind, "way": "当面", "received_on": today, "received_by": actor}
        told = typed.values(work, Objection, texts, FIELDS)
        new |= {name: value for name, value in told.items() if value is not None}
        new |= _matter(work, book, new, notice, project)
        if not (notice or project or new.get("about")):
            raise UserError("objection.nothing", *_NOTHING)
        new["code"] = _code(work, new.get("code") or "", new["received_on"].year)
        _refuse(work, new, today)
        key = work.new_id()
        work.write_rows(Objection, inserts=[{"id": key, "village_id": book.village_id, **new}])
        work.heading = f"记{new['kind']} {_called(work, new)}"
        return Changed.of(work.commit()), key


@verb("objection.correct", "改异议、投诉", Undo.INVERSE)
def correct(
    book: Book,
    key: uuid.UUID,
    texts: Mapping[str, str],
    *,
    actor: str,
    today: dt.date,
    notice: str | None = None,
    project: str | None = None,
) -> Changed:
    """Set fields of one to what was typed: who, which line, what was found …; empty text clears one.

    Args:
        notice, project: Number and code of what it is about; None leaves it, empty text takes it away.

    Raises:
        UserError: as ``take``, or it is gone.
    """
    with book.work(declaration(correct).id, actor, "改异议、投诉", Undo.INVERSE) as work:
        row = record_row(work.connection, "objection", key)
        new = typed.values(work, Objection, texts, FIELDS)
        if new.get("code") and new["code"] != row["code"]:
            new["code"] = _code(work, new["code"], 0)
        if new.get("kind", "") is None or new.get("received_on", "") is None:
            raise UserError("objection.missing", "性质和收到日期不能空着", "请写上")
        told = notice if notice is not None else _number(work, row["notice_id"])
        if notice is not None or "line" in new:
            new |= _matter(work, book, {**row, **new}, told, "")
        if project is not None:
            new["project_id"] = _project(work, project)
        whole = {**row, **new}
        if not (whole["notice_id"] or whole["project_id"] or whole["about"]):
            raise UserError("objection.nothing", *_NOTHING)
        _refuse(work, whole, today)
        work.write_rows(Objection, updates=[(key, new)])
        work.heading = f"改{whole['kind']} {_called(work, whole)}"
        return Changed.of(work.commit())


@verb("objection.answer", "答复异议、投诉", Undo.INVERSE)
def answer(
    book: Book, key: uuid.UUID, on: dt.date, texts: Mapping[str, str], *, actor: str, today: dt.date
) -> Changed:
    """Record what was found, what came of it, and that the person was told so on a day.

    Args:
        texts: By field name (ANSWER_FIELDS); what is left out stays as it is. Without 答复方式 it is that of coming in,
            without 核实人 the actor.

    Raises:
        UserError: it is answered already; no handling or no result; the day lies before it came in or is to come.
    """
    with book.work(declaration(answer).id, actor, "答复异议、投诉", Undo.INVERSE) as work:
        row = record_row(work.connection, "objection", key)
        if row["answered_on"] is not None:
            said = f"{_called(work, row)}已在 {row['answered_on']} 答复"
            raise UserError("objection.answered", said, "要重新处理，请先重新受理")
        new = {k: v for k, v in typed.values(work, Objection, texts, ANSWER_FIELDS).items() if v is not None}
        new["answered_on"] = on
        whole = {**row, **new}
        for name, label in (("handling", "核实情况"), ("result", "处理结果")):
            if not whole[name]:
                raise UserError("objection.unhandled", f"没有写{label}，不能记为已答复", f"请写{label}")
        new["answered_way"] = whole["answered_way"] or whole["way"]
        new["handled_by"] = whole["handled_by"] or actor
        _refuse(work, {**row, **new}, today)
        work.write_rows(Objection, updates=[(key, new)])
        work.heading = f"答复{row['kind']} {_called(work, row)}"
        return Changed.of(work.commit())


@verb("objection.reopen", "重新受理异议、投诉", Undo.INVERSE)
def reopen(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take an answer back: the person was not content, or it was not the answer; what was found stays to be changed.

    Raises:
        UserError: it is not answered, or the notice it is about is concluded or was corrected for it.
    """
    with book.work(declaration(reopen).id, actor, "重新受理异议、投诉", Undo.INVERSE) as work:
        row = record_row(work.connection, "objection", key)
        if row["answered_on"] is None:
            raise UserError("objection.open", f"{_called(work, row)}还没有答复", "")
        if row["notice_id"] is not None:
            concluded = select(Notice.concluded_on).where(Notice.id == row["notice_id"])
            if work.connection.execute(concluded).scalar() is not None:
                said = f"{_number(work, row['notice_id'])}已经归档，不能重新受理"
                raise UserError("objection.concluded", said, "请另记一件，写明前一件的编号")
        work.write_rows(Objection, updates=[(key, {"answered_on": None, "answered_way": None})])
        work.heading = f"重新受理{row['kind']} {_called(work, row)}"
        return Changed.of(work.commit())


@verb("objection.remove", "删异议、投诉", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take one out that was written down by mistake; it can be brought back by undoing.

    Raises:
        UserError: it is answered: then it happened.
    """
    with book.work(declaration(remove).id, actor, "删异议、投诉", Undo.INVERSE) as work:
        row = record_row(work.connection, "objection", key)
        if row["answered_on"] is not None:
            said = f"{_called(work, row)}已经答复，不能删"
            raise UserError("objection.was_answered", said, "确实记错了的，先重新受理再删")
        work.heading = f"删{row['kind']} {_called(work, row)}"
        work.write_rows(Objection, deletes=[key])
        return Changed.of(work.commit())


def key_of(book: Book, code: str) -> uuid.UUID:
    """Return the key of the objection with this number.

    Raises:
        UserError: there is none.
    """
    with book.read() as connection:
        query = select(Objection.id).where(Objection.village_id == book.village_id, Objection.code == code.strip())
        found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("objection.unknown", f"没有意见“{code}”", "请用 objection list 看有哪些")
    return found


def _matter(work: Work, book: Book, new: Mapping[str, Any], notice: str, project: str) -> dict[str, Any]:
    """What it is about: the notice with its project and the words of the line, or a project."""
    found: dict[str, Any] = {"notice_id": None, "line_text": None}
    if project:
        found["project_id"] = _project(work, project)
    if not notice:
        if new.get("line") is not None:
            raise UserError("objection.line", "没有写是哪一份公示，不能写第几行", "请写公示编号")
        return found
    row = notice_row(work.connection, book, notice.strip())
    if row["posted_at"] is None:
        raise UserError("objection.not_posted", f"{row['number']}还没有张贴", "请核对公示编号")
    found["notice_id"] = row["id"]
    if row["project_id"] is not None and not project:
        found["project_id"] = row["project_id"]
    if new.get("line") is not None:
        lines = objected.lines(NoticeContent.from_json(row["content"])) if row["content"] is not None else ()
        if not 1 <= new["line"] <= len(lines):
            said = f"{row['number']}上没有第 {new['line']} 行，一共 {len(lines)} 行"
            raise UserError("objection.no_line", said, "请照公示上的序号写；说不清是哪一行的，可以空着")
        found["line_text"] = lines[new["line"] - 1].text
    return found


def _project(work: Work, code: str) -> uuid.UUID | None:
    if not code.strip():
        return None
    query = select(Project.id).where(Project.village_id == work.village_id, Project.code == code.strip())
    found = work.connection.execute(query).scalars().first()
    if found is None:
        raise UserError("project.unknown", f"没有项目编号“{code}”", "请核对编号")
    return found


def _number(work: Work, key: uuid.UUID | None) -> str:
    if key is None:
        return ""
    return work.connection.execute(select(Notice.number).where(Notice.id == key)).scalar() or ""


def _code(work: Work, code: str, year: int) -> str:
    used = codes_of(work, Objection)
    if code:
        if code in used:
            raise UserError("objection.code_used", f"意见编号“{code}”已经用了", "请换一个编号")
        return code
    return code_after(used, f"{year}-")


def _refuse(work: Work, row: Mapping[str, Any], today: dt.date) -> None:
    for name, label in (("received_on", "收到日期"), ("answered_on", "答复日期")):
        if row.get(name) is not None and row[name] > today:
            raise UserError("objection.future", f"{label} {row[name]} 还没有到", "请核对日期")
    if row.get("answered_on") is not None and row["answered_on"] < row["received_on"]:
        said = f"答复日期 {row['answered_on']} 早于收到日期 {row['received_on']}"
        raise UserError("objection.answer_first", said, "请核对日期")
    if row.get("notice_id") is not None:
        from_on = work.connection.execute(select(Notice.from_on).where(Notice.id == row["notice_id"])).scalar()
        if from_on is not None and row["received_on"] < from_on:
            said = f"收到日期 {row['received_on']} 早于张贴日期 {from_on}"
            raise UserError("objection.before_posting", said, "请核对日期和公示编号")


def _called(work: Work, row: Mapping[str, Any]) -> str:
    """How the journal names it: its number and what it is about, never who said it."""
    about = _number(work, row.get("notice_id")) or row.get("about") or ""
    return " ".join(part for part in (row["code"] or "", about[:20]) if part)
