"""A project's binder: its slots in order, what fills each, what is missing since when."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Connection, case, select

from villagebook.base.errors import UserError
from villagebook.base.registry import Registry
from villagebook.ledgers import Scope
from villagebook.ledgers.parts import table
from villagebook.lifecycle.slots import Slot
from villagebook.lifecycle.template import Template, TemplateError, slots
from villagebook.models import Attachment, AttachmentLink, DossierPaper, Notice, NoticePhoto, Project
from villagebook.notices import wall
from villagebook.services.overrides import overrides
from villagebook.services.papers import PAPERS, Filled, MadePaper
from villagebook.services.publicity import CORRECTED, NOT_HUNG, WITHDRAWN
from villagebook.store import Book

THERE, MADE, MISSING, NOT_APPLICABLE, TO_COME, OPTIONAL = "有", "自动生成", "缺", "不适用", "未到", "按需"
STATES = (THERE, MADE, MISSING, NOT_APPLICABLE, TO_COME, OPTIONAL)
HAVE, EXEMPT = "已有", "不适用"
SCAN, PHOTO, FILE, CABINET = "扫描", "照片", "文件", "柜存"
TEMPLATE = "dossier.template"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """One paper that was put into a slot: a row of DossierPaper with its file.

    Attributes:
        row: The row.
        file_name, media_type: Of the file; "" for a paper that lies in the cabinet only.
    """

    row: Row
    file_name: str = ""
    media_type: str = ""

    @property
    def key(self) -> uuid.UUID:
        """The row's key."""
        found: uuid.UUID = self.row["id"]
        return found

    @property
    def name(self) -> str:
        """What it is called."""
        return self.row["name"] or self.file_name.rpartition(".")[0] or CABINET

    @property
    def is_photo(self) -> bool:
        """Whether it goes on a sheet of photos rather than on a page of its own."""
        return bool(self.row["source"] == PHOTO)


@dataclass(frozen=True, slots=True)
class MadeHere:
    """A paper the program makes for a slot: which, about which record, what it says."""

    paper: MadePaper
    key: uuid.UUID
    filled: Filled


@dataclass(frozen=True, slots=True)
class SlotView:
    """One slot of one project.

    Attributes:
        state: One of STATES.
        due_on: Since when its paper is due; None if it is not yet.
        kept: Papers put in, in order.
        made: Papers the program makes for it; those a signed scan replaces are left out.
        replaced: Whether a scan stands for what the program makes.
        notices: Rows of its posted notices, oldest first. photos: their photos.
        why: Why it does not apply.
    """

    slot: Slot
    state: str
    needed: bool
    due_on: dt.date | None
    kept: tuple[Kept, ...]
    made: tuple[MadeHere, ...]
    replaced: bool
    notices: tuple[Row, ...]
    photos: tuple[Kept, ...]
    why: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether something lies here."""
        return bool(self.kept or self.made or self.notices)


@dataclass(frozen=True, slots=True)
class Binder:
    """A project's binder.

    Attributes:
        project: The project's row.
        on: As of which day.
        slots: In order, those of its mode.
    """

    project: Row
    on: dt.date
    slots: tuple[SlotView, ...]

    @property
    def missing(self) -> tuple[SlotView, ...]:
        """What is due and not there, the longest due first."""
        late = [view for view in self.slots if view.state == MISSING]
        return tuple(sorted(late, key=lambda view: view.due_on or self.on))

    @property
    def asked(self) -> int:
        """How many papers are needed by now."""
        return len(self.missing) + self.there

    @property
    def there(self) -> int:
        """How many of those needed by now are there."""
        return sum(view.needed and view.state in (THERE, MADE) and view.due_on is not None for view in self.slots)

    @property
    def words(self) -> str:
        """齐全, 还没到要材料的时候, or 应有 12 件，缺 2 件：合同、结算、审计报告."""
        if not self.missing:
            return f"齐全，应有的 {self.asked} 件都在" if self.asked else "还没到要材料的时候"
        listed = "；".join(view.slot.title for view in self.missing[:3])
        more = "等" if len(self.missing) > 3 else ""
        return f"应有 {self.asked} 件，缺 {len(self.missing)} 件：{listed}{more}"


def book_slots(connection: Connection, village_id: uuid.UUID) -> Registry[Slot]:
    """Return the slots of a book's binders.

    Raises:
        UserError: the stored template cannot be understood.
    """
    stored = overrides(connection, village_id).get(TEMPLATE)
    try:
        return slots(cast("Template | None", stored[-1][2]) if stored else None)
    except TemplateError as error:
        raise UserError("dossier.template", str(error), "请在档案目录样式里恢复原样") from None


def binder(book: Book, code: str, on: dt.date) -> Binder:
    """Return the binder of the project with a code.

    Raises:
        UserError: no project has it.
    """
    with book.read() as connection:
        found = binders(connection, book.village_id, on, [key_of(connection, book.village_id, code)])
    return found[0]


def binder_of(book: Book, key: uuid.UUID, on: dt.date) -> Binder:
    """Return the binder of the project with a key.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        found = binders(connection, book.village_id, on, [key])
    if not found:
        raise UserError("project.gone", "这个项目已经不在书里了", "请刷新列表")
    return found[0]


