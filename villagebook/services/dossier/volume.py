"""A project's binder as one PDF, its spine labels, its separator sheets: what goes where, from the book.

What stands in the contents: papers that are there, in the binder's order; the missing as 缺件 with a sheet in their
place; those that do not apply. A paper that lies in the cabinet keeps its pages free in the numbering, so that the
numbers hold when the volume is bound. Papers not yet due are left out.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.base.progress import QUIET, Progress
from villagebook.documents.dossier import (
    Counts,
    Entry,
    Finished,
    Photo,
    Picture,
    Separator,
    SpineLabel,
    Volume,
    VolumePdf,
    render_separators,
    render_spine,
    render_volume,
)
from villagebook.documents.dossier.forms import IN_CABINET, PLACEHOLDER
from villagebook.documents.papers import Copy
from villagebook.documents.papers.press import Place
from villagebook.exporting.pictures import for_paper
from villagebook.ledgers import Scope
from villagebook.lifecycle.slots import PARTS
from villagebook.lifecycle.template import LAST
from villagebook.services.dossier.binder import (
    CABINET,
    MISSING,
    NOT_APPLICABLE,
    Binder,
    Kept,
    MadeHere,
    SlotView,
    binder,
)
from villagebook.services.dossier.stack import mark_text
from villagebook.services.dossier.taking import JPEG
from villagebook.services.paper import PrintReport
from villagebook.services.papers.archive import counted
from villagebook.services.papers.printing import copy_of, missing_lines, place_of
from villagebook.services.papers.projects import sources_of, village_row
from villagebook.store import Book

_SHOWN = 4


def print_dossier(
    book: Book, code: str, target: Path, *, on: dt.date, progress: Progress = QUIET
) -> PrintReport:
    """Write a project's volume as one PDF.

    Raises:
        UserError: no project has the code. KnownError: the target or a file of the book cannot be read or written.
    """
    found = binder(book, code, on)
    made = render(book, found, target, progress=progress)
    lacking = len(found.missing)
    line = f"{found.project['name']}一本清 {made.pages} 页，已存为“{target.name}”" + (
        f"；缺 {lacking} 件，占了缺件页" if lacking else "，材料齐全")
    if made.missing:
        line += f"；有 {len(made.missing)} 处缺字，印成了〓"
    return PrintReport(target, 1, made.pages, missing_lines(made.missing), line)


def render(book: Book, found: Binder, target: Path | BinaryIO, *, progress: Progress = QUIET) -> VolumePdf:
    """Set a binder's volume."""
    with book.read() as connection:
        volume = _Maker(book, connection, found).volume()
    return render_volume(target, volume, progress=progress)


def print_spine(book: Book, codes: Sequence[str], target: Path, *, on: dt.date) -> PrintReport:
    """Write spine labels, one A4 a project.

    Raises:
        UserError: no project has a code. KnownError: the target cannot be written.
    """
    labels = []
    for code in codes:
        project = binder(book, code, on).project
        with book.read() as connection:
            village = village_row(connection, book.village_id)
        labels.append(_spine(project, village))
    pages = render_spine(target, labels)
    return PrintReport(target, len(labels), pages, (), f"卷脊标签 {pages} 页，已存为“{target.name}”")


def print_separators(
    book: Book, code: str, target: Path, *, on: dt.date, slots: Sequence[str] = ()
) -> PrintReport:
    """Write separator sheets of a project: for these slots, or for all whose papers are not there yet.

    Raises:
        UserError: no project has the code, it has no such slot, or nothing is missing.
    """
    found = binder(book, code, on)
    views = [view for view in found.slots if view.slot.id in slots or view.slot.title in slots]
    if len(views) < len(set(slots)):
        unknown = "、".join(set(slots) - {name for view in views for name in (view.slot.id, view.slot.title)})
        raise UserError(
            "dossier.unknown_slot", f"这个项目的档案里没有“{unknown}”这个位置", "用 dossier status 看都有哪些")
    if not slots:
        views = [view for view in found.slots if not view.kept and view.state != NOT_APPLICABLE]
    if not views:
        raise UserError("dossier.nothing_to_separate", "每个位置都放了材料，没有分隔页要印", "要补扫的，写明是哪个位置")
    with book.read() as connection:
        village = village_row(connection, book.village_id)
    where = f"{village['township'] or ''}{village['name']}"
    name = found.project["name"] or ""
    sheets = [
        Separator(mark_text(village["code"], found.project["code"] or "", view.slot.id), where, name,
                  PARTS[view.slot.part], view.slot.title)
        for view in views
    ]
    pages = render_separators(target, sheets)
    return PrintReport(target, len(sheets), pages, (), f"分隔页 {pages} 页，已存为“{target.name}”")


