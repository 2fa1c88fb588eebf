"""Answering doubts, one or many at once, and handing the list back with its answers."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.findings import Finding
from villagebook.exporting.answered import Answer, Answered, write_answers
from villagebook.importing import Workbook, read_file
from villagebook.models import Attachment, Doubt, ImportFile, info
from villagebook.services import acknowledge, checking
from villagebook.services.doubts import lines as listing
from villagebook.services.doubts.lines import STATES, Line
from villagebook.services.doubts.proposing import TRUE, WAITING
from villagebook.services.doubts.sheets import ANSWERS, DoubtSheet, read
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

#: Headings of the columns that are added where a list has none to be answered in.
_HEADINGS = {
    "state": info(Doubt.state).label, "answer": info(Doubt.answer).label,
    "answered_on": info(Doubt.answered_on).label, "answered_by": info(Doubt.answered_by).label,
}  # fmt: skip


@verb("doubts.answer", "答复疑点", Undo.INVERSE)
def answer(
    book: Book, doubts: Sequence[uuid.UUID], state: str, text: str = "", *, actor: str, today: dt.date
) -> Changed:
    """Answer lines as one operation; 待核实 takes an answer back.

    情况属实 also acknowledges what our own checks find in the same field of the same record, so that it stays quiet.

    Args:
        text: For all of them. Empty: each gets what our own data say of it, else the ready sentence of the state.

    Raises:
        UserError: no such state, or a line is gone; nothing is changed.
    """
    if state not in STATES:
        raise UserError("doubts.state", f"没有“{state}”这种答复", f"可以是：{'、'.join(STATES)}")
    true = findings_of(book, doubts, today) if state == TRUE else {}
    with book.work(declaration(answer).id, actor, "答复疑点", Undo.INVERSE) as work:
        known = {line.id: line for line in listing.read_lines(work.connection, work.village_id)}
        chosen = [known[doubt] for doubt in doubts if doubt in known]
        if len(chosen) < len(doubts) or not chosen:
            raise UserError("doubts.gone", "这一条疑点已经不在书里了", "请刷新后再看")
        updates: list[tuple[uuid.UUID, dict[str, Any]]] = []
        for line in chosen:
            if state == WAITING:
                new: dict[str, Any] = dict.fromkeys(("answer", "answered_on", "answered_by"))
            else:
                words = text.strip() or listing.best_answer(work.connection, line, state)
                new = {"answer": words, "answered_on": today, "answered_by": actor}
            updates.append((line.id, {"state": state, **new}))
            for finding in true.get(line.id, ()):
                acknowledge.write(work, finding, str(new["answer"]), who=actor, on=today)
        who = chosen[0].who if len(chosen) == 1 else f"{len(chosen)} 条"
        work.heading = f"答复疑点 {who}：{state}"
        work.write_rows(Doubt, updates=updates)
        return Changed.of(work.commit())


def findings_of(
    book: Book, doubts: Sequence[uuid.UUID], on: dt.date
) -> Mapping[uuid.UUID, tuple[Finding, ...]]:
    """Return what our own checks find in the fields that lines are about."""
    with book.read() as connection:
        known = {line.id: line for line in listing.read_lines(connection, book.village_id)}
        places = {
            doubt: listing.places(connection, known[doubt])
            for doubt in doubts
            if doubt in known and known[doubt].found
        }
    homes = {("household", line.household_id) for d in places if (line := known[d]).household_id is not None}
    if not homes:
        return {}
    report = checking.check_records(book, {(table, key) for table, key in homes if key is not None}, on)
    return {
        doubt: tuple(f for f in report.findings if f.record is not None and (*f.record, f.field) in mine)
        for doubt, mine in places.items()
    }


def hand_back(book: Book, file_id: uuid.UUID, target: Path) -> Answered:
    """Write a list as it came with its answer columns filled; lines not answered yet stay as they are.

    A list without such columns gets 核实状态, 核实情况, 核实日期 and 核实人 at its right.

    Raises:
        UserError: there is no such list. KnownError: its original is missing, or the target cannot be written.
    """
    with book.read() as connection:
        row = connection.execute(
            select(Attachment.id, Attachment.file_name)
            .join(ImportFile, ImportFile.attachment_id == Attachment.id)
            .where(ImportFile.id == file_id)
        ).one_or_none()
    if row is None:
        raise UserError("doubts.no_list", "书里没有这份疑点清单", "请先收进来")
    workbook = _workbook(book.files.read(row.id), row.file_name)
    mine = {(line.sheet, line.row): line for line in listing.lines(book, file_id) if line.state != WAITING}
    answers = [one for sheet in read(workbook) for one in _answers(sheet, mine)]
    return write_answers(target, workbook, answers)


def _workbook(data: bytes, name: str) -> Workbook:
    with tempfile.TemporaryDirectory(prefix="villagebook-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        return read_file(path)


def _answers(sheet: DoubtSheet, mine: dict[tuple[str, int], Line]) -> Iterator[Answer]:
    columns = {role: sheet.columns[role] for role in ANSWERS if role in sheet.columns}
    if "answer" not in columns:
        right = max(sheet.headings, default=0) + 1
        for role in ANSWERS:
            if role not in columns:
                columns[role], right = right, right + 1
                yield Answer(sheet.name, sheet.heading_row, columns[role], _HEADINGS[role], heading=True)
    for row in sheet.rows:
        line = mine.get((sheet.name, row.row))
        if line is None:
            continue
        said = {
            "state": line.state, "answer": line.answer, "answered_by": line.answered_by,
            "answered_on": line.answered_on.isoformat() if line.answered_on else "",
        }  # fmt: skip
        if "state" not in columns and line.state not in line.answer and line.answer.startswith("经"):
            said["answer"] = f"{line.state}：{line.answer}"
        yield from (Answer(sheet.name, row.row, column, said[role]) for role, column in columns.items() if said[role])
