"""Printing a paper the program makes (minutes, sign sheet, agreement …) of one record, or its blank form."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from villagebook.services.papers import printing as papers
from villagebook.ui.page import Context
from villagebook.ui.pages.printing import Job, Loaded, PrintDialog


def job(paper_id: str, key: uuid.UUID | None, note: str, today: dt.date) -> Job:
    """Return what there is to print of a paper; ``key`` None: the blank form."""
    paper = papers.paper_of(paper_id)
    title = paper.title if key is not None else f"空白{paper.title}"

    def load(book: Any, _size: str) -> Loaded:
        made = papers.paper_pdf(book, paper_id, on=today, key=key, blank=key is None)
        lines = papers.missing_lines(made.missing)
        return Loaded(made.data, "；".join(lines), "due") if lines else Loaded(made.data)

    def keep(book: Any, target: Path, _size: str, _progress: Any) -> str:
        number = str(key) if key is not None else None
        return papers.print_paper(book, paper_id, target, on=today, number=number, blank=key is None).line

    return Job(f"打印{title}", note, load, keep, f"{note} {title}".strip())


def ask(context: Context, paper_id: str, key: uuid.UUID | None, note: str = "") -> None:
    """Show the pages of a paper, to be printed or kept as a PDF."""
    context.open(PrintDialog(context, job(paper_id, key, note, context.today())))
