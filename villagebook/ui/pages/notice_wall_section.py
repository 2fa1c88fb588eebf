"""张贴情况: who hung a notice before whom, what happened to it on the wall, when it came down."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from villagebook.services import notice_events
from villagebook.services.notice_events import Event
from villagebook.services.publicity import NoticeView
from villagebook.ui.page import Context
from villagebook.ui.pages import notice_life_dialogs
from villagebook.ui.pages.asking import Values
from villagebook.ui.pages.doing import done
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.messages import Trouble


class WallSection(QWidget):
    """What happened to one notice while it hung.

    Attributes:
        events: What is shown. facts: as lines.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._view: NoticeView | None = None
        self.events: tuple[Event, ...] = ()
        self.add_button = Button("记一条", "plus", "quiet", small=True, on_click=self.add)
        self.heading = SectionHeading("张贴情况", "", self.add_button)
        self.facts = FactList()
        box = VBox(self, spacing=3)
        box.addWidget(self.heading)
        box.addWidget(self.facts)

    def show_notice(self, view: NoticeView) -> None:
        """Show what happened to a notice; nothing of one that never hung."""
        self._view = view
        hung = view.row["posted_at"] is not None
        self.setVisible(hung)
        if hung:
            number, today = view.row["number"], self._context.today()
            self._context.runner.read(
                lambda book: (number, notice_events.events(book, number, today)), self._shown, key="notices.events"
            )

    def _shown(self, found: tuple[str, tuple[Event, ...]]) -> None:
        number, events = found
        if self._view is None or number != self._view.row["number"]:
            return
        self.events = events
        off = sum(one.days for one in events)
        self.heading.set_note(f"{off} 天不在墙上" if off else "")
        self.facts.set_facts(tuple(self._lines(self._view)))

    def _lines(self, view: NoticeView) -> Iterator[Fact]:
        row = view.row
        hung = row["hung_on"] or row["from_on"]
        who = "，".join(
            f"{label} {row[name]}" for label, name in (("张贴人", "hung_by"), ("见证人", "witness")) if row[name]
        )
        yield Fact(f"{hung:%m-%d}", f"张贴　{who}".rstrip("　"))
        for one in self.events:
            said = "，".join(part for part in (one.words, one.note, one.who, one.witness) if part)
            open_damage = one.kind == notice_events.DAMAGED and one.back_on is None
            if open_damage and row["taken_down_on"] is None:
                yield Fact(f"{one.on:%m-%d}", f"{said}　记补贴", "late", go=partial(self.put_back, one))
            else:
                yield Fact(f"{one.on:%m-%d}", said, "due" if one.days else "")
        if row["taken_down_on"] is not None:
            yield Fact(f"{row['taken_down_on']:%m-%d}", "摘下")
        if row["concluded_on"] is not None:
            yield Fact(f"{row['concluded_on']:%m-%d}", "归档")

    # What is done

    def add(self) -> None:
        """Ask what happened, and write it down."""
        view = self._view
        if view is None:
            return
        number, actor, today = view.row["number"], self._context.actor, self._context.today()

        def answer(said: Values) -> None:
            self._change(lambda book: notice_events.record(
                book, number, said["kind"], said["on"], actor=actor, back_on=said["back_on"], who=said["who"] or "",
                witness=said["witness"] or "", note=said["note"] or "", today=today,
            ))  # fmt: skip

        self._context.open(notice_life_dialogs.event(self._context, view, answer))

    def put_back(self, one: Event) -> None:
        """Ask when what fell was put up again."""
        actor, today = self._context.actor, self._context.today()

        def answer(said: Values) -> None:
            self._change(lambda book: notice_events.put_back(
                book, one.key, said["on"], actor=actor, who=said["who"] or "", witness=said["witness"] or "",
                today=today,
            ))  # fmt: skip

        self._context.open(notice_life_dialogs.put_back(self._context, one, answer))

    def _change(self, do: Any) -> None:
        self._context.runner.change(
            lambda book, _progress: done(do(book)),
            failed=lambda error: self._context.trouble(Trouble.of(error, "没有记下")),
        )
