"""一起打印: several notices of the list in one PDF; and the menu of 公示 that it stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from villagebook.lifecycle.stages import STAGES
from villagebook.models.codes import CODES
from villagebook.services import notice_batch
from villagebook.services.notice_batch import Choice as Chosen
from villagebook.ui.page import Context
from villagebook.ui.pages import printing
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.notice_code import CodeDialog
from villagebook.ui.pages.printing import Job, Loaded
from villagebook.ui.widgets.buttons import Entry
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.line import Choice

LEAD = "张贴过的用当时定稿的原件，一个字节不改；草稿标明草稿。不选的不限。"
SHEETS, WITH_CONTENTS = "sheets", "contents"


def entries(context: Context, years: Sequence[int]) -> list[Entry]:
    """Return the lines of a menu that concern all notices, behind a separator."""
    return [
        Entry(),
        Entry("一起打印…", lambda: ask(context, years), "printer"),
        Entry("核对校验码…", lambda: context.open(CodeDialog(context)), "shield-check"),
    ]


def ask(context: Context, years: Sequence[int]) -> AskDialog:
    """Ask which notices are printed together."""
    steps = [Choice(stage.title, stage.title) for stage in STAGES if stage.notices]
    states = [Choice(state, state) for state in CODES["notice_state"].values]
    today = context.today()
    specs = (
        FieldSpec("year", "年度", "choice", choices=tuple(Choice(str(year), f"{year}年") for year in years), wide=True),
        FieldSpec("stage", "项目阶段", "choice", choices=tuple({one.id: one for one in steps}.values()), wide=True),
        FieldSpec("state", "状态", "choice", choices=tuple(states), wide=True),
        FieldSpec("project", "项目编号", wide=True, placeholder="只印这个项目的"),
    )

    def answer(values: Values) -> None:
        context.open(printing.PrintDialog(context, job(chosen(values), today)))

    values = {"year": str(today.year) if today.year in years else None}
    dialog = AskDialog("一起打印公示", LEAD, specs, values, context.today, "看一看再印", answer, icon="printer")
    context.open(dialog)
    return dialog


def chosen(values: Values) -> Chosen:
    """What was asked for in the dialog."""
    year = values.get("year")
    return Chosen(
        year=int(year) if year else None, stage=values.get("stage") or "", state=values.get("state") or "",
        project=(values.get("project") or "").strip(),
    )  # fmt: skip


def job(choice: Chosen, today: dt.date) -> Job:
    """What there is to print."""

    def load(book: Any, way: str) -> Loaded:
        made, data = notice_batch.bundle(book, choice, today=today, contents=way == WITH_CONTENTS)
        said = f"{made.notices} 份公示，张贴过的是原件"
        if made.left_out:
            said = f"{len(made.left_out)} 份印不出：{made.left_out[0]}"
        return Loaded(data, said, "due" if made.left_out else "ok")

    def keep(book: Any, target: Path, way: str, progress: Any) -> str:
        contents = way == WITH_CONTENTS
        return notice_batch.print_notices(
            book, choice, target, today=today, contents=contents, progress=progress).line

    papers = (Choice(SHEETS, "各份公示"), Choice(WITH_CONTENTS, "前面加一页目录"))
    named = "".join(filter(None, (f"{choice.year}年" if choice.year else "", choice.stage, choice.state))) or "全部"
    return Job("一起打印公示", named, load, keep, f"公示_{named}", papers)
