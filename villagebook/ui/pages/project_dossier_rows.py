"""The binder as rows of tables: its slots, and what lies in one of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from villagebook.lifecycle.slots import PARTS
from villagebook.services.dossier import binder
from villagebook.services.dossier.binder import Binder, Kept, SlotView
from villagebook.services.dossier.showing import made_key
from villagebook.ui.models.columns import Cell, Chip, Column
from villagebook.ui.models.table import Row

SLOT_COLUMNS = (
    Column("part", "部分", width=76, rank=2, sortable=False),
    Column("title", "材料", "name", width=170, stretch=3, sortable=False),
    Column("state", "状态", "state", width=96, sortable=False),
    Column("due", "应有", width=122, rank=1, sortable=False),
    Column("inside", "里面", "note", width=130, stretch=2, rank=1, sortable=False),
)
PAPER_COLUMNS = (
    Column("name", "材料", "name", width=150, stretch=2, sortable=False),
    Column("source", "来源", width=84, sortable=False),
    Column("number", "文号", "code", width=130, stretch=1, rank=2, sortable=False),
    Column("on", "日期", "date", width=92, rank=1, sortable=False),
    Column("pages", "页", "int", width=44, sortable=False),
)
STATES = {
    binder.THERE: Chip("有", "ok", "circle-check"), binder.MADE: Chip("自动生成", "mute", "file-check"),
    binder.MISSING: Chip("缺", "late", "circle-dashed"), binder.NOT_APPLICABLE: Chip("不适用", "mute", "ban"),
    binder.TO_COME: Chip("未到", "mute", "clock"), binder.OPTIONAL: Chip("按需", "mute", dashed=True),
}  # fmt: skip
_SOON_DAYS = 10


def slot_rows(found: Binder, *, missing_only: bool) -> list[Row]:
    """Return the binder's slots in order; the part is said once."""
    rows: list[Row] = []
    before = ""
    for view in found.slots:
        if missing_only and view.state != binder.MISSING:
            continue
        part = PARTS[view.slot.part]
        rows.append({
            "key": view.slot.id, "part": "" if part == before else part,
            "title": Cell(view.slot.title, tip=view.slot.title),
            "state": STATES[view.state], "due": _due(view, found.on), "inside": inside(view),
            "row_state": "muted" if view.state in (binder.NOT_APPLICABLE, binder.OPTIONAL, binder.TO_COME) else "",
        })  # fmt: skip
        before = part
    return rows


def _due(view: SlotView, on: dt.date) -> Any:
    if view.due_on is None or view.state in (binder.NOT_APPLICABLE, binder.OPTIONAL):
        return ""
    if view.state != binder.MISSING:
        return view.due_on.isoformat()
    late = (on - view.due_on).days
    words = f"过 {late} 天" if late else "今天"
    return Cell(words, tone="late" if late > _SOON_DAYS else "due", icon="clock-alert", tip=f"{view.due_on} 起应有")


def inside(view: SlotView) -> Any:
    """Return what lies in a slot, in a few words."""
    if view.why:
        return Cell(view.why, tip=view.why)
    words = [row["number"] for row in view.notices]
    words += [here.filled.title or here.paper.title for here in view.made]
    photos = sum(kept.is_photo for kept in view.kept) + len(view.photos)
    words += [kept.name for kept in view.kept if not kept.is_photo]
    words += [f"照片 {photos} 张"] if photos else []
    return Cell("；".join(words), tip="\n".join(words)) if words else ""


def paper_rows(view: SlotView) -> list[Row]:
    """Return what lies in a slot in the order of the volume; only papers put in by hand can be moved."""
    rows: list[Row] = [
        {"key": row["id"], "name": row["heading"] or row["number"], "source": "公示定稿", "number": row["number"],
         "on": row["from_on"], "pages": ""}
        for row in view.notices]  # fmt: skip
    rows += [
        {"key": made_key(here.paper.id, here.key), "name": here.filled.title or here.paper.title, "source": "自动生成",
         "number": here.filled.number, "on": here.filled.on, "pages": ""}
        for here in view.made]  # fmt: skip
    return rows + [_kept_row(kept) for kept in (*view.photos, *view.kept)]


def _kept_row(kept: Kept) -> Row:
    row = kept.row
    return {
        "key": kept.key, "name": Cell(kept.name, tip=kept.file_name), "source": row["source"],
        "number": row["number"] or "", "on": row["on"], "pages": row["pages"] or "",
    }  # fmt: skip