def _spine(project: Mapping[str, Any], village: Mapping[str, Any]) -> SpineLabel:
    series, _, serial = (project["archive_number"] or "").rpartition("-")
    if not serial:
        series, serial = "项目", (project["code"] or "")[-4:]
    name = project["name"] or ""
    return SpineLabel(
        str(project["year"] or ""), name if village["name"] in name else village["name"] + name, committee(village),
        series.rpartition("-")[2], serial, project["archive_term"] or "")


def full_name(project: Mapping[str, Any], village: Mapping[str, Any]) -> str:
    """Return a project's name as a volume says it: 清溪村2026年庭院养鸡到户项目."""
    name = project["name"] or ""
    year = f"{project['year']}年" if project["year"] and f"{project['year']}年" not in name else ""
    return name if village["name"] in name else f"{village['name']}{year}{name}"


def committee(village: Mapping[str, Any]) -> str:
    """Return the village committee's name without its township: 清溪村村民委员会."""
    whole = village["committee"] or f"{village['name']}村民委员会"
    return str(whole).removeprefix(village["township"] or "")


class _Maker:
    """Makes the volume of one binder."""

    def __init__(self, book: Book, connection: Connection, found: Binder) -> None:
        self._book, self._binder, self._project = book, found, found.project
        self._village = village_row(connection, book.village_id)
        self._place: Place = place_of(connection, Scope(book.village_id, found.on))
        self._sources = sources_of(connection, found.project["id"])

    def volume(self) -> Volume:
        project = self._project
        entries = tuple(entry for view in self._binder.slots for entry in self._entries(view))
        number = project["archive_number"] or "　　　　　　　　　　"
        name, code = full_name(project, self._village), project["code"] or ""
        return Volume(name, self._cover(), number, entries, self._place, code)

    def _cover(self) -> dict[str, object]:
        project = self._project
        documents = list(dict.fromkeys(
            filter(None, [project["approval_number"], *(s["document"] for s in self._sources)])))
        days = [chinese(project[name]) for name in ("started_on", "finished_on") if project[name] is not None]
        village = self._village
        return {
            "mode": project["mode"],
            "document": documents[0] + ("等" if len(documents) > 1 else "") if documents else None,
            "planned": f"{format_yuan(project['planned_fen'])}元" if project["planned_fen"] is not None else None,
            "unit": project["unit_in_charge"] or committee(village), "period": "至".join(days) or None,
            "term": project["archive_term"], "archived_on": project["archived_on"],
            "archived_by": project["archived_by"], "checked_by": project["archive_checked_by"],
            "place": f"{village['county'] or ''}{village['township'] or ''}{village['name']}",
        }  # fmt: skip

    # -- entries

    def _entries(self, view: SlotView) -> Iterator[Entry]:
        if view.slot.id == LAST and not view.kept:
            yield from self._note(view)
        elif view.is_filled:
            yield from self._filled(view)
        elif view.state == MISSING:
            state = f"缺，已过 {(self._binder.on - view.due_on).days} 天" if view.due_on else "缺"
            yield Entry(view.slot.title, unit=self._unit(view), remark="缺件", counts=False,
                        pieces=(self._placeholder(view, state),), reserved=0)
        elif view.state == NOT_APPLICABLE:
            yield Entry(view.slot.title, unit=self._unit(view), remark="不适用", counts=False)

    def _filled(self, view: SlotView) -> Iterator[Entry]:
        photos = [self._photo(photo, view) for photo in (*view.photos, *(k for k in view.kept if k.is_photo))]
        many = len(view.notices) > 1
        for place, notice in enumerate(view.notices):
            last = place == len(view.notices) - 1
            pieces = (Finished(partial(self._book.files.read, notice["pdf_id"])), *(photos if last else ()))
            title = notice["heading"] if many and notice["heading"] else view.slot.title
            yield Entry(title, notice["number"], self._unit(view), notice["from_on"], pieces=pieces)
        yield from self._made(view)
        papers = [kept for kept in view.kept if not kept.is_photo]
        for kept in papers:
            if kept.row["attachment_id"] is None:
                yield self._in_cabinet(kept, view)
            elif kept.row["name"] or kept.row["number"]:
                yield self._kept([kept], view)
        unnamed = [k for k in papers if k.row["attachment_id"] and not (k.row["name"] or k.row["number"])]
        if unnamed:
            yield self._kept(unnamed, view)
        if photos and not view.notices:
            day = next((kept.row["on"] for kept in view.kept if kept.is_photo and kept.row["on"]), None)
            title = view.slot.title if "照片" in view.slot.title else f"{view.slot.title}照片"
            yield Entry(title, unit=self._unit(view), on=day, pieces=tuple(photos))

    def _made(self, view: SlotView) -> Iterator[Entry]:
        """Yield the papers the program makes for a slot; those about one meeting, contract … are one entry."""
        groups: dict[object, list[MadeHere]] = defaultdict(list)
        for here in view.made:
            groups[here.paper.id if here.paper.together else here.key].append(here)
        for group in groups.values():
            first = group[0]
            pieces = tuple(copy_of(here.paper, here.filled, self._place) for here in group)
            title = self._made_title(view, group, alone=len(groups) == 1)
            unit = first.filled.unit or self._unit(view)
            if "村民委员会" in unit:
                unit = unit.removeprefix(self._village["township"] or "")
            yield Entry(title, first.filled.number, unit, first.filled.on, pieces=pieces)

    def _made_title(self, view: SlotView, group: Sequence[MadeHere], *, alone: bool) -> str:
        if alone and (len(group) > 1 or not group[0].filled.title):
            return view.slot.title
        titles = list(dict.fromkeys(here.filled.title or here.paper.title for here in group))
        return "、".join([titles[0], *(_without_start(title, titles[0]) for title in titles[1:])])

    def _kept(self, papers: Sequence[Kept], view: SlotView) -> Entry:
        row = papers[0].row
        pieces = tuple(
            Picture(self._reading(kept)) if kept.media_type == JPEG
            else Finished(partial(self._book.files.read, kept.row["attachment_id"])) for kept in papers)
        day = next((kept.row["on"] for kept in papers if kept.row["on"]), None)
        return Entry(row["name"] or view.slot.title, row["number"] or "", row["unit"] or self._unit(view), day,
                     pieces=pieces)

    def _in_cabinet(self, kept: Kept, view: SlotView) -> Entry:
        row, pages = kept.row, kept.row["pages"] or 0
        values = {
            "name": full_name(self._project, self._village), "code": self._project["code"] or "",
            "title": row["name"] or view.slot.title, "part": PARTS[view.slot.part], "number": row["number"],
            "state": f"原件{pages}页，存档案柜" if pages else "原件存档案柜",
        }  # fmt: skip
        sheet = Copy("原件另存", (IN_CABINET,), values, self._place, self._project["code"] or "")
        return Entry(row["name"] or view.slot.title, row["number"] or "", row["unit"] or self._unit(view), row["on"],
                     remark=CABINET, pieces=(sheet,), reserved=pages)

    def _photo(self, kept: Kept, view: SlotView) -> Photo:
        day = kept.row["on"]
        words = kept.row["name"] or view.slot.title.removesuffix("及照片").removesuffix("照片") or "照片"
        caption = f"{words}　{chinese(day)}" if day else str(words)
        return Photo(self._reading(kept), caption)

    def _reading(self, kept: Kept) -> Callable[[], bytes]:
        """Return what reads a picture as it goes out: without the place and day its file tells."""
        return lambda: for_paper(self._book.files.read(kept.row["attachment_id"]))

    def _placeholder(self, view: SlotView, state: str) -> Copy:
        due = view.slot.due_on(self._project)
        values = {
            "name": full_name(self._project, self._village), "code": self._project["code"] or "",
            "title": view.slot.title,
            "part": PARTS[view.slot.part], "due": chinese(due) if due else None, "state": state,
        }  # fmt: skip
        return Copy("缺件说明", (PLACEHOLDER,), values, self._place, self._project["code"] or "")

    def _note(self, view: SlotView) -> Iterator[Entry]:
        for one in view.made:
            yield Entry(view.slot.title, unit=self._unit(view), on=one.filled.on, last=partial(self._counted, one))

    def _counted(self, note: MadeHere, counts: Counts) -> Copy:
        """Return the note at the end with what the volume holds."""
        lacking = [view.slot.title for view in self._binder.missing]
        exempt = [f"{view.slot.title}（{view.why}）" for view in self._binder.slots if view.state == NOT_APPLICABLE]
        words = f"缺{len(lacking)}件：{_listed(lacking)}。" if lacking else "应有的材料齐全。"
        others = f"不适用：{_listed(exempt)}。" if exempt else ""
        filled = counted(note.filled, counts.items, counts.pages, counts.photos, words, others)
        return copy_of(note.paper, filled, self._place)

    def _unit(self, view: SlotView) -> str:
        if view.slot.unit == "township":
            return f"{self._village['township'] or ''}人民政府"
        if view.slot.unit == "county":
            return self._project["approval_unit"] or f"{self._village['county'] or ''}人民政府"
        return committee(self._village)


def _without_start(title: str, other: str) -> str:
    """Return a title without what it begins with as another does: 签到表 of 村民代表大会签到表."""
    same = next((at for at, (a, b) in enumerate(zip(title, other, strict=False)) if a != b), 0)
    return title[same:]


def _listed(titles: Sequence[str]) -> str:
    return "；".join(titles[:_SHOWN]) + (f"等{len(titles)}件" if len(titles) > _SHOWN else "")
