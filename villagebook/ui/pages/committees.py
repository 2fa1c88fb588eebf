"""小组: the village's bodies and their members; members change without losing who sat before."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from villagebook.models.codes import CODES
from villagebook.services import committees, fields
from villagebook.services.committees import CommitteeLine, NewMember
from villagebook.services.fields import FieldView
from villagebook.ui.field_views import FieldForm, typed
from villagebook.ui.models.columns import Cell, Chip, Column, Key
from villagebook.ui.page import EXPORT, FILTER, NEW, Command, Context
from villagebook.ui.pages import exporting
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.viewed_page import ViewedPage
from villagebook.ui.pages.viewed_source import ViewedSource
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable

COLUMNS = (
    Column("what", "小组", "name", width=210, stretch=1, sortable=False),
    Column("head", "负责人", "text", width=84, sortable=False),
    Column("count", "在任", "text", width=64, sortable=False, rank=1),
    Column("state", "状态", "state", width=100, sortable=False, rank=2),
)
MEMBER_COLUMNS = (
    Column("name", "姓名", "name", width=88),
    Column("post", "职务", "text", width=88),
    Column("unit", "单位及职务", "text", width=140, stretch=1, rank=2),
    Column("since", "任期开始", "date", width=98, rank=1),
    Column("until", "任期结束", "date", width=98),
)
_NAMES = ("name", "kind", "document", "since", "until", "note")
_LINES = "一行一人：姓名 职务 单位，如 蓝志平 组长 村务监督委员会主任"


def read_people(text: str) -> list[NewMember]:
    """Return the members out of lines of ``name post unit``."""
    lines = [line.split(maxsplit=2) for line in text.splitlines() if line.strip()]
    return [NewMember(*parts) for parts in lines]


class CommitteeRecord(RecordPanel):
    """One body: its fields, who sits, who sat before."""

    def __init__(self, context: Context) -> None:
        super().__init__("小组")
        self._context = context
        self.view: CommitteeLine | None = None
        self.add_action(Button("换人", "users", on_click=self.ask_change))
        with_menu(self.add_more(), self._more_entries)
        body = Body()
        self.form = FieldForm(context, "committee", _NAMES, write=_write, wide=("document",))
        body.section("小组", "", None, self.form)
        self.members = SmallTable(MEMBER_COLUMNS, name="在任成员", row_height=28, selectable=True)
        self.members.opened.connect(self.ask_correct)
        self._now = body.section("在任成员", "", None, self.members)
        self.former = SmallTable(MEMBER_COLUMNS, name="以前的成员", row_height=28, selectable=True)
        self.former.opened.connect(self.ask_correct)
        self._before = body.section("以前的成员", "", None, self.former)
        row = HBox(spacing=8)
        row.addWidget(Button("换届", "rotate-ccw", small=True, on_click=self.ask_elect))
        row.addStretch(1)
        body.add(row, 8)
        self.set_body(body)

    def show_view(self, view: CommitteeLine) -> None:
        """Show a body."""
        fresh = self.view is None or self.view.key != view.key
        self.view = view
        chips = [Chip(view.kind)] + ([Chip("已届满", "due", "clock")] if view.ended else [])
        second = [f"项目 {view.project}" if view.project else "", f"{view.since} 成立" if view.since else ""]
        self.set_title(view.name, chips, [part for part in second if part] or ["没有写成立日期"])
        row = {"id": view.key, **{name: getattr(view, name) or None for name in _NAMES}}
        self.form.show_views(fields.view(row, "committee", _NAMES), fresh=fresh)
        shelves = ((self.members, self._now, view.members), (self.former, self._before, view.former))
        for table, heading, people in shelves:
            table.set_rows([
                {"key": one.key, "name": one.name, "post": one.post, "unit": one.unit, "since": one.since,
                 "until": one.until} for one in people
            ])  # fmt: skip
            heading.set_note(f"{len(people)} 人" if people else "")
        for widget in (self.former, self._before):
            widget.setVisible(bool(view.former))

    # Verbs

    def ask_change(self) -> None:
        """Ask who goes and who comes, and from which day."""
        view = self.view
        if view is None:
            return
        ticks = [FieldSpec(f"go:{one.key}", one.name, "tick", placeholder=one.post) for one in view.members[:16]]
        specs = [
            FieldSpec("on", "从哪天起", "date", wide=True), *ticks,
            FieldSpec("come", "加入的人", "long_text", wide=True, lines=3, placeholder=_LINES),
        ]  # fmt: skip
        lead = "勾退出的人；退出的任期到前一天为止，加入的从这一天起。以前的成员都留着。"
        if len(view.members) > len(ticks):
            lead += "人多的小组，退出的人在名单里改任期结束。"
        self._context.open(AskDialog(
            f"换人　{view.name}", lead, specs, {"on": self._context.today()}, self._context.today, "换人", self._swap,
            required={"on": "请写日期"}, width=640))  # fmt: skip

    def _swap(self, values: Values) -> None:
        view, actor = self.view, self._context.actor
        go = [uuid.UUID(name[3:]) for name, ticked in values.items() if name.startswith("go:") and ticked]
        come = read_people(str(values["come"] or ""))
        if view is not None:
            self._change(lambda book: committees.change(book, view.key, values["on"], come=come, go=go, actor=actor))

    def ask_elect(self) -> None:
        """Ask for all members of a new term."""
        view = self.view
        if view is None:
            return
        now = "\n".join(" ".join(part for part in (one.name, one.post, one.unit) if part) for one in view.members)
        specs = [FieldSpec("on", "从哪天起", "date"),
                 FieldSpec("people", "新一届成员", "long_text", wide=True, lines=9, placeholder=_LINES)]  # fmt: skip
        self._context.open(AskDialog(
            f"换届　{view.name}", "改成新一届的名单；连任同一职务的接着任，其余的到前一天为止。", specs,
            {"on": self._context.today(), "people": now}, self._context.today, "换届", self._elect,
            required={"on": "请写日期", "people": "请写成员"}, width=640))  # fmt: skip

    def _elect(self, values: Values) -> None:
        view, actor = self.view, self._context.actor
        people = read_people(str(values["people"]))
        if view is not None:
            self._change(lambda book: committees.elect(book, view.key, values["on"], people, actor=actor))

    def ask_correct(self, key: Key) -> None:
        """Ask what a member's line should say instead."""
        view = self.view
        one = next((one for one in (*view.members, *view.former) if one.key == key), None) if view else None
        if one is None:
            return
        specs = [FieldSpec("name", "姓名"), FieldSpec("post", "职务"), FieldSpec("unit", "单位及职务", wide=True),
                 FieldSpec("since", "任期开始", "date"), FieldSpec("until", "任期结束", "date")]  # fmt: skip
        before = {name: getattr(one, name) or None for name in committees.MEMBER_FIELDS}

        def write(values: Values) -> None:
            kinds = {spec.id: spec.kind for spec in specs}
            texts = {name: typed(values[name], kinds[name]) for name in before if values[name] != before[name]}
            actor = self._context.actor
            self._change(lambda book: committees.correct_member(book, one.key, texts, actor=actor))

        self._context.open(AskDialog(
            f"改成员　{one.name}", "写错了在这里改；换人请用“换人”。", specs, before, self._context.today, "改好了",
            write, required={"name": "请写姓名"}))  # fmt: skip

    def _change(self, work: Any) -> None:
        self._context.runner.change(lambda book, _progress: work(book))

    def _more_entries(self) -> list[Entry]:
        if self.view is None:
            return []
        return [Entry("换届", self.ask_elect, "rotate-ccw"), Entry("删这个小组", self._ask_remove, "trash-2")]

    def _ask_remove(self) -> None:
        view, actor = self.view, self._context.actor
        if view is not None:
            words = f"{view.name}和它的成员一起删。届满了的不用删，写届满日期就行。\n删后可以用 Ctrl+Z 找回。"
            self._context.open(confirm("删这个小组", words, "删掉", lambda: self._change(
                lambda book: committees.remove(book, view.key, actor=actor)), danger=True))  # fmt: skip


