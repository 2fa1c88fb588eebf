"""Dialogs of a binder: why a paper does not apply, what lies in the cabinet, what the contents say of a paper."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from villagebook.lifecycle.slots import PARTS
from villagebook.services.dossier import filing, templates
from villagebook.services.dossier.binder import FILE, PHOTO, SCAN, Kept, SlotView
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.doing import done
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.line import Choice

_SOURCES = tuple(Choice(word, word) for word in (SCAN, PHOTO, FILE))
_YES, _NO = "是", "否"
_ABOUT = (
    FieldSpec("name", "材料名称", wide=True, placeholder="空着就用位置的名称"),
    FieldSpec("number", "文号"),
    FieldSpec("on", "日期", "date"),
    FieldSpec("unit", "责任者", wide=True),
)


def ask_exempt(context: Context, project: uuid.UUID, view: SlotView) -> None:
    """Ask why a slot's paper does not apply."""

    def answer(said: Values) -> None:
        actor = context.actor
        context.runner.change(lambda book, _progress: done(
            filing.not_applicable(book, project, view.slot.id, str(said["why"]), actor=actor)))

    lead = f"“{view.slot.title}”在这个项目里不需要。原因印在备考表上，审计时要看。"
    context.open(AskDialog(
        "不适用", lead, (FieldSpec("why", "原因", wide=True),), {"why": view.why}, context.today, "记为不适用", answer,
        icon="ban", required={"why": "请写原因"}))


def ask_cabinet(context: Context, project: uuid.UUID, view: SlotView) -> None:
    """Ask about a paper that lies in the cabinet only."""
    specs = (*_ABOUT, FieldSpec("pages", "页数", "int", unit="页"))

    def answer(said: Values) -> None:
        about = filing.About(
            str(said["name"] or ""), str(said["number"] or ""), str(said["unit"] or ""), _day(said["on"]))
        pages, actor = said["pages"] or None, context.actor
        context.runner.change(lambda book, _progress: done(
            filing.in_cabinet(book, project, view.slot.id, actor=actor, pages=pages, about=about)))

    lead = f"“{view.slot.title}”的原件在档案柜里，不扫描。写了页数，打印的页号给它留着。"
    context.open(AskDialog(
        "登记柜存材料", lead, specs, dict.fromkeys(spec.id for spec in specs), context.today, "登记", answer,
        icon="archive"))


def ask_describe(context: Context, kept: Kept) -> None:
    """Ask what the contents say of a paper."""
    row = kept.row
    specs: list[FieldSpec] = list(_ABOUT)
    values: dict[str, Any] = {name: row[name] for name in ("name", "number", "on", "unit")}
    if row["attachment_id"] is not None:
        specs += [
            FieldSpec("source", "来源", "choice", choices=_SOURCES),
            FieldSpec("replaces", "代替自动生成的", "choice", choices=(Choice(_YES, _YES), Choice(_NO, _NO)))]
        values |= {"source": row["source"], "replaces": row["replaces"] or _NO}
    else:
        specs.append(FieldSpec("pages", "页数", "int", unit="页"))
        values["pages"] = row["pages"]

    def answer(said: Values) -> None:
        new = {name: said[name] for name in values}
        new["on"] = _day(new["on"])
        actor = context.actor
        context.runner.change(lambda book, _progress: done(filing.describe(book, kept.key, new, actor=actor)))

    lead = "卷内目录照这里写。照片两张印一页，名称印在照片下面。"
    context.open(AskDialog("改材料说明", lead, specs, values, context.today, "改", answer, icon="pencil"))


def ask_move(context: Context, kept: Kept, slots: Sequence[SlotView]) -> None:
    """Ask into which slot a paper goes."""
    choices = tuple(Choice(view.slot.id, view.slot.title, PARTS[view.slot.part]) for view in slots)

    def answer(said: Values) -> None:
        slot, actor = str(said["slot"]), context.actor
        context.runner.change(lambda book, _progress: done(filing.move(book, kept.key, slot, actor=actor)))

    context.open(AskDialog(
        "移到别的位置", f"“{kept.name}”移到哪里？", (FieldSpec("slot", "位置", "choice", wide=True, choices=choices),),
        {"slot": kept.row["slot"]}, context.today, "移动", answer, required={"slot": "请选位置"}))


def ask_slot(context: Context) -> None:
    """Ask for one more slot in every binder of the book."""
    specs = (
        FieldSpec("title", "材料名称", wide=True),
        FieldSpec("part", "归哪一部分", "choice", choices=tuple(Choice(key, words) for key, words in PARTS.items())),
        FieldSpec("due", "随哪个日期", "choice",
                  choices=tuple(Choice(key, words) for key, words in templates.DAY_WORDS.items())),
        FieldSpec("needed", "必须有", "choice", choices=(Choice(_YES, _YES), Choice(_NO, _NO))),
    )  # fmt: skip

    def answer(said: Values) -> None:
        new = (str(said["title"]), str(said["part"]), str(said["due"]), said["needed"] == _YES)
        _change(context, templates.Edit(new=new))

    values = {"title": "", "part": "carry", "due": "finished_on", "needed": _NO}
    context.open(AskDialog(
        "加一个位置", "每个项目的档案里都加这个位置。", specs, values, context.today, "加上", answer,
        icon="plus", required={"title": "请写材料名称", "part": "请选部分", "due": "请选日期"}))


def ask_rename(context: Context, view: SlotView) -> None:
    """Ask for another title of a slot."""
    context.open(AskDialog(
        "改位置名称", "每个项目的档案和卷内目录里都这样写。", (FieldSpec("title", "材料名称", wide=True),),
        {"title": view.slot.title}, context.today, "改",
        lambda said: _change(context, templates.Edit(names={view.slot.id: str(said["title"])})), icon="pencil",
        required={"title": "请写名称"}))


def change_template(context: Context, edit: templates.Edit) -> None:
    """Change the order of the binder of the book."""
    _change(context, edit)


def _change(context: Context, edit: templates.Edit) -> None:
    actor = context.actor
    context.runner.change(
        lambda book, _progress: done(templates.change(book, edit, actor=actor)), None, partial(context.trouble))


def _day(value: Any) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
