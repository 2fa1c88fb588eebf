"""Several notices in one PDF: of a year, a stage, a project, a state, or by number.

What was posted goes in as the PDF that was frozen then, byte for byte; drafts are drawn as they would be now and say
草稿 on each sheet. In the order of numbers; bookmarks name each, a contents page may go before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.documents.merging import joined, sheets_of
from villagebook.documents.notice_contents import Bundled, render_contents
from villagebook.documents.saving import write_whole
from villagebook.lifecycle.stages import STAGES
from villagebook.models import Notice, Project, Village
from villagebook.services.notice_print import printed
from villagebook.services.notice_states import state_on
from villagebook.store import Book


@dataclass(frozen=True, slots=True)
class Choice:
    """Which notices: all that hold of what is given; ``numbers`` alone stand for themselves."""

    numbers: tuple[str, ...] = ()
    year: int | None = None
    stage: str = ""
    project: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was printed: notices, pages in all, those left out with the reason, one Chinese sentence."""

    notices: int
    pages: int
    left_out: tuple[str, ...]
    line: str


def chosen(book: Book, choice: Choice, today: dt.date) -> list[str]:
    """Return the numbers of the notices chosen, in order.

    Raises:
        UserError: nothing was said, a number, stage or project is unknown, or nothing is chosen.
    """
    if choice == Choice():
        raise UserError("batch.nothing", "没有说印哪些公示", "请写公示编号，或 --year、--stage、--project、--state")
    with book.read() as connection:
        rows = [dict(row) for row in connection.execute(
            select(Notice.__table__).where(Notice.village_id == book.village_id)).mappings()]  # fmt: skip
        project = _project(connection, book, choice.project)
    kinds = _kinds_of(choice.stage)
    by_number = {row["number"]: row for row in rows}
    unknown = [number for number in choice.numbers if number not in by_number]
    if unknown:
        raise UserError("notice.unknown", f"没有公示“{unknown[0]}”", "请用 notice list 看有哪些")
    found = [
        row for row in rows
        if (not choice.numbers or row["number"] in choice.numbers)
        and (choice.year is None or row["year"] == choice.year)
        and (kinds is None or row["kind"] in kinds)
        and (project is None or row["project_id"] == project)
        and (not choice.state or choice.state in (row["state"], state_on(row, today)))
    ]  # fmt: skip
    if not found:
        raise UserError("batch.none", "没有这样的公示", "请用 notice list 看有哪些")
    return [row["number"] for row in sorted(found, key=lambda row: (row["year"], row["serial"], row["number"]))]


def print_notices(
    book: Book, choice: Choice, target: Path, *, today: dt.date, contents: bool = False, progress: Progress = QUIET
) -> Bundle:
    """Write the chosen notices as one PDF.

    Raises:
        UserError: as ``bundle``. KnownError: the target cannot be written. Cancelled: the person stopped it.
    """
    made, data = bundle(book, choice, today=today, contents=contents, progress=progress)
    write_whole(target, data)
    line = f"{made.line}，已存为“{target.name}”"
    if made.left_out:
        line += f"；{len(made.left_out)} 份印不出"
    return replace(made, line=line)


def bundle(
    book: Book, choice: Choice, *, today: dt.date, contents: bool = False, progress: Progress = QUIET
) -> tuple[Bundle, bytes]:
    """Return the chosen notices as one PDF, and what is in it.

    Args:
        contents: With a page of contents before them.

    Raises:
        UserError: as ``chosen``, or none of them can be drawn. Cancelled: the person stopped it.
    """
    numbers = chosen(book, choice, today)
    parts, bundled, left_out = [], [], []
    for done, number in enumerate(numbers, 1):
        progress.step(done, len(numbers), f"印 {number}")
        row = _row(book, number)
        try:
            data = sheet(book, number, today)
        except UserError as error:
            left_out.append(f"{number}：{error.message}")
            continue
        parts.append((f"{number} {row['heading'] or ''}".strip(), data))
        bundled.append(_bundled(row, data, today))
    if not parts:
        raise UserError("batch.none_drawn", f"一份也印不出：{left_out[0]}", "")
    if contents:
        with book.read() as connection:
            village = connection.execute(select(Village.name).where(Village.id == book.village_id)).scalar() or ""
        parts.insert(0, ("目录", render_contents(f"{_title(choice)}公示目录", village, today, bundled)))
    data = joined(parts)
    pages = len(sheets_of(data, ""))
    return Bundle(len(bundled), pages, tuple(left_out), f"{len(bundled)} 份公示，{pages} 页"), data


def sheet(book: Book, number: str, today: dt.date) -> bytes:
    """Return a notice's own PDF: the frozen file, or a draft as it would be now (crossed out if it must not hang).

    Raises:
        UserError: there is nothing to show.
    """
    pdf_id = _row(book, number)["pdf_id"]
    return book.files.read(pdf_id) if pdf_id is not None else printed(book, number, today=today).data


def _row(book: Book, number: str) -> dict[str, Any]:
    with book.read() as connection:
        query = select(Notice.__table__).where(Notice.village_id == book.village_id, Notice.number == number)
        return dict(connection.execute(query).mappings().one())


def _bundled(row: dict[str, Any], data: bytes, today: dt.date) -> Bundled:
    from_on = row["from_on"] if row["posted_at"] is not None else None
    return Bundled(row["number"], row["heading"] or "", state_on(row, today), from_on, len(sheets_of(data, "")))


def _kinds_of(stage: str) -> frozenset[str] | None:
    """Ids of the kinds of notices a stage of a project needs, by the stage's id, step or state; None for any."""
    if not stage:
        return None
    with_notices = [one for one in STAGES if one.notices]
    for one in with_notices:
        if stage in (one.id, one.title, one.state, one.under):
            return frozenset(one.notices)
    known = "、".join(dict.fromkeys(one.title for one in with_notices))
    raise UserError("batch.stage", f"没有要公示的阶段“{stage}”", f"可以是：{known}")


def _project(connection: Connection, book: Book, code: str) -> Any:
    if not code:
        return None
    found = connection.execute(
        select(Project.id).where(Project.village_id == book.village_id, Project.code == code)
    ).scalar()
    if found is None:
        raise UserError("project.unknown", f"没有项目编号“{code}”", "请核对编号")
    return found


def _title(choice: Choice) -> str:
    return "".join(filter(None, (f"{choice.year}年" if choice.year else "", choice.stage, choice.state)))
