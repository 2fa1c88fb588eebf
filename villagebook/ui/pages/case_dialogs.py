"""What dynamic management asks before it writes: a lead, a step, an end; and what is said when something blocks."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.models.codes import CODES
from villagebook.services import case_drafts, cases
from villagebook.services.cases import CaseView, Choice, Offer, StepLine
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.line import Choice as Value
from villagebook.ui.widgets.messages import Trouble

BLOCKED = "case.blocked"
PASSED, NOT_PASSED = "通过", "没有通过"
NEW_MEETING = Value(cases.NEW_MEETING, "当天新开的民主评议会")

Verb = Callable[[Any, str], Any]

#: What 低保 and 特困 settle, asked at the steps that may settle it.
AID_SPECS = (
    FieldSpec("covered", "保障人数", "int", unit="人"),
    FieldSpec("grade", "类档", placeholder="如 A类、分散供养"),
    FieldSpec("month_fen", "月保障金额", "money", unit="元"),
)
AID_STEPS = frozenset({"visit", "meeting", "county"})


class StepDialog(AskDialog):
    """A step is written down: its day, who, and the papers that are there.

    Args:
        meetings, notices: What the step may name; empty where it names none.
        answer: Called with the values and the names of papers that are ticked.

    Attributes:
        papers: A tick for each paper.
    """

    def __init__(
        self,
        context: Context,
        view: CaseView,
        step: StepLine,
        meetings: Sequence[Choice],
        notices: Sequence[Choice],
        answer: Callable[[Values, tuple[str, ...]], object],
    ) -> None:
        values = {"on": context.today(), "passed": PASSED, **_kept(step)}
        specs = [
            FieldSpec("on", "办理日期", "date"),
            FieldSpec("who", "经办人", placeholder=f"{step.level}里经办的人"),
            FieldSpec("passed", "结果", "choice", choices=plain_choices((PASSED, NOT_PASSED))),
        ]
        if "meeting" in step.needs:
            known = {one.id: one.words for one in meetings}
            if step.meeting:
                known.setdefault(step.meeting, step.basis)
            choices = (NEW_MEETING, *(Value(key, words) for key, words in known.items()))
            specs.append(FieldSpec("meeting", "会议", "choice", choices=choices, wide=True))
            # Without a dispute there is no meeting for 低保 and 特困: it is chosen, never made up.
            values.setdefault("meeting", None if view.assists else _likely_meeting(meetings, view))
        if "notice" in step.needs and notices:
            specs.append(
                FieldSpec("notice", "公示", "choice", wide=True, choices=tuple(Value(n.id, n.words) for n in notices))
            )
            values.setdefault("notice", notices[0].id)
            if step.state != "done" and notices[0].on is not None and notices[0].on <= context.today():
                values["on"] = notices[0].on
        if view.assists and step.id in AID_STEPS:
            specs += AID_SPECS
            values |= {field.name: field.value for field in view.fields if field.name in cases.AID_FIELDS}
        specs.append(FieldSpec("note", "说明", wide=True))
        super().__init__(
            f"记{step.title}", _lead(step), specs, values, context.today, f"记{step.title}",
            lambda said: answer(said, self.ticked()), note=f"{view.line.head}　{view.line.kind}",
            required={"on": "请写日期"}, width=620,
        )  # fmt: skip
        self.body.addWidget(Text("收齐的材料", "label"))
        self.papers: dict[str, QCheckBox] = {}
        for paper in step.papers:
            self.papers[paper.name] = tick = QCheckBox(paper.name)
            tick.setChecked(paper.there)
            self.body.addWidget(tick)

    def ticked(self) -> tuple[str, ...]:
        """Return the names of the papers that are ticked."""
        return tuple(name for name, tick in self.papers.items() if tick.isChecked())


def _lead(step: StepLine) -> str:
    due = f"期限 {step.due}。" if step.due is not None else ""
    return f"{step.hint}。{due}"


def _kept(step: StepLine) -> dict[str, Any]:
    """Return what a step written down before says."""
    if step.state != "done":
        return {}
    kept: dict[str, Any] = {"on": step.on, "who": step.who, "note": step.note, "meeting": step.meeting or None}
    kept["notice"] = step.notice or None
    return kept | {"passed": NOT_PASSED if step.passed == "否" else PASSED}


def _likely_meeting(meetings: Sequence[Choice], view: CaseView) -> str:
    """Return the newest meeting held since the lead, else a new one."""
    since = view.line.lead_on
    held = [one for one in meetings if since is None or (one.on is not None and one.on >= since)]
    return held[0].id if held else NEW_MEETING.id


class CaseDesk:
    """Does what the buttons of a case say, for the tab of a household and for the list alike.

    Args:
        begun: Called with the key of a case that was opened.
    """

    def __init__(self, context: Context, parent: QWidget, begun: Callable[[uuid.UUID], object]) -> None:
        self._context = context
        self._parent = parent
        self._begun = begun

    # Beginning

    def begin(self, household: uuid.UUID, head: str) -> None:
        """Ask for a lead about a household, if any procedure can be begun for it."""
        today = self._context.today()
        self._context.runner.read(
            lambda book: cases.offers(book, household, today),
            lambda offers: self._ask_lead(household, head, offers),
            key="cases.offers",
        )

    def _ask_lead(self, household: uuid.UUID, head: str, offers: Sequence[Offer]) -> None:
        if not offers:
            self._context.say(f"{head}：能办的动态都已经在办")
            return
        targets = tuple(dict.fromkeys(target for offer in offers for target in offer.targets))
        specs = (
            FieldSpec("kind", "办什么", "choice", choices=plain_choices([offer.kind for offer in offers])),
            FieldSpec("target", "类别", "choice", choices=plain_choices(targets), help="拟识别或消除哪一类。"),
            FieldSpec("lead_on", "线索日期", "date"),
            FieldSpec("lead_source", "线索来源", "choice", choices=plain_choices(CODES["lead_source"].values)),
            FieldSpec("lead_who", "提供人", placeholder="本人、网格员、部门"),
            FieldSpec("risk", "主要风险", "choice", choices=plain_choices(CODES["risk"].values)),
            FieldSpec("lead_text", "线索内容", "long_text", wide=True, lines=2, placeholder="出了什么事"),
        )
        first = offers[0]
        values = {
            "kind": first.kind, "lead_on": self._context.today(), "lead_source": first.lead,
            "target": first.targets[0] if len(first.targets) == 1 else None,
        }  # fmt: skip
        dialog = AskDialog(
            "登记线索", "从线索日期起算期限；以后一步一步记，期限、材料和下一步由程序提醒。", specs, values,
            self._context.today, "登记线索", lambda said: self._open(household, said), note=head,
            required={"kind": "请选办什么", "lead_on": "请写线索日期"}, width=640,
        )  # fmt: skip
        self._context.open(dialog)

    def _open(self, household: uuid.UUID, said: Mapping[str, Any]) -> None:
        values = {name: said.get(name) or "" for name in ("lead_source", "lead_who", "lead_text", "target", "risk")}
        actor = self._context.actor

        def write(book: Any, why: str) -> Done:
            changed, key = cases.open_case(
                book, household, said["kind"], actor=actor, lead_on=said["lead_on"], why=why, **values
            )
            return done(changed, key)

        self._do(write, "没有登记线索", lambda made: self._begun(made.value))

    # Steps

    def next(self, view: CaseView) -> None:
        """Do what the button of the next step says."""
        what, _, about = view.next.do.partition(":")
        if what == "step":
            self.step(view, about)
        elif what == "notice":
            self.draft(view, about)
        elif what == "open":
            self._context.go("notices", about)
        elif what == "close":
            self.close(view)
        elif what == "fail":
            self.stop(view, failed=True)

    def step(self, view: CaseView, step_id: str) -> None:
        """Ask for a step and write it down."""
        today, key, step = self._context.today(), view.line.key, view.step(step_id)

        def choices(book: Any) -> tuple[Sequence[Choice], Sequence[Choice]]:
            meetings = cases.meetings_for(book, today) if "meeting" in step.needs else ()
            notices = cases.notices_for(book, key, step_id, today) if "notice" in step.needs else ()
            return meetings, notices

        def ask(found: tuple[Sequence[Choice], Sequence[Choice]]) -> None:
            dialog = StepDialog(
                self._context, view, step, *found, lambda said, papers: self._step(key, step_id, said, papers)
            )
            self._context.open(dialog)

        self._context.runner.read(choices, ask, key="cases.choices")

    def _step(self, key: uuid.UUID, step_id: str, said: Mapping[str, Any], papers: Sequence[str]) -> None:
        actor = self._context.actor

        def write(book: Any, why: str) -> Done:
            return done(
                cases.do_step(
                    book, key, step_id, said["on"], actor=actor, who=said.get("who") or "",
                    passed=said.get("passed") != NOT_PASSED, meeting=said.get("meeting"),
                    notice=said.get("notice") or "", papers=papers, note=said.get("note") or "",
                    aid=cases.Aid(said.get("covered"), said.get("grade"), said.get("month_fen")), why=why,
                )
            )  # fmt: skip

        self._do(write, "没有记下这一步")

    def take_back(self, view: CaseView) -> None:
        """Take the last step done back."""
        step, key, actor = view.last_done, view.line.key, self._context.actor
        if step is not None:
            self._do(lambda book, _why: done(cases.take_back(book, key, step.id, actor=actor)), "没有收回")

    def draft(self, view: CaseView, kind: str) -> None:
        """Draft the notice the next step wants, with all cases that wait for it on one sheet, and show it."""
        code, today, actor = view.line.code, self._context.today(), self._context.actor

        def write(book: Any, _why: str) -> Done:
            drafted = case_drafts.draft_notice(book, code, kind, actor=actor, today=today)
            return done(drafted.changed, drafted.number)

        self._do(write, "没有拟成公示", lambda made: self._context.go("notices", made.value))

    # Papers

    def toggle(self, view: CaseView, step_id: str, paper: str, there: bool) -> None:
        """Write down that a paper is there, or is not."""
        key, actor = view.line.key, self._context.actor
        self._do(
            lambda book, _why: done(cases.collect(book, key, step_id, paper, actor=actor, there=there)), "没有记下材料"
        )

    def put_in(self, view: CaseView, step_id: str, paper: str) -> None:
        """Let a file be chosen for a paper and keep it with the book."""
        name, _ = QFileDialog.getOpenFileName(self._parent, f"选“{paper}”的文件")
        if name:
            self.take_in(view, step_id, paper, Path(name))

    def take_in(self, view: CaseView, step_id: str, paper: str, file: Path) -> None:
        """Keep a file as a paper of a step."""
        key, actor = view.line.key, self._context.actor
        self._do(lambda book, _why: done(cases.collect(book, key, step_id, paper, actor=actor, file=file)), "没有放入")

    # Ends

    def close(self, view: CaseView) -> None:
        """Ask for the day of the end, and close the case."""
        specs = [FieldSpec("on", "办结日期", "date")]
        values: dict[str, Any] = {"on": self._context.today()}
        if view.removes:
            ways = plain_choices(CODES["removed_way"].values)
            specs.append(FieldSpec("way", "消除方式", "choice", choices=ways))
            values["way"] = "帮扶消除"
        elif not view.line.target:
            begins = cases.procedure_of(view.line.kind).begins
            specs.append(FieldSpec("target", "类别", "choice", choices=plain_choices(begins)))
        self._ask_end("办结", view.next.text or "办结这一件。", view, specs, values, self._close, {"on": "请写日期"})

    def _close(self, key: uuid.UUID, said: Mapping[str, Any]) -> None:
        actor, way, target = self._context.actor, said.get("way") or "帮扶消除", said.get("target") or ""
        self._do(
            lambda book, why: done(cases.close(book, key, said["on"], actor=actor, way=way, target=target, why=why)),
            "没有办结",
        )

    def stop(self, view: CaseView, *, failed: bool) -> None:
        """Ask why a case does not go on, and end it."""
        verb = "记为未通过" if failed else "中止"
        lead = "身份不变，办过的步骤和材料都留着。"
        self._ask_end(
            verb, lead, view, [*_END, FieldSpec("why", "原因", wide=True)], {"on": self._context.today()},
            lambda key, said: self._stop(key, said, failed), {"on": "请写日期", "why": "请写明原因"}, danger=True,
        )  # fmt: skip

    def _stop(self, key: uuid.UUID, said: Mapping[str, Any], failed: bool) -> None:
        actor = self._context.actor
        self._do(
            lambda book, _why: done(cases.stop(book, key, said["on"], actor=actor, why=said["why"], failed=failed)),
            "没有停办",
        )

    def roll_back(self, view: CaseView) -> None:
        """Ask why a closed case is rolled back, and do it."""
        lead = "消除的风险继续监测。" if view.removes else "这一件登记的身份到回退那天为止，先前的身份继续。"
        self._ask_end(
            "回退", lead, view, [*_END, FieldSpec("why", "回退原因", wide=True)], {"on": self._context.today()},
            self._roll_back, {"on": "请写日期", "why": "请写明原因"}, danger=True,
        )  # fmt: skip

    def _roll_back(self, key: uuid.UUID, said: Mapping[str, Any]) -> None:
        actor = self._context.actor
        self._do(
            lambda book, _why: done(cases.roll_back(book, key, said["on"], actor=actor, why=said["why"])), "没有回退"
        )

    def _ask_end(
        self, verb: str, lead: str, view: CaseView, specs: Sequence[FieldSpec], values: Mapping[str, Any],
        answer: Callable[[uuid.UUID, Mapping[str, Any]], object], required: Mapping[str, str], *, danger: bool = False,
    ) -> None:  # fmt: skip
        line = view.line
        dialog = AskDialog(
            f"{verb} {line.kind}", lead, specs, values, self._context.today, verb,
            lambda said: answer(line.key, said), note=line.head, required=required, danger=danger,
        )  # fmt: skip
        self._context.open(dialog)

    # Writing

    def _do(self, write: Verb, not_done: str, then: Callable[[Done], object] | None = None, why: str = "") -> None:
        """Write; what blocks is said, and done all the same once a reason is given."""

        def failed(error: VillagebookError) -> None:
            if error.id == BLOCKED and not why:
                self._context.open(
                    reason_dialog(self._context, error, lambda said: self._do(write, not_done, then, said))
                )
            else:
                self._context.trouble(Trouble.of(error, not_done))

        self._context.runner.change(lambda book, _progress: write(book, why), then, failed)


_END = (FieldSpec("on", "日期", "date"),)


def reason_dialog(context: Context, error: VillagebookError, answer: Callable[[str], object]) -> AskDialog:
    """Return the question why something is done over what blocks; ``answer`` gets the reason."""
    dialog = AskDialog(
        "现在还不能办",
        "确实要这样办的，写明原因；原因记在这一步里，审计时看得到。",
        (FieldSpec("why", "原因", "long_text", wide=True, lines=2),),
        {}, context.today, "写明原因照办", lambda values: answer(values["why"]),
        required={"why": "请写明为什么仍要办"}, danger=True,
    )  # fmt: skip
    dialog.body.insertWidget(0, MessageLine(f"{error.message}。", "due"))
    return dialog
