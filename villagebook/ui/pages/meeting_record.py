"""The record of one meeting: minutes, who came, what was decided; printed as minutes, sign sheet and resolution."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from villagebook.base.findings import Finding
from villagebook.services import fields, matters, meetings
from villagebook.services.fields import FieldView
from villagebook.services.meeting_views import MeetingView
from villagebook.ui.field_views import FieldForm
from villagebook.ui.models.columns import Chip, Column, Key
from villagebook.ui.page import Context
from villagebook.ui.pages import paper_jobs
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.tabs import Tab

SECTIONS = (
    ("会议", ("kind", "held_on", "code", "place", "chair", "recorder", "four_step", "subject")),
    ("人数和表决", ("due", "present", "agreed", "against", "abstained")),
    ("记录", ("speeches", "resolution", "note")),
)
LABELS = {"four_step": "四议两公开"}
MEMBER_COLUMNS = (
    Column("name", "姓名", "name", width=96),
    Column("post", "职务或身份", "text", width=140, stretch=1),
    Column("attendance", "到会情况", "state", width=92),
)
DECISION_COLUMNS = (
    Column("words", "决定的事项", "name", width=220, stretch=1),
    Column("passed", "结果", "state", width=84),
    Column("votes", "表决", "text", width=150, rank=1),
)
_TONES = {"到会": "mute", "请假": "due", "缺席": "late"}
_ICONS = {"到会": "check", "请假": "clock", "缺席": "x"}
#: What Enter makes of who came.
_NEXT = {"": "到会", "到会": "请假", "请假": "缺席", "缺席": "到会"}


def write(today: Any) -> Any:
    """Return what an edit of a meeting's field does."""

    def edit(book: Any, view: FieldView, text: str, actor: str) -> Any:
        assert view.record_id is not None
        return meetings.correct(book, view.record_id, {view.name: text}, actor=actor, today=today())

    return edit


def decided_ticks(offered: Sequence[tuple[uuid.UUID, str]]) -> list[FieldSpec]:
    """Return a tick for each project (key, code and name): its name beside the box, the whole as its tip."""
    return [FieldSpec(f"project:{key}", "决定项目", "tick", placeholder=words.partition(" ")[2] or words, help=words)
            for key, words in offered]  # fmt: skip


