"""经过 beside a household: everything that happened there, narrowed to a kind, opened where it came from, printed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from villagebook.services import household_sheet, timeline
from villagebook.services.households import HouseholdView
from villagebook.services.timeline import Event as Happened
from villagebook.ui.page import Context
from villagebook.ui.pages.printing import Job, Loaded, PrintDialog
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.timeline import Event, Timeline

SHOWN = 12
_ALL = ""


class Story:
    """The section 经过 in the side column of a household's record.

    Attributes:
        events: What the filter lets through, the newest first.
        kind: Id of the source it is narrowed to; empty for all.
    """

    def __init__(self, context: Context, side: Body) -> None:
        self._context = context
        self._view: HouseholdView | None = None
        self._happened: tuple[Happened, ...] = ()
        self._whole = False
        self.kind = _ALL
        self.events: tuple[Event, ...] = ()
        self.timeline = Timeline()
        self.timeline.opened.connect(lambda place: self._context.go(*place))
        self.filter = with_menu(Button("", "list-filter", "quiet", small=True, tip="只看哪一类"), self._entries)
        self.heading = side.section("经过", "", self.filter, self.timeline)
        self.every = Button("", kind="quiet", small=True, on_click=self.show_all)
        self.blank = Text("还没有记下什么。", "second", wrap=True)
        side.add(self.blank)
        side.add(self.every)
        tip = "农户情况一页通：一户一页 A4，入户时带着"
        self.print_button = Button("印一页", "printer", "quiet", small=True, tip=tip, on_click=self.print_sheet)
        row = self.heading.layout()
        if row is not None:
            row.addWidget(self.print_button)

    def show_household(self, view: HouseholdView) -> None:
        """Show the story of a household; another household's begins unfiltered and short."""
        if self._view is None or self._view.key != view.key:
            self.kind, self._whole = _ALL, False
        self._view, self._happened = view, view.timeline
        if self.kind not in {id for id, _, _ in timeline.kinds(self._happened)}:
            self.kind = _ALL
        self._fill()

    def narrow(self, kind: str) -> None:
        """Show events of one source only, or all again."""
        self.kind = kind
        self._fill()

    def show_all(self) -> None:
        """Show every event, not only the newest."""
        self._whole = True
        self._fill()

    def _fill(self) -> None:
        chosen = [one for one in self._happened if self.kind in (_ALL, one.source)]
        self.events = tuple(map(self._event, chosen))
        shown = self.events if self._whole else self.events[:SHOWN]
        self.timeline.set_events(shown)
        self.every.set_words(f"全部 {len(self.events)} 条")
        self.every.setVisible(len(shown) < len(self.events))
        self.blank.setVisible(not self.events)
        self.filter.setVisible(bool(self._happened))
        self.filter.set_words(timeline.SOURCES[self.kind].title if self.kind else "全部")

    def _entries(self) -> Sequence[Entry]:
        lines = [Entry("全部", partial(self.narrow, _ALL), keys=f"{len(self._happened)}", checked=self.kind == _ALL)]
        for id, title, count in timeline.kinds(self._happened):
            lines.append(Entry(title, partial(self.narrow, id), keys=f"{count}", checked=self.kind == id))
        return lines

    def _event(self, one: Happened) -> Event:
        # A year still running has no day yet.
        late = one.on is not None and one.on > self._context.today()
        when = f"{one.on.year}年" if late and one.on is not None else one.when
        tone = "accent" if one.source == "notices" else one.tone
        place = (one.page, one.key) if one.page else None
        return Event(when, one.words, one.detail.replace("\u3000", "，"), one.icon, tone, place)

    def print_sheet(self) -> None:
        """Show the household's sheet, to print it or keep it."""
        view, today = self._view, self._context.today()
        if view is None:
            return
        code, key = view.code, view.key
        said = "证件号码、电话已隐去中间几位，不印健康情况；请只交给户主本人和走访的人。"

        def load(book: Any, _paper: str) -> Loaded:
            return Loaded(household_sheet.timeline_bytes(book, key, today), said, "info")

        def save(book: Any, target: Path, _paper: str, _progress: Any) -> str:
            return _save(book, key, target, today)

        name = "_".join(part for part in ("农户情况一页通", code, view.head) if part)
        self._context.open(PrintDialog(self._context, Job("打印农户情况一页通", view.head, load, save, name)))


def _save(book: Any, key: uuid.UUID, target: Path, today: Any) -> str:
    return household_sheet.save_timeline(book, key, target, today=today).line
