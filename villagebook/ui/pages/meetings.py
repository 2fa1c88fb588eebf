"""会议: the village's meetings, recorded in one act with who was due and all they decided."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from villagebook.models.codes import CODES
from villagebook.services import matters, meeting_views, meetings
from villagebook.services.meeting_views import MeetingView
from villagebook.ui.field_views import typed
from villagebook.ui.models.columns import Cell, Chip, Column, Key
from villagebook.ui.page import EXPORT, FILTER, NEW, PRINT, Command, Context
from villagebook.ui.pages import exporting
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.meeting_record import MeetingRecord, decided_ticks
from villagebook.ui.pages.viewed_page import ViewedPage
from villagebook.ui.pages.viewed_source import ViewedSource
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec, plain_choices

COLUMNS = (
    Column("what", "会议", "name", width=196, stretch=1, sortable=False),
    Column("held_on", "时间", "date", width=98, sortable=False),
    Column("came", "到会", "text", width=66, sortable=False, rank=1),
    Column("decided", "决定", "text", width=54, sortable=False, rank=2),
    Column("state", "核对", "state", width=88, sortable=False),
)
#: How many projects the dialog offers to decide; more are decided in the record.
MOST_OFFERED = 14
_FORM = (
    FieldSpec("kind", "会议类型", "choice", choices=plain_choices(CODES["meeting_kind"].values)),
    FieldSpec("held_on", "时间", "date"),
    FieldSpec("place", "地点"),
    FieldSpec("chair", "主持人"),
    FieldSpec("subject", "议题", "long_text", wide=True, lines=2),
    FieldSpec("agreed", "同意", "int", unit="票"),
    FieldSpec("against", "反对", "int", unit="票"),
    FieldSpec("abstained", "弃权", "int", unit="票"),
    FieldSpec("recorder", "记录人"),
    FieldSpec("resolution", "决议", "long_text", wide=True, lines=2),
)


class MeetingsPage(ViewedPage):
    """会议."""

    families = frozenset({
        "meeting", "meeting_member", "meeting_decision", "committee", "committee_member", "project", "distribution",
    })  # fmt: skip
    ledger = "meetings"
    file_noun = "会议台账"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        source: ViewedSource[MeetingView] = ViewedSource(
            COLUMNS, lambda book: meeting_views.meetings(book, context.today()), row, said, group=year_of, unit="次")
        empty = EmptyState(
            "users", "还没有会议", "会议记在这里，项目的依据、公示的依据、会议记录和签到表都从这里出。",
            [Way("plus", "记一次会议", "应到人员取在任的成员，一次可以决定几个项目", "记会议", self.add),
             Way("users", "先登记小组", "村民代表、村两委、监督小组的成员和任期", "登记小组",
                 lambda: context.go("projects", action="committees:new"))],
        )  # fmt: skip
        self.make(source, MeetingRecord(context), empty, name="会议列表", unit="次会议", hint="找议题、类型、决定")
        self.list.tools.add_right(Button("记会议", "plus", "primary", keys=NEW, on_click=self.add))

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "记会议", self.add),
            Command(FILTER, "找会议", self.text.setFocus),
            Command(PRINT, "打印会议记录", self.record.print_minutes),
            Command(EXPORT, "导出会议台账", lambda: exporting.save(self, self.export(), ".xlsx")),
        )

    def act(self, action: str, key: Key | None) -> None:
        if action.startswith("new"):
            self.add(action.partition("=")[2])

    def show_view(self, view: MeetingView) -> None:
        self.record.show_view(view)

    def show_findings(self) -> None:
        if self.shown is not None:
            self.record.show_findings(self.context.findings.of_record("meeting", self.shown.key))

    def head_line(self, views: list[MeetingView]) -> tuple[str, str]:
        wrong = sum(bool(view.faults) for view in views)
        short = f"{len(views):,} 次会议"
        return f"{short}，{wrong} 次要核对" if wrong else short, short

    # Recording

    def add(self, code: str = "") -> None:
        """Ask for a meeting; ``code``: a project it decided."""
        today = self.context.today()

        def offered(book: Any) -> list[tuple[uuid.UUID, str, bool]]:
            return _undecided(book, code)

        self.runner.read(offered, lambda found: self._ask(found, code, today), key="meetings.offered")

    def _ask(self, found: list[tuple[uuid.UUID, str, bool]], code: str, today: Any) -> None:
        ticks = decided_ticks([(key, words) for key, words, _ in found])
        chosen = {f"project:{key}": wanted for key, _, wanted in found}
        lead = "应到人员按会议类型取当天在任的成员，记下后在“到会”里勾。"
        if ticks:
            lead += "决定了哪些项目，在下面勾。"
        self.context.open(AskDialog(
            "记会议", lead, [*_FORM, *ticks], {"kind": "村民代表大会", "held_on": today, **chosen}, self.context.today,
            "记下会议", self._write, icon="plus", width=720,
            required={"kind": "请选会议类型", "held_on": "请写开会的日期"}))  # fmt: skip

    def _write(self, values: Values) -> None:
        kinds = {spec.id: spec.kind for spec in _FORM}
        texts = {name: typed(values[name], kind) for name, kind in kinds.items()}
        ticked = [name for name, on in values.items() if name.startswith("project:") and on]
        wanted = [uuid.UUID(name.partition(":")[2]) for name in ticked]
        kind, on, actor, today = str(values["kind"]), values["held_on"], self.context.actor, self.context.today()

        def write(book: Any) -> Any:
            due = meetings.proposed(book, kind, on)
            decides = [meetings.Decide(("project", key)) for key in wanted]
            return meetings.record(
                book, texts, members=due.members, decides=decides, committee=due.committee_id, actor=actor, today=today)

        self.change(write, lambda made: self.show_record(made[1]))


def row(view: MeetingView) -> Mapping[str, Any]:
    """Return one meeting as a row."""
    fault = "\n".join(view.faults)
    state = Chip("请核对", "due", "triangle-alert") if view.faults else Chip("相符")
    came = f"{view.present}/{view.due}" if view.due and view.present is not None else str(view.present or "")
    return {
        "what": Cell(view.kind, second=str(view.row["subject"] or "").replace("\n", " ")),
        "held_on": view.held_on, "came": came,
        "decided": f"{len(view.decisions)} 件" if view.decisions else "",
        "state": Cell(state, tip=fault) if fault else state,
    }  # fmt: skip


def said(view: MeetingView) -> str:
    """Return what the text filter looks into."""
    parts = [view.code, view.kind, view.row["subject"], view.row["resolution"], view.row["place"], view.row["chair"],
             str(view.held_on or ""), *(one.words for one in view.decisions)]  # fmt: skip
    return " ".join(part for part in parts if part)


def year_of(view: MeetingView) -> tuple[str, str]:
    """Return the group of a meeting: its year."""
    return (str(view.held_on.year), f"{view.held_on.year}年") if view.held_on else ("", "没有日期")


def _undecided(book: Any, code: str) -> list[tuple[uuid.UUID, str, bool]]:
    """Return projects no representatives have decided yet, the newest first, and the one that was named."""
    return [(key, words, code != "" and called == code)
            for key, words, called in matters.undecided(book, code)[:MOST_OFFERED]]  # fmt: skip
