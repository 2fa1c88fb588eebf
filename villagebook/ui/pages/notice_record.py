"""One notice: its stages and days, the words of a draft, the result, and the real sheet beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.services import publicity
from villagebook.services.publicity import Examined, NoticeView
from villagebook.ui.models.columns import Key
from villagebook.ui.page import Context
from villagebook.ui.pages import notice_words
from villagebook.ui.pages import notices_source as source
from villagebook.ui.pages.notice_parts import CHIPS, Countdown, facts, problems, spaced, stages
from villagebook.ui.pages.notice_sections import NOTICE_SECTIONS
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import FactList, Form, SectionHeading
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.paper import PaperPreview
from villagebook.ui.widgets.record import Column, RecordPanel
from villagebook.ui.widgets.stages import StageStrip

WORDS = (
    FieldSpec("basis", "依据", "long_text", wide=True, lines=3, help="第一段：根据什么文件、会议，公示什么。"),
    FieldSpec("sentences", "说明", "long_text", wide=True, lines=3, help="表格和落款之间的话，一句一行。"),
    FieldSpec("place", "张贴地点", "text", wide=True, help="印在页脚和公示底账上。"),
)
WORDS_NOTE = "只改这一份；数字要在台账里改"
NOT_READY = "现在还拟不出来"

_READY_SAID = ("内容已经定下来，打印后贴上墙，记下日期和张贴人。", "info")
_READY_LATE = ("印的第一天已经过了：没有贴的退回草稿，按真正的日期重新定稿；那天贴了的，补记贴上日期。", "late")

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """One notice as read from the book; ``view`` None if it is gone."""

    key: Key
    view: NoticeView | None


def look(book: Any, key: Key, today: dt.date) -> Looked:
    """Read a notice; called in the reader's thread."""
    number = source.number_of(book, key, today)
    return Looked(key, None if number is None else publicity.view(book, number, today))


def sheet(book: Any, view: NoticeView, today: dt.date) -> bytes | None:
    """Return the posted PDF, or a draft's sheet as it would be now; called in the reader's thread."""
    number = view.row["number"]
    if view.row["pdf_id"] is not None:
        return publicity.frozen_pdf(book, number)
    return None if view.content is None else publicity.render(book, number, today=today).data


