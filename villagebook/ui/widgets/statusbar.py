"""The foot of the window: saved when, what was just done, sums of the selection, running work, backup light."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from villagebook.ui import scale
from villagebook.ui.runner import Task
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.bars import ThinBar
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import ElidedLabel, IconLabel

SAID_FOR_MS = 8000


def time_left(seconds: float | None) -> str:
    """Return 还要 20 秒 / 还要 3 分钟; empty if it cannot be told."""
    if seconds is None:
        return ""
    return f"还要 {max(1, round(seconds))} 秒" if seconds < 90 else f"还要 {round(seconds / 60)} 分钟"


class StatusBar(QFrame):
    """28 px at the foot.

    Signals:
        undo_asked: 撤销 behind the last change was pressed.
        backup_pressed: The backup light was pressed.
    """

    undo_asked = Signal()
    backup_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAccessibleName("状态栏")
        scale.fix(self, height=28)
        box = HBox(self, (13, 0, 15, 0), 5)
        self._saved_icon = IconLabel("check", "ok", 14)
        self._saved = ElidedLabel("", "second")
        self._saved_icon.hide()
        self._said = ElidedLabel("", "second")
        self.undo = Button("撤销 Ctrl+Z", kind="foot", on_click=self.undo_asked.emit)
        self.undo.hide()
        self._selection = ElidedLabel("", "second")
        box.addWidget(self._saved_icon)
        box.addWidget(self._saved)
        box.addSpacing(scale.px(8))
        box.addWidget(self._said)
        box.addWidget(self.undo)
        box.addWidget(self._selection, 1)
        self._make_work(box)
        self._light = IconLabel("", "ok", 14)
        self.backup = Button("", kind="foot", on_click=self.backup_pressed.emit)
        self.backup.hide()
        box.addSpacing(scale.px(8))
        box.addWidget(self._light)
        box.addWidget(self.backup)
        self._selected = ""
        self._tasks: list[Task] = []
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(lambda: self.say(""))

    def _make_work(self, box: HBox) -> None:
        self._work = ElidedLabel("", "second")
        self._bar = ThinBar()
        self.cancel = Button("取消", kind="foot", on_click=self._cancel)
        for widget in (self._work, self._bar, self.cancel):
            box.addWidget(widget)
            widget.hide()

    def saved(self, at: datetime) -> None:
        """Say that everything up to a local time is saved."""
        self._saved_icon.show()
        self._saved.set_text(f"已保存 {at:%H:%M}")

    def saving(self) -> None:
        """Say that a change is on its way."""
        self._saved.set_text("正在保存")

    def say(self, text: str, *, undo: bool = False) -> None:
        """Say what was just done, for some seconds; with ``undo`` the way back stands behind it."""
        self._said.set_text(text)
        self._said.setVisible(bool(text))
        self.undo.setVisible(undo and bool(text))
        # Emptied, not hidden: it is what holds the rest of the row at the right.
        self._selection.set_text("" if text else self._selected)
        if text:
            self._quiet.start(SAID_FOR_MS)

    def select(self, text: str) -> None:
        """Say what is selected (已选 1 户，5 人), or a lasting word of the page."""
        self._selected = text
        self._selection.set_text("" if self._said.text else text)

    def set_backup(self, text: str, tone: str = "ok") -> None:
        """Show the backup light: ok, due or late, always with words."""
        names = {"ok": "shield-check", "due": "shield-alert", "late": "shield-alert"}
        self._light.set_icon(names[tone] if text else "", tone)
        self.backup.set_words(text, f"备份：{text}")
        self.backup.setVisible(bool(text))

    # Running work

    def show_task(self, task: Task) -> None:
        """Show running work."""
        self._tasks.append(task)
        self._refresh()

    def report_task(self, task: Task) -> None:
        """Show its headway."""
        self._refresh()

    def hide_task(self, task: Task) -> None:
        """It is over."""
        if task in self._tasks:
            self._tasks.remove(task)
        self._refresh()

    def _refresh(self) -> None:
        task = self._tasks[-1] if self._tasks else None
        for widget in (self._work, self._bar, self.cancel):
            widget.setVisible(task is not None)
        if task is None:
            return
        far = f"{task.done:,}/{task.total:,}" if task.total else ""
        self._work.set_text("，".join(part for part in (task.what, far, time_left(task.left_s())) if part))
        self._bar.set_share(task.done / task.total if task.total else 0.0)
        self._bar.setVisible(task.total > 0)
        self.cancel.setEnabled(True)
        self.cancel.setAccessibleName(f"取消：{task.what}")

    def _cancel(self) -> None:
        if self._tasks:
            self._tasks[-1].cancel()
            self.cancel.setEnabled(False)
            self._work.set_text("正在取消")
