"""Dialogs of 收益分配: a new one, its plan, its decision and notice, its list, its payment."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QApplication

from villagebook.base.money import format_yuan
from villagebook.models import Distribution, info
from villagebook.models.codes import CODES
from villagebook.services import distributions, fields, list_homes
from villagebook.services.distributions import USES, DistributionView, LinkChoices, PartTyped
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import Values
from villagebook.ui.pages.works_asking import ask
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.line import Choice

_USE = FieldSpec("use", "用途", "choice", choices=plain_choices(USES))
_REASON = FieldSpec("reason", "事由（岗位）")
_YEAR = info(Distribution.year)
_LIST, _EACH = "一份名单一笔", "一户一笔"


def ask_new(context: Context, choices: LinkChoices, then: Callable[[Any], object]) -> None:
    """Ask for a new sharing-out."""
    projects = tuple(Choice(str(key), name, code) for key, code, name in choices.projects)
    specs = (
        FieldSpec("year", "年度"),
        FieldSpec("planned_on", "方案日期", "date"),
        FieldSpec("project", "收益来源", "choice", choices=projects, wide=True, placeholder="不选是村集体全部收益"),
        FieldSpec("income_fen", "收益总额", "money", unit="元", placeholder="不写按账上的收益"),
        FieldSpec("name", "方案名称", wide=True, placeholder="不写自动起名"),
    )

    def write(said: Values) -> Callable[[Any], Any]:
        project = uuid.UUID(said["project"]) if said["project"] else None
        return lambda book: distributions.add(
            book, year=fields.typed(_YEAR, str(said["year"])), project=project,
            income_fen=said["income_fen"], name=said["name"] or "", planned_on=said["planned_on"],
            actor=context.actor)  # fmt: skip

    today = context.today()
    ask(context, "新增收益分配", "收益总额不写就取账上这一年的收益；村民代表大会议定、公示以后再发放。", specs,
        {"year": str(today.year), "planned_on": today}, "新增", write,
        required={"year": "请写年度"}, then=then)  # fmt: skip


def ask_plan(context: Context, view: DistributionView) -> None:
    """Ask for what each use gets."""
    specs = [FieldSpec(use, use, "money", unit="元") for use in USES]
    notes = {part.use: part.note for part in view.parts}
    values: Values = {part.use: part.planned_fen for part in view.parts}

    def write(said: Values) -> Callable[[Any], Any]:
        parts = [PartTyped(use, said[use], notes.get(use, "")) for use in USES if said[use]]
        return lambda book: distributions.plan(book, view.key, parts, actor=context.actor)

    lead = (
        f"收益总额 {format_yuan(view.income_fen)} 元。扣除的运维、地租等也写在这里；余下的写“村集体留存”，"
        "合计要等于收益总额。"
    )
    ask(context, "写分配方案", lead, specs, values, "写好", write)


def ask_link(context: Context, view: DistributionView, choices: LinkChoices) -> None:
    """Ask which meeting decided it and which notice told it."""
    specs = (
        FieldSpec("meeting", "决定会议", "choice", wide=True,
                  choices=tuple(Choice(str(key), words) for key, words in choices.meetings)),
        FieldSpec("notice", "公示", "choice", wide=True,
                  choices=tuple(Choice(number, number, state) for number, state in choices.notices)),
    )  # fmt: skip
    values: Values = {"meeting": str(view.meeting[0]) if view.meeting else None,
                      "notice": view.notice[1] if view.notice else None}  # fmt: skip

    def write(said: Values) -> Callable[[Any], Any]:
        meeting = uuid.UUID(said["meeting"]) if said["meeting"] else None
        return lambda book: distributions.link(
            book, view.key, meeting=meeting, notice=said["notice"] or None, actor=context.actor)

    lead = "选哪次会议议定的、哪份公示公布的；没有会议先到“会议和小组”登记。"
    ask(context, "登记决议和公示", lead, specs, values, "记下", write)


def ask_fill(context: Context, view: DistributionView, groups: Sequence[str]) -> None:
    """Ask which households get how much."""
    specs = (
        _USE,
        FieldSpec(
            "status", "身份", "choice", choices=plain_choices(CODES["status"].values), placeholder="不选是所有户"),
        FieldSpec("group", "小组", "choice", choices=plain_choices(tuple(groups)), placeholder="不选是所有组"),
        FieldSpec("text", "找户", placeholder="户主、户编号"),
        FieldSpec("each_fen", "每户金额", "money", unit="元"),
        FieldSpec("total_fen", "或总额平分", "money", unit="元"),
        _REASON,
    )

    def write(said: Values) -> Callable[[Any], Any]:
        narrowing = list_homes.Narrowing(
            groups=(said["group"],) if said["group"] else (), statuses=(said["status"],) if said["status"] else (),
            text=said["text"] or "")  # fmt: skip
        today = context.today()

        def do(book: Any) -> Any:
            homes = [home.key for home in list_homes.choose(book, narrowing, today)]
            return distributions.fill(
                book, view.key, said["use"], homes, each_fen=said["each_fen"], total_fen=said["total_fen"],
                reason=said["reason"] or "", actor=context.actor, today=today)  # fmt: skip

        return do

    first = next((part.use for part in view.parts if not part.is_deduction and not part.lines), None)
    ask(context, "填分配名单", "按身份、小组选户；每户一样多，或把总额平分到分。已在名单里的户不重复加。", specs,
        {"use": first}, "填入", write, required={"use": "请选用途"})  # fmt: skip


def ask_paste(context: Context, view: DistributionView) -> None:
    """Ask for rows copied from a spreadsheet; what is on the clipboard stands there already."""
    specs = (_USE, FieldSpec("rows", "名单", "long_text", wide=True, lines=8))

    def write(said: Values) -> Callable[[Any], Any]:
        today = context.today()

        def do(book: Any) -> Any:
            rows = distributions.read_pasted(book, said["rows"] or "", today)
            return distributions.paste(book, view.key, said["use"], rows, actor=context.actor)

        return do

    text = QApplication.clipboard().text()
    ask(context, "粘贴分配名单", "每行：户编号或姓名，事由，金额（最后一格）。读不懂的行不收。", specs,
        {"rows": text if "\t" in text else None}, "收下", write,
        required={"use": "请选用途", "rows": "请粘贴几行"})  # fmt: skip


def ask_line(context: Context, view: DistributionView) -> None:
    """Ask for one line."""
    specs = (
        _USE,
        FieldSpec("household_code", "户编号", placeholder="只写姓名也可以"),
        FieldSpec("name", "姓名"),
        FieldSpec("amount_fen", "分配金额", "money", unit="元"),
        _REASON,
    )

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: distributions.add_line(book, view.key, said, actor=context.actor, today=context.today())

    ask(context, "加一行", "写户编号就带出户主；外村人、学生等只写姓名。", specs, {}, "加上", write,
        required={"use": "请选用途", "amount_fen": "请写金额"})  # fmt: skip


def ask_pay(context: Context, view: DistributionView, then: Callable[[Any], object]) -> None:
    """Ask what is paid when."""
    due = dict.fromkeys(line.use for line in view.lines if not line.voucher)
    alone = [part for part in view.parts if not part.lines and not part.paid_fen and part.use != "村集体留存"]
    due |= dict.fromkeys(part.use for part in alone)
    specs = (
        FieldSpec("use", "用途", "choice", choices=plain_choices(tuple(due))),
        FieldSpec("on", "发放日期", "date"),
        FieldSpec("how", "怎样记账", "choice", choices=plain_choices((_LIST, _EACH))),
        FieldSpec("payee", "收款单位（人）", placeholder="不写是一卡通代发"),
        FieldSpec("why", "提前发放的原因", wide=True, placeholder="没有决议、公示未满时才要写"),
    )

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: distributions.pay(
            book, view.key, said["use"], said["on"], per_household=said["how"] == _EACH, payee=said["payee"] or "",
            why=said["why"] or "", actor=context.actor)  # fmt: skip

    ask(context, "发放收益分配", "记成分配的草稿，名单写上凭证和日期；核对无误再到流水入账。", specs,
        {"use": next(iter(due), None), "on": context.today(), "how": _LIST}, "发放", write, then=then,
        required={"use": "请选用途", "on": "请写日期"})  # fmt: skip