class NoticeRecord(RecordPanel):
    """The record and its paper.

    Attributes:
        view: The notice shown, None while there is none.
        examined: Of a draft, what the finished sheet has; None while that is not known.
        preview: The sheet.

    Signals:
        words_edited: (slot, text) a word of the draft was changed.
        asked: (action) post, take_down, withdraw, print, save, again, own_words.
    """

    words_edited = Signal(str, str)
    asked = Signal(str)

    def __init__(self, context: Context) -> None:
        self._context, self._runner = context, context.runner
        self.view: NoticeView | None = None
        self.examined: Examined | None = None
        self._key: Key | None = None
        super().__init__(
            "公示", side=self._paper_side(), side_title="纸样", side_width=360, side_from_top=True, side_ground="bg",
            side_grows=True,
        )  # fmt: skip
        self.more = self.add_more()
        self.more.clicked.connect(self._open_more)
        self.set_body(self._make_body())
        self._make_foot()
        self.show_nothing()

    def _paper_side(self) -> QWidget:
        side = QWidget()
        box = VBox(side)
        head = HBox(margins=(12, 14, 12, 2), spacing=8)
        self._sheet_title, self._sheet_note = Text("", "section"), Text("", "second")
        head.addWidget(self._sheet_title)
        head.addWidget(self._sheet_note, 1)
        box.addLayout(head)
        self.preview = PaperPreview(self._runner, name="公示纸样")
        box.addWidget(self.preview, 1)
        return side

    def _make_body(self) -> Column:
        body = Column((16, 10, 16, 16), spacing=12)
        self.strip = StageStrip(name="公示进度")
        self.countdown = Countdown()
        self.said = MessageLine()
        body.add(self.strip)
        body.add(self.countdown)
        body.add(self.said)
        self._own = Button("恢复原来的词句", "rotate-ccw", "quiet", small=True, on_click=lambda: self._ask("own_words"))
        self.words = Form(WORDS, self._context.today)
        self.words.edited.connect(lambda slot, value: self.words_edited.emit(slot, value or ""))
        notice_words.watch(self.words, lambda: self.view.row["kind"] if self.view is not None else "")
        self._words_part = _section(SectionHeading("词句", WORDS_NOTE, self._own), self.words)
        self._result_heading = SectionHeading("公示结果")
        self.result = Text("", wrap=True)
        self._result_part = _section(self._result_heading, self.result)
        self.facts = FactList()
        self._facts_heading = SectionHeading("定稿")
        self._facts_part = _section(self._facts_heading, self.facts)
        self.sections = {section.id: section.make(self._context) for section in NOTICE_SECTIONS}
        for section in self.sections.values():
            if hasattr(section, "asked"):
                section.asked.connect(self._ask)
        for part in (self._words_part, *self.sections.values(), self._result_part, self._facts_part):
            body.add(part)
        return body

    def _make_foot(self) -> None:
        self.post_button = Button("定稿张贴", "stamp", "primary", on_click=lambda: self._ask("post"))
        self.down_button = Button("摘下", "calendar-check", "primary", on_click=lambda: self._ask("take_down"))
        self.withdraw_button = Button("撤回更正", kind="danger", on_click=lambda: self._ask("withdraw"))
        self.again_button = Button("再拟一份", "plus", on_click=lambda: self._ask("again"))
        self.hang_button = Button("贴上墙", "megaphone", "primary", on_click=lambda: self._ask("hang"))
        self.back_button = Button("退回草稿", "undo-2", on_click=lambda: self._ask("unfinalise"))
        self.archive_button = Button("归档", "archive", "primary", on_click=lambda: self._ask("archive"))
        for button in (
            self.post_button, self.hang_button, self.back_button, self.down_button, self.archive_button,
            self.withdraw_button, self.again_button,
        ):  # fmt: skip
            self.add_foot(button)
        self.print_button = Button("打印", "printer", keys="Ctrl+P", on_click=lambda: self._ask("print"))
        self.add_foot(self.print_button, right=True)

    def _ask(self, action: str) -> None:
        if self.view is not None:
            self.asked.emit(action)

    # What is shown

    def show_notice(self, key: Key | None) -> None:
        """Show a notice, or nothing for None."""
        if key is None:
            self.show_nothing()
            return
        today = self._context.today()
        if key != self._key:
            self.preview.say("正在排版")
        self._runner.read(lambda book: look(book, key, today), self._looked, key="notices.record")

    def show_nothing(self) -> None:
        """Show that no notice is chosen."""
        self.view, self.examined, self._key = None, None, None
        self._runner.drop("notices.sheet")
        self._runner.drop("notices.examined")
        self.set_title("没有选公示")
        self.preview.say("")
        parts = (self.strip, self.countdown, self._words_part, *self.sections.values(), self._result_part)
        for widget in (*parts, self._facts_part):
            widget.hide()
        self.said.say("")
        self._sheet_title.setText("")
        self._sheet_note.setText("")
        self._show_buttons(())

    def _looked(self, found: Looked) -> None:
        if found.view is None:
            self.show_nothing()
            return
        again = found.key == self._key
        self._key, self.view = found.key, found.view
        self.examined = None
        self._show_head_line(found.view)
        self._show_state(found.view)
        self._show_words(found.view, again)
        for section in self.sections.values():
            section.show_notice(found.view)
        self._read_sheet(found.view, again)

    def _show_head_line(self, view: NoticeView) -> None:
        row = view.row
        theirs = row["kind"] == publicity.RECEIVED
        title = row["heading"] if theirs else source.short_title(row["heading"] or row["number"])
        place = view.content.place if view.content is not None else row["place"] or ""
        number = f"{row['issued_by'] or row['issuer']} {row['their_number'] or ''}" if theirs else row["number"]
        self.set_title(title, (CHIPS[view.state],), (number.strip(), place))
        title, note = "定稿", f"张贴后不能改，校验码 {spaced(view.code)}"
        if view.state == publicity.DRAFT:
            title, note = "草稿", "张贴前都可以改"
        elif view.state == publicity.READY and row["kind"] != publicity.RECEIVED:
            note = f"贴上墙以前可以退回，校验码 {spaced(view.code)}"
        elif view.row["kind"] == publicity.RECEIVED:
            title, note = "原件", "上级发来的，照原样张贴" if row["pdf_id"] is not None else "没有放入原件"
        self._sheet_title.setText(title)
        self._sheet_note.setText(note)

    def _show_state(self, view: NoticeView) -> None:
        today, row = self._context.today(), view.row
        self.strip.set_stages(stages(view, today))
        self.strip.show()
        hangs = view.days_left is not None
        self.countdown.setVisible(hangs)
        if hangs:
            self.countdown.show_days(view, today)
        withdrawn = view.state == publicity.WITHDRAWN
        self._result_heading.title.setText("撤回原因" if withdrawn else "公示结果")
        self.result.setText((row["withdrawn_why"] if withdrawn else row["result"]) or "")
        self._result_part.setVisible(bool(self.result.text()))
        self._facts_heading.title.setText("来文" if row["kind"] == publicity.RECEIVED else "定稿")
        self.facts.set_facts(facts(view, today))
        self._facts_part.setVisible(view.state != publicity.DRAFT)
        self._say_about(view)
        self._show_buttons(_buttons(view, today))
        self.down_button.set_words(
            "摘下" if _may_be_taken_down(view, today) else f"{source.short_day(row['through_on'], today)} 起可以摘下"
        )
        self.down_button.setEnabled(_may_be_taken_down(view, today))

    def _say_about(self, view: NoticeView) -> None:
        if view.problem:
            self.said.say(view.problem, "late", lead=NOT_READY)
        elif view.state == publicity.DRAFT:
            self.said.say("正在检查缺字和不该公开的内容。", "info", icon="hourglass")
        elif view.state == publicity.WITHDRAWN:
            self.said.say("这份已经撤回，纸样和留痕还在；改好以后再拟一份。", "info")
        elif view.state == publicity.EXPIRED:
            self.said.say("公示期已满，请摘下，记下日期和结果。", "late", icon="clock-alert")
        elif view.state == publicity.READY:
            late = view.row["from_on"] < self._context.today() and view.row["kind"] != publicity.RECEIVED
            self.said.say(*(_READY_LATE if late else _READY_SAID))
        elif view.state == publicity.DOWN:
            self.said.say("已经摘下。有异议的先答复，再写结果归档。", "due", icon="archive")
        else:
            self.said.say("")

    def _show_buttons(self, names: Names) -> None:
        buttons = {
            "post": self.post_button, "take_down": self.down_button, "withdraw": self.withdraw_button,
            "again": self.again_button, "print": self.print_button, "hang": self.hang_button,
            "unfinalise": self.back_button, "archive": self.archive_button,
        }  # fmt: skip
        for name, button in buttons.items():
            button.setVisible(name in names)
        self.more.setVisible(bool(names))
        self.post_button.setEnabled(self.view is not None and not self.view.problem)
        self.print_button.setEnabled(self.view is not None and not self.view.problem)

    def _show_words(self, view: NoticeView, again: bool) -> None:
        draft = view.state == publicity.DRAFT
        self._words_part.setVisible(draft)
        if not draft:
            return
        words = view.row["words"] or {}
        values: dict[str, Any] = dict(words)
        if view.content is not None:
            values = {
                "basis": view.content.basis,
                "sentences": "\n".join(view.content.sentences),
                "place": view.content.place,
            }
        for name, field in self.words.fields.items():
            # What is being typed stays when another word's change makes the record refresh.
            if not (again and field.control.hasFocus()):
                field.set_value(values.get(name) or None)
        self._own.setVisible(bool(words))

    # The sheet

    def _read_sheet(self, view: NoticeView, again: bool) -> None:
        today, page = self._context.today(), self.preview.page if again else 0
        shown = partial(self._sheet_read, view, page)
        failed = partial(self._not_drawn, view)
        self._runner.read(lambda book: sheet(book, view, today), shown, failed, key="notices.sheet")
        if view.state == publicity.DRAFT and not view.problem:
            number = view.row["number"]
            self._runner.read(
                lambda book: publicity.examine(book, number, today=today),
                partial(self._examined, view),
                failed,
                key="notices.examined",
                slow=True,
            )

    def _sheet_read(self, view: NoticeView, page: int, pdf: bytes | None) -> None:
        if view is not self.view:
            return
        if pdf is None:
            self.preview.say(NOT_READY)
        else:
            self.preview.show_pdf(pdf, page)

    def _not_drawn(self, view: NoticeView, error: VillagebookError) -> None:
        if view is self.view:
            self.preview.say("排不出来")
            self.said.say(str(error), "late")
            self.post_button.setEnabled(False)

    def _examined(self, view: NoticeView, examined: Examined) -> None:
        if view is self.view:
            self.examined = examined
            self.said.say(*problems(examined))

    def focus_action(self) -> None:
        """Put the keyboard on what is to be done next with the notice."""
        buttons = (
            self.post_button, self.hang_button, self.down_button, self.archive_button, self.again_button,
            self.print_button,
        )  # fmt: skip
        ready = next((button for button in buttons if button.isVisible() and button.isEnabled()), None)
        if ready is not None:
            ready.setFocus()

    def show_place(self, page: int) -> None:
        """Show a page of the sheet, counted from 1 (where something was found)."""
        self.preview.go_to(page - 1)

    # 更多

    def _open_more(self) -> None:
        menu = QMenu(self)
        for words, action in self._more():
            menu.addAction(words, partial(self._ask, action))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _more(self) -> list[tuple[str, str]]:
        view = self.view
        if view is None:
            return []
        entries = [] if view.problem else [("存为 PDF…", "save"), ("打印，或用 A3 打印…", "print")]
        if view.row["kind"] == publicity.RECEIVED:
            return entries if view.row["pdf_id"] is not None else []
        if view.state == publicity.UP and not _may_be_taken_down(view, self._context.today()):
            entries.append(("期满前摘下…", "take_down"))
        if view.state in (publicity.DOWN, publicity.ARCHIVED):
            entries.append(("撤回更正…", "withdraw"))
        entries.append(("照这样再拟一份…", "again"))
        return entries


