"""意见投诉: objections to notices and complaints about anything public, those that wait first."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from villagebook.services import objection_views
from villagebook.services.objection_views import ObjectionView
from villagebook.ui.models.columns import Cell, Column, Key
from villagebook.ui.page import EXPORT, FILTER, NEW, Command, Context
from villagebook.ui.pages import exporting, objection_dialogs
from villagebook.ui.pages.notice_objections import chip, take
from villagebook.ui.pages.objection_record import ObjectionRecord
from villagebook.ui.pages.viewed_page import ViewedPage
from villagebook.ui.pages.viewed_source import ViewedSource
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.empty import EmptyState, Way

COLUMNS = (
    Column("what", "反映的事", "name", width=220, stretch=1, sortable=False),
    Column("received_on", "收到", "date", width=98, sortable=False),
    Column("due_on", "期限", "date", width=98, sortable=False, rank=1),
    Column("state", "状态", "state", width=108, sortable=False),
)


class ObjectionsPage(ViewedPage):
    """意见投诉."""

    families = frozenset({"objection", "notice", "project"})
    ledger = "objections"
    file_noun = "意见和投诉台账"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        source: ViewedSource[ObjectionView] = ViewedSource(
            COLUMNS, lambda book: objection_views.every(book, context.today()), row, said, group=group,
            icon="message-square-warning", unit="件")  # fmt: skip
        empty = EmptyState(
            "message-square-warning", "还没有异议、投诉",
            "有人对公示有异议，或打 12317、12345 来反映，都记在这里：核实了什么、哪天答复的。",
            [Way("plus", "记一件", "对哪份公示、哪个项目，反映什么", "记一件", self.add)],
        )  # fmt: skip
        self.make(source, ObjectionRecord(context), empty, name="意见投诉列表", unit="件", hint="找公示、项目、内容",
                  list_width=560)  # fmt: skip
        self.list.tools.add_right(Button("记一件", "plus", "primary", keys=NEW, on_click=self.add))

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "记一件投诉、意见", self.add),
            Command(FILTER, "找意见、投诉", self.text.setFocus),
            Command(EXPORT, "导出意见和投诉台账", lambda: exporting.save(self, self.export(), ".xlsx")),
        )

    def show_record(self, key: Key) -> None:
        # Tasks of 今日 say keys as text.
        super().show_record(uuid.UUID(key) if isinstance(key, str) else key)

    def act(self, action: str, key: Key | None) -> None:
        if action == "new":
            self.add()

    def show_view(self, view: ObjectionView) -> None:
        self.record.show_view(view)

    def show_findings(self) -> None:
        if self.shown is not None:
            self.record.show_findings(self.context.findings.of_record("objection", self.shown.key))

    def head_line(self, views: list[ObjectionView]) -> tuple[str, str]:
        waiting, late = sum(one.open for one in views), sum(one.late for one in views)
        words = f"{len(views):,} 件" + (f"，待答复 {waiting} 件" if waiting else "，都已答复" if views else "")
        return words + (f"，过期 {late} 件" if late else ""), f"{len(views):,} 件"

    def add(self) -> None:
        """Ask for a complaint, or an objection to any notice."""
        def look(book: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
            return objection_views.posted_notices(book), objection_views.project_choices(book)

        def ask(found: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
            notices, named = found
            self.context.open(objection_dialogs.take(
                self.context, notices, named,
                lambda texts, notice, project: take(self.context, texts, notice, project, self.show_record),
            ))  # fmt: skip

        self.runner.read(look, ask)


def row(view: ObjectionView) -> Mapping[str, Any]:
    """Return one as a row; who said it stands only in the record."""
    second = "　".join(part for part in (view.row["kind"], view.row["way"], view.notice, view.line) if part)
    return {
        "what": Cell(view.about or view.code, second=second), "received_on": view.row["received_on"],
        "due_on": view.due_on if view.open else None, "state": Cell(chip(view)),
    }  # fmt: skip


def said(view: ObjectionView) -> str:
    """Return what the text filter looks into."""
    names = ("from_name", "content", "handling", "answer", "about", "kind", "way", "result")
    parts = (view.code, view.notice, view.heading, view.project, *(view.row[name] for name in names))
    return " ".join(part for part in parts if part)


def group(view: ObjectionView) -> tuple[str, str]:
    """Return the group of one: those that wait, then the years of the answered."""
    return ("open", "待答复") if view.open else (str(view.row["received_on"].year), f"{view.row['received_on'].year}年")