class CommitteesPage(ViewedPage):
    """小组."""

    families = frozenset({"committee", "committee_member", "project"})
    ledger = "committees"
    file_noun = "小组名册"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        source: ViewedSource[CommitteeLine] = ViewedSource(
            COLUMNS, lambda book: committees.committees(book, context.today()), row, said)
        empty = EmptyState(
            "users", "还没有小组", "三个项目小组的成员在项目材料上签字；村民代表的名单用来点到会、印签到表。",
            [Way("plus", "登记一个小组", "名称、种类和成员，换人时以前的成员都留着", "登记小组", self.add)],
        )
        self.make(source, CommitteeRecord(context), empty, name="小组列表", unit="个小组", hint="找小组、姓名",
                  list_width=520)  # fmt: skip
        self.list.tools.add_right(Button("登记小组", "plus", "primary", keys=NEW, on_click=self.add))

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "登记小组", self.add),
            Command(FILTER, "找小组", self.text.setFocus),
            Command(EXPORT, "导出小组名册", lambda: exporting.save(self, self.export(), ".xlsx")),
        )

    def act(self, action: str, key: Key | None) -> None:
        if action == "new":
            self.add()

    def show_view(self, view: CommitteeLine) -> None:
        self.record.show_view(view)

    def show_findings(self) -> None:
        if self.shown is not None:
            self.record.form.show_findings(self.context.findings.of_record("committee", self.shown.key))

    def head_line(self, views: list[CommitteeLine]) -> tuple[str, str]:
        people = {one.name for view in views for one in view.members}
        short = f"{sum(not view.ended for view in views):,} 个小组"
        return f"{short}，在任 {len(people):,} 人", short

    def add(self) -> None:
        """Ask for a body and its members."""
        specs = (
            FieldSpec("name", "名称", wide=True),
            FieldSpec("kind", "种类", "choice", choices=plain_choices(CODES["committee_kind"].values)),
            FieldSpec("since", "成立日期", "date"),
            FieldSpec("document", "成立文件"),
            FieldSpec("project", "只为项目", placeholder="项目编号；空着就是为所有项目"),
            FieldSpec("members", "成员", "long_text", wide=True, lines=6, placeholder=_LINES),
        )
        self.context.open(AskDialog(
            "登记小组", "成员从成立日期起任职。", specs, {}, self.context.today, "登记小组", self._form, icon="plus",
            required={"name": "请写名称", "kind": "请选种类"}, width=640))  # fmt: skip

    def _form(self, values: Values) -> None:
        from villagebook.services import projects

        texts = {name: typed(values[name], "date" if name == "since" else "text")
                 for name in ("name", "kind", "since", "document")}  # fmt: skip
        people, code = read_people(str(values["members"] or "")), str(values["project"] or "").strip()
        actor = self.context.actor

        def write(book: Any) -> Any:
            project = projects.key_of(book, code) if code else None
            return committees.form(book, texts, people, project=project, actor=actor)

        self.change(write, lambda made: self.show_record(made[1]))


def row(view: CommitteeLine) -> Mapping[str, Any]:
    """Return one body as a row."""
    state = Chip("已届满", "due", "clock") if view.ended else Chip("在任")
    if not view.ended and not view.head:
        state = Chip("没有负责人", "due", "triangle-alert")
    second = "　".join(part for part in (view.kind, view.project) if part)
    return {"what": Cell(view.name, second=second), "head": view.head, "count": f"{len(view.members)} 人",
            "state": state}  # fmt: skip


def said(view: CommitteeLine) -> str:
    """Return what the text filter looks into."""
    return " ".join([view.name, view.kind, view.project, *(one.name for one in (*view.members, *view.former))])


def _write(book: Any, view: FieldView, text: str, actor: str) -> Any:
    assert view.record_id is not None
    return committees.correct(book, view.record_id, {view.name: text}, actor=actor)
