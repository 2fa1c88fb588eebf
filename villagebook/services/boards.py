"""The village's boards (公示栏): added, changed, retired; which board a notice hangs on.

A board asks for name, place, width and height only. A notice hangs by itself on a board at the place its sheet names;
a person may choose another one (``hang_on``). What hangs where on a board is worked out, not stored: board_plan.py.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.text import fold_code, is_blank
from villagebook.documents.board_layout import HEADINGS
from villagebook.models import BoardPanel, Notice, NoticeEvent, Village
from villagebook.services import typed
from villagebook.services.fields import record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: What a person types of a board, in the order of the form.
FIELDS = ("name", "place", "width", "height", "headings", "note")
USUAL_WIDTH, USUAL_HEIGHT = 240, 120
#: A board holds an upright A4 and its margins, and is no longer than a wall.
LEAST_CM, MOST_CM = 30, 2000
MOVED = "移位"
_BETWEEN = "、，,；; \u3000/"
_ENDED = ("taken_down_on", "withdrawn_on", "corrected_on", "concluded_on")


@dataclass(frozen=True, slots=True)
class Panel:
    """One board of the village; ``key`` is None for the usual one that stands in where none is in the book."""

    key: uuid.UUID | None
    name: str
    place: str
    width: int
    height: int
    headings: tuple[str, ...]
    retired_on: dt.date | None
    note: str = ""

    @property
    def size(self) -> str:
        """240×120厘米."""
        return f"{self.width}×{self.height}厘米"


def panels(book: Book, on: dt.date, *, retired: bool = False) -> list[Panel]:
    """Return the boards in use on a day, in their order; with ``retired`` those given up too, behind them."""
    with book.read() as connection:
        found = panels_in(connection, book.village_id)
    return [one for one in found if _used(one, on)] + [one for one in found if retired and not _used(one, on)]


def panels_in(connection: Connection, village_id: uuid.UUID) -> list[Panel]:
    """Return all boards of a village in their order."""
    query = select(BoardPanel.__table__).where(BoardPanel.village_id == village_id)
    rows = sorted(connection.execute(query).mappings(), key=lambda row: (row["position"] or 0, row["id"]))
    return [
        Panel(row["id"], row["name"], row["place"] or "", row["width"], row["height"], split(row["headings"]),
              row["retired_on"], row["note"] or "")
        for row in rows
    ]  # fmt: skip


def usual(connection: Connection, village_id: uuid.UUID) -> Panel:
    """Return the board that stands in where a village has none in its book: 240 by 120 at the village's place."""
    place = connection.execute(select(Village.board_place).where(Village.id == village_id)).scalar() or "公示栏"
    return Panel(None, place, place, USUAL_WIDTH, USUAL_HEIGHT, HEADINGS, None)


def split(headings: str | None) -> tuple[str, ...]:
    """Return headings typed with 、 between them; the usual four if none are, nothing for a board without (无)."""
    text = headings or ""
    for mark in _BETWEEN:
        text = text.replace(mark, "、")
    found = tuple(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))
    return () if found == ("无",) else found or HEADINGS


def key_of(book: Book, name: str) -> uuid.UUID:
    """Return the key of the board of a name, those in use first.

    Raises:
        UserError: there is none.
    """
    with book.read() as connection:
        found = panels_in(connection, book.village_id)
    for one in sorted(found, key=lambda one: one.retired_on is not None):
        if one.key is not None and fold_code(one.name) == fold_code(name):
            return one.key
    known = "、".join(one.name for one in found) or "还没有登记公示栏"
    raise UserError("board.unknown", f"没有公示栏“{name}”", f"书里有：{known}")


@verb("board.add", "加公示栏", Undo.INVERSE)
def add(book: Book, texts: Mapping[str, str], *, actor: str) -> tuple[Changed, uuid.UUID]:
    """Add a board; ``texts`` by field name (FIELDS). Return what changed and its key.

    Raises:
        UserError: no name, a size that no board has, or the name is used.
    """
    with book.work(declaration(add).id, actor, "加公示栏", Undo.INVERSE) as work:
        usual_size = {"width": str(USUAL_WIDTH), "height": str(USUAL_HEIGHT)}
        new = _read(work, {"name": "", **usual_size, **texts})
        _refuse_twice(work, new["name"], None)
        last = max((one.position or 0 for one in _positions(work)), default=0)
        key = work.new_id()
        work.write_rows(BoardPanel, inserts=[
            {"id": key, "village_id": book.village_id, "position": last + 1, **new}])  # fmt: skip
        work.heading = f"加公示栏 {new['name']}（{new['width']}×{new['height']}厘米）"
        return Changed.of(work.commit()), key


