"""A ledger as a file: the button 导出, and printing it as it would be exported."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from villagebook.base.errors import VillagebookError
from villagebook.services import release, tables
from villagebook.ui.ledger_source import LedgerSource, Wanted
from villagebook.ui.page import Context, Page
from villagebook.ui.pages import files
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.doing import Done
from villagebook.ui.pages.printing import Job, Loaded, PrintDialog
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.messages import Answer, Trouble

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

    return with_menu(button, lambda: [
        *(Entry(words, saver(ending), icon) for ending, words, icon in FORMATS), Entry(), *public_entries(page, what)])


def public_entries(page: Page, what: Callable[[], Export]) -> list[Entry]:
    """The lines of a menu for the edition that may leave the office."""
    def saver(ending: str) -> Callable[[], None]:
        return lambda: save_public(page, what(), ending)

    return [Entry(f"对外公开版（{words}）…", saver(ending), "shield-check") for ending, words, _ in FORMATS[::2]]


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


def save_public(page: Page, what: Export, ending: str) -> None:
    """Ask where to, and write the columns that may hang on a wall, once nothing private is found in them."""
    name = f"{what.name}（公开版）"
    target = files.ask_target(page, f"导出{name}", files.safe_name(name) + ending)
    if target is not None:
        _save_public(page, what, target, "")


def _save_public(page: Page, what: Export, target: Path, why: str) -> None:
    on, actor = what.on or page.context.today(), page.context.actor

    def write(book: Any, progress: Any) -> Done:
        path = tables.export(
            book, what.ledger, target, on=on, within=what.scope(book), known_at=what.known_at, progress=progress,
            public=True, why=why, actor=actor,
        )  # fmt: skip
        return Done(path, families=frozenset({"override"}) if why else frozenset())

    def refused(error: VillagebookError) -> None:
        if error.id != release.KEPT_BACK:
            page.context.trouble(Trouble.of(error, "没有导出"))
            return
        places = error.message.split("：", 1)[-1]
        trouble = Trouble(
            title="没有导出", happened=f"公开的栏目里有不该公开的内容：{places}。", subject=target.name,
            data="文件没有写出来，书没有变。",
            ways=(
                "在台账里把这几处改掉，再导出。",
                "核对过、确实可以公开的，写明原因放行；原因留在书里，审计时看得到。",
            ),
            technical=f"{type(error).__name__} {error.id}",
        )  # fmt: skip
        ask = release_dialog(page.context, target.name, places, lambda reason: _save_public(page, what, target, reason))
        page.context.trouble(trouble, [Answer("写明原因放行", lambda: page.context.open(ask), "stamp")])

    page.runner.change(
        write, lambda done: _said(page.context, done.value), refused, title=f"正在导出{what.name}（公开版）")


def release_dialog(context: Context, name: str, places: str, answer: Callable[[str], object]) -> AskDialog:
    """Return the question why something private may leave the office; ``answer`` gets the reason."""
    dialog = AskDialog(
        "写明原因放行",
        "拿出去的文件收不回来。请先核对下面这些内容，确实可以公开的，写明原因；原因留在书里，审计时看得到。",
        (FieldSpec("why", "放行原因", "long_text", wide=True, lines=3),), {}, context.today, "放行并导出",
        lambda values: answer(values["why"]), note=name, icon="stamp", required={"why": "请写明为什么可以公开"},
        danger=True,
    )  # fmt: skip
    dialog.body.insertWidget(1, MessageLine(places, "late"))
    return dialog


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