def _may_be_taken_down(view: NoticeView, today: dt.date) -> bool:
    """Say whether the last day has come; before it 更多 has the way."""
    through = view.row["through_on"]
    return view.row["open_ended"] or (through is not None and today >= through)


def _buttons(view: NoticeView, today: dt.date) -> Names:
    by_state: dict[str, Names] = {
        publicity.DRAFT: ("post", "print"),
        publicity.UP: ("take_down", "withdraw", "print"),
        publicity.EXPIRED: ("take_down", "withdraw", "print"),
        publicity.READY: ("hang", "unfinalise", "print"),
        publicity.DOWN: ("archive", "print"),
        publicity.ARCHIVED: ("print",),
        publicity.CORRECTED: ("again", "print"),
        publicity.WITHDRAWN: ("again", "print"),
    }
    names = by_state[view.state]
    if view.row["kind"] == publicity.RECEIVED:
        # Theirs is not drafted or made a draft here; without a sheet there is nothing to print.
        shown = ("hang", "take_down", "archive", "withdraw") + (("print",) if view.row["pdf_id"] is not None else ())
        names = tuple(name for name in names if name in shown)
    return names


def _section(heading: SectionHeading, content: QWidget) -> QWidget:
    part = QWidget()
    box = VBox(part, spacing=3)
    box.addWidget(heading)
    box.addWidget(content)
    return part


