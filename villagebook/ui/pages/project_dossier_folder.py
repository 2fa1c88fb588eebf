"""The folder the scanner writes into: its new files are offered in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from villagebook.services.dossier import watching
from villagebook.services.dossier.watching import Fresh
from villagebook.ui import preferences
from villagebook.ui.page import Context
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import MessageLine

KEPT, LEFT = "folder.scans", "folder.scans.left"
_SETTLE_MS = 1500
_SHOWN = 3


class FolderLine(QWidget):
    """文件夹里有 3 份新的扫描件.

    Args:
        put: Puts files into the chosen place.
        route: Routes files by their separator sheets.

    Attributes:
        fresh: The files offered.
    """

    def __init__(
        self, context: Context, put: Callable[[Sequence[Path]], object], route: Callable[[Sequence[Path]], object]
    ) -> None:
        super().__init__()
        self._context, self._put, self._route = context, put, route
        self._known = watching.Known()
        self.fresh: tuple[Fresh, ...] = ()
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.look)
        # A scanner writes a file in pieces: it is looked at when it has been quiet for a while.
        self._watcher.directoryChanged.connect(lambda _folder: self._timer.start())
        row = HBox(self, spacing=8)
        buttons = QWidget()
        inside = HBox(buttons, spacing=6)
        self.put_button = Button("放入这个位置", "paperclip", small=True, on_click=self._put_here)
        self.route_button = Button("按分隔页分送", "layers", small=True, on_click=self._route_all)
        self.leave_button = Button("不再提", "x", "quiet", small=True, on_click=self._leave)
        for button in (self.put_button, self.route_button, self.leave_button):
            inside.addWidget(button)
        self.line = MessageLine("", "info", lead="扫描文件夹", icon="folder-open", button=buttons)
        row.addWidget(self.line, 1)
        self.hide()

    @property
    def folder(self) -> Path | None:
        """The folder a person named on this computer; None if there is none."""
        kept = preferences.current().kept(KEPT)
        return Path(kept) if isinstance(kept, str) and kept else None

    def choose(self) -> None:
        """Ask for the folder."""
        chosen = QFileDialog.getExistingDirectory(self, "扫描仪存图的文件夹", str(self.folder or Path.home()))
        if chosen:
            self.use(Path(chosen))

    def use(self, folder: Path) -> None:
        """Watch a folder from now on."""
        preferences.current().keep(KEPT, str(folder))
        self.look()

    def look(self) -> None:
        """Look for new files, in the reader's thread."""
        folder = self.folder
        if folder is None:
            return
        if str(folder) not in self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories() or ["."])
            self._watcher.addPath(str(folder))
        self._context.runner.read(
            lambda book: watching.fresh(book, folder, self._known), self._show, lambda _error: self._show([]),
            key="projects.dossier.folder")

    def _show(self, found: Sequence[Fresh]) -> None:
        left = set(preferences.current().kept(LEFT, []))
        self.fresh = tuple(file for file in found if _mark(file) not in left)
        names = "、".join(file.path.name for file in self.fresh[:_SHOWN]) + ("等" if len(self.fresh) > _SHOWN else "")
        self.line.say(f"有 {len(self.fresh)} 份新的：{names}" if self.fresh else "", "info", lead="扫描文件夹",
                      icon="folder-open")
        self.setVisible(bool(self.fresh))

    def _put_here(self) -> None:
        self._put([file.path for file in self.fresh])

    def _route_all(self) -> None:
        self._route([file.path for file in self.fresh])

    def _leave(self) -> None:
        kept = [*preferences.current().kept(LEFT, []), *map(_mark, self.fresh)]
        preferences.current().keep(LEFT, kept[-2000:])
        self._show([])


def _mark(file: Fresh) -> str:
    return f"{file.path}|{file.size}|{file.changed:.0f}"
