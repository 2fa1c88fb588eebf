"""Fields of a record as a page shows and edits them: label, value, code list, whether it may be changed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.base.resident_ids import mask
from villagebook.importing.convert import read_cell
from villagebook.models import BY_TABLE, FieldInfo, Privacy, fields_of
from villagebook.models.codes import CODES
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: Figures of a group's sums and their own keys are made by the program, never typed.
_MADE = {"key", "ref", "json", "sort", "time", "bytes", "bool"}

#: Records that only their own verbs write: a notice is drafted, worded and posted, a setting is set.
_OWN_VERBS = frozenset({
    "notice", "notice_form", "objection", "attachment", "attachment_link", "import_file", "import_row", "override",
    "operation", "change",
})  # fmt: skip

#: What stands for each kind of record in 改联系电话 蓝丽建: the first of these columns that has text.
_NAMES = ("head_name", "name", "voucher", "code", "relation", "kind", "year", "subject")


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of one record.

    Attributes:
        table, record_id: The record; ``record_id`` None if there is no record yet (editing makes none).
        value: Native value. text: as typed and shown (1,234.56; 2025-03-05).
        masked: What a screen shows of a secret until asked; equals ``text`` for the others.
        choices: The code list's values; empty if it has none.
        locked: Why it cannot be changed; empty if it can.
    """

    table: str
    record_id: uuid.UUID | None
    info: FieldInfo
    value: Any
    text: str
    masked: str
    choices: tuple[str, ...] = ()
    locked: str = ""

    @property
    def name(self) -> str:
        """The column's name."""
        return self.info.name

    @property
    def label(self) -> str:
        """The heading."""
        return self.info.label

    @property
    def secret(self) -> bool:
        """Whether the screen masks it."""
        return self.info.privacy is Privacy.SECRET


