"""What 农户 asks before somebody comes, leaves, or a household changes as a whole; each answer is one operation."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from villagebook.models.codes import CODES
from villagebook.services import households, memberships, moves
from villagebook.services.households import HouseholdView, Member
from villagebook.services.memberships import NewPerson
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog, confirm
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Choice

DEATH, BACK = "死亡", "回归"
#: What the menu 成员变动 offers: words, method, argument. A line of dots separates.
MENU: tuple[tuple[str, str, str], ...] = (
    ("出生", "come", "出生"),
    ("婚入", "come", "婚入"),
    ("迁入", "come", "户籍迁入"),
    ("收养", "come", "收养"),
    ("回归", "come_back", ""),
    ("", "", ""),
    ("去世", "go", DEATH),
    ("婚出", "go", "婚出"),
    ("迁出", "go", "户籍迁出"),
    ("服刑", "go", "服刑"),
    ("失联", "go", "失联"),
    ("", "", ""),
    ("户主变更", "change_head", ""),
    ("分户", "split", ""),
    ("合户", "merge", ""),
    ("整户销户", "end", ""),
)
LEADS = {
    "出生": "从出生那天起是这一户的人。",
    DEATH: "记下去世的日子，人和以前的记录都留在书里。",
    "服刑": "从离户时间的第二天起不算这一户的人，回来时办“回归”。",
    "失联": "从离户时间的第二天起不算这一户的人，回来时办“回归”。",
}

Op = Callable[[Any, bool], Any]


class Moving:
    """Asks and writes; the page hands over which household is shown.

    Args:
        shown: Gives the household shown; None if there is none.
        show: Called with the key of a household that was made.
    """

    def __init__(
        self, context: Context, shown: Callable[[], HouseholdView | None], show: Callable[[uuid.UUID], object]
    ) -> None:
        self._context, self._shown, self._show = context, shown, show
        #: Opens what was asked last once more, with what was typed and why it was refused.
        self._ask_again: Callable[[str], object] | None = None

    def fill(self, menu: QMenu) -> None:
        """Put what can happen into a menu."""
        view = self._shown()
        for words, method, argument in MENU:
            if not words:
                menu.addSeparator()
                continue
            act = getattr(self, method)
            action = menu.addAction(words, (lambda a=act, w=argument: a(w)) if argument else act)
            ended = view is not None and view.ended_on is not None
            action.setEnabled(not ended or method == "come_back")

    def open_menu(self, under: QWidget) -> None:
        """Open the menu below a button."""
        menu = QMenu(under)
        self.fill(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))

    # Who comes

    def come(self, why: str) -> None:
        """Ask who comes: 出生, 婚入, 户籍迁入, 收养."""
        view = self._shown()
        if view is None:
            return
        born = why == "出生"
        specs = [
            FieldSpec("name", "姓名"),
            FieldSpec("relation", "与户主关系", "choice", choices=plain_choices(_offered(view, "relation"))),
            FieldSpec("sex", "性别", "choice", choices=plain_choices(CODES["sex"].values)),
            FieldSpec("on", "出生日期" if born else "进户时间", "date"),
        ]
        if not born:
            specs += [
                FieldSpec("born", "出生日期", "date"),
                FieldSpec("id_number", "证件号码", "code", help="写对了就不用再写性别和出生日期"),
                FieldSpec("known", "书里已有的人", wide=True, placeholder="从本村别的户来：写人口编号或姓名"),
                FieldSpec("new_head", "原户新户主", wide=True, placeholder="来的人原是户主才写：那一户由谁当户主"),
            ]
        required = {"relation": "请选与户主关系", "on": "请写日期"}
        if born:
            required["name"] = "请写姓名"
        lead = LEADS.get(why, f"从进户时间起是{view.head}户的人。")
        self._ask(f"{why}　{view.head} 户", lead, specs, {"on": view.on}, f"记下{why}", required,
                  lambda values: self._come(view, why, values))  # fmt: skip

    def _come(self, view: HouseholdView, why: str, values: Values) -> None:
        on, relation = values["on"], str(values["relation"])
        text = {name: str(values.get(name) or "") for name in ("name", "sex", "id_number", "known", "new_head")}
        new = NewPerson(text["name"], text["sex"], values.get("born"), text["id_number"])
        say = self._say()

        new_born = why == "出生"

        def op(book: Any, future: bool) -> Any:
            if new_born:
                return memberships.birth(book, view.key, new, relation, on, **say, future=future)
            who = memberships.person_of(book, text["known"]) if text["known"] else new
            head = memberships.person_of(book, text["new_head"]) if text["new_head"] else None
            return memberships.join(book, view.key, who, why, relation, on, new_head=head, **say, future=future)

        self._write(on, op, planned=not new_born)

    def come_back(self) -> None:
        """Ask who of those who left comes back."""
        view = self._shown()
        if view is None:
            return
        gone = [member for member in view.members if not member.here]
        if not gone:
            self._context.open(_told("没有人可以回归", f"{view.head} 户没有离户的人。"))
            return
        specs = (
            FieldSpec("person", "谁回来", "choice", choices=_people(gone)),
            FieldSpec("on", "回来那天", "date"),
            FieldSpec("relation", "与户主关系", "choice", choices=plain_choices(_offered(view, "relation")),
                      placeholder="空着就是原来的"),
        )  # fmt: skip
        values = {"on": view.on, "person": str(gone[0].person_id) if len(gone) == 1 else None}
        required = {"person": "请选一人", "on": "请写日期"}
        say = self._say()

        def answer(said: Values) -> None:
            person, on, relation = uuid.UUID(said["person"]), said["on"], str(said.get("relation") or "")
            self._write(on, lambda book, future: memberships.come_back(
                book, view.key, person, on, relation=relation, **say, future=future))  # fmt: skip

        self._ask(f"回归　{view.head} 户", "从回来那天起又是这一户的人。", specs, values, "记下回归", required, answer)

    # Who leaves

    def go(self, why: str) -> None:
        """Ask who leaves: 死亡, 婚出, 户籍迁出, 服刑, 失联; whoever heads the household names the new head."""
        view = self._shown()
        here = [member for member in view.members if member.here] if view is not None else []
        if view is None or not here:
            return
        verb = "去世" if why == DEATH else why
        specs = [
            FieldSpec("person", "谁", "choice", choices=_people(here)),
            FieldSpec("on", "去世时间" if why == DEATH else "离户时间", "date"),
        ]
        if len(here) > 1:
            hint = "走的是户主才要选"
            specs.append(FieldSpec("new_head", "新户主", "choice", choices=_people(here), placeholder=hint, wide=True))
        lead = LEADS.get(why, "离户那天还算这一户的人；人和以前的记录都留在书里。")
        say = self._say()

        def answer(said: Values) -> None:
            person, on, new = uuid.UUID(said["person"]), said["on"], _key(said.get("new_head"))

            def op(book: Any, future: bool) -> Any:
                if why == DEATH:
                    return memberships.death(book, view.key, person, on, new_head=new, **say, future=future)
                return memberships.leave(book, view.key, person, why, on, new_head=new, **say, future=future)

            self._write(on, op, planned=why != DEATH)

        dialog = self._ask(f"{verb}　{view.head} 户", lead, specs, {"on": view.on}, f"记下{verb}",
                           {"person": "请选一人", "on": "请写日期"}, answer)  # fmt: skip
        if len(here) > 1:
            heads = {str(member.person_id) for member in here if member.relation == "户主"}
            _head_asked(dialog, heads)

    # The household as a whole

    def change_head(self) -> None:
        """Ask who heads the household and from when."""
        view = self._shown()
        others = [m for m in view.members if m.here and m.relation != "户主"] if view is not None else []
        if view is None or not others:
            return
        specs = (
            FieldSpec("person", "新户主", "choice", choices=_people(others)),
            FieldSpec("on", "从哪天起", "date"),
        )
        lead = "各人与户主的关系跟着换；拿不准的不动，办完会列出来请您核对。"
        say = self._say()

        def answer(said: Values) -> None:
            person, on = uuid.UUID(said["person"]), said["on"]
            self._write(on, lambda book, future: moves.change_head(book, view.key, person, on, **say, future=future))

        self._ask(f"户主变更　{view.head} 户", lead, specs, {"on": view.on}, "换户主",
                  {"person": "请选新户主", "on": "请写日期"}, answer)  # fmt: skip

    def split(self) -> None:
        """Ask who goes into a household of their own."""
        view = self._shown()
        here = [member for member in view.members if member.here] if view is not None else []
        if view is None or len(here) < 2:
            self._context.open(_told("不能分户", "这一户不到两个人。"))
            return
        ticks = [FieldSpec(str(m.person_id), f"{m.value('name')}，{m.relation}", "tick") for m in here]
        specs = [
            *ticks,
            FieldSpec("head", "新户的户主", "choice", choices=_people(here)),
            FieldSpec("on", "从哪天起", "date"),
            FieldSpec("code", "新户编号", "code", placeholder="没有就空着"),
            FieldSpec("new_head", "原户新户主", "choice", choices=_people(here), placeholder="户主分出去才要选"),
            FieldSpec("statuses", "身份也带到新户", "tick", wide=True),
        ]
        lead = "勾上分出去的人。原来的户留着编号、住房、收入；新户从这一天起。"
        say = self._say()

        def answer(said: Values) -> None:
            going = [m.person_id for m in here if said.get(str(m.person_id))]
            head, on, new = uuid.UUID(said["head"]), said["on"], _key(said.get("new_head"))
            code, carried = str(said.get("code") or ""), bool(said.get("statuses"))
            self._write(on, lambda book, future: moves.split(
                book, view.key, going, head, on, code=code, new_head=new, with_statuses=carried, **say,
                future=future), show_it=True)  # fmt: skip

        self._ask(f"分户　{view.head} 户", lead, specs, {"on": view.on}, "分户",
                  {"head": "请选新户的户主", "on": "请写日期"}, answer)  # fmt: skip

    def merge(self) -> None:
        """Ask which household comes into this one."""
        view = self._shown()
        if view is None:
            return
        specs = (
            FieldSpec("other", "哪一户并进来", "code", placeholder="户编号"),
            FieldSpec("on", "从哪天起", "date"),
            FieldSpec("relation", f"那户户主是{view.head}的", "choice", wide=True,
                      choices=plain_choices(_offered(view, "relation")), placeholder="与户主关系；空着就都先写“其他”"),
        )  # fmt: skip
        lead = f"那一户的人都并进{view.head}户，那一户和它的身份到前一天为止，在办的动态中止，记录都留着。"
        say = self._say()

        def answer(said: Values) -> None:
            other, on, relation = str(said["other"]), said["on"], str(said.get("relation") or "")
            self._write(on, lambda book, future: moves.merge(
                book, households.key_of(book, other), view.key, on, relation=relation, **say, future=future
            ))  # fmt: skip

        self._ask(f"合户　{view.head} 户", lead, specs, {"on": view.on}, "合户",
                  {"other": "请写户编号", "on": "请写日期"}, answer)  # fmt: skip

    def end(self) -> None:
        """Ask why and when the whole household ends."""
        view = self._shown()
        if view is None:
            return
        specs = (
            FieldSpec("why", "原因", "choice", choices=plain_choices(tuple(moves.ENDING))),
            FieldSpec("on", "最后一天", "date"),
        )
        lead = "全部成员和身份到这一天为止，在办的动态中止。这一户不再列出来，记录都留着，撤销就回来。"
        say = self._say()

        def answer(said: Values) -> None:
            why, on = str(said["why"]), said["on"]
            self._write(on, lambda book, future: moves.end_household(book, view.key, why, on, **say, future=future))

        self._ask(f"整户销户　{view.head} 户", lead, specs, {"on": view.on}, "销户",
                  {"why": "请选原因", "on": "请写日期"}, answer, danger=True)  # fmt: skip

    # Shared

    def _say(self) -> dict[str, Any]:
        return {"actor": self._context.actor, "today": self._context.today()}

    def _ask(
        self, title: str, lead: str, specs: Sequence[FieldSpec], values: Mapping[str, Any], verb: str,
        required: Mapping[str, str], answer: Callable[[Values], object], *, danger: bool = False,
    ) -> AskDialog:  # fmt: skip
        def answered(said: Values) -> None:
            self._ask_again = lambda why: self._ask(
                title, f"没有记下。{why}", specs, said, verb, required, answer, danger=danger
            )
            answer(said)

        dialog = AskDialog(
            title, lead, specs, values, self._context.today, verb, answered, required=required, danger=danger, width=640
        )
        self._context.open(dialog)
        return dialog

    def _write(self, on: dt.date, op: Op, *, show_it: bool = False, planned: bool = True) -> None:
        """Write it; a day still to come is asked about first, if what happens can be ``planned``."""
        if on <= self._context.today() or not planned:
            self._change(op, False, show_it)
            return
        text = f"{on} 还没有到。先记下，到那天就算数；到时没有办成，请撤销。"
        self._context.open(confirm("日子还没到", text, "先记下", lambda: self._change(op, True, show_it)))

    def _change(self, op: Op, future: bool, show_it: bool) -> None:
        self._context.runner.change(
            lambda book, _progress: op(book, future), lambda result: self._done(result[1], show_it), self._refused
        )

    def _refused(self, error: Exception) -> None:
        """Ask once more, so that nothing has to be typed again."""
        if self._ask_again is not None:
            self._ask_again(str(error))

    def _done(self, moved: Any, show_it: bool) -> None:
        if show_it:
            self._show(moved.household)
        said = []
        if moved.to_check:
            names = "、".join(moved.to_check)
            said.append(f"{names}：和户主是什么关系，程序拿不准。请在“成员”里改。")
        if moved.stopped:
            said.append(f"这一户没有了，正在办的动态随着中止：{'、'.join(moved.stopped)}。还要办的，到人现在的户重新登记。")
        if said:
            self._context.open(_told("请核对与户主关系" if moved.to_check else "动态已中止", "\n".join(said)))


def _head_asked(dialog: AskDialog, heads: set[str]) -> None:
    """Demand a new head only when the head is the one who leaves."""

    def look(name: str, value: Any) -> None:
        if name == "person":
            needed = str(value) in heads
            dialog.require("new_head", "户主走了，请选新户主" if needed else "")
            dialog.form["new_head"].setVisible(needed)

    dialog.form["new_head"].hide()
    dialog.form.edited.connect(look)


def _told(title: str, text: str) -> Dialog:
    dialog = Dialog(title, 480)
    dialog.body.addWidget(Text(text, wrap=True))
    dialog.default = dialog.add_button(Button("知道了", kind="primary"))
    return dialog


def _people(members: Sequence[Member]) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(m.person_id), f"{m.value('name') or '（没有姓名）'}，{m.relation or '关系不明'}") for m in members
    )


def _key(value: Any) -> uuid.UUID | None:
    return uuid.UUID(value) if value else None


def _offered(view: HouseholdView, list_id: str) -> tuple[str, ...]:
    return view.offered.get(list_id, CODES[list_id].values)
