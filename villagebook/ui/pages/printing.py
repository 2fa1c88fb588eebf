"""Printing, seen before: the real pages, which of them, on which paper and printer; or kept as a PDF.

The pages are pictures of the PDF drawn for the printer's paper edge to edge, so that paper and preview are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QRadioButton, QWidget

from villagebook.base.errors import KnownError, VillagebookError
from villagebook.ui.page import Context
from villagebook.ui.pages import files
from villagebook.ui.pages.doing import Done
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form, SectionHeading
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.line import Choice, ChoiceLine
from villagebook.ui.widgets.messages import Answer, Trouble
from villagebook.ui.widgets.paper import Pdf, PrintPanel, draw_page, measure

#: Sharper than this a picture of a page only takes longer.
MOST_DPI = 300
DUPLEX = (
    Choice("none", "单面"),
    Choice("long", "双面，长边翻转"),
    Choice("short", "双面，短边翻转"),
)
_MODES = {
    "none": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A PDF to print.

    Attributes:
        pdf: The file, as bytes or where it lies.
        said: One line about it (it is the posted one; no character is missing).
        tone: ok, info, due or late.
    """

    pdf: Pdf
    said: str = ""
    tone: str = "ok"


@dataclass(frozen=True, slots=True)
class Option:
    """One more thing to choose beside the paper: 拼贴. The first choice is the usual one."""

    id: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What can be printed.

    Attributes:
        title: 打印公示.
        note: Which one.
        load: (book, paper id) -> Loaded; called in the reader's thread.
        save: (book, file, paper id, progress) -> one sentence on what was written; called in the writer's thread.
        file_name: Proposed for 存为 PDF, without ending.
        papers: What it can be set on; the first is the usual one. Empty if there is no choice.
        options: What else can be chosen; what was chosen follows the paper's id, parted by strokes: a1/a4.
    """

    title: str
    note: str
    load: Callable[[Any, str], Loaded]
    save: Callable[[Any, Path, str, Any], str]
    file_name: str
    papers: tuple[Choice, ...] = ()
    options: tuple[Option, ...] = ()


def chosen_pages(text: str, count: int) -> tuple[int, ...]:
    """Return the pages meant by 1-3,5 counted from 0, in order, each once.

    Raises:
        ValueError: it cannot be read, or names a page that is not there; the message is Chinese.
    """
    pages: list[int] = []
    for part in re.split(r"[,，、;；\s]+", text.strip()):
        found = re.fullmatch(r"(\d+)(?:\s*[-–—~至到]\s*(\d+))?", part)
        if found is None:
            raise ValueError("请写页码，如 1-3,5")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= count:
            raise ValueError(f"只有 {count} 页")
        pages.extend(range(first - 1, last))
    return tuple(dict.fromkeys(pages))


def make_printer(name: str, copies: int, duplex: str) -> QPrinter:
    """Return a printer that prints edge to edge; to be made in the GUI thread."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    printer.setFullPage(True)
    printer.setCopyCount(copies)
    printer.setDuplex(_MODES[duplex])
    return printer


