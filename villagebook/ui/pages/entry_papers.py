"""The papers of the chosen entry: dropped onto it, pasted, chosen from the disk; looked at; taken away from drafts."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

from villagebook.services import entry_papers
from villagebook.services.entries import DRAFT, EntryView
from villagebook.services.entry_papers import Given, Paper
from villagebook.ui.models.columns import Column, Key
from villagebook.ui.page import Context
from villagebook.ui.pages import files
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.form import SectionHeading
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.paper import PaperPreview
from villagebook.ui.widgets.small_table import SmallTable

_COLUMNS = (Column("name", "文件", width=150, stretch=1), Column("sheets", "张数", "int", width=56))
_HELP = "把照片、扫描件拖到这里，或复制后粘贴；已入账的也可以补放。"


class EntryPapers(QWidget):
    """The papers of one entry.

    Attributes:
        papers: What is shown.
        table: Their list.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._view: EntryView | None = None
        self.papers: tuple[Paper, ...] = ()
        self.setAcceptDrops(True)
        box = VBox(self, spacing=4)
        self.heading = SectionHeading("附件", "")
        self.table = SmallTable(_COLUMNS, name="附件", row_height=28, selectable=True)
        self.table.opened.connect(self.show_paper)
        self.table.current_changed.connect(lambda _key: self._enable())
        self._help = Text(_HELP, "second", wrap=True)
        row = HBox(spacing=6)
        self.choose = Button("放入", "paperclip", "quiet", small=True, on_click=self._choose)
        self.paste_button = Button("粘贴", "copy", "quiet", small=True, on_click=self.paste)
        self.look = Button("看", "eye", "quiet", small=True, on_click=lambda: self.show_paper(self.table.current_key()))
        self.remove = Button("取出", "trash-2", "quiet", small=True, on_click=self._remove)
        for button in (self.choose, self.paste_button, self.look, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        for part in (self.heading, self.table, self._help):
            box.addWidget(part)
        box.addLayout(row)

    def show_entry(self, view: EntryView) -> None:
        """Show the papers of an entry."""
        self._view = view
        key = view.key
        self._context.runner.read(
            lambda book: (key, entry_papers.papers(book, key)), self._shown, key="funds.papers"
        )

    def _shown(self, found: tuple[uuid.UUID, tuple[Paper, ...]]) -> None:
        if self._view is None or found[0] != self._view.key:
            return
        self.papers = found[1]
        said, have = self._view.values["papers"], sum(paper.sheets for paper in self.papers)
        note = f"写的 {said or 0} 张" + (f"，放进来 {have} 张" if have else "，还没有放文件")
        self.heading.set_note(note)
        self.table.set_rows([{"key": p.link, "name": p.file_name, "sheets": p.sheets} for p in self.papers])
        self.table.setVisible(bool(self.papers))
        self._help.setVisible(not self.papers)
        self._enable()

    def _enable(self) -> None:
        chosen = self._paper(self.table.current_key()) is not None
        draft = self._view is not None and self._view.state == DRAFT
        self.look.setVisible(bool(self.papers))
        self.look.setEnabled(chosen)
        self.remove.setVisible(bool(self.papers) and draft)
        self.remove.setEnabled(chosen)

    def _paper(self, key: Key | None) -> Paper | None:
        return next((paper for paper in self.papers if paper.link == key), None)

    # What is done

    def put(self, read: Callable[[], Sequence[Given]]) -> None:
        """Put files with the entry; they are read in the writer's thread."""
        if self._view is None:
            return
        entry, actor = self._view.key, self._context.actor

        def work(book: Any, _progress: Any) -> Done:
            return done(entry_papers.attach(book, entry, read(), actor=actor))

        self._context.runner.change(work, title="正在放入附件")

    def put_paths(self, paths: Sequence[Path]) -> None:
        """Put files from the disk."""
        if paths:
            self.put(lambda: [Given(path.name, path.read_bytes()) for path in paths])

    def _choose(self) -> None:
        self.put_paths(files.ask_papers(self, "放入附件"))

    def paste(self) -> None:
        """Put what was copied: files, or a picture."""
        self._put_mime(QApplication.clipboard().mimeData())

    def _put_mime(self, mime: QMimeData) -> None:
        paths = files.carried(mime)
        image = mime.imageData() if mime.hasImage() else None
        if paths:
            self.put_paths(paths)
        elif isinstance(image, QImage):
            data = png(image)
            self.put(lambda: [Given("粘贴的图片.png", data)])
        else:
            self._context.say("没有复制图片或文件")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._put_mime(event.mimeData())

    def _remove(self) -> None:
        paper, actor = self._paper(self.table.current_key()), self._context.actor
        if paper is not None:
            link = paper.link
            self._context.runner.change(lambda book, _progress: done(entry_papers.detach(book, link, actor=actor)))

    def show_paper(self, key: Key | None) -> None:
        """Show one paper."""
        paper = self._paper(key)
        if paper is not None:
            attachment, name = paper.attachment, paper.file_name
            self._context.runner.read(
                lambda book: entry_papers.as_pdf(book, attachment), lambda pdf: self._open(name, pdf),
                key="funds.paper",
            )  # fmt: skip

    def _open(self, name: str, pdf: bytes) -> None:
        dialog = Dialog(name, 760, 620)
        view = PaperPreview(self._context.runner, name=name)
        dialog.body.addWidget(view, 1)
        dialog.add_close("关闭")
        self._context.open(dialog)
        view.show_pdf(pdf)


def png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
