"""What hangs where on the village's boards on a day, and what finds no room, with what could be done about it.

On the wall is what was hung and not yet taken down, withdrawn or corrected, notices of township and county too. A
notice hangs on a board at the place its sheet names, under the heading of its kind; those that name no board at all
(a project's site) are told apart. Places are worked out by ``documents.board_layout`` and never stored.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.documents.board import BoardPlan, BoardSheet
from villagebook.documents.board_layout import (
    HEADINGS,
    PAPERS_CM,
    Board,
    Place,
    Wanted,
    free_places,
    in_reading_order,
    laid,
    placed,
    stays,
)
from villagebook.documents.merging import sheets_of
from villagebook.models import Notice, NoticeEvent, Village
from villagebook.notices import NoticeKind
from villagebook.services.boards import MOVED, Panel, panels_in, usual
from villagebook.services.notice_sheets import kind_in
from villagebook.services.notice_states import READY, hung_on, state_on
from villagebook.store import Book

DAY = dt.timedelta(days=1)
_CM_PER_PT = 2.54 / 72
_NEAR_CM = 1.0
_ENDS = ("taken_down_on", "withdrawn_on", "corrected_on", "concluded_on")
_GENERAL = "公示栏"
_LONG = "长期"
_MOST_PHRASES = 3
#: Heading -> words of titles that belong there, the first that fits counts.
_HEADING_WORDS = (
    ("资金", ("资金", "财务", "收支")),
    ("名单", ("名单", "对象", "低保", "特困", "救助", "补贴", "补助", "贫困", "脱贫", "监测")),
    ("项目", ("项目", "工程", "建设")),
)


@dataclass(frozen=True, slots=True)
class Hung:
    """One notice that hangs, or is to hang.

    Attributes:
        number, title, phrases, heading, paper, state: As said; ``state`` as of the day.
        up: The day it went up. through: Its last day, None without end.
        key: Of its record. pages: Sheets. panel_id: The board chosen for it. place: As its sheet says.
        kept: Whether the book has its sheet.
        places: Of its sheets; empty if it found no room. panel: Index of the board it hangs on, None if on none.
    """

    key: uuid.UUID
    number: str
    title: str
    phrases: tuple[str, ...]
    heading: str
    paper: str
    state: str
    up: dt.date
    through: dt.date | None
    pages: int
    panel_id: uuid.UUID | None
    place: str
    kept: bool
    places: tuple[Place, ...] = ()

    @property
    def panel(self) -> int | None:
        """Index of the board it hangs on."""
        return self.places[0].board if self.places else None


@dataclass(frozen=True, slots=True)
class Told:
    """A notice without a place on any board: why, and what could be done."""

    key: uuid.UUID
    number: str
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class Wall:
    """All boards of a village on a day.

    Attributes:
        boards, panels: Side by side, in their order.
        hung: What has a place, in reading order.
        free: Free upright A4 places of each board.
        no_room: What found none. elsewhere: What hangs at another place by its own words.
        assumed: Whether the board is the usual one because none is in the book.
    """

    on: dt.date
    village: str
    boards: tuple[Board, ...]
    panels: tuple[Panel, ...]
    hung: tuple[Hung, ...]
    free: tuple[tuple[Place, ...], ...]
    no_room: tuple[Told, ...]
    elsewhere: tuple[Told, ...]
    assumed: bool

    def sheets(self, index: int) -> list[tuple[int, Hung, int, Place]]:
        """(number on the plan, notice, which of its sheets, place) of one board, in reading order."""
        by_number = {one.number: one for one in self.hung}
        rows = in_reading_order(
            (one.number, page, place) for one in self.hung for page, place in enumerate(one.places, 1)
            if place.board == index
        )  # fmt: skip
        return [(at, by_number[number], page, place) for at, (number, page, place) in enumerate(rows, 1)]

    def plan(self, index: int) -> BoardPlan:
        """One board as documents draw it."""
        sheets = tuple(
            BoardSheet(one.phrases, one.number, one.paper, self.until(one), self.down(one), place, page, one.pages)
            for _, one, page, place in self.sheets(index)
        )
        notes = [] if not self.assumed else [
            "书里还没有登记公示栏，按 240×120 厘米排；请在“公示栏”里登记实际的尺寸。"]  # fmt: skip
        if index == 0:
            notes += [f"没有位置：{told.line}" for told in self.no_room]
            notes += [f"不在公示栏上：{told.line}" for told in self.elsewhere]
        return BoardPlan(self.village, self.boards[index], self.on, sheets, self.free[index], tuple(notes))

    def until(self, one: Hung) -> str:
        """What the plan writes on a sheet: 至3月24日, 已期满, 长期, 待张贴."""
        if one.state == READY:
            return READY
        if one.through is None:
            return _LONG
        return "已期满" if one.through < self.on else f"至{one.through.month}月{one.through.day}日"

    def down(self, one: Hung) -> str:
        """The first day it may come down."""
        if one.through is None:
            return _LONG
        if one.through < self.on:
            return "可摘下"
        day = one.through + DAY
        return f"{day.month}月{day.day}日"


def wall(book: Book, on: dt.date, *, waiting: bool = False) -> Wall:
    """Return all boards as of a day.

    Args:
        waiting: With the notices that wait to be hung (待张贴), as if they went up that day.
    """
    with book.read() as connection:
        known = [one for one in panels_in(connection, book.village_id) if one.retired_on is None or one.retired_on > on]
        panels = known or [usual(connection, book.village_id)]
        village = connection.execute(select(Village.__table__).where(Village.id == book.village_id)).mappings().one()
        moved = _moves(connection, book)
        rows = _relevant(_rows(connection, book), on)
        if waiting:
            rows += _ready(connection, book)
        everything = [(_hung(connection, book, row, on), row) for row in rows]
    boards = tuple(_board(one) for one in panels)
    wanted, elsewhere = _wanted(everything, panels, village["board_place"] or "", moved, on)
    found = laid(boards, wanted, on)
    hanging = [one for one, row in everything if _hangs(row, on) or one.state == READY]
    hung = [replace(one, places=found[one.number]) for one in hanging if one.number in found]
    taken = [place for one in hung for place in one.places]
    lost = [one for one in hanging if one.number not in found and one.number not in elsewhere]
    by_id = {one.id: one for one in wanted}
    return Wall(
        on, village["name"] or "", boards, tuple(panels), tuple(_sorted(hung)),
        tuple(free_places(boards, i, taken) for i in range(len(boards))),
        tuple(_told(one, by_id[one.number], boards, taken) for one in lost),
        tuple(Told(one.key, one.number, one.title, f"{one.number} {one.title}：贴在 {one.place}") for one in hanging
              if one.number in elsewhere),
        not known,
    )  # fmt: skip


def panel_index(found: Wall, name: str) -> int:
    """Return which of the boards has a name.

    Raises:
        UserError: none has.
    """
    for index, panel in enumerate(found.panels):
        if panel.name == name:
            return index
    names = "、".join(panel.name for panel in found.panels)
    raise UserError("board.unknown", f"没有公示栏“{name}”", f"可以是：{names}")


# -- which notices


def _rows(connection: Connection, book: Book) -> list[dict[str, Any]]:
    query = select(Notice.__table__).where(Notice.village_id == book.village_id, Notice.posted_at.is_not(None))
    return [row for row in map(dict, connection.execute(query).mappings()) if hung_on(row) is not None]


def _ready(connection: Connection, book: Book) -> list[dict[str, Any]]:
    query = select(Notice.__table__).where(
        Notice.village_id == book.village_id, Notice.posted_at.is_(None), Notice.state == READY)
    return [dict(row) for row in connection.execute(query).mappings()]


def _end(row: Mapping[str, Any]) -> dt.date | None:
    return min((row[name] for name in _ENDS if row[name] is not None), default=None)


def _hangs(row: Mapping[str, Any], on: dt.date) -> bool:
    up, end = hung_on(row), _end(row)
    return row["posted_at"] is not None and up is not None and up <= on and (end is None or end > on)


def _relevant(rows: list[dict[str, Any]], on: dt.date) -> list[dict[str, Any]]:
    """What hangs on a day, and whatever hung beside any of it when it went up, and beside that, and so on."""
    found = [row for row in rows if _hangs(row, on)]
    since = min((hung_on(row) or on for row in found), default=on)
    while True:
        more = [row for row in rows if (hung_on(row) or on) <= on and ((_end(row) or dt.date.max) > since)]
        earlier = min((hung_on(row) or on for row in more), default=since)
        if len(more) == len(found) or earlier == since:
            return more
        found, since = more, earlier


def _moves(connection: Connection, book: Book) -> dict[uuid.UUID, dt.date]:
    """The last day each notice was moved."""
    query = select(NoticeEvent.notice_id, NoticeEvent.on).where(
        NoticeEvent.village_id == book.village_id, NoticeEvent.kind == MOVED)
    moved: dict[uuid.UUID, dt.date] = {}
    for key, day in connection.execute(query):
        moved[key] = max(day, moved.get(key, day))
    return moved


def _hung(connection: Connection, book: Book, row: Mapping[str, Any], on: dt.date) -> Hung:
    kind = _kind(connection, book, row)
    title = row["heading"] or row["number"]
    parts = (row["content"] or {}).get("title_parts") or (title,)
    paper, pages = _paper(book, row)
    village = connection.execute(select(Village.name).where(Village.id == book.village_id)).scalar() or ""
    return Hung(
        row["id"], row["number"], title, short_phrases(parts, village),
        kind.board if kind is not None else heading_of(title), paper, state_on(row, on), hung_on(row) or on,
        None if row["open_ended"] else row["through_on"], pages, row["panel_id"], row["place"] or "",
        row["pdf_id"] is not None,
    )  # fmt: skip


def _kind(connection: Connection, book: Book, row: Mapping[str, Any]) -> NoticeKind | None:
    try:
        return kind_in(connection, book, row["kind"])
    except UserError:
        return None  # one of a village-made kind given up since, or only recorded as hung for another office


def heading_of(title: str) -> str:
    """Under which heading a notice hangs whose kind the book does not know (those of township and county)."""
    for heading, words in _HEADING_WORDS:
        if any(word in title for word in words):
            return heading
    return HEADINGS[-1]


def _paper(book: Book, row: Mapping[str, Any]) -> tuple[str, int]:
    """Paper and sheets of a notice, by its own PDF where the row does not say."""
    if row["pdf_id"] is None:
        return row["paper"] or "A4", 1
    try:
        sizes = _sizes(book, row["pdf_id"])
    except (OSError, UserError):
        return row["paper"] or "A4", 1
    return row["paper"] or _named(*sizes[0]), len(sizes)


_SIZES: dict[uuid.UUID, tuple[tuple[float, float], ...]] = {}


def _sizes(book: Book, pdf_id: uuid.UUID) -> tuple[tuple[float, float], ...]:
    """Width and height in cm of each page of a kept PDF; kept in mind, because a kept file never changes."""
    if pdf_id not in _SIZES:
        pages = sheets_of(book.files.read(pdf_id), "")
        _SIZES[pdf_id] = tuple((page.width * _CM_PER_PT, page.height * _CM_PER_PT) for page in pages)
    return _SIZES[pdf_id]


def _named(width: float, height: float) -> str:
    for name, (across, down) in PAPERS_CM.items():
        if abs(width - across) < _NEAR_CM and abs(height - down) < _NEAR_CM:
            return name
    return "A4横" if width > height else "A4"


def short_phrases(parts: Iterable[str], village: str) -> tuple[str, ...]:
    """Return a title's sense parts for a small sheet: without the village, a short end joined, three parts if it goes.

    上云村｜2025年｜油茶种植｜到户项目｜受益户公示 becomes 2025年｜油茶种植｜受益户公示.
    """
    found = [part for part in parts if part]
    if len(found) > 1 and village and found[0].endswith(village):
        found = found[1:]
    if len(found) > 1 and found[-1] in ("公示", "公告"):
        found[-2:] = [found[-2] + found[-1]]
    if len(found) > _MOST_PHRASES and "到户项目" in found[:-1]:
        found.remove("到户项目")
    if len(found) > _MOST_PHRASES and found[0].endswith("年"):
        found = found[1:]
    return tuple(found)


# -- where


def _board(panel: Panel) -> Board:
    return Board(panel.name, panel.width, panel.height, panel.headings, panel.place)


def _wanted(
    everything: Sequence[tuple[Hung, Mapping[str, Any]]], panels: Sequence[Panel], usual_place: str,
    moved: Mapping[uuid.UUID, dt.date], on: dt.date,
) -> tuple[list[Wanted], set[str]]:  # fmt: skip
    """What is to be laid, and the numbers of what hangs elsewhere by its own words."""
    wanted: list[Wanted] = []
    elsewhere: set[str] = set()
    keys = [panel.key for panel in panels]
    for one, row in everything:
        chosen = (keys.index(one.panel_id),) if one.panel_id in keys and one.panel_id is not None else ()
        by_place = boards_at(one.place, panels, usual_place)
        if not chosen and not by_place:
            elsewhere.add(one.number)
            continue
        sizes = (PAPERS_CM.get(one.paper, PAPERS_CM["A4"]),) * one.pages
        order = (row["year"], row["serial"]) if row["posted_at"] is not None else (9999, row["serial"])
        first = Wanted(one.number, order, one.heading, by_place or chosen, one.up, _end(row), sizes)
        day = moved.get(row["id"])
        if day is not None and day > on:
            wanted.append(first)  # it was moved later
        else:
            wanted += stays(first, day, chosen or by_place)
    return wanted, elsewhere


def boards_at(place: str, panels: Sequence[Panel], usual_place: str) -> tuple[int, ...]:
    """Return the boards at the place a sheet names; all for one that names the village's board or none at all."""
    found = tuple(i for i, panel in enumerate(panels) if _same_place(place or usual_place, panel))
    if found:
        return found
    return tuple(range(len(panels))) if not place or place in (usual_place, _GENERAL) else ()