def key_of(connection: Connection, village_id: uuid.UUID, code: str) -> uuid.UUID:
    """Return the key of the project with a code.

    Raises:
        UserError: no project has it.
    """
    project = table(Project)
    query = select(project.c.id).where(project.c.village_id == village_id, project.c.code == code)
    found: uuid.UUID | None = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("project.unknown", f"没有项目编号“{code}”", "请核对编号")
    return found


def binders(
    connection: Connection, village_id: uuid.UUID, on: dt.date, keys: Sequence[uuid.UUID] | None = None, *,
    states_only: bool = False,
) -> list[Binder]:  # fmt: skip
    """Return the binders of projects, or of all projects of a village by year and code.

    Args:
        states_only: What the program makes is not read, only whether there is something where a paper is due; much
            quicker for many projects.
    """
    project = table(Project)
    query = select(project).where(project.c.village_id == village_id).order_by(project.c.year, project.c.code)
    if keys is not None:
        query = query.where(project.c.id.in_(keys))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    reader = _Reader(connection, village_id, on, [row["id"] for row in rows], states_only)
    return [Binder(row, on, tuple(reader.slots(row))) for row in rows]


class _Reader:
    """Reads what fills the slots of several projects in a few queries."""

    def __init__(
        self, connection: Connection, village_id: uuid.UUID, on: dt.date, keys: list[uuid.UUID], states_only: bool
    ) -> None:
        self._connection, self._states_only = connection, states_only
        self._on = on
        self._scope = Scope(village_id, on)
        self._slots = book_slots(connection, village_id)
        self._kept = _kept(connection, keys)
        self._notices = _notices(connection, keys, on)
        self._of_years = _of_years(connection, village_id, on)
        every = [*(row for rows in self._notices.values() for row in rows), *self._of_years]
        self._photos = _photos(connection, [row["id"] for row in every])

    def slots(self, project: Row) -> list[SlotView]:
        """Return the slots of a project."""
        made = {} if self._states_only else self._made(project)
        views = [
            self._view(slot, project, made.get(slot.id, []))
            for slot in self._slots
            if slot.is_for(project["mode"]) or self._kept.get((project["id"], slot.id))
        ]
        if not self._states_only:
            return views
        missing = {view.slot.id for view in views if view.state == MISSING}
        there = missing - self._unmade(project, missing)
        return [replace(view, state=MADE) if view.slot.id in there else view for view in views]

    def _view(self, slot: Slot, project: Row, made: list[MadeHere]) -> SlotView:
        rows = self._kept.get((project["id"], slot.id), [])
        kept = tuple(paper for paper in rows if paper.row["state"] == HAVE)
        why = next((paper.row["why"] or "" for paper in rows if paper.row["state"] == EXEMPT), None)
        replaced = any(paper.row["replaces"] == "是" for paper in kept)
        made = [] if replaced else made
        notices = [
            row for row in (*self._notices.get(project["id"], []), *self._of_years)
            if row["kind"] in slot.notices and (row["project_id"] or _lists(row, project))]
        photos = [photo for row in notices for photo in self._photos.get(row["id"], [])]
        due_on = due_of(slot, project, self._on)
        needed = slot.is_needed(project["mode"])
        if kept or notices:
            state = THERE
        elif made:
            state = MADE
        elif why is not None:
            state = NOT_APPLICABLE
        else:
            state = OPTIONAL if not needed else MISSING if due_on is not None else TO_COME
        return SlotView(slot, state, needed, due_on, kept, tuple(made), replaced, tuple(notices), tuple(photos),
                        why or "")

    def _made(self, project: Row) -> dict[str, list[MadeHere]]:
        """Return slot -> what the program makes for it."""
        scope = Scope(self._scope.village_id, self._on, filters={"project": project["id"]})
        found: dict[str, list[MadeHere]] = defaultdict(list)
        for paper in PAPERS:
            for key in paper.of_project(self._connection, scope, project["id"]) if paper.slot else ():
                filled = paper.gather(self._connection, scope, key)
                if filled is not None:
                    found[filled.slot or paper.slot].append(MadeHere(paper, key, filled))
        return found


    def _unmade(self, project: Row, missing: set[str]) -> set[str]:
        """Return those of some slots that the program makes nothing for."""
        scope = Scope(self._scope.village_id, self._on, filters={"project": project["id"]})
        left = set(missing)
        for paper in PAPERS:
            if not paper.slot or not left or (paper.where is None and paper.slot not in left):
                continue
            for key in paper.of_project(self._connection, scope, project["id"]):
                if paper.where is not None:
                    left.discard(paper.where(self._connection, scope, key))
                elif (filled := paper.gather(self._connection, scope, key)) is not None:
                    left.discard(filled.slot or paper.slot)
        return left


