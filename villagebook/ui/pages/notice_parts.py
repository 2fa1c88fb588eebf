"""Parts of a notice's record: its stages, how long still, and what is so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.services import publicity
from villagebook.services.publicity import NoticeView
from villagebook.ui import fonts, scale, style
from villagebook.ui.models.columns import Chip
from villagebook.ui.page import Context
from villagebook.ui.pages.notices_source import SOON_DAYS, short_day
from villagebook.ui.scale import HBox, VBox, px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.bars import SegmentBar
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Panel
from villagebook.ui.widgets.form import Fact
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.stages import Stage

CHIPS = {
    publicity.DRAFT: Chip("草稿", "mute", "pencil", dashed=True),
    publicity.READY: Chip("待张贴", "mute", "stamp"),
    publicity.UP: Chip("公示中", "mute", "megaphone"),
    publicity.EXPIRED: Chip("期满", "late", "clock-alert"),
    publicity.DOWN: Chip("已摘下", "mute", "calendar-check"),
    publicity.ARCHIVED: Chip("已归档", "mute", "archive"),
    publicity.CORRECTED: Chip("已更正", "mute", "rotate-ccw"),
    publicity.WITHDRAWN: Chip("已撤回", "late", "ban"),
}


def stages(view: NoticeView, today: dt.date) -> tuple[Stage, ...]:
    """Return where a notice stands: 拟稿 张贴 公示中 摘下 归档, or how it came to be withdrawn or corrected."""
    row, state = view.row, view.state
    begin = "收到" if row["kind"] == publicity.RECEIVED else "拟稿"
    drafted = Stage(begin, "done", short_day(_finalised_on(row), today))
    if state == publicity.DRAFT:
        later = tuple(Stage(title, "next") for title in ("张贴", "公示中", "摘下", "归档"))
        return (Stage("拟稿", "now", "词句可以改", "due"), *later)
    if state == publicity.READY:
        late = row["from_on"] < today
        hang = Stage("张贴", "now", short_day(row["from_on"], today), "late" if late else "due")
        return (drafted, hang, *(Stage(title, "next") for title in ("公示中", "摘下", "归档")))
    posted = (drafted, Stage("张贴", "done", short_day(row["hung_on"] or row["from_on"], today)))
    if state in (publicity.WITHDRAWN, publicity.CORRECTED):
        word, day = ("撤回", "withdrawn_on") if state == publicity.WITHDRAWN else ("更正", "corrected_on")
        tone = "late" if state == publicity.WITHDRAWN else ""
        return (*posted, Stage(word, "done", short_day(row[day], today), tone))
    return (*posted, *_after_posting(row, state, today))


def _after_posting(row: Mapping[str, Any], state: str, today: dt.date) -> tuple[Stage, ...]:
    through = "长期" if row["open_ended"] else short_day(row["through_on"], today)
    archive = Stage("归档", "next", "写下结果")
    if state == publicity.UP:
        day = (today - (row["hung_on"] or row["from_on"])).days + 1
        said = f"第 {day} 天" if day > 0 else "提前贴出"
        return (Stage("公示中", "now", said), Stage("摘下", "next", through), archive)
    hung = Stage("公示中", "done", through if row["open_ended"] else f"{through} 期满")
    if state == publicity.EXPIRED:
        late = (today - row["through_on"]).days
        return (hung, Stage("摘下", "now", f"过期 {late} 天", "late"), archive)
    down = Stage("摘下", "done", short_day(row["taken_down_on"], today))
    if state == publicity.DOWN:
        return (hung, down, Stage("归档", "now", "写下结果", "due"))
    return (hung, down, Stage("归档", "done", short_day(row["concluded_on"] or row["taken_down_on"], today)))


def _finalised_on(row: Mapping[str, Any]) -> dt.date | None:
    """The day it was finalised; of one that was written down later, the day it went up."""
    at, hung = row["finalised_at"], row["hung_on"]
    made = None if at is None else at.astimezone().date()
    return hung if made is not None and hung is not None and hung < made else made


def facts(view: NoticeView, today: dt.date) -> tuple[Fact, ...]:
    """Return what is so about a notice, besides what its sheet says."""
    row, content = view.row, view.content
    pairs: list[Fact] = []
    if row["kind"] == publicity.RECEIVED:
        pairs.append(Fact("发布单位", f"{row['issued_by'] or ''}（{row['issuer']}）"))
        pairs.append(Fact("来文字号", row["their_number"] or "没有写"))
        pairs.append(Fact("本村编号", row["number"]))
        pairs.append(Fact("期限", f"{row['from_on']} 至 {row['through_on']}"))
        pairs.append(Fact("张贴地点", row["place"] or ""))
    if content is not None:
        pairs.append(Fact("期限", f"{row['from_on']} 至 {content.through_on}（{content.days_text}）"))
        pairs.append(Fact("张贴地点", content.place))
        pairs.append(Fact("数据截至", content.as_of.isoformat()))
    if row["posted_at"] is not None and row["kind"] != publicity.RECEIVED:
        pairs.append(Fact("定稿时间", f"{row['posted_at'].astimezone():%Y-%m-%d %H:%M}"))
        pairs.append(Fact("校验码", spaced(view.code)))
    if row["override_why"]:
        pairs.append(Fact("放行原因", row["override_why"], "due"))
    if row["taken_down_on"] is not None:
        pairs.append(Fact("摘下日期", row["taken_down_on"].isoformat()))
    return tuple(pairs)


def spaced(code: str) -> str:
    """Return a check code as it is read aloud: 7C3A 91F0."""
    return f"{code[:4]} {code[4:]}".strip()


class Countdown(QWidget):
    """2 天 还要公示, beside a bar with a segment for each day."""

    HEIGHT, NUMBER = 58, 62

    def __init__(self) -> None:
        super().__init__()
        self._number, self._unit, self._words, self._tone = "", "天", "", "text"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale.fix(self, height=self.HEIGHT)
        row = HBox(self, (self.NUMBER + 4, 10, 0, 0))
        column = VBox(spacing=3)
        self.bar = SegmentBar(name="公示天数")
        ends = HBox()
        self._from, self._through = Text("", "second"), Text("", "second")
        ends.addWidget(self._from)
        ends.addStretch(1)
        ends.addWidget(self._through)
        column.addWidget(self.bar)
        column.addLayout(ends)
        column.addStretch(1)
        row.addLayout(column, 1)

    def show_days(self, view: NoticeView, today: dt.date) -> None:
        """Show how long a notice still hangs, or since when it should not."""
        first, last = view.row["from_on"], view.row["through_on"]
        total, left = (last - first).days, (last - today).days
        self.bar.set_share(min(total, max(0, total - left)), total)
        self._from.setText(first.isoformat())
        self._through.setText(last.isoformat())
        if left < 0:
            self._say(-left, "已过期", "late")
        elif left == 0:
            self._say(0, "今天期满", "due")
        else:
            self._say(left, "还要公示", "due" if left <= SOON_DAYS else "text")

    def _say(self, number: int, words: str, tone: str) -> None:
        self._number, self._words, self._tone = str(number), words, tone
        self.setAccessibleName(f"{words} {number} 天")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        baseline = px(26)
        painter.setFont(fonts.font(25, 700))
        painter.setPen(color(self._tone))
        painter.drawText(0, baseline, self._number)
        painter.setFont(fonts.font(13, 400))
        painter.setPen(color("text2"))
        painter.drawText(paint.text_width(self._number, 25, 700) + px(4), baseline, self._unit)
        words = QRect(0, px(34), px(self.NUMBER), px(20))
        paint.text(painter, words, self._words, "text2", size=13)


def problems(examined: publicity.Examined) -> tuple[str, str]:
    """Return (what the finished sheet of a draft has that keeps it off the wall, tone)."""
    said: list[str] = []
    if examined.missing:
        said.append("缺字：" + "、".join(examined.missing[:3]) + _more(examined.missing, 3))
    if examined.hits:
        said.append("不该公开的内容：" + "；".join(str(hit) for hit in examined.hits[:3]) + _more(examined.hits, 3))
    if said:
        return "。".join(said) + "。", "late"
    if examined.unclear:
        names = "、".join(examined.unclear[:3]) + _more(examined.unclear, 3)
        return f"可以张贴。遮了名字以后，{names}分不清是谁，请在说明里写清。", "due"
    if examined.proposal:
        return f"可以张贴。{examined.proposal}。", "info"
    return "没有缺字，没有不该公开的内容，可以张贴。", "ok"


def _more(found: Sequence[Any], shown: int) -> str:
    return f"，共 {len(found)} 处" if len(found) > shown else ""


class AskForHolidays(Button):
    """Leads to where the days off of a year are entered; shown while working days of a year nobody knows were asked.

    Args:
        panel: What is closed before, so that its question is asked anew afterwards.
    """

    def __init__(self, context: Context, panel: Panel) -> None:
        super().__init__("去填放假和调休的日子", "calendar", "quiet", on_click=self._go)
        self._context, self._panel = context, panel
        self.answer(None)

    def answer(self, error: VillagebookError | None) -> None:
        """Show it if this is what went wrong; None: nothing did."""
        style.show_if(self, error is not None and error.id == "calendar.unknown_year")

    def _go(self) -> None:
        self._panel.close_panel()
        self._context.go("settings", action="habits")
