"""What 资金 asks before it writes: a new entry, posting, what was not posted, a reversal."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from villagebook.base.money import format_yuan
from villagebook.models import FundEntry, info
from villagebook.models.codes import CODES
from villagebook.services.entries import REVERSAL, Choices, EntryView
from villagebook.services.money import PostReport, Why
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog, confirm, scrolling
from villagebook.ui.widgets.field import Field, FieldSpec, plain_choices
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Choice

Today = Callable[[], date]
KINDS = tuple(kind for kind in CODES["fund_kind"].values if kind != REVERSAL)
MOST_LISTED, MOST_WITHOUT_SCROLLING, MOST_ASKED_APART = 200, 8, 5
_MISPLACED = "凭证号会断号、重号的，可以接着已入账的重新编号；占着那个号的草稿往后挪。"


def write_dialog(
    choices: Choices, today: Today, answer: Callable[[dict[str, Any]], object], project: str | None = None
) -> AskDialog:
    """Ask for a new entry; the answer has native values by column name."""
    projects = tuple(Choice(code, name, code) for code, name in choices.projects)
    specs = (
        FieldSpec("date", "日期", "date"),
        FieldSpec("kind", "类型", "choice", choices=plain_choices(KINDS)),
        FieldSpec("project_code", "项目", "choice", choices=projects, wide=True, placeholder="名称或编号"),
        FieldSpec("source", "资金来源", "choice", choices=plain_choices(CODES["fund_source"].values)),
        FieldSpec("amount_fen", "金额", "money", unit="元"),
        FieldSpec("memo", "摘要", wide=True, placeholder="第 2 次付款"),
        FieldSpec("payee", info(FundEntry.payee).label, wide=True),
        FieldSpec("papers", "附件", "int", unit="张"),
    )
    return AskDialog(
        "记一笔",
        "先是草稿，凭证号自动接着编；核对无误再入账。",
        specs,
        {"date": today(), "kind": "支出", "project_code": project},
        today,
        "记一笔",
        answer,
        icon="plus",
        required={"date": "请写日期", "kind": "请选类型", "amount_fen": "请写金额", "memo": "请写摘要"},
        width=620,
    )


def post_dialog(count: int, chosen: bool, answer: Callable[[], object]) -> Dialog:
    """Ask before drafts are posted."""
    which = "选中的" if chosen else "全部"
    text = (
        f"{which} {count:,} 笔草稿入账。入账后不改不删，公示和月报只用已入账的；写错了就冲销，再记一笔对的。"
        "没有凭证号的接着编；缺金额、缺日期这样不能入账的会留下，并说明原因。"
    )
    return confirm(f"入账 {count:,} 笔", text, f"入账 {count:,} 笔", answer)


class NotPosted(Dialog):
    """What was not posted and why; what only wants a reason can go again with one, what only wants another number too.

    Args:
        again: Called with (keys, the reason of all or reasons by key, whether to number anew).

    Attributes:
        reason: The field of the reason of all, None if nothing wants one or each has its own.
        reasons: The fields by key, if there are few.
        go_on, renumber: The buttons, None if there is nothing to do for them.
    """

    def __init__(
        self, report: PostReport, today: Today, again: Callable[[Sequence[uuid.UUID], Why, bool], object]
    ) -> None:
        done = f"已入账 {len(report.posted):,} 笔，" if report.posted else ""
        super().__init__(f"{len(report.refused):,} 笔没有入账", 680, note=f"{done}这些还是草稿")
        self._again, self._report = again, report
        self.reason: Field | None = None
        self.reasons: dict[uuid.UUID, Field] = {}
        self.go_on: Button | None = None
        self.renumber: Button | None = None
        self._tell(report)
        close = self.add_close("留着草稿" if report.wanting or report.misplaced else "知道了")
        if report.misplaced:
            self.body.addWidget(Text(_MISPLACED, "label", wrap=True))
            self.renumber = self.add_button(
                Button(f"重新编号，入账 {len(report.misplaced):,} 笔", "list-checks"), self._number_anew, closes=False
            )
        if report.wanting:
            self._ask_reasons(report, today)
        elif self.renumber is None:
            close.set_kind("primary")
            self.default = close

    def _tell(self, report: PostReport) -> None:
        wanting = {label: finding for _, label, finding in report.wanting}
        told = [
            Fact(label, wanting.get(label) or reason, "due" if label in wanting else "late")
            for label, reason in report.refused[:MOST_LISTED]
        ]
        self.told = FactList(told, label_width=190)
        if len(told) > MOST_WITHOUT_SCROLLING:
            self.preferred = (680, 560)
            self.body.addWidget(scrolling(self.told, "没有入账的"), 1)
        else:
            self.body.addWidget(self.told)
        if len(report.refused) > MOST_LISTED:
            self.body.addWidget(Text(f"还有 {len(report.refused) - MOST_LISTED:,} 笔没有列出", "second"))

    def _ask_reasons(self, report: PostReport, today: Today) -> None:
        count = len(report.wanting)
        behind = f"，跟在后面的 {len(report.following):,} 笔一起" if report.following else ""
        words = (
            f"有 {count:,} 笔只是对不上账，确实要这样记的，写明原因就能入账{behind}；原因留在书里，审计看得到。"
        )
        self.body.addWidget(Text(words, "label", wrap=True))
        example = "例：财政所同意先付，到账后补"
        if 1 < count <= MOST_ASKED_APART:
            for key, label, _ in report.wanting:
                self.reasons[key] = Field(FieldSpec(f"reason-{label}", f"{label} 的原因", placeholder=example), today)
                self.body.addWidget(self.reasons[key])
        else:
            self.reason = Field(FieldSpec("reason", "原因", placeholder=example), today)
            self.body.addWidget(self.reason)
        button = Button(f"写明原因，入账 {count + len(report.following):,} 笔", "lock", "primary")
        self.go_on = self.add_button(button, self._press, default=True, closes=False)

    def first_focus(self) -> Any:
        fields = [self.reason] if self.reason is not None else list(self.reasons.values())
        return fields[0].control if fields else self.default

    def _press(self) -> None:
        self.setFocus()
        fields = list(self.reasons.values()) or [self.reason]
        said = [str(field.value or "").strip() for field in fields if field is not None]
        for field, reason in zip(fields, said, strict=True):
            if not reason and field is not None:
                field.set_finding("请写原因", "error")
                field.control.setFocus()
                return
        why: Why = dict(zip(self.reasons, said, strict=True)) if self.reasons else said[0]
        self.close_panel()
        self._again([*(key for key, _, _ in self._report.wanting), *self._report.following], why, False)

    def _number_anew(self) -> None:
        self.close_panel()
        self._again(list(self._report.misplaced), "", True)


def reverse_dialog(view: EntryView, today: Today, answer: Callable[[Mapping[str, Any]], object]) -> AskDialog:
    """Ask for day and reason of a reversal."""
    row = view.values
    lead = (
        f"会另写一笔 {format_yuan(-row['amount_fen'])} 元，写明冲的是{row['voucher']}，马上入账；"
        f"{row['voucher']}还在账上，划线显示。冲销不能再冲销。"
    )
    specs = (
        FieldSpec("on", "冲销日期", "date", wide=True),
        FieldSpec("why", "原因", wide=True, placeholder="例：收款单位填错，应为“云岭监理所”"),
    )
    return AskDialog(
        f"冲销 {row['voucher']}",
        lead,
        specs,
        {"on": today()},
        today,
        f"冲销 {row['voucher']}",
        answer,
        icon="undo-2",
        required={"on": "请写日期", "why": "请写原因"},
        danger=True,
    )