class MeetingRecord(RecordPanel):
    """One meeting.

    Attributes:
        view: What is shown; None at first.
    """

    def __init__(self, context: Context) -> None:
        super().__init__("会议")
        self._context = context
        self.view: MeetingView | None = None
        self.add_action(with_menu(Button("打印", "printer", tip="打印会议记录、签到表、决议"), self._print_entries))
        self.more = with_menu(self.add_more(), self._more_entries)
        self._make_minutes()
        self._make_people()
        self._make_decisions()
        self.add_tab(Tab("minutes", "记录"), self.minutes)
        self.add_tab(Tab("people", "到会"), self.people)
        self.add_tab(Tab("decisions", "决定"), self.decisions)

    def _make_minutes(self) -> None:
        self.minutes = body = Body()
        self.lines = FindingLines()
        self.forms: list[FieldForm] = []
        for title, names in SECTIONS:
            form = FieldForm(self._context, "meeting", names, labels=LABELS, write=write(self._context.today))
            self.forms.append(form)
            body.section(title, "", None, *((self.lines, form) if not self.forms[1:] else (form,)))

    def _make_people(self) -> None:
        self.people = body = Body()
        self.members = SmallTable(MEMBER_COLUMNS, name="应到人员", row_height=28, selectable=True)
        self.members.opened.connect(self._tick)
        self.members.current_changed.connect(lambda _key: self._enable())
        self._people_heading = body.section("应到人员")
        self._nobody = Text("还没有列应到人员。有名单，应到、实到就自动算，签到表也从名单出。", "second", wrap=True)
        body.add(self._nobody)
        row = HBox(spacing=8)
        self.fetch = Button("取在任的成员", "users", small=True, on_click=self._fetch)
        self.all_came = Button("全部到会", "check-check", small=True, on_click=self._all_came)
        row.addWidget(self.fetch)
        row.addWidget(self.all_came)
        self._marks = [
            Button(word, icon, "quiet", small=True, on_click=lambda word=word: self._mark(word))
            for word, icon in _ICONS.items()
        ]
        for button in self._marks:
            row.addWidget(button)
        row.addWidget(Button("加人", "user-plus", "quiet", small=True, on_click=self._ask_people))
        self.drop = Button("去掉", "trash-2", "quiet", small=True, on_click=self._drop)
        row.addWidget(self.drop)
        row.addStretch(1)
        body.add(row, 4)
        body.add(self.members, 8)

    def _make_decisions(self) -> None:
        self.decisions = body = Body()
        self.matters = SmallTable(DECISION_COLUMNS, name="决定的事项", row_height=28, selectable=True)
        self.matters.opened.connect(self._open_matter)
        self._matters_heading = body.section("决定的事项", "", None, self.matters)
        words = "还没有记决定了什么。项目、收益分配、资产处置都可以记在这里，那边也看得到这次会议。"
        self._none = Text(words, "second", wrap=True)
        body.add(self._none)
        row = HBox(spacing=8)
        row.addWidget(Button("加事项", "plus", small=True, on_click=self.ask_decide))
        self.undecide = Button("去掉", "trash-2", "quiet", small=True, on_click=self._undecide)
        row.addWidget(self.undecide)
        row.addStretch(1)
        body.add(row, 8)

    # Showing

    def show_view(self, view: MeetingView) -> None:
        """Show a meeting; one that is shown already keeps its tab and what is being typed."""
        fresh = self.view is None or self.view.key != view.key
        self.view = view
        chips = [Chip(view.step)] if view.step else []
        if view.faults:
            chips.append(Chip("请核对", "due", "triangle-alert"))
        second = [str(view.held_on or "没有日期"), view.code, view.row["place"] or "", view.body]
        self.set_title(view.kind, chips, second)
        views = fields.view(view.row, "meeting", [name for _, names in SECTIONS for name in names])
        by_name = {one.name: one for one in views}
        for form in self.forms:
            form.show_views([by_name[name] for name in form.views], fresh=fresh)
        for name, counted in (("due", view.counted), ("present", view.ticked)):
            self.forms[1][name].set_locked(counted)
            if counted:
                self.forms[1][name].set_value(getattr(view, name))
        self.lines.say([(fault, "warning") for fault in view.faults])
        self._show_people(view)
        self._show_decisions(view)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks found, beside the fields they name; what the record says itself is not said twice."""
        rest = list(findings)
        for form in self.forms:
            rest = form.show_findings(rest)
        faults = self.view.faults if self.view is not None else ()
        said = [(fault, "warning") for fault in faults]
        self.lines.say([*said, *((one.message, one.severity.value) for one in rest if one.message not in faults)])

    def _show_people(self, view: MeetingView) -> None:
        self.members.set_rows([
            {"key": one.key, "name": one.name, "post": one.post,
             "attendance": Chip(one.attendance, _TONES.get(one.attendance, "mute"), _ICONS.get(one.attendance, ""))
             if one.attendance else None}
            for one in view.members
        ])  # fmt: skip
        some = bool(view.members)
        for widget in (self.members, self._people_heading, self.all_came, self.drop, *self._marks):
            widget.setVisible(some)
        self._nobody.setVisible(not some)
        need = f"；至少 {view.need.least} 人" if view.need is not None else ""
        came = f"实到 {view.present} 人" if view.ticked else "没有勾到会"
        self._people_heading.set_note(f"应到 {view.due} 人，{came}{need}" if some else "")
        self.set_count("people", f"{view.present}/{view.due}" if view.due and view.present is not None else None)
        self._enable()

    def _show_decisions(self, view: MeetingView) -> None:
        self.matters.set_rows([
            {"key": f"{one.target[0]} {one.target[1]}", "words": one.words,
             "passed": Chip("没有通过", "late", "x") if one.passed == "否" else Chip("通过", "mute", "check"),
             "votes": _votes(one) or view.vote_words}
            for one in view.decisions
        ])  # fmt: skip
        some = bool(view.decisions)
        for widget in (self.matters, self._matters_heading, self.undecide):
            widget.setVisible(some)
        self._none.setVisible(not some)
        votes = f"同意至少 {view.votes.least} 票" if view.votes is not None else ""
        self._matters_heading.set_note(votes)
        self.set_count("decisions", len(view.decisions) or None)

    def _enable(self) -> None:
        chosen = self.members.current_key() is not None
        for button in (*self._marks, self.drop):
            button.setEnabled(chosen)

    # People

    def _change(self, work: Any) -> None:
        self._context.runner.change(lambda book, _progress: work(book))

    def _tick(self, key: Key) -> None:
        view = self.view
        one = next((one for one in view.members if one.key == key), None) if view is not None else None
        if one is not None:
            self._mark(_NEXT[one.attendance])

    def _mark(self, word: str) -> None:
        view, member, actor = self.view, self.members.current_key(), self._context.actor
        if view is not None and isinstance(member, uuid.UUID):
            self._change(lambda book: meetings.attend(book, view.key, {member: word}, actor=actor))

    def _all_came(self) -> None:
        """Everybody nobody has marked came; who is excused or absent stays so."""
        view, actor = self.view, self._context.actor
        if view is not None:
            said = {one.key: one.attendance for one in view.members if one.attendance in ("请假", "缺席")}
            self._change(lambda book: meetings.attend(book, view.key, said, others="到会", actor=actor))

    def _fetch(self) -> None:
        view, actor = self.view, self._context.actor
        if view is None or view.held_on is None:
            return
        kind, on = view.kind, view.held_on

        def work(book: Any) -> Any:
            due = meetings.proposed(book, kind, on)
            return meetings.invite(book, view.key, due.members, committee=due.committee_id, actor=actor)

        self._change(work)

    def _ask_people(self) -> None:
        view = self.view
        if view is None:
            return
        specs = [FieldSpec("names", "姓名", "long_text", wide=True, lines=6,
                           placeholder="一行一人：姓名 职务，如 钟长明 书记")]  # fmt: skip
        self._context.open(AskDialog(
            "加应到人员", "一行写一个人，姓名后空一格写职务或身份。", specs, {}, self._context.today, "加进名单",
            self._invite, required={"names": "请写姓名"}))  # fmt: skip

    def _invite(self, values: Values) -> None:
        view, actor = self.view, self._context.actor
        lines = [line.split(maxsplit=1) for line in str(values["names"]).splitlines() if line.strip()]
        people = [meetings.Due(parts[0], parts[1] if len(parts) > 1 else "") for parts in lines]
        if view is not None:
            self._change(lambda book: meetings.invite(book, view.key, people, actor=actor))

    def _drop(self) -> None:
        view, member, actor = self.view, self.members.current_key(), self._context.actor
        if view is not None and isinstance(member, uuid.UUID):
            self._change(lambda book: meetings.uninvite(book, view.key, [member], actor=actor))

    # Decisions

    def ask_decide(self) -> None:
        """Ask which projects, or what else, the meeting decided."""
        view = self.view
        if view is None:
            return
        done = {one.target for one in view.decisions}

        def offered(book: Any) -> list[tuple[uuid.UUID, str, str]]:
            return [one for one in matters.undecided(book) if ("project", one[0]) not in done]

        self._context.runner.read(offered, lambda found: self._ask_decide(view, found), key="meeting.matters")

    def _ask_decide(self, view: MeetingView, found: list[tuple[uuid.UUID, str, str]]) -> None:
        ticks = decided_ticks([(key, words) for key, words, _ in found[:14]])
        specs = [
            *ticks,
            FieldSpec("others", "其他事项", wide=True, placeholder="编号，几件用、隔开：项目、分配、资产、合同、动态"),
            FieldSpec("passed", "通过", "tick"), FieldSpec("note", "决定内容", wide=True),
        ]  # fmt: skip
        lead = "勾还没有会议依据的项目，或写别的事项的编号。票数不写就按这次会议的。"
        self._context.open(AskDialog(
            f"决定的事项　{view.kind} {view.held_on or ''}", lead, specs, {"passed": True}, self._context.today,
            "记下决定", self._decide, icon="plus", width=680))  # fmt: skip

    def _decide(self, values: Values) -> None:
        view, actor = self.view, self._context.actor
        if view is None:
            return
        keys = [uuid.UUID(name.partition(":")[2]) for name, on in values.items() if name.startswith("project:") and on]
        codes = [code for code in str(values["others"] or "").replace("，", "、").split("、") if code.strip()]
        passed, note = "是" if values["passed"] else "否", str(values["note"] or "")

        def work(book: Any) -> Any:
            with book.read() as connection:
                others = [matters.target_of(connection, book.village_id, code) for code in codes]
            targets = [*(("project", key) for key in keys), *others]
            rows = [meetings.Decide(target, passed, note=note) for target in targets]
            return meetings.decide(book, view.key, rows, actor=actor)

        self._change(work)

    def _undecide(self) -> None:
        view, actor = self.view, self._context.actor
        target = self._target(self.matters.current_key())
        if view is not None and target is not None:
            self._change(lambda book: meetings.undecide(book, view.key, target, actor=actor))

    def _target(self, key: Key | None) -> matters.Target | None:
        view = self.view
        found = view.decisions if view is not None else ()
        return next((one.target for one in found if f"{one.target[0]} {one.target[1]}" == key), None)

    def _open_matter(self, key: Key) -> None:
        target = self._target(key)
        if target is None:
            return
        name, record = target
        actions = {"asset": "assets", "social_help": "social-help"}
        if name == "project" or name in actions:
            self._context.go("projects", record, action=actions.get(name, ""))
        elif name == "distribution":
            self._context.go("funds", record, action="distributions")

    # Printing, removing

    def print_minutes(self) -> None:
        """Print the minutes."""
        self._print("minutes")

    def _print(self, paper: str) -> None:
        view = self.view
        if view is not None:
            paper_jobs.ask(self._context, paper, view.key, f"{view.held_on or ''} {view.kind}".strip())

    def _print_entries(self) -> list[Entry]:
        return [
            Entry("会议记录", self.print_minutes, "file-text"),
            Entry("签到表", lambda: self._print("sign-sheet"), "users"),
            Entry("决议", lambda: self._print("resolution"), "stamp"),
        ]

    def _more_entries(self) -> list[Entry]:
        return [Entry("删这次会议", self._ask_remove, "trash-2")] if self.view is not None else []

    def _ask_remove(self) -> None:
        view, actor = self.view, self._context.actor
        if view is not None:
            words = f"{view.held_on or ''} {view.kind}，应到名单和决定一起删。\n删后可以用 Ctrl+Z 找回。"
            self._context.open(confirm("删这次会议", words, "删掉", lambda: self._change(
                lambda book: meetings.remove(book, view.key, actor=actor)), danger=True))  # fmt: skip


def _votes(one: Any) -> str:
    parts = [(word, count) for word, count in (("同意", one.agreed), ("反对", one.against), ("弃权", one.abstained))
             if count is not None]  # fmt: skip
    return "，".join(f"{word} {count}" for word, count in parts)
