"""Lists that were taken in before: when, by whom, what came of them; the original file, and taking one back whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame

from villagebook.services import history, lists
from villagebook.services.lists import OUTCOME_WORDS, ImportView
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Group, Key
from villagebook.ui.models.rows import RowsModel
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages import files
from villagebook.ui.runner import Runner
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import SectionHeading
from villagebook.ui.widgets.labels import Rule
from villagebook.ui.widgets.table import TableView


class _Imports:
    """The files of earlier imports, the newest first (models.rows.Source)."""

    columns = (
        Column("name", "表", "name", width=260, stretch=2, sortable=False),
        Column("at", "什么时候", width=132, sortable=False),
        Column("actor", "谁", width=80, rank=2, sortable=False),
        Column("counts", "结果", "note", width=280, stretch=3, rank=1, sortable=False),
        Column("state", "", "state", width=96, sortable=False),
    )

    def __init__(self) -> None:
        self.views: dict[str, ImportView] = {}

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        self.views = {str(view.file_id): view for view in lists.imports(book)}
        return list(self.views)

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [_row(self.views[str(key)]) for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}


def _row(view: ImportView) -> dict[str, Any]:
    told = [f"{word} {view.counts[outcome]:,}" for outcome, word in OUTCOME_WORDS.items() if view.counts.get(outcome)]
    row: dict[str, Any] = {
        "name": view.name, "at": view.at.astimezone().strftime("%Y-%m-%d %H:%M"), "actor": view.actor,
        "counts": Cell("，".join(told) or "没有要写入的"),
    }  # fmt: skip
    if view.undone:
        row |= {"state": Chip("已撤销", "mute", "undo-2"), ROW_STATE: "muted"}
    elif view.decided:
        row["state"] = Chip("有改定", "mute", "pencil")
    return row


class ImportHistory(QFrame):
    """The table of earlier imports with its two buttons.

    Args:
        shown: Called with whether there is any, each time the table was loaded.
    """

    def __init__(self, context: Context, runner: Runner, shown: Callable[[bool], object]) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._context, self._runner, self._shown = context, runner, shown
        self._source = _Imports()
        self.model = RowsModel(self._source, runner)
        self.table = TableView(self.model, name="导入过的表")
        self.model.setParent(self.table)
        self.model.loaded.connect(self._loaded)
        self.table.current_changed.connect(lambda _key: self._say())
        self.save = Button("存一份原表", "download", "quiet", on_click=self.save_original)
        self.undo = Button("撤销这次导入", "undo-2", "quiet", on_click=self.take_back)
        box = VBox(self)
        box.addWidget(Rule())
        head = HBox(margins=(16, 8, 16, 4), spacing=8)
        head.addWidget(SectionHeading("导入过的表", "原表都留着，整批撤销也行"), 1)
        head.addWidget(self.save)
        head.addWidget(self.undo)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        self._say()

    def refresh(self) -> None:
        """Ask for the imports again."""
        self.model.reload()

    def chosen(self) -> ImportView | None:
        """Return the import with the cursor."""
        return self._source.views.get(str(self.table.current_key()))

    def save_original(self) -> None:
        """Save the file as it came."""
        view = self.chosen()
        target = files.ask_target(self, "存一份原表", files.safe_name(view.name)) if view is not None else None
        if view is None or target is None:
            return
        file_id, place = view.file_id, target

        def write(book: Any) -> Path:
            lists.save_original(book, file_id, place)
            return place

        self._runner.read(write, lambda path: self._context.say(f"原表已存为 {path.name}（{path.parent}）"))

    def take_back(self) -> None:
        """Take the whole import back, or say what is in the way."""
        view = self.chosen()
        if view is None or view.undone:
            return
        seq, actor, name = view.operation_seq, self._context.actor, view.name

        def done(_changed: Any) -> None:
            self._context.say(f"已撤销导入 {name}，书和导入前一样")
            self.refresh()

        self._runner.change(
            lambda book, progress: history.take_back(book, seq, actor=actor), done, title=f"正在撤销导入 {name}"
        )

    def _loaded(self) -> None:
        self.table.select_first()
        self._say()
        self._shown(bool(self._source.views))

    def _say(self) -> None:
        view = self.chosen()
        self.save.setEnabled(view is not None)
        self.undo.setEnabled(view is not None and not view.undone)
