"""Kinds of notices the village makes for itself: which ledger, which public columns, which words, how many days.

A form that is no longer used is retired, never removed: what was posted by it can still be read and printed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError
from villagebook.documents.notice import NoticePdf, render_notice
from villagebook.ledgers import Scope
from villagebook.ledgers.read import distinct
from villagebook.models import Notice, NoticeForm
from villagebook.models.codes import CODES
from villagebook.notices import NOTICE_KINDS, NoticeKind
from villagebook.notices.own import (
    CHOICES,
    PREFIX,
    PROJECT,
    columns_of,
    form_rows,
    kind_of_form,
    ledger_of,
    offered_columns,
    offered_ledgers,
    project_column,
)
from villagebook.services.notice_sheets import About, asked, content_by, date_style
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

Row = dict[str, Any]

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_LONGEST = 30


class Told(TypedDict, total=False):
    """What a form says, as people write it: ledger and columns by id or heading, days as 7天 or 5个工作日.

    ``choose`` is year, project or empty; ``heading`` a title such as {村}{年}厕所改造公示; empty takes the usual one.
    """

    name: str
    mode: str
    board: str
    ledger: str
    columns: Sequence[str]
    choose: str
    heading: str
    basis: str
    days: str


@dataclass(frozen=True, slots=True)
class FormView:
    """One form as lists show it.

    Attributes:
        id: Of the kind, ``own:<code>``.
        told: What it says; columns by id.
        headings: Of its columns.
        retired_on: Since when it is no longer used; None while it is.
        used: How many notices were drafted by it.
    """

    id: str
    code: str
    name: str
    told: Told
    ledger_title: str
    headings: tuple[str, ...]
    retired_on: dt.date | None
    used: int


@dataclass(frozen=True, slots=True)
class LedgerChoice:
    """A ledger a form may take: its public columns as (id, heading), and what its rows may be chosen by."""

    id: str
    title: str
    columns: tuple[tuple[str, str], ...]
    choose: tuple[tuple[str, str], ...]


def ledgers() -> tuple[LedgerChoice, ...]:
    """The ledgers a form may take, each with the columns that may hang on a wall."""
    found = []
    for ledger in offered_ledgers():
        columns = tuple((column.id, column.heading) for column in offered_columns(ledger))
        fits = {"year": ledger.year is not None, PROJECT: project_column(ledger) is not None}
        choose = tuple((way, words) for way, words in CHOICES.items() if fits.get(way, True))
        found.append(LedgerChoice(ledger.id, ledger.title, columns, choose))
    return tuple(found)


def forms(book: Book) -> tuple[FormView, ...]:
    """The village's forms, those in use first."""
    with book.read() as connection:
        found = form_rows(connection, book.village_id)
        used = _used(connection, book)
    return tuple(_viewed(row, used) for row in sorted(found, key=lambda row: row["retired_on"] is not None))


def _used(connection: Connection, book: Book) -> dict[str, int]:
    query = select(Notice.kind, func.count()).where(
        Notice.village_id == book.village_id, Notice.kind.startswith(PREFIX)
    )
    return {row[0]: row[1] for row in connection.execute(query.group_by(Notice.kind))}


def _viewed(row: Row, used: dict[str, int]) -> FormView:
    ledger = ledger_of(row["ledger"])
    told: Told = {
        "name": row["name"], "mode": row["mode"], "board": row["board"] or "", "ledger": row["ledger"],
        "columns": list(row["columns"]), "choose": row["choose"] or "", "heading": row["heading"] or "",
        "basis": row["basis"] or "", "days": row["days"],
    }  # fmt: skip
    headings = tuple(column.heading for column in columns_of(ledger, row["columns"]))
    kind = PREFIX + row["code"]
    return FormView(
        kind, row["code"], row["name"], told, ledger.title, headings, row["retired_on"], used.get(kind, 0)
    )  # fmt: skip


def preview(book: Book, *, today: dt.date, told: Told, **about: Unpack[About]) -> NoticePdf:
    """What a notice of such a form would look like; nothing is written.

    A form by project shows the newest project that has rows unless one is named.

    Raises:
        UserError: it can be no kind, or there is nothing to show.
    """
    kind = kind_of_form({**_row(told), "code": "preview"})
    with book.read() as connection:
        row = asked(connection, book, kind, "", about)
        if kind.needs == PROJECT and not about.get("project"):
            row["subject"]["project"] = _some_project(connection, book, told)
        content = content_by(kind, connection, book, row, today, today)
        style = date_style(connection, book)
    return render_notice(content, draft=True, date_style=style)


def _some_project(connection: Connection, book: Book, told: Told) -> str | None:
    ledger = ledger_of(told["ledger"])
    column = project_column(ledger)
    assert column is not None
    codes = [code for code in distinct(connection, ledger, Scope(book.village_id, dt.date.max), column) if code]
    return max(codes, default=None)


@verb("notice.add_kind", "自设公示种类", Undo.INVERSE)
def add(book: Book, *, actor: str, code: str = "", **told: Unpack[Told]) -> tuple[Changed, str]:
    """Make a kind of notice; returns the change and the id of the kind (``own:<code>``).

    Args:
        code: Lower-case letters and digits; empty takes the next number.

    Raises:
        UserError: a name, column or number of days is missing or cannot be, or the name is taken.
    """
    row = _row(told)
    kind_of_form({**row, "code": "new"})
    with book.work(declaration(add).id, actor, "自设公示种类", Undo.INVERSE) as work:
        taken = form_rows(work.connection, book.village_id)
        row["code"] = _code(code, {one["code"] for one in taken})
        kind = kind_of_form(row)
        _free(kind, taken)
        row["name"] = kind.name
        work.write_rows(NoticeForm, inserts=[{"id": work.new_id(), **row}])
        work.heading = f"自设公示种类 {kind.name}"
        return Changed.of(work.commit()), kind.id