@verb("board.change", "改公示栏", Undo.INVERSE)
def change(book: Book, key: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Set fields of a board to what was typed; empty text clears one.

    Raises:
        UserError: as ``add``, or the board is gone.
    """
    with book.work(declaration(change).id, actor, "改公示栏", Undo.INVERSE) as work:
        row = record_row(work.connection, "board_panel", key)
        new = _read(work, texts)
        if "name" in new:
            _refuse_twice(work, new["name"], key)
        work.write_rows(BoardPanel, updates=[(key, new)])
        work.heading = f"改公示栏 {new.get('name', row['name'])}"
        return Changed.of(work.commit())


@verb("board.retire", "停用公示栏", Undo.INVERSE)
def retire(book: Book, key: uuid.UUID, on: dt.date, *, actor: str) -> Changed:
    """Give a board up from a day on; what hung there stays in the book.

    Raises:
        UserError: it is given up already, or gone.
    """
    with book.work(declaration(retire).id, actor, "停用公示栏", Undo.INVERSE) as work:
        row = record_row(work.connection, "board_panel", key)
        if row["retired_on"] is not None:
            raise UserError("board.retired", f"{row['name']}已经在 {row['retired_on']} 停用", "")
        work.write_rows(BoardPanel, updates=[(key, {"retired_on": on})])
        work.heading = f"停用公示栏 {row['name']}"
        return Changed.of(work.commit())


@verb("board.hang", "挂到公示栏", Undo.INVERSE)
def hang_on(book: Book, number: str, panel: uuid.UUID | None, on: dt.date, *, actor: str) -> Changed:
    """Choose the board a notice hangs on; None: where its place says. One that hangs already is moved on the day.

    Raises:
        UserError: no such notice or board, the board is given up, or the notice is off the wall.
    """
    with book.work(declaration(hang_on).id, actor, f"挂到公示栏 {number}", Undo.INVERSE) as work:
        query = select(Notice.__table__).where(Notice.village_id == book.village_id, Notice.number == number)
        row = work.connection.execute(query).mappings().first()
        if row is None:
            raise UserError("notice.unknown", f"没有公示“{number}”", "请用 notice list 看有哪些")
        if any(row[name] is not None for name in _ENDED):
            raise UserError("board.off_the_wall", f"{number}已经不在墙上了（{row['state']}）", "")
        where = "按张贴地点自动排"
        if panel is not None:
            board = record_row(work.connection, "board_panel", panel)
            if board["retired_on"] is not None:
                raise UserError("board.retired", f"{board['name']}已经停用", "请换一块公示栏")
            where = board["name"]
        if row["panel_id"] == panel:
            return Changed.of(work.commit())
        work.write_rows(Notice, updates=[(row["id"], {"panel_id": panel})])
        up = row["hung_on"] or row["from_on"]
        if row["posted_at"] is not None and up is not None and up < on:
            work.write_rows(NoticeEvent, inserts=[{
                "id": work.new_id(), "village_id": book.village_id, "notice_id": row["id"], "kind": MOVED, "on": on,
                "note": f"移到 {where}",
            }])  # fmt: skip
        work.heading = f"{number} 挂到 {where}"
        return Changed.of(work.commit())


def _used(panel: Panel, on: dt.date) -> bool:
    return panel.retired_on is None or panel.retired_on > on


def _read(work: Work, texts: Mapping[str, str]) -> dict[str, Any]:
    """The typed fields of a board, refused where no board is like that."""
    new = typed.values(work, BoardPanel, texts, FIELDS)
    if "name" in new and is_blank(new["name"]):
        raise UserError("board.no_name", "没有写公示栏的名称", "如：村部公示栏")
    for name, label in (("width", "宽"), ("height", "高")):
        if name in new and (new[name] is None or not LEAST_CM <= new[name] <= MOST_CM):
            said = "没有写" if new[name] is None else f"{new[name]} 厘米不像是公示栏的"
            raise UserError("board.size", f"公示栏的{label}：{said}", f"请按厘米写，{LEAST_CM} 到 {MOST_CM}")
    if new.get("headings"):
        new["headings"] = "、".join(split(new["headings"])) or "无"
    return new


def _positions(work: Work) -> Any:
    return work.connection.execute(select(BoardPanel.position).where(BoardPanel.village_id == work.village_id))


def _refuse_twice(work: Work, name: str, but: uuid.UUID | None) -> None:
    query = select(BoardPanel.id).where(
        BoardPanel.village_id == work.village_id, BoardPanel.name == name, BoardPanel.retired_on.is_(None))
    if any(key != but for key in work.connection.execute(query).scalars()):
        raise UserError("board.name_used", f"已经有公示栏“{name}”", "请换一个名称")