def print_pages(printer: QPrinter, pdf: Pdf, pages: Sequence[int], progress: Any) -> None:
    """Print pages of a PDF, each on paper of its own size; called in the writer's thread.

    Raises:
        KnownError: the printer does not answer.
        Cancelled: the person cancelled; what was sent already may still be printed.
    """
    sizes = measure(pdf).sizes
    _set_paper(printer, sizes[pages[0]])
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownError("print.no_answer", f"打印机“{printer.printerName()}”没有应答，可能没开机或缺纸")
    try:
        for place, page in enumerate(pages):
            progress.step(place, len(pages), "正在打印")
            if place:
                _set_paper(printer, sizes[page])
                if not printer.newPage():
                    raise KnownError("print.stopped", f"打印机“{printer.printerName()}”停了，印出了 {place} 页")
            _draw(painter, printer, pdf, page)
        progress.step(len(pages), len(pages), "正在打印")
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _set_paper(printer: QPrinter, size: tuple[float, float]) -> None:
    across, down = size
    upright = across <= down
    short, long = sorted((across, down))
    page = QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
    printer.setPageLayout(QPageLayout(page, way, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)


def _draw(painter: QPainter, printer: QPrinter, pdf: Pdf, page: int) -> None:
    dpi = printer.resolution()
    image = draw_page(pdf, page, min(dpi, MOST_DPI) / 72)
    painter.drawImage(QRect(printer.pageLayout().fullRectPixels(dpi)), image)


class PrintDialog(PrintPanel):
    """The pages at the left; which, on what and where at the right."""

    def __init__(self, context: Context, job: Job) -> None:
        super().__init__(job.title, job.note, context.runner)
        self._context, self._job = context, job
        self._pdf: Pdf | None = None
        self.printers = QPrinterInfo.availablePrinterNames()
        self._make_which()
        self._make_where()
        self.said = MessageLine()
        self.options.addWidget(self.said)
        kind = "outlined" if self.printers else "primary"
        self.save = Button("存为 PDF", "file-down", kind, on_click=self.save_pdf)
        self.do = Button("打印", "printer", "primary", on_click=self.print_now)
        self.add_answer(Button("取消", on_click=self.close_panel))
        if self.printers:
            self.foot.addWidget(self.save)
            self.add_answer(self.do, default=True)
        else:
            self.add_answer(self.save, default=True)
            self.do.setParent(self)
            self.do.hide()
        self._enable()
        self.preview.page_changed.connect(lambda _page, _pages: self._count())
        self._load()

    def _make_which(self) -> None:
        self.options.addWidget(SectionHeading("印哪些"))
        self.whole, self.some = QRadioButton("全部"), QRadioButton("指定页")
        self.whole.setChecked(True)
        for choice in (self.whole, self.some):
            choice.setAccessibleName(choice.text())
        self.options.addWidget(self.whole)
        self.options.addWidget(self.some)
        self.which = Form((FieldSpec("pages", "页码", "text", wide=True, placeholder="如 1-3,5"),), self._context.today)
        self.which.edited.connect(lambda _name, _value: self._count())
        self.options.addWidget(self.which)
        self.which.hide()
        self.some.toggled.connect(self._which_toggled)

    def _make_where(self) -> None:
        self.options.addWidget(SectionHeading("纸和打印机"))
        specs = [FieldSpec("printer", "打印机", "choice", wide=True)] if self.printers else []
        if self._job.papers:
            specs.append(FieldSpec("paper", "纸张", "choice", wide=True, choices=self._job.papers))
        specs += [FieldSpec(o.id, o.label, "choice", wide=True, choices=o.choices) for o in self._job.options]
        if self.printers:
            specs.append(FieldSpec("copies", "份数", "int", wide=True))
            specs.append(FieldSpec("duplex", "双面", "choice", wide=True, choices=DUPLEX))
        self.form = Form(specs, self._context.today)
        values: dict[str, Any] = {"copies": 1, "duplex": "none"}
        if self._job.papers:
            values["paper"] = self._job.papers[0].id
        values |= {one.id: one.choices[0].id for one in self._job.options}
        if self.printers:
            control = self.form["printer"].control
            assert isinstance(control, ChoiceLine)
            control.set_choices([Choice(name, name) for name in self.printers])
            usual = QPrinterInfo.defaultPrinterName()
            values["printer"] = usual if usual in self.printers else self.printers[0]
        self.form.set_values(values)
        drawn = {"paper", *(one.id for one in self._job.options)}
        self.form.edited.connect(lambda name, _value: self._load() if name in drawn else None)
        self.options.addWidget(self.form)
        if not self.printers:
            self.options.addWidget(MessageLine("这台电脑没有装打印机。存为 PDF，拷到别处去印。", "due", icon="printer"))

    # The pages

    @property
    def paper(self) -> str:
        """Id of the paper chosen, empty if there is no choice; behind it what else was chosen."""
        names = (["paper"] if self._job.papers else []) + [one.id for one in self._job.options]
        return "/".join(str(self.form[name].value or "") for name in names)

    def _load(self) -> None:
        self._pdf = None
        self._enable()
        self.preview.say("正在排版")
        paper = self.paper
        self._context.runner.read(
            lambda book: self._job.load(book, paper), self._loaded, self._not_loaded, key=(id(self), "print")
        )

    def _loaded(self, loaded: Loaded) -> None:
        self._pdf = loaded.pdf
        self.said.say(loaded.said, loaded.tone)
        self.preview.show_pdf(loaded.pdf)

    def _not_loaded(self, error: VillagebookError) -> None:
        self.preview.say("排不出来")
        self.said.say(str(error), "late")

    def _which_toggled(self, some: bool) -> None:
        self.which.setVisible(some)
        if some:
            self.which["pages"].control.setFocus()
        self._count()

    def pages(self) -> tuple[int, ...]:
        """Return the pages to print, counted from 0; none while they cannot be read."""
        count = self.preview.pages
        if self.whole.isChecked():
            return tuple(range(count))
        try:
            found = chosen_pages(str(self.which["pages"].value or ""), count)
        except ValueError as problem:
            self.which["pages"].set_finding(str(problem) if self.which["pages"].value else "", "error")
            return ()
        self.which["pages"].set_finding("")
        return found

    def _count(self) -> None:
        self.whole.setText(f"全部 {self.preview.pages} 页")
        self.whole.setAccessibleName(self.whole.text())
        count = len(self.pages())
        self.do.set_words(f"打印 {count} 页" if count else "打印")
        self._enable()

    def _enable(self) -> None:
        ready = self._pdf is not None and self.preview.pages > 0
        self.save.setEnabled(ready)
        self.do.setEnabled(ready and bool(self.printers) and bool(self.pages()))

    # Doing it

    def print_now(self) -> None:
        """Send the pages to the printer, off the GUI thread."""
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
        pages, pdf = self.pages(), self._pdf
        if not pages or pdf is None:
            return
        values, paper = {name: field.value for name, field in self.form.fields.items()}, self.paper
        self.close_panel()
        send(self._context, self._job, pdf, pages, values, paper=paper)

    def save_pdf(self) -> None:
        """Keep the PDF as a file."""
        target = ask_pdf(self, self._job.file_name)
        if target is not None:
            paper = self.paper
            self.close_panel()
            save(self._context, self._job, target, paper)


def ask_pdf(parent: QWidget, name: str) -> Path | None:
    """Ask where to keep a PDF; None if it was cancelled."""
    return files.ask_target(parent, "存为 PDF", f"{files.safe_name(name)}.pdf")


def save(context: Context, job: Job, target: Path, paper: str = "") -> None:
    """Write a job's PDF to a file, off the GUI thread, and say so in the foot line."""
    context.runner.change(
        lambda book, progress: Done(job.save(book, target, paper, progress)),
        lambda done: context.say(done.value),
        lambda error: context.trouble(Trouble.of(error, "没有存下来")),
        title="正在存 PDF",
    )


def send(
    context: Context, job: Job, pdf: Pdf, pages: Sequence[int], values: dict[str, Any], *, paper: str = ""
) -> None:
    """Print pages; when it fails the error panel offers to try again or to keep the PDF."""
    printer = make_printer(values["printer"], values.get("copies") or 1, values.get("duplex") or "none")

    def work(_book: Any, progress: Any) -> Done:
        print_pages(printer, pdf, pages, progress)
        return Done(len(pages))

    def keep() -> None:
        assert isinstance(context, QWidget)
        target = ask_pdf(context, job.file_name)
        if target is not None:
            save(context, job, target, paper)

    def failed(error: VillagebookError) -> None:
        trouble = Trouble(
            title="没有打印出来",
            happened=f"{error.message}。",
            subject=f"{job.note}，共 {len(pages)} 页。",
            ways=("看看打印机是否开着、有没有纸，再点“重新打印”。", "急用的话先存为 PDF，拷到 U 盘去别处印。"),
            technical=f"{type(error).__name__} {error.id}",
        )
        again = Answer("重新打印", lambda: send(context, job, pdf, pages, values, paper=paper), "printer")
        context.trouble(trouble, (Answer("存为 PDF", keep, "file-down"), again))

    context.runner.change(
        work, lambda done: context.say(f"已送到打印机：{job.note}，{done.value} 页"), failed, title="正在打印"
    )