@verb("notice.change_kind", "改自设公示种类", Undo.INVERSE)
def change(book: Book, said: str, *, actor: str, **told: Unpack[Told]) -> Changed:
    """Change what a form says; posted notices stay as they are, drafts say it anew.

    Args:
        said: Its code, ``own:<code>`` or name.

    Raises:
        UserError: as ``add``; there is no such form.
    """
    with book.work(declaration(change).id, actor, "改自设公示种类", Undo.INVERSE) as work:
        taken = form_rows(work.connection, book.village_id)
        before = _found(taken, said)
        row = _row({**_viewed(before, {}).told, **told})
        kind = kind_of_form({**row, "code": before["code"]})
        _free(kind, [one for one in taken if one["id"] != before["id"]])
        row["name"] = kind.name
        work.write_rows(NoticeForm, updates=[(before["id"], row)])
        work.heading = f"改自设公示种类 {kind.name}"
        return Changed.of(work.commit())


@verb("notice.retire_kind", "停用自设公示种类", Undo.INVERSE)
def retire(book: Book, said: str, on: dt.date, *, actor: str) -> Changed:
    """Use a form no longer; what was posted by it can still be read and printed.

    Raises:
        UserError: there is no such form, or it is retired.
    """
    with book.work(declaration(retire).id, actor, "停用自设公示种类", Undo.INVERSE) as work:
        row = _found(form_rows(work.connection, book.village_id), said)
        if row["retired_on"] is not None:
            raise UserError("notice_form.retired", f"{row['name']}在{row['retired_on']}已经停用", "不用再停用")
        return _set_retired(work, row, on, f"停用自设公示种类 {row['name']}")


@verb("notice.restore_kind", "恢复自设公示种类", Undo.INVERSE)
def restore(book: Book, said: str, *, actor: str) -> Changed:
    """Use a retired form again.

    Raises:
        UserError: there is no such form, or it is in use.
    """
    with book.work(declaration(restore).id, actor, "恢复自设公示种类", Undo.INVERSE) as work:
        row = _found(form_rows(work.connection, book.village_id), said)
        if row["retired_on"] is None:
            raise UserError("notice_form.in-use", f"{row['name']}没有停用", "不用恢复")
        return _set_retired(work, row, None, f"恢复自设公示种类 {row['name']}")


def _set_retired(work: Work, row: Row, on: dt.date | None, heading: str) -> Changed:
    work.write_rows(NoticeForm, updates=[(row["id"], {"retired_on": on})])
    work.heading = heading
    return Changed.of(work.commit())


def _row(told: Told) -> Row:
    """What is stored of a form; ids in place of headings.

    Raises:
        UserError: no name, or what is said cannot be.
    """
    name = (told.get("name") or "").strip()
    if not name:
        raise UserError("notice_form.no-name", "还没有写名称", "如：厕所改造公示")
    if len(name) > _LONGEST:
        raise UserError("notice_form.name", f"名称有 {len(name)} 个字", f"最多 {_LONGEST} 个字")
    mode, board = told.get("mode") or _mode_of(name), told.get("board") or "项目"
    for value, codes in ((mode, "notice_mode"), (board, "notice_board")):
        if value not in CODES[codes].values:
            raise UserError("notice_form.choice", f"没有“{value}”", f"可以是：{'、'.join(CODES[codes].values)}")
    ledger = ledger_of(told.get("ledger") or "")
    return {
        "name": name, "mode": mode, "board": board, "ledger": ledger.id,
        "columns": [column.id for column in columns_of(ledger, told.get("columns") or ())],
        "choose": told.get("choose") or None, "heading": (told.get("heading") or "").strip() or None,
        "basis": (told.get("basis") or "").strip() or None, "days": (told.get("days") or "7天").strip(),
    }  # fmt: skip


def _mode_of(name: str) -> str:
    return "公告" if name.endswith("公告") else "公示"


def _code(said: str, taken: set[str]) -> str:
    if not said:
        return str(max((int(code) for code in taken if code.isdigit()), default=0) + 1)
    if not _CODE.fullmatch(said):
        raise UserError("notice_form.code", f"编号不能是“{said}”", "只用小写字母、数字和短横，最多 20 个")
    if said in taken:
        raise UserError("notice_form.taken", f"编号 {said} 已经用过", "请换一个，或不写")
    return said


def _free(kind: NoticeKind, taken: Sequence[Row]) -> None:
    names = {one.name for one in NOTICE_KINDS} | {row["name"] for row in taken}
    if kind.name in names:
        raise UserError("notice_form.name-taken", f"已经有一种公示叫“{kind.name}”", "请换一个名称")


def _found(taken: Sequence[Row], said: str) -> Row:
    for row in taken:
        if said in (row["code"], PREFIX + row["code"], row["name"]):
            return row
    raise UserError("notice_form.unknown", f"没有自设的公示种类“{said}”", "用 notice kind list 看有哪些")
