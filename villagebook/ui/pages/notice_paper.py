"""What there is to print of a notice: the posted file itself, a draft, another size, a poster in pieces, 大白话."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from villagebook.services import notice_print, paper
from villagebook.services.notice_print import Wish
from villagebook.services.publicity import NoticeView
from villagebook.ui.pages import notices_source as source
from villagebook.ui.pages.printing import Job, Loaded, Option
from villagebook.ui.widgets.line import Choice

ORIGINAL, WHOLE, PLAIN = "original", "whole", "plain"
PAPERS = (
    ("a4竖", "A4 纵向"), ("a4横", "A4 横向"), ("a3竖", "A3 纵向"), ("a3横", "A3 横向"),
    ("a2竖", "A2 纵向"), ("a2横", "A2 横向"), ("a1竖", "A1 纵向"), ("a1横", "A1 横向"),
)  # fmt: skip
_TILES = Option(
    "tile", "拼贴", (Choice(WHOLE, "不拼，整张印"), Choice("a4", "拆印在 A4 上再拼"), Choice("a3", "拆印在 A3 上再拼"))
)
_FORMS = Option("form", "印成", (Choice("notice", "公示"), Choice(PLAIN, "大白话（大字，贴在旁边）")))


THEIRS = "上级发来的原件，照原样印。"


def job(view: NoticeView, today: dt.date) -> Job:
    """Return what there is to print of a notice."""
    number, frozen = view.row["number"], view.row["pdf_id"] is not None
    first = "张贴时的原件" if frozen else "按内容排"
    papers = (Choice(ORIGINAL, first), *(Choice(name, title) for name, title in PAPERS))
    options = (_TILES, _FORMS) if notice_print.can_be_plain(view.row["kind"]) else (_TILES,)
    if view.content is None:
        papers, options = papers[:1], ()  # from above: there is the original and nothing else

    def load(book: Any, chosen: str) -> Loaded:
        made = notice_print.printed(book, number, _wish(chosen), today=today)
        return Loaded(
            made.data, _said(made) if view.content is not None else THEIRS, "late" if made.hits else _tone(made)
        )

    def keep(book: Any, target: Path, chosen: str, _progress: Any) -> str:
        wish = _wish(chosen)
        return paper.print_notice(
            book, number, target, today=today, paper=wish.paper, tile=wish.tile, plain_words=wish.plain_words
        ).line

    heading = view.row["heading"] or number
    named = f"{number} {source.short_title(heading) if view.content is not None else heading}"
    return Job("打印公示", named, load, keep, named, papers, options)


def _wish(chosen: str) -> Wish:
    """Return what was chosen: paper, tile and form; 大白话 is upright and not cut up."""
    size, tile, form = (*chosen.split("/"), "", "")[:3]
    wanted = None if size in ("", ORIGINAL) else size
    if form == PLAIN:
        return Wish(wanted.rstrip("横竖") if wanted else None, None, True)
    return Wish(wanted, tile if tile not in ("", WHOLE) else None)


def _tone(made: notice_print.Printed) -> str:
    return "due" if made.draft else "ok" if made.original else "info"


def _said(made: notice_print.Printed) -> str:
    if made.hits:
        return f"{made.said}{made.warning}"
    if made.draft and made.said.startswith("草稿"):
        return "还是草稿，页脚印着“草稿”，没有校验码。"
    return f"{made.said}，校验码在页脚。" if made.original else f"{made.said}。"