def due_of(slot: Slot, project: Row, on: dt.date) -> dt.date | None:
    """Return since when a slot's paper is due, None if it is not yet; nothing becomes due after a project ended."""
    due = slot.due_on(project)
    ended = project["side_on"] if project["side_state"] in ("未通过", "出库", "终止") else None
    if due is None or due > on or (ended is not None and due > ended):
        return None
    return due


def _kept(connection: Connection, keys: list[uuid.UUID]) -> dict[tuple[uuid.UUID, str], list[Kept]]:
    paper, file = table(DossierPaper), table(Attachment)
    query = (
        select(paper, file.c.file_name.label("_name"), file.c.media_type.label("_type"))
        .select_from(paper.outerjoin(file, file.c.id == paper.c.attachment_id))
        .order_by(paper.c.position, paper.c.id)
    )
    found: dict[tuple[uuid.UUID, str], list[Kept]] = defaultdict(list)
    for row in _in(connection, query, paper.c.project_id, keys):
        found[row["project_id"], row["slot"]].append(Kept(row, row["_name"] or "", row["_type"] or ""))
    return found


_NOTICE = ("id", "number", "heading", "kind", "state", "from_on", "through_on", "pdf_id", "project_id")


def _posted(*more: str) -> Any:
    notice = table(Notice)
    # One that was corrected stays as proof, and says so; the one that corrects it says so in its title.
    said = case((notice.c.state == CORRECTED, notice.c.heading + "（已更正）"), else_=notice.c.heading).label("heading")
    columns = [said if name == "heading" else notice.c[name] for name in (*_NOTICE, *more)]
    return select(*columns).where(notice.c.state.not_in((*NOT_HUNG, WITHDRAWN)), notice.c.pdf_id.is_not(None))


