"""One difference: what each list says, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from villagebook.base.resident_ids import mask
from villagebook.importing import field_of
from villagebook.services import comparing, fields
from villagebook.services.comparing import ADDED, ALIKE, CHANGED, GONE, KIND_WORDS, Comparison, Difference
from villagebook.services.comparing.cells import text_of
from villagebook.services.comparing.entries import Entry
from villagebook.ui.field_views import is_masked
from villagebook.ui.models.columns import Chip
from villagebook.ui.pages.compare_source import LOOKS
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column, RecordPanel

_HELP = {
    ADDED: "另一边没有这一行。确实是新来的，请导入这张表，或在农户页添加。",
    GONE: "第一张表里没有。表里没有的不会从书里删去；确实走了的，请在农户页办理。",
    ALIKE: "名称相近，也许是同一个。程序不会自己合在一起，请您看一看。",
    "ambiguous": "对得上的不止一行，程序不猜。请在表里补上编号或证件号码再比。",
    "moved": "所在的户不同。确实搬了户，请在农户页办理。",
}


class CompareRecord(RecordPanel):
    """The record beside the list of differences.

    Signals:
        taken: The cell is to go into the book. ticked: It is done. joined: The two rows are one.
        opened: The household's page is wanted.
    """

    taken = Signal()
    ticked = Signal()
    joined = Signal()
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__("不同之处")
        self.line: Difference | None = None
        self.open_button = Button("打开农户", "arrow-right", "quiet", small=True, on_click=self._open)
        self.add_action(self.open_button)
        body = Column((16, 10, 14, 16), spacing=8)
        self.heading = SectionHeading("各说什么")
        self.facts = FactList(label_width=66)
        self.help = Text("", "label", wrap=True)
        for part in (self.heading, self.facts, self.help):
            body.add(part)
        buttons = HBox(spacing=8)
        buttons.addStretch(1)
        self.join = Button("就是同一个", "check", tip="合在一起再比", on_click=self.joined.emit)
        buttons.addWidget(self.join)
        body.add(buttons, 8)
        self.set_body(body)
        self.done = Button("已处理", "square-check", tip="打勾  空格", on_click=self.ticked.emit)
        self.do = Button("照此改", "check", "primary", tip="把表里的值写进书里", on_click=self.taken.emit)
        self.add_foot(self.done)
        self.add_foot(self.do, right=True)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show that no difference is chosen."""
        self.line = None
        self.set_title("没有选")
        self.facts.set_facts(())
        self.help.setText("")
        for part in (self.open_button, self.join, self.heading, self._foot, self._foot_rule):
            part.hide()

    def show_line(self, line: Difference, comparison: Comparison, done: bool) -> None:
        """Show a difference."""
        self.line = line
        icon, tone = LOOKS[line.kind]
        chips = [Chip(KIND_WORDS[line.kind], tone or "mute", icon)]
        if done:
            chips.append(Chip("已处理", "ok", "check"))
        self.set_title(line.who or line.code, chips, (line.code, "" if line.kind == ALIKE else line.what))
        self.facts.set_facts(_facts(line, comparison))
        why = comparing.why_not(line) if comparison.with_book and line.kind == CHANGED else ""
        self.help.setText("。".join(part for part in (line.note, why) if part) or _HELP.get(line.kind, ""))
        self.help.setVisible(bool(self.help.text()))
        self.heading.show()
        self._foot.show()
        self._foot_rule.show()
        self.done.set_words("还没处理" if done else "已处理")
        self.do.setVisible(comparison.with_book and line.kind == CHANGED and not why and not done)
        self.join.setVisible(line.kind == ALIKE)
        self.open_button.setVisible(line.household is not None)

    def _open(self) -> None:
        if self.line is not None and self.line.household is not None:
            self.opened.emit(self.line.household)


def _facts(line: Difference, comparison: Comparison) -> tuple[Fact, ...]:
    names = comparing.names_of(comparison.sides)
    if line.kind in (ADDED, GONE):
        entry = next(entry for entry in line.entries if entry is not None)
        return (Fact("哪里", _where(entry, comparison)), *_row(entry, comparison))
    facts = []
    for name, text, rows in zip(names, line.texts, line.rows, strict=True):
        facts.append(Fact(name, text or "空着"))
        if line.kind == ALIKE and rows:
            facts += [Fact("", words) for words in _known_by(rows[0], comparison)]
        elif rows and not rows[0].of_book:
            facts.append(Fact("", _where(rows[0], comparison)))
    return tuple(facts)


def _known_by(entry: Entry, comparison: Comparison) -> list[str]:
    """What tells two alike ones apart: birthday, number, household, where it stands."""
    born = entry.born.isoformat() if entry.born is not None else ""
    found = ["，".join(part for part in (born, mask(entry.number) if entry.number else "") if part)]
    found.append("，".join(part for part in (entry.group, entry.household) if part))
    found.append(_where(entry, comparison))
    return [words for words in found if words]


def _where(entry: Entry, comparison: Comparison) -> str:
    return "书里" if entry.of_book else f"{comparison.sides[entry.side].name} 第 {entry.row} 行"


def _row(entry: Entry, comparison: Comparison) -> list[Fact]:
    """The row's cells, secret numbers masked."""
    found = []
    for id in [id for id in entry.values if id in entry.ids]:
        info = field_of(id)
        text = text_of(entry, id)
        words = fields.hidden(info, text) if is_masked(info) else text
        found.append(Fact(info.label, words))
    return found[:14]