def shown(info: FieldInfo, value: Any) -> str:
    """A native value as text, the one way for all pages; None is empty."""
    if value is None:
        return ""
    if info.kind == "money":
        return format_yuan(value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def hidden(info: FieldInfo, text: str) -> str:
    """A secret value as the screen shows it until asked for."""
    if not text or info.privacy is not Privacy.SECRET:
        return text
    if info.kind == "id_number":
        return mask(text)
    if info.kind == "phone" and len(text) >= 7:
        return f"{text[:3]}****{text[-4:]}"
    return "****"


def view(
    row: Mapping[str, Any],
    table: str,
    names: Iterable[str],
    locked: str = "",
    *,
    offered: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[FieldView, ...]:
    """The named fields of a row; ``offered`` are the values of the code lists the book changed."""
    declared = {info.name: info for info in fields_of(BY_TABLE[table])}
    return tuple(_one(row, table, declared[name], locked, offered) for name in names)


def _one(
    row: Mapping[str, Any], table: str, info: FieldInfo, locked: str, offered: Mapping[str, tuple[str, ...]]
) -> FieldView:
    text = shown(info, row.get(info.name))
    choices = offered.get(info.codes, CODES[info.codes].values) if info.codes else ()
    return FieldView(table, row.get("id"), info, row.get(info.name), text, hidden(info, text), choices, locked)


@verb("record.edit", "改一栏", Undo.INVERSE)
def edit(book: Book, table: str, record_id: uuid.UUID, name: str, text: str, *, actor: str) -> Changed:
    """Change one field to what was typed; empty text clears it.

    Raises:
        UserError: the text is not of the field's kind, or the record is posted; nothing is changed.
        ValueError: no person types this field.
    """
    info = next((f for f in fields_of(BY_TABLE[table]) if f.name == name), None)
    if info is None or info.kind in _MADE:
        raise ValueError(f"{table}.{name} is not typed by people")
    value = typed(info, text)
    with book.work(declaration(edit).id, actor, f"改{info.label}", Undo.INVERSE) as work:
        row = record_row(work.connection, table, record_id)
        _refuse_posted(table, row)
        if table in _OWN_VERBS:
            title = BY_TABLE[table].title
            raise UserError("record.own_verbs", f"{title}不能一栏一栏地改", f"请用“{title}”自己的办法改")
        new = with_sort_keys(table, {name: value})
        new |= _follow(work, table, name, value)
        work.heading = f"改{info.label} {_called(row, work)}".rstrip()
        work.write_rows(BY_TABLE[table], updates=[(record_id, new)])
        return Changed.of(work.commit())


def typed(info: FieldInfo, text: str) -> Any:
    """What a person typed, as the field's native value.

    Raises:
        UserError: it cannot be read as the field's kind.
    """
    if not text.strip():
        if info.required:
            raise UserError("field.required", f"{info.label}不能空着")
        return None
    reading = read_cell(info, text, "yuan" if info.kind == "money" else None)
    if reading.value is None:
        problem = reading.problem
        raise UserError(
            "field.unreadable",
            problem.message if problem else f"{info.label}读不懂“{text}”",
            # Of an import the hint says where the text was kept; here it still stands in the field.
            problem.hint if problem and problem.id != "import.unreadable" else "请照栏目的样子填",
        )
    return reading.value


def record_row(connection: Connection, table: str, record_id: uuid.UUID) -> dict[str, Any]:
    """One record's row.

    Raises:
        UserError: it is gone.
    """
    columns = BY_TABLE[table].__table__
    row = connection.execute(select(columns).where(columns.c.id == record_id)).mappings().first()
    if row is None:
        raise UserError("record.gone", "这一条已经不在书里了", "请刷新后再看")
    return dict(row)


def _refuse_posted(table: str, row: Mapping[str, Any]) -> None:
    if row.get("posted_at") is None:
        return
    if table == "fund_entry":
        raise UserError("funds.posted", f"{row['voucher']}已经入账，不能改", "写错了请冲销，再记一笔对的")
    raise UserError("notice.posted", f"{row['number']}已经张贴，不能改", "要改请撤回，再拟一份更正的")


def _follow(work: Work, table: str, name: str, value: Any) -> dict[str, Any]:
    """References that follow a typed text: the key of the project, household or group it names."""
    targets = {
        ("fund_entry", "project_code"): ("project", "project_id", "code"),
        ("roster_line", "project_code"): ("project", "project_id", "code"),
        ("roster_line", "household_code"): ("household", "household_id", "code"),
        ("benefit_line", "project_code"): ("project", "project_id", "code"),
        ("benefit_line", "household_code"): ("household", "household_id", "code"),
        ("benefit_line", "agreement_code"): ("benefit_agreement", "agreement_id", "code"),
        ("benefit_agreement", "project_code"): ("project", "project_id", "code"),
        ("household", "group_name"): ("village_group", "group_id", "name"),
    }
    found = targets.get((table, name))
    if (table, name) == ("fund_entry", "date"):
        return {"year": value.year if value is not None else None}
    if found is None:
        return {}
    target, key, column = found
    columns = BY_TABLE[target].__table__
    query = select(columns.c.id).where(columns.c.village_id == work.village_id, columns.c[column] == value)
    return {key: work.connection.execute(query).scalars().first() if value is not None else None}


def _called(row: Mapping[str, Any], work: Work) -> str:
    for owner, table in (("household_id", "household"), ("person_id", "person")):
        if row.get(owner) is not None and "head_name" not in row and "name" not in row:
            return _called(record_row(work.connection, table, row[owner]), work)
    return next((str(row[name]) for name in _NAMES if row.get(name)), "")


def by_heading(table: str, heading: str) -> FieldInfo | None:
    """The field of a record that is called so and that people type; None if there is none."""
    if table not in BY_TABLE or table in _OWN_VERBS or not heading:
        return None
    typed_ones = [info for info in fields_of(BY_TABLE[table]) if info.kind not in _MADE]
    return next(
        (info for info in typed_ones if info.label == heading),
        next((info for info in typed_ones if heading in info.headings), None),
    )