def _of_years(connection: Connection, village_id: uuid.UUID, on: dt.date) -> list[Row]:
    """Return posted notices on all projects of a year, with the year they are about and what they say."""
    notice = table(Notice)
    query = _posted("subject", "content").where(notice.c.village_id == village_id, notice.c.project_id.is_(None))
    found: list[Row] = []
    for row in connection.execute(query.order_by(notice.c.from_on, notice.c.serial)).mappings():
        subject = row["subject"] or {}
        if subject.get("year") and not subject.get("households") and (row["from_on"] or on) <= on:
            said = json.dumps(row["content"], ensure_ascii=False)
            found.append({name: row[name] for name in _NOTICE} | {"about": subject["year"], "said": said})
    return found


def _lists(row: Row, project: Row) -> bool:
    """Whether a notice on all projects of a year is about this one: it names it."""
    name = project["name"] or ""
    return bool(name) and row["about"] == project["year"] and json.dumps(name, ensure_ascii=False)[1:-1] in row["said"]


def _notices(connection: Connection, keys: list[uuid.UUID], on: dt.date) -> dict[uuid.UUID, list[Row]]:
    notice = table(Notice)
    query = _posted()
    found: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in _in(connection, query.order_by(notice.c.from_on, notice.c.serial), notice.c.project_id, keys):
        if row["from_on"] is None or row["from_on"] <= on:
            found[row["project_id"]].append(row)
    return found


def _photos(connection: Connection, keys: list[uuid.UUID]) -> dict[uuid.UUID, list[Kept]]:
    """Return notice -> its photos, as papers of the source 照片."""
    link, file = table(AttachmentLink), table(Attachment)
    query = (
        select(link.c.id, link.c.record_id, link.c.note, link.c.attachment_id, file.c.file_name, file.c.media_type)
        .select_from(link.join(file, file.c.id == link.c.attachment_id))
        .where(link.c.record == "notice", link.c.role == PHOTO)
        .order_by(link.c.id)
    )
    found: dict[uuid.UUID, list[Kept]] = defaultdict(list)
    for row in _in(connection, query, link.c.record_id, keys):
        paper = {**row, "name": row["note"], "source": PHOTO, "on": None, "number": None, "unit": None, "pages": 1}
        found[row["record_id"]].append(Kept(paper, row["file_name"], row["media_type"]))
    _add_wall_photos(connection, keys, found)
    return found


#: In the order in which a notice is photographed.
_MOMENTS = (wall.UP, wall.REPAIRED, wall.OVER)


def _add_wall_photos(connection: Connection, keys: list[uuid.UUID], found: dict[uuid.UUID, list[Kept]]) -> None:
    """Add the photos taken of notices on the wall: going up, repaired, over; near before far."""
    photo, file = table(NoticePhoto), table(Attachment)
    query = select(
        photo.c.id, photo.c.notice_id, photo.c.attachment_id, photo.c.moment, photo.c.view, photo.c.on,
        file.c.file_name, file.c.media_type,
    ).select_from(photo.join(file, file.c.id == photo.c.attachment_id))  # fmt: skip
    rows = list(_in(connection, query.order_by(photo.c.id), photo.c.notice_id, keys))
    order = {moment: place for place, moment in enumerate(_MOMENTS)}
    for row in sorted(rows, key=lambda one: (order.get(one["moment"], len(order)), one["view"] != wall.NEAR)):
        name = " ".join(str(part) for part in (row["moment"], row["view"], row["on"]) if part)
        paper = {**row, "name": name, "source": PHOTO, "number": None, "unit": None, "pages": 1, "note": None}
        found[row["notice_id"]].append(Kept(paper, row["file_name"], row["media_type"]))


_CHUNK = 500


def _in(connection: Connection, query: Any, column: Any, keys: list[uuid.UUID]) -> Iterable[Row]:
    for start in range(0, len(keys), _CHUNK):
        part = query.where(column.in_(keys[start : start + _CHUNK]))
        yield from (dict(row) for row in connection.execute(part).mappings())
