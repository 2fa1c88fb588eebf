"""The tab 改动 of a project: what was changed at it, read when somebody looks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from villagebook.services import household_steps
from villagebook.services.household_steps import Step
from villagebook.ui.page import Context
from villagebook.ui.pages import household_parts


class StepsTab(household_parts.StepsTab):
    """改动.

    Signals:
        counted: (lines, or "" as long as nobody looked).
    """

    counted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._key: uuid.UUID | None = None
        self._is_read = False

    def show_project(self, key: uuid.UUID) -> None:
        """Show another project, or the same one after a change."""
        if key != self._key:
            self.counted.emit("")
        self._key, self._is_read = key, False
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def _read(self) -> None:
        key = self._key
        if key is None or self._is_read:
            return
        self._is_read = True
        self._context.runner.read(
            lambda book: household_steps.steps_of(book, [("project", key)]),
            lambda steps: self._take(key, steps), key="projects.steps")  # fmt: skip

    def _take(self, key: uuid.UUID, steps: Sequence[Step]) -> None:
        if key == self._key:
            self.counted.emit(self.show_steps(steps) or "")
