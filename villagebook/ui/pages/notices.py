"""公示: from draft to archive. The list by state, one notice with its days, and the real sheet beside it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from villagebook.base.errors import VillagebookError
from villagebook.services import publicity
from villagebook.services.publicity import Drafted, NoticeView, Posted
from villagebook.ui.models.columns import Group, Key
from villagebook.ui.page import FILTER, NEW, PRINT, Command, Context, Page
from villagebook.ui.pages import notice_dialogs, notice_together, printing
from villagebook.ui.pages import notices_source as source
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.notice_doings import NoticeDoings
from villagebook.ui.pages.notice_draft import DraftPanel, Order, like_of
from villagebook.ui.pages.notice_paper import ORIGINAL, job
from villagebook.ui.pages.notice_record import NoticeRecord
from villagebook.ui.pages.notice_sections import NOTICE_SECTIONS
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button, fill_menu
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.filters import FilterDialog
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.messages import Answer, Trouble
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane

ALL_YEARS = "全部公示"
LEAK, MISSING = "notice.leak", "notice.missing_glyph"
STILL_DRAFT = "没有受影响，这份还是草稿，可以接着改。"


class NoticesPage(Page):
    """公示."""

    families = frozenset(
        {
            "notice", "village", "officer", "project", "project_source", "fund_entry", "roster_line", "household",
            "person", "membership", "household_year", "status_period", "meeting", "override",
        }
    ).union(*(section.families for section in NOTICE_SECTIONS))  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._actor = context.actor
        self._years: Sequence[int] = ()
        self.wanted = source.Wanted(year=context.today().year)
        self.list = TablePane(
            source.NoticesSource(context.today), self.runner, name="公示列表", row_height=46, no_hits="没有符合的公示"
        )
        self.list.model.filter = self.wanted
        self._make_tools()
        self.doings = NoticeDoings(context, self, self.show_record)
        self.record = NoticeRecord(context)
        self.record.words_edited.connect(self._change_word)
        self.record.asked.connect(self._asked)
        self.list.table.current_changed.connect(self.record.show_notice)
        self.list.filter_cleared.connect(lambda: self.want(source.Wanted()))
        self.list.model.loaded.connect(self._loaded)
        self.panes = Panes(
            self.list, self.record, self.list.table, list_name="公示列表", unit="份", list_width=332, record_width=902
        )
        self.list.table.opened.connect(lambda _key: self.record.focus_action())
        self._first = EmptyState(
            "megaphone",
            "还没有公示",
            "名单、金额、日期从书里来，不用再抄；贴出去的每一份都留底。",
            [Way("plus", "拟第一份公示", "先看到真的纸样，再决定要不要", "拟公示", self.draft)],
        )
        box = VBox(self)
        box.addWidget(self.panes, 1)
        box.addWidget(self._first, 1)
        self._first.hide()

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.year_button = Button("", "bookmark", tip="看哪一年的公示", shrink=1)
        self.year_button.clicked.connect(self._open_years)
        tools.add(self.year_button)
        self.filter_button = Button("", "list-filter", "tool", tip="筛选", keys=FILTER, on_click=self.filter)
        tools.add(self.filter_button)
        self.more_button = Button("", "ellipsis", "tool", tip="更多", on_click=self._open_more)
        tools.add(self.more_button)
        tools.add_right(Button("拟公示", "plus", "primary", keys=NEW, on_click=self.draft))
        self._show_year()

    # Page

    def refresh(self) -> None:
        self.list.reload()
        today = self.context.today()
        self.runner.read(lambda book: source.counts(book, today), self._counted, key="notices.counts")
        key = self.list.table.current_key()
        if key is not None:
            self.record.show_notice(key)

    def _counted(self, found: source.Counts) -> None:
        counts, self._years = found.states, found.years
        hanging, late, drafts = (counts.get(s, 0) for s in (publicity.UP, publicity.EXPIRED, publicity.DRAFT))
        parts = [f"公示中 {hanging} 份", f"期满 {late} 份" if late else "", f"草稿 {drafts} 份" if drafts else ""]
        self.head("，".join(part for part in parts if part), f"{hanging + late} 份在墙上")
        any_at_all = sum(counts.values()) > 0
        self.panes_widget().setVisible(any_at_all)
        self._first.setVisible(not any_at_all)

    def panes_widget(self) -> Panes:
        """Return list and record."""
        assert self.panes is not None
        return self.panes

    def _loaded(self) -> None:
        if self.list.model.rowCount() == 0:
            self.record.show_nothing()

    def show_record(self, key: Key) -> None:
        number = str(key)
        if isinstance(key, uuid.UUID):
            self._go_to(key)
            return
        today = self.context.today()
        self.runner.read(lambda book: source.key_of(book, number, today), self._go_to, key="notices.key")

    def _go_to(self, key: Key | None) -> None:
        if key is None:
            self.context.say("这份公示已经不在书里了")
            return
        if not self._unfolded(key) and self.wanted != source.Wanted():
            # It may stand outside the filter, or have been made this moment.
            self.want(source.Wanted())
        self.list.table.go_to(key)
        self.panes_widget().show_record()

    def _unfolded(self, key: Key) -> bool:
        """Make sure that a key is not folded away; say whether the list has it."""
        model = self.list.model
        present = model.keys()
        if key not in present:
            return False
        if model.row_of(key) < 0:
            for group in [g for g in model.visible if isinstance(g, Group)]:
                model.fold(group, False)
        return True

    def act(self, action: str, key: Key | None) -> None:
        if action.startswith("state="):
            self.want(source.Wanted(state=action.removeprefix("state=")))
        elif action == "draft":
            self.draft()
        elif action.startswith("draft="):
            self.draft(like_of(action))

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "拟公示", self.draft),
            Command(FILTER, "筛选", self.filter),
            Command(PRINT, "打印公示", lambda: self._asked("print")),
        )

    def remember(self) -> Mapping[str, Any]:
        return {"all_years": self.wanted.year is None}

    def restore(self, kept: Mapping[str, Any]) -> None:
        if kept.get("all_years"):
            self.want(source.Wanted())

    # What is listed

    def want(self, wanted: source.Wanted) -> None:
        """List other notices."""
        self.wanted = wanted
        self.filter_button.set_kind("quiet" if wanted.is_narrow else "tool")
        self._show_year()
        self.list.model.set_filter(wanted)

    def _show_year(self) -> None:
        year = self.wanted.year
        self.year_button.set_words(f"{year}年公示" if year is not None else ALL_YEARS)
        self.list.tools.arrange()

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.addAction("收上级公示…", self.doings.receive)
        fill_menu(menu, notice_together.entries(self.context, self._years))
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def _open_years(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for year in (None, *self._years):
            action = menu.addAction(ALL_YEARS if year is None else f"{year}年公示", partial(self._choose_year, year))
            action.setCheckable(True)
            action.setChecked(year == self.wanted.year)
            group.addAction(action)
        menu.popup(self.year_button.mapToGlobal(QPoint(0, self.year_button.height())))

    def _choose_year(self, year: int | None) -> None:
        self.want(source.Wanted(year, self.wanted.kind, self.wanted.state, self.wanted.text))

    def filter(self) -> None:
        """Ask what to list; the village's own kinds are read first."""
        today = self.context.today()
        self.runner.read(lambda book: publicity.kinds(today, book), self._ask_filter, key="notices.kinds")

    def _ask_filter(self, found: Sequence[publicity.KindInfo]) -> None:
        kinds = tuple(Choice(k.id, k.name, k.number) for k in found)
        states = tuple(Choice(group.state, group.title) for group in source.GROUPS)
        specs = (
            FieldSpec("text", "标题或编号", wide=True),
            FieldSpec("kind", "种类", "choice", choices=kinds, wide=True),
            FieldSpec("state", "状态", "choice", choices=states, wide=True),
        )
        values = {"text": self.wanted.text, "kind": self.wanted.kind or None, "state": self.wanted.state or None}
        self.context.open(FilterDialog(specs, values, self.context.today, self._filtered))

    def _filtered(self, chosen: Mapping[str, Any]) -> None:
        self.want(source.Wanted(self.wanted.year, **chosen))

    # What is done

    def _asked(self, action: str) -> None:
        view = self.record.view
        if view is None:
            return
        actions = {
            "post": self._ask_post, "take_down": self.doings.take_down, "withdraw": self._ask_withdraw,
            "hang": self.doings.hang, "unfinalise": self.doings.unfinalise, "archive": self.doings.archive,
            "print": self.print, "save": self.save, "again": self._again, "own_words": self._own_words,
        }  # fmt: skip
        actions[action](view)

    def draft(self, like: Mapping[str, Any] | None = None) -> None:
        """Ask what a new notice is about, and draft it."""
        self.context.open(DraftPanel(self.context, self._draft, like))

    def _draft(self, order: Order) -> None:
        def write(book: Any, _progress: Any) -> Done:
            drafted = publicity.draft(book, order.kind, actor=self._actor, **order.arguments())
            return done(drafted.changed, drafted)

        self.runner.change(write, self._drafted, title="正在拟公示")

    def _drafted(self, made: Done) -> None:
        drafted: Drafted = made.value
        self.show_record(drafted.number)

    def _again(self, view: NoticeView) -> None:
        subject = view.row["subject"] or {}
        like = {"kind": view.row["kind"], **{k: v for k, v in subject.items() if v}}
        if view.row["basis_document"]:
            like["basis_document"] = view.row["basis_document"]
        self.draft(like)

    def _change_word(self, slot: str, text: str) -> None:
        self._set_words({slot: text})

    def _own_words(self, view: NoticeView) -> None:
        self._set_words(dict.fromkeys(view.row["words"] or {}, ""))

    def _set_words(self, words: Mapping[str, str]) -> None:
        view = self.record.view
        if view is None or not words:
            return
        number = view.row["number"]
        self.runner.change(
            lambda book, _progress: done(publicity.change_words(book, number, words, actor=self._actor))
        )

    def _ask_post(self, view: NoticeView) -> None:
        asked = notice_dialogs.PostDialog(
            self.context, view, self.record.examined,
            lambda said: self._post(view, said, ""),
        )  # fmt: skip
        self.context.open(asked)

    def _post(self, view: NoticeView, said: Mapping[str, Any], why: str) -> None:
        number, later = view.row["number"], bool(said.get("later"))
        days = publicity.LONG if said["long"] else said["days"]

        def write(book: Any, _progress: Any) -> Done:
            if later:
                made = publicity.finalise(book, number, said["on"], actor=self._actor, days=days, override_why=why)
                return done(made.changed, made)
            posted = publicity.post(
                book, number, said["on"], actor=self._actor, days=days, override_why=why,
                hung_by=said["hung_by"] or "", witness=said["witness"] or "",
            )  # fmt: skip
            return done(posted.changed, posted, undoable=False)

        self.record.post_button.setEnabled(False)
        self.runner.change(
            write, partial(self._posted, later), lambda error: self._not_posted(error, view, said),
            title=f"正在定稿 {number}",
        )  # fmt: skip

    def _posted(self, later: bool, made: Done) -> None:
        posted: Posted = made.value
        done_as = f"已定稿 {posted.number}，待张贴" if later else f"已定稿张贴 {posted.number}"
        self.context.say(f"{done_as}，公示到 {posted.through_on}，校验码 {posted.code}")

    def _not_posted(self, error: VillagebookError, view: NoticeView, said: Mapping[str, Any]) -> None:
        self.record.post_button.setEnabled(True)
        subject = f"{view.row['number']} {view.row['heading'] or ''}".strip()
        if error.id == LEAK:
            self._refuse_leak(error, view, said, subject)
            return
        ways = (f"{error.hint}。",) if error.hint else ()
        if error.id == MISSING:
            ways = ("核对这个字是不是写对了；写对了的，请维护的人装上有这个字的字体。",)
        technical = f"{type(error).__name__} {error.id}"
        trouble = Trouble("没有张贴", f"{error.message}。", subject, STILL_DRAFT, ways, technical)
        self.context.trouble(trouble, [Answer("去改词句", self._go_to_words, "pencil")] if error.id == MISSING else ())

    def _refuse_leak(
        self, error: VillagebookError, view: NoticeView, said: Mapping[str, Any], subject: str
    ) -> None:
        places = error.message.split("：", 1)[-1]
        trouble = Trouble(
            title="没有张贴",
            happened=f"纸上有不该公开的内容：{places}。",
            subject=subject,
            data=STILL_DRAFT,
            ways=(
                "写在依据、说明里的，改这份的词句；是台账带出来的（如备注），改台账，再张贴。",
                "核对过、确实可以公开的，写明原因放行；原因留在书里，审计时看得到。",
            ),
            technical=f"{type(error).__name__} {error.id}",
        )
        examined = self.record.examined
        if examined is not None and examined.hits and examined.hits[0].page is not None:
            self.record.show_place(examined.hits[0].page)
        release = notice_dialogs.release(
            self.context, view.row["number"], places, lambda why: self._post(view, said, why)
        )
        answers = (
            Answer("写明原因放行", lambda: self.context.open(release), "stamp"),
            Answer("去改词句", self._go_to_words, "pencil"),
        )
        self.context.trouble(trouble, answers)

    def _go_to_words(self) -> None:
        self.panes_widget().show_record()
        self.record.words["basis"].control.setFocus()

    def _ask_withdraw(self, view: NoticeView) -> None:
        number, today = view.row["number"], self.context.today()

        def answer(why: str) -> None:
            self.runner.change(
                lambda book, _progress: done(
                    publicity.withdraw(book, number, why, today, actor=self._actor, today=today), undoable=False
                ),
                lambda _done: self.context.say(f"已撤回 {number}"),
                lambda error: self.context.trouble(Trouble.of(error, "没有撤回")),
            )  # fmt: skip

        self.context.open(notice_dialogs.withdraw(self.context, view, answer))

    # Paper

    def print(self, view: NoticeView) -> None:
        """Show the pages, and print them or keep them."""
        self.context.open(printing.PrintDialog(self.context, job(view, self.context.today())))

    def save(self, view: NoticeView) -> None:
        """Keep the PDF as a file."""
        order = job(view, self.context.today())
        target = printing.ask_pdf(self, order.file_name)
        if target is not None:
            printing.save(self.context, order, target, ORIGINAL)
