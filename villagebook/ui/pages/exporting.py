"""A ledger as a file: the button 导出, and printing it as it would be exported."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from villagebook.services import tables
from villagebook.ui.ledger_source import LedgerSource, Wanted
from villagebook.ui.page import Context, Page
from villagebook.ui.pages import files
from villagebook.ui.pages.printing import Job, Loaded, PrintDialog
from villagebook.ui.widgets.buttons import Button, Entry, with_menu

FORMATS = ((".xlsx", "Excel 表", "file-spreadsheet"), (".csv", "csv 文本表", "file-text"), (".pdf", "PDF", "file-down"))


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: the rows a table shows now.

    Attributes:
        ledger: Its id.
        scope: (book) -> the rows meant, as services take it.
        name: Of the file, without ending.
        on: As of which day; None is today. known_at: As recorded by the end of which day; None is now.
    """

    ledger: str
    scope: Callable[[Any], Any]
    name: str
    on: date | None = None
    known_at: date | None = None


def of_source(source: LedgerSource, wanted: Wanted | None, name: str = "") -> Export:
    """Return what a table over a ledger shows."""
    when = source.when
    title = name or f"{when.year}年{source.ledger.title}" if when.year else name or source.ledger.title
    return Export(source.ledger.id, lambda book: source.scope(book, wanted), title, when.on, when.known_at)


def export_button(page: Page, what: Callable[[], Export], *, shrink: int = 1) -> Button:
    """Return the button 导出 with its three formats."""
    button = Button("导出", "download", "tool", tip="导出", shrink=shrink)

    def saver(ending: str) -> Callable[[], None]:
        return lambda: save(page, what(), ending)

    return with_menu(button, lambda: [Entry(words, saver(ending), icon) for ending, words, icon in FORMATS])


def save(page: Page, what: Export, ending: str, password: str | None = None) -> None:
    """Ask where to, and write the file off the GUI thread."""
    target = files.ask_target(page, f"导出{what.name}", files.safe_name(what.name) + ending)
    if target is None:
        return
    on = what.on or page.context.today()

    def write(book: Any, progress: Any) -> Path:
        return tables.export(
            book, what.ledger, target, on=on, within=what.scope(book), known_at=what.known_at, password=password,
            progress=progress,
        )  # fmt: skip

    page.runner.change(write, lambda path: _said(page.context, path), title=f"正在导出{what.name}")  # type: ignore[arg-type]


def _said(context: Context, path: Path) -> None:
    context.say(f"已导出 {path.name}（{path.parent}）")


def print_ledger(context: Context, what: Export) -> None:
    """Show the pages the ledger's PDF has, to print them or keep them."""
    on = what.on or context.today()

    def load(book: Any, _paper: str) -> Loaded:
        with tempfile.TemporaryDirectory(prefix="villagebook-") as folder:
            target = Path(folder) / "a.pdf"
            file = tables.export(book, what.ledger, target, on=on, within=what.scope(book), known_at=what.known_at)
            return Loaded(file.read_bytes(), "供村里和镇里用，含不上墙的栏目，请勿张贴。", "info")

    context.open(PrintDialog(context, Job(f"打印{what.name}", "", load, what.name)))
