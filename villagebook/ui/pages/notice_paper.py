"""What there is to print of a notice: the posted file itself, a draft, or another size set anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from villagebook.services import paper, publicity
from villagebook.services.publicity import NoticeView
from villagebook.ui.pages import notices_source as source
from villagebook.ui.pages.printing import Job, Loaded
from villagebook.ui.widgets.line import Choice

ORIGINAL = "original"
PAPERS = (("a4", "A4 纵向"), ("a3横", "A3 横向"), ("a3", "A3 纵向"), ("a4横", "A4 横向"))


def job(view: NoticeView, today: dt.date) -> Job:
    """Return what there is to print of a notice."""
    number, frozen = view.row["number"], view.row["pdf_id"] is not None
    first = "张贴时的原件" if frozen else "按内容排"
    papers = (Choice(ORIGINAL, first), *(Choice(name, title) for name, title in PAPERS))

    def load(book: Any, chosen: str) -> Loaded:
        return _loaded(book, number, today, chosen, frozen)

    def keep(book: Any, target: Path, chosen: str, _progress: Any) -> str:
        size = None if chosen in ("", ORIGINAL) else chosen
        return paper.print_notice(book, number, target, today=today, paper=size).line

    named = f"{number} {source.short_title(view.row['heading'] or number)}"
    return Job("打印公示", named, load, keep, named, papers)


def _loaded(book: Any, number: str, today: dt.date, chosen: str, frozen: bool) -> Loaded:
    size = None if chosen == ORIGINAL else paper.PAPERS.get(chosen)
    posted_on = publicity.view(book, number, today).row["paper"]
    if frozen and size in (None, posted_on):
        pdf = publicity.frozen_pdf(book, number)
        assert pdf is not None
        return Loaded(pdf, "张贴时定稿的原件，校验码在页脚。")
    drawn = publicity.render(book, number, today=today, paper=size)
    if frozen:
        return Loaded(drawn.data, f"按定稿的内容用 {drawn.paper} 重新排版，不是张贴时的原件。", "info")
    return Loaded(drawn.data, "还是草稿，页脚印着“草稿”，没有校验码。", "due")
