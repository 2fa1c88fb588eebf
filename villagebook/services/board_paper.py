"""The board on paper: its plan, and behind it the sheets that hang there, in the order of the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from villagebook.documents.board import render_board
from villagebook.documents.merging import joined
from villagebook.documents.saving import write_whole
from villagebook.exporting.leaks import Hit, scan_pdf
from villagebook.services import board_plan, notice_batch, notice_print, secrets
from villagebook.services.board_plan import Wall
from villagebook.store import Book


@dataclass(frozen=True, slots=True)
class BoardPrint:
    """What was printed: pages in all, notices on the boards, and one Chinese sentence."""

    path: Path
    pages: int
    notices: int
    line: str


def board_bytes(book: Book, found: Wall, panel: str | None, *, sheets: bool, today: dt.date) -> bytes:
    """Return the plan of one board, or of all, as a PDF; with ``sheets`` what hangs there behind it.

    Raises:
        UserError: no board has the name.
    """
    indexes = range(len(found.boards)) if panel is None else [board_plan.panel_index(found, panel)]
    made = render_board([found.plan(index) for index in indexes])
    if not sheets:
        return made.data
    parts = [("公示栏布置图", made.data)]
    # Of a notice from above the book may have no sheet: it hangs, but cannot be printed.
    with_sheet = {one.number for one in found.hung if one.kept}
    for index in indexes:
        numbers = dict.fromkeys(one.number for _, one, _, _ in found.sheets(index))
        titles = {one.number: one.title for one in found.hung}
        parts += [
            (f"{number} {titles[number]}", notice_batch.sheet(book, number, today)) for number in numbers
            if number in with_sheet
        ]  # fmt: skip
    return joined(parts)


def print_board(
    book: Book, target: Path, *, on: dt.date, panel: str | None = None, sheets: bool = False, waiting: bool = False
) -> BoardPrint:
    """Write the plan of the boards as of a day.

    Args:
        panel: Name of the one board; None: all. sheets: With the notices' own sheets behind it.
        waiting: With those that wait to be hung.

    Raises:
        UserError: no board has the name. KnownError: the target cannot be written.
    """
    found = board_plan.wall(book, on, waiting=waiting)
    data = board_bytes(book, found, panel, sheets=sheets, today=on)
    write_whole(target, data)
    index = None if panel is None else board_plan.panel_index(found, panel)
    hung = [one for one in found.hung if index is None or one.panel == index]
    pages = board_plan.pages_of(data)
    names = "、".join(one.name for i, one in enumerate(found.boards) if index in (None, i))
    line = f"{names}：{len(hung)} 份公示，{pages} 页，已存为“{target.name}”"
    if found.assumed:
        line += "；书里还没有登记公示栏，按 240×120 厘米排"
    if found.no_room:
        line += f"；有 {len(found.no_room)} 份没有位置"
    line += notice_print.private(_leaks(book, data if not sheets else board_bytes(
        book, found, panel, sheets=False, today=on), on))  # fmt: skip
    return BoardPrint(target, pages, len(hung), line)


def _leaks(book: Book, plan: bytes, on: dt.date) -> tuple[Hit, ...]:
    """Numbers of people that somebody typed into a board's name, a place or a title; titles name their programmes."""
    with book.read() as connection:
        return scan_pdf(plan, replace(secrets.rules(connection, book.village_id, on=on), words=()))