def _same_place(place: str, panel: Panel) -> bool:
    said = place.strip()
    return bool(said) and any(name and (name in said or said in name) for name in (panel.name, panel.place))


def _sorted(hung: Iterable[Hung]) -> list[Hung]:
    return sorted(hung, key=lambda one: tuple((p.board, p.column, p.y, p.x) for p in one.places[:1]))


def _told(one: Hung, wanted: Wanted, boards: Sequence[Board], taken: Sequence[Place]) -> Told:
    """Why a notice has no place, and the first way out that really works."""
    said = f"{one.number} {one.title}（{one.paper}" + (f" {one.pages} 张" if one.pages > 1 else "") + "）"
    at = boards[wanted.boards[0]]
    why = f"{at.name}的“{one.heading}”下没有空位" if at.headings else f"{at.name}没有空位"
    return Told(one.key, one.number, one.title, f"{said}：{why}；{_way_out(one, wanted, boards, taken)}")


def _way_out(one: Hung, wanted: Wanted, boards: Sequence[Board], taken: Sequence[Place]) -> str:
    others = tuple(i for i in range(len(boards)) if i not in wanted.boards)
    found = placed(boards, replace(wanted, boards=others), taken)
    if found:
        return f"{boards[found[0].board].name}还放得下"
    smaller = {"A3": "A4", "A2": "A3", "A1": "A2"}.get(one.paper[:2])
    if smaller:
        size = PAPERS_CM[smaller + one.paper[2:]]
        if placed(boards, replace(wanted, sizes=(size,) * one.pages), taken):
            return f"改用 {smaller} 就放得下"
    for index in wanted.boards:
        for heading in boards[index].headings:
            if placed(boards, replace(wanted, heading=heading), taken):
                return f"可以借“{heading}”下的空位"
    return "请先摘下期满的，或在别处张贴"


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(sheets_of(pdf, ""))
