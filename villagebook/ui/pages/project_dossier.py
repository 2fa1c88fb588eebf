"""The tab 档案 of a project: the places of its binder, what lies in the chosen one, putting papers in.

Papers come by dragging files onto a row, from the clipboard, from the disk, from a folder the scanner writes into,
or as one stack that separator sheets divide.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from villagebook.lifecycle.slots import PARTS
from villagebook.services.dossier import binder, filing, stack
from villagebook.services.dossier.binder import Binder, Kept, SlotView
from villagebook.ui.models.columns import Key
from villagebook.ui.models.fixed import FixedModel
from villagebook.ui.page import Context
from villagebook.ui.pages import files
from villagebook.ui.pages import project_dossier_asking as asking
from villagebook.ui.pages import project_dossier_jobs as jobs
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.printing import Job, PrintDialog
from villagebook.ui.pages.project_dossier_folder import FolderLine
from villagebook.ui.pages.project_dossier_rows import PAPER_COLUMNS, SLOT_COLUMNS, paper_rows, slot_rows
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.form import SectionHeading
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.table import TableView

Files = list[tuple[str, bytes]]
_ROW = 28
_DROP = "把扫描件、照片、PDF 拖到哪一行，就放进哪个位置；也可以复制了在这里粘贴。"


class DossierTab(QWidget):
    """档案.

    Attributes:
        binder: What is shown; None until it is read.
        slots, papers: The tables: places of the binder, what lies in the chosen one.
        folder: The line on the scanner's folder.
        told: What could not go in the last time files were put in, one line each.

    Signals:
        counted: (9/13) papers there of those needed by now.
    """

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._project: uuid.UUID | None = None
        self.binder: Binder | None = None
        self.told: tuple[str, ...] = ()
        self.setAcceptDrops(True)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model, self._papers = FixedModel(SLOT_COLUMNS), FixedModel(PAPER_COLUMNS)
        self.slots = TableView(self._model, row_height=_ROW, selectable=True, name="档案目录")
        self.papers = TableView(self._papers, row_height=_ROW, selectable=True, name="这个位置的材料")
        self.folder = FolderLine(context, self.put_paths, self.route_files)
        self._lay_out()
        self.slots.current_changed.connect(lambda _key: self._show_slot())
        self.slots.opened.connect(lambda _key: self._choose_files())
        self.papers.current_changed.connect(lambda _key: self._enable())
        self.papers.opened.connect(self._look)
        for table in (self.slots, self.papers):
            table.installEventFilter(self)

    def _lay_out(self) -> None:
        box = VBox(self, (16, 9, 16, 12), 6)
        box.addWidget(self.folder)
        self.print_button = Button("打印一本清", "printer", "primary", small=True, on_click=self._print)
        self.heading = SectionHeading("档案", "", self.print_button)
        box.addWidget(self.heading)
        row = HBox(spacing=8)
        self.missing_only = Button("只看缺的", "list-filter", small=True)
        self.missing_only.setCheckable(True)
        self.missing_only.toggled.connect(lambda _on: self._show_rows())
        self.scan = Button("放入一叠扫描件", "layers", small=True, on_click=self._choose_stack)
        self.separators = Button("分隔页", "printer", small=True, on_click=self._print_separators)
        self.spine = Button("卷脊标签", "bookmark", small=True, on_click=self._print_spine)
        self.more = Button("目录样式", "settings", "quiet", small=True)
        self.more.setMenu(self._template_menu())
        for button in (self.missing_only, self.scan, self.separators, self.spine):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.more)
        box.addLayout(row)
        box.addWidget(self.slots, 3)
        self.here = SectionHeading("这个位置")
        box.addWidget(self.here)
        box.addWidget(self.papers, 1)
        self.blank = Text(_DROP, "second", wrap=True)
        box.addWidget(self.blank)
        self._make_buttons(box)

    def _make_buttons(self, box: VBox) -> None:
        first, second = HBox(spacing=6), HBox(spacing=6)
        self.buttons = {
            words: Button(words, icon, kind, small=True, on_click=do)
            for words, icon, kind, do in (
                ("放入文件", "paperclip", "outlined", self._choose_files),
                ("粘贴", "copy", "outlined", self.paste),
                ("柜存", "archive", "outlined", self._cabinet),
                ("不适用", "ban", "outlined", self._exempt),
                ("又适用", "rotate-ccw", "outlined", self._applicable),
                ("看", "eye", "quiet", self._look_at_chosen),
                ("改说明", "pencil", "quiet", self._describe),
                ("上移", "arrow-up", "quiet", lambda: self._step(-1)),
                ("下移", "arrow-down", "quiet", lambda: self._step(1)),
                ("移到", "arrow-right", "quiet", self._move),
                ("移走", "x", "quiet", self._remove),
            )
        }
        for place, button in enumerate(self.buttons.values()):
            (first if place < 5 else second).addWidget(button)
        for row in (first, second):
            row.addStretch(1)
            box.addLayout(row)

    def _template_menu(self) -> Any:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.addAction("加一个位置", lambda: asking.ask_slot(self._context))
        menu.addAction("改这个位置的名称", self._rename)
        menu.addAction("这个位置往前排", lambda: self._reorder(-1))
        menu.addAction("这个位置往后排", lambda: self._reorder(1))
        menu.addAction("停用这个位置", self._switch_off)
        menu.addAction("恢复原来的目录", self._reset)
        menu.addSeparator()
        menu.addAction("选扫描仪存图的文件夹", self.folder.choose)
        return menu

    # Showing

    def show_project(self, key: uuid.UUID) -> None:
        """Read a project's binder and show it."""
        if key != self._project:
            self.binder = None
        self._project = key
        today = self._context.today()
        self._context.runner.read(
            lambda book: binder.binder_of(book, key, today), lambda found: self._take(key, found),
            key="projects.dossier")
        self.folder.look()

    def _take(self, key: uuid.UUID, found: Binder) -> None:
        if key != self._project:
            return
        self.binder = found
        self.heading.set_note(found.words)
        self.missing_only.set_words(f"只看缺的 {len(found.missing)} 件" if found.missing else "只看缺的")
        self._show_rows()
        self.counted.emit(f"{found.there}/{found.asked}")

    def _show_rows(self) -> None:
        if self.binder is None:
            return
        chosen = self.slots.current_key()
        rows = slot_rows(self.binder, missing_only=self.missing_only.isChecked())
        self._model.set_rows(rows)
        if rows and not self.slots.go_to(chosen):
            missing = self.binder.missing
            self.slots.go_to(missing[0].slot.id if missing else rows[0]["key"])
        self._show_slot()

    @property
    def slot(self) -> SlotView | None:
        """The chosen place."""
        return self._slot(self.slots.current_key())

    def _slot(self, key: Key | None) -> SlotView | None:
        views = self.binder.slots if self.binder is not None else ()
        return next((view for view in views if view.slot.id == key), None)

    def _show_slot(self) -> None:
        view = self.slot
        rows = paper_rows(view) if view is not None else []
        chosen = self.papers.current_key()
        self._papers.set_rows(rows)
        if rows and not self.papers.go_to(chosen):
            self.papers.go_to(rows[0]["key"])
        if view is not None:
            self.here.title.setText(view.slot.title)
            self.here.setAccessibleName(view.slot.title)
            self.here.set_note(_said(view))
        self.papers.setVisible(bool(rows))
        self.blank.setVisible(not rows)
        self._enable()

    def _enable(self) -> None:
        view, kept = self.slot, self._kept()
        shown = {
            "放入文件": view is not None, "粘贴": view is not None, "柜存": view is not None,
            "不适用": view is not None and not view.is_filled and view.state != binder.NOT_APPLICABLE,
            "又适用": view is not None and view.state == binder.NOT_APPLICABLE,
        }  # fmt: skip
        has_rows = view is not None and bool(view.is_filled or view.photos)
        shown |= dict.fromkeys(("看", "改说明", "上移", "下移", "移到", "移走"), has_rows)
        for words, button in self.buttons.items():
            button.setVisible(shown[words])
        in_cabinet = kept is not None and kept.row["attachment_id"] is None
        self.buttons["看"].setEnabled(self.papers.current_key() is not None and not in_cabinet)
        for words in ("改说明", "移到", "移走"):
            self.buttons[words].setEnabled(kept is not None)
        order = [one.key for one in view.kept] if view is not None else []
        place = order.index(kept.key) if kept is not None and kept.key in order else -1
        self.buttons["上移"].setEnabled(place > 0)
        self.buttons["下移"].setEnabled(-1 < place < len(order) - 1)

    def _kept(self) -> Kept | None:
        view, key = self.slot, self.papers.current_key()
        return next((one for one in view.kept if one.key == key), None) if view is not None else None

    # Putting in

    def put_files(self, found: Files, slot_id: str = "") -> None:
        """Put files into a place, the chosen one if none is named; what could not go in is said."""
        view = self._slot(slot_id) if slot_id else self.slot
        project, actor = self._project, self._context.actor
        if view is None or project is None or not found:
            return
        self._context.runner.change(
            lambda book, _progress: _added(filing.add(book, project, view.slot.id, found, actor=actor)),
            self._say_lines, title="正在放入材料")

    def put_paths(self, paths: Sequence[Path], slot_id: str = "") -> None:
        """As ``put_files``, from the disk; they are read in the writer's thread."""
        view = self._slot(slot_id) if slot_id else self.slot
        project, actor = self._project, self._context.actor
        if view is None or project is None or not paths:
            return
        self._context.runner.change(
            lambda book, _progress: _added(filing.add(
                book, project, view.slot.id, filing.read_paths(paths), actor=actor)),
            self._say_lines, title="正在放入材料")

    def route_files(self, paths: Sequence[Path]) -> None:
        """Route a scanned stack to its places, of whatever project."""
        actor = self._context.actor

        def work(book: Any, _progress: Any) -> Done:
            routed = stack.route(book, filing.read_paths(paths), actor=actor)
            return done(routed.changed, routed.refused)

        if paths:
            self._context.runner.change(work, self._say_lines, title="正在分送扫描件")

    def _say_lines(self, one: Done) -> None:
        self.folder.look()
        self.told = tuple(one.value)
        if one.value:
            self._context.say("；".join(one.value), undo=one.seq is not None)

    def _choose_files(self) -> None:
        view = self.slot
        if view is not None:
            self.put_paths(files.ask_papers(self, f"放入“{view.slot.title}”"), view.slot.id)

    def _choose_stack(self) -> None:
        self.route_files(files.ask_papers(self, "夹着分隔页的一叠扫描件"))

    def paste(self) -> None:
        """Put what was copied into the chosen place: files, or a picture."""
        self._put_mime(QApplication.clipboard().mimeData(), "")

    def _put_mime(self, mime: QMimeData, slot_id: str) -> None:
        paths = files.carried(mime)
        if paths:
            self.put_paths(paths, slot_id)
        elif mime.hasImage():
            image = mime.imageData()
            self.put_files([("粘贴的图片.png", _png(image))] if isinstance(image, QImage) else [], slot_id)
        else:
            self._context.say("没有复制图片或文件")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.slots.go_to(self._slot_at(event.position().toPoint()) or self.slots.current_key())
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._put_mime(event.mimeData(), self._slot_at(event.position().toPoint()))

    def _slot_at(self, point: Any) -> str:
        """Return the place whose row lies at a point; "" if there is none."""
        viewport = self.slots.viewport()
        inside = viewport.mapFrom(self, point)
        row = self.slots.rowAt(inside.y()) if viewport.rect().contains(inside) else -1
        found = self._model.row_at(row) if row >= 0 else None
        return str(found["key"]) if found else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste):
                self.paste()
                return True
            if watched is self.papers and event.key() == Qt.Key.Key_Delete and self._kept() is not None:
                self._remove()
                return True
        return super().eventFilter(watched, event)

    # The chosen place and paper

    def _cabinet(self) -> None:
        if self.slot is not None and self._project is not None:
            asking.ask_cabinet(self._context, self._project, self.slot)

    def _exempt(self) -> None:
        if self.slot is not None and self._project is not None:
            asking.ask_exempt(self._context, self._project, self.slot)

    def _applicable(self) -> None:
        view, project, actor = self.slot, self._project, self._context.actor
        if view is not None and project is not None:
            self._context.runner.change(
                lambda book, _progress: done(filing.applicable(book, project, view.slot.id, actor=actor)))

    def _look_at_chosen(self) -> None:
        key = self.papers.current_key()
        if key is not None:
            self._look(key)

    def _look(self, key: Key) -> None:
        view, kept = self.slot, self._kept()
        if view is None or (kept is not None and kept.row["attachment_id"] is None):
            return
        name = kept.name if kept is not None else view.slot.title
        self._open(jobs.paper_job(view, key, name, self._context.today()))

    def _describe(self) -> None:
        kept = self._kept()
        if kept is not None:
            asking.ask_describe(self._context, kept)

    def _step(self, direction: int) -> None:
        view, kept, actor = self.slot, self._kept(), self._context.actor
        if view is None or kept is None:
            return
        order = [one.key for one in view.kept]
        place = order.index(kept.key) + direction
        behind = place + (direction > 0)
        before = order[behind] if behind < len(order) else None
        self._context.runner.change(
            lambda book, _progress: done(filing.move(book, kept.key, view.slot.id, actor=actor, before=before)))

    def _move(self) -> None:
        kept = self._kept()
        if kept is not None and self.binder is not None:
            asking.ask_move(self._context, kept, self.binder.slots)

    def _remove(self) -> None:
        kept, actor = self._kept(), self._context.actor
        if kept is not None:
            self._context.runner.change(
                lambda book, _progress: done(filing.remove(book, [kept.key], actor=actor)))

    # The order of the binder

    def _rename(self) -> None:
        if self.slot is not None:
            asking.ask_rename(self._context, self.slot)

    def _reorder(self, direction: int) -> None:
        if self.binder is None or self.slot is None:
            return
        order = [view.slot.id for view in self.binder.slots]
        place = order.index(self.slot.slot.id)
        first, second = sorted((place, place + direction))
        if first >= 0 and second < len(order):
            edit = asking.templates.Edit(before=[(order[second], order[first])])
            asking.change_template(self._context, edit)

    def _switch_off(self) -> None:
        if self.slot is not None:
            asking.change_template(self._context, asking.templates.Edit(off=[self.slot.slot.id]))

    def _reset(self) -> None:
        self._context.open(confirm(
            "恢复原来的目录", "改过的名称、顺序、停用和自己加的位置都恢复原样；放进去的材料都还在。", "恢复",
            lambda: asking.change_template(self._context, asking.templates.Edit(reset=True))))

    # Paper

    def _print(self) -> None:
        if self.binder is not None:
            self._open(jobs.volume_job(self.binder))

    def _print_spine(self) -> None:
        if self.binder is not None:
            self._open(jobs.spine_job(self.binder))

    def _print_separators(self) -> None:
        if self.binder is not None:
            self._open(jobs.separators_job(self.binder))

    def _open(self, job: Job) -> None:
        self._context.open(PrintDialog(self._context, job))


def _added(added: filing.Added) -> Done:
    return done(added.changed, added.lines)


def _said(view: SlotView) -> str:
    said = [PARTS[view.slot.part]]
    if view.replaced:
        said.append("扫描件代替自动生成的")
    elif view.made:
        said.append("打印签字后扫描放进来，代替自动生成的")
    if view.why:
        said.append(f"不适用：{view.why}")
    return "　".join(said)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
