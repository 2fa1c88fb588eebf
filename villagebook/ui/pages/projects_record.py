"""One project: a title line, and the tabs of project_tabs over what is shown of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from villagebook.base.findings import Finding
from villagebook.base.registry import Registry
from villagebook.services.projects import ProjectView
from villagebook.ui.models.columns import Chip
from villagebook.ui.page import Context
from villagebook.ui.pages.project_tabs import PROJECT_TABS, ProjectTab
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.tabs import Tab


class ProjectRecord(RecordPanel):
    """The record beside the list of projects.

    Attributes:
        view: The project that is shown.
        parts: The widgets of the tabs by id.
    """

    def __init__(self, context: Context, declared: Registry[ProjectTab] = PROJECT_TABS) -> None:
        super().__init__("项目")
        self._context, self._declared = context, declared
        self.view: ProjectView | None = None
        self._counts: dict[str, Any] = {}
        self.draft_button = Button("拟公示", "megaphone", on_click=self._draft)
        self.add_action(self.draft_button)
        self.more = self.add_more()
        self.parts: dict[str, QWidget] = {}
        for one in declared:
            self._make_tab(one)

    def _make_tab(self, one: ProjectTab) -> None:
        part = self.parts[one.id] = one.make(self._context)
        self.add_tab(Tab(one.id, one.title), part, scrolls=one.scrolls)
        counted, turn = getattr(part, "counted", None), getattr(part, "turn_asked", None)
        if counted is not None:
            counted.connect(partial(self._count, one.id))
        if turn is not None:
            turn.connect(self.turn)

    # Showing

    def show_project(self, view: ProjectView) -> None:
        """Show a project."""
        if self.view is None or self.view.key != view.key:
            self._counts.clear()
        self.view = view
        self.set_title(view.name or "（没有名称）", [Chip(word) for word in view.chips[:2]], view.line.split("\u3000"))
        for one in self._declared:
            part: Any = self.parts[one.id]
            if hasattr(part, "show_view"):
                part.show_view(view)
            else:
                part.show_project(view.key)
            self._show_or_hide(one)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks found at this project, each at the first tab that has a place for it."""
        rest = findings
        for part in self.parts.values():
            if hasattr(part, "show_findings"):
                rest = part.show_findings(rest)

    def turn(self, where: str) -> None:
        """Turn to a tab, and to one part of it (``form:granted_on``)."""
        tab, _, name = where.partition(":")
        self.show_tab(tab)
        part: Any = self.parts.get(tab)
        if name and hasattr(part, "show_part"):
            part.show_part(name)

    def showing(self) -> uuid.UUID | None:
        """Return the key of the project that is shown."""
        return self.view.key if self.view is not None else None

    def _count(self, tab: str, count: Any) -> None:
        self._counts[tab] = count
        self.set_count(tab, count or None)
        self._show_or_hide(self._declared[tab])

    def _show_or_hide(self, one: ProjectTab) -> None:
        if one.wanted is not None and self.view is not None:
            self.set_tab_shown(one.id, one.wanted(self.view) or bool(self._counts.get(one.id)))

    def _draft(self) -> None:
        if self.view is not None:
            self._context.go("notices", action=f"draft=/{self.view.code}")
