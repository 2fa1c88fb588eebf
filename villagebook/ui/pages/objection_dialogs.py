"""What is asked when an objection or complaint comes in, and when it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from villagebook.models.codes import CODES
from villagebook.notices.objected import Line
from villagebook.services.objection_views import ObjectionView
from villagebook.ui.field_views import typed
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.line import Choice

Texts = dict[str, str]
SECRET = "反映人和反映内容只留在办公室，不上公示，也不进对外的台账。"


def _codes(id: str) -> tuple[Choice, ...]:
    return plain_choices(CODES[id].values)


def take_from_notice(
    context: Context, number: str, lines: Sequence[Line], answer: Callable[[Texts], object]
) -> AskDialog:
    """Return the question about an objection to one notice: which line, who, what; the rest is filled."""
    rows = tuple(Choice(str(line.number), line.label, line.text) for line in lines)
    specs = (
        FieldSpec("line", "哪一行", "choice", choices=rows, wide=True, help="照公示上的序号；说不清的空着。"),
        FieldSpec("from_name", "反映人"),
        FieldSpec("way", "方式", "choice", choices=_codes("objection_way")),
        FieldSpec("content", "反映内容", "long_text", wide=True, lines=3, placeholder="如：登记 7 亩，认为应为 9 亩"),
        FieldSpec("received_on", "收到日期", "date"),
        FieldSpec("from_phone", "电话", "text"),
    )
    return AskDialog(
        "记异议", SECRET, specs if rows else specs[1:], {"way": "当面", "received_on": context.today()},
        context.today, "记下", lambda values: answer(_texts(values)), note=number, icon="plus",
        required={"content": "请写反映了什么", "received_on": "请写收到日期"},
    )  # fmt: skip


def take(
    context: Context, notices: Sequence[tuple[str, str]], projects: Sequence[tuple[str, str]],
    answer: Callable[[Texts, str, str], object],
) -> AskDialog:  # fmt: skip
    """Return the question about an objection or complaint to anything: ``answer`` gets texts, notice and project."""
    specs = (
        FieldSpec("kind", "性质", "choice", choices=_codes("objection_kind")),
        FieldSpec("way", "方式", "choice", choices=_codes("objection_way")),
        FieldSpec("notice", "公示", "choice", choices=tuple(Choice(*one) for one in notices), wide=True),
        FieldSpec("project", "项目", "choice", choices=tuple(Choice(*one) for one in projects), wide=True),
        FieldSpec("about", "反映的事", wide=True, help="不是哪一份公示、哪个项目的，写是什么事。"),
        FieldSpec("content", "反映内容", "long_text", wide=True, lines=3),
        FieldSpec("from_name", "反映人"),
        FieldSpec("from_phone", "电话"),
        FieldSpec("received_on", "收到日期", "date"),
    )

    def press(values: Values) -> None:
        told = {name: value for name, value in values.items() if name not in ("notice", "project")}
        answer(_texts(told), values["notice"] or "", values["project"] or "")

    return AskDialog(
        "记投诉、意见", SECRET, specs, {"kind": "投诉", "way": "12317", "received_on": context.today()},
        context.today, "记下", press, icon="plus", width=640,
        required={"content": "请写反映了什么", "received_on": "请写收到日期"},
    )  # fmt: skip


def answered(context: Context, view: ObjectionView, answer: Callable[[Texts, Any], object]) -> AskDialog:
    """Return the question how one was answered: what was found, what came of it, what was said; then the day."""
    row = view.row
    specs = (
        FieldSpec("handling", "核实情况", "long_text", wide=True, lines=3, placeholder="如：11-03 入户丈量为 7 亩"),
        FieldSpec("result", "处理结果", "choice", choices=_codes("objection_result")),
        FieldSpec("handled_by", "核实人"),
        FieldSpec("answer", "答复内容", "long_text", wide=True, lines=2, placeholder="如：维持原公示，本人签字"),
        FieldSpec("on", "答复日期", "date"),
        FieldSpec("answered_way", "答复方式", "choice", choices=_codes("objection_way")),
    )
    names = ("handling", "result", "handled_by", "answer")
    first = {name: row[name] for name in names} | {"on": context.today(), "answered_way": row["way"]}
    said = "；".join(part for part in (view.line, row["content"]) if part)

    def press(values: Values) -> None:
        told = {name: value for name, value in values.items() if name != "on"}
        answer(_texts(told), values["on"])

    return AskDialog(
        f"答复{row['kind']}", f"反映：{said}" if said else "", specs, first, context.today, "记为已答复", press,
        note=view.code, icon="circle-check", width=640,
        required={"handling": "请写核实情况", "result": "请选处理结果", "on": "请写答复日期"},
    )  # fmt: skip


def _texts(values: Mapping[str, Any]) -> Texts:
    kinds = {"received_on": "date", "on": "date"}
    return {name: typed(value, kinds.get(name, "text")) for name, value in values.items() if value not in (None, "")}
