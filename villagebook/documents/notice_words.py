"""What a notice says, in words: closing lines, foot, the plain text of a sheet, characters no face has.

Nothing here is measured or drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from villagebook.base.days import chinese, numerals
from villagebook.base.sheet import NoticeContent, SheetTable, Value
from villagebook.documents.faces import Faces, faces
from villagebook.documents.notice_cells import cell_text, clean, decimals, total_label, total_text

DATE_STYLES = ("arabic", "numerals")
OBJECTIONS, SUPERVISION = "意见反映", "监督电话"
DRAFT, LONG = "草稿", "长期"
#: The days of a notice that hangs on without end.
LONG = "长期"
Items = tuple[str, ...]


def title_phrases(content: NoticeContent) -> tuple[str, ...]:
    """Return the title cut at its sense breaks."""
    return tuple(part for part in (one_line(p) for p in content.title_parts) if part)


def one_line(text: str) -> str:
    """Return a text without line ends."""
    return clean(text).replace("\n", "").strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a free text."""
    return tuple(part.strip() for part in clean(text).split("\n") if part.strip())


def period(content: NoticeContent) -> str:
    """Return 2026年3月11日至2026年3月20日（10天）, always with both years; of one that stays only since when."""
    days = one_line(content.days_text)
    if days == LONG:
        return f"{chinese(content.from_on)}起{LONG}张贴"
    if days == LONG:
        return f"{chinese(content.from_on)}起，长期张贴"
    return f"{chinese(content.from_on)}至{chinese(content.through_on)}" + (f"（{days}）" if days else "")


def signed_on(content: NoticeContent, date_style: str) -> str:
    """Return the date of the 落款: 2026年3月11日, or 二〇二六年三月十一日."""
    return numerals(content.signed_on) if date_style == "numerals" else chinese(content.signed_on)


def closing(content: NoticeContent) -> tuple[tuple[str, tuple[Items, ...]], ...]:
    """Return (label, lines of items) of 公示时间, 意见反映, 监督电话; an item is broken only if it must be."""
    out: list[tuple[str, tuple[Items, ...]]] = [(one_line(content.period_label), ((period(content),),))]
    contacts = (tuple(filter(None, map(one_line, (c.name, c.phone, c.place)))) for c in content.contacts)
    out.append((one_line(content.contact_label) or OBJECTIONS, tuple(filter(None, contacts))))
    pairs = ((one_line(phone), one_line(whose)) for phone, whose in content.hotlines)
    hotlines = tuple(phone + (f"（{whose}）" if whose else "") for phone, whose in pairs if phone or whose)
    out.append((SUPERVISION, (hotlines,) if hotlines else ()))
    return tuple((label, lines) for label, lines in out if lines)


def signers(content: NoticeContent) -> tuple[str, ...]:
    """Return the units that sign."""
    return tuple(filter(None, map(one_line, content.signers)))


def foot_lines(content: NoticeContent, fits: Callable[[str], bool] = lambda text: True) -> tuple[str, str]:
    """Return the two lines of the foot: which document, and as of which day and where it hangs.

    What does not fit the foot is cut there; it stands in full above. The village is named unless the title
    names it.
    """
    title, number, village = "".join(title_phrases(content)), one_line(content.number), one_line(content.village)
    named = any(village[i:] in title for i in range(len(village) - 1))
    parts = [] if named or not village else [village]
    place = one_line(content.place)
    where = f"\u3000张贴地点：{place}" if place else ""
    document = cut_short("\u3000".join([*parts, title]), f"\u3000{number}" if number else "", fits)
    return document, cut_short(f"数据截至 {chinese(content.as_of)}{where}", "", fits)


def cut_short(text: str, end: str, fits: Callable[[str], bool]) -> str:
    """Return text and end, the text cut as far as needed."""
    if not text + end or fits(text + end):
        return (text + end).strip("\u3000")
    while text and not fits(f"{text}……{end}"):
        text = text[:-1]
    return f"{text}……{end}" if text else cut_short(end.strip("\u3000"), "", fits)


def plain_text(content: NoticeContent, date_style: str = "arabic") -> str:
    """Return all that the sheet says, one line a paragraph or row, cells separated by tabs."""
    lines = ["".join(title_phrases(content)), one_line(content.number), *paragraphs(content.basis)]
    for table in content.tables:
        lines += _table_lines(table)
    lines += [part for sentence in content.sentences for part in paragraphs(sentence)]
    for label, groups in closing(content):
        lines += [f"{label}：" + "\u3000\u3000".join(items) for items in groups]
    lines += [*signers(content), signed_on(content, date_style), *foot_lines(content)]
    return "\n".join(filter(None, lines)) + "\n"


def _table_lines(table: SheetTable) -> Iterator[str]:
    yield one_line(table.heading)
    yield "\t".join(one_line(c.heading) + (f"（{one_line(c.unit)}）" if c.unit else "") for c in table.columns)
    many = [decimals(table, i) for i in range(len(table.columns))]
    for row in table.rows:
        yield "\t".join(_cell(value, c.kind, of) for value, c, of in zip(row, table.columns, many, strict=True))
    if table.totals or table.count_text:
        sums = [_cell(value, table.columns[i].kind, many[i]) for i, value in enumerate(table.totals)][1:]
        yield "\t".join(["\u3000".join(filter(None, (total_label(table), total_text(table)))), *sums])


def _cell(value: Value, kind: str, many: int) -> str:
    return re.sub(r"\s+", " ", cell_text(value, kind, many)) if value is not None else ""


def missing(content: NoticeContent, using: Faces | None = None) -> list[tuple[str, str]]:
    """Return (where, character) for each character that no face has: the 缺字 list, in reading order.

    Args:
        content: The notice.
        using: The fonts it will be set in; None: the bundled ones.
    """
    fonts = using or faces()
    found = [(where, char) for where, text in _places(content) for _, char in fonts.missing([text])]
    return list(dict.fromkeys(found))


def _places(content: NoticeContent) -> Iterator[tuple[str, str]]:
    yield "题目", "".join(content.title_parts)
    yield "编号", content.number
    yield "正文", "\n".join((content.basis, *content.sentences))
    for n, table in enumerate(content.tables, 1):
        name = f"表{n} " if len(content.tables) > 1 else ""
        heads = "".join(c.heading + (c.unit or "") for c in table.columns)
        yield f"{name}表头", table.heading + heads + table.count_text
        for i, row in enumerate(table.rows, 1):
            for value, column in zip(row, table.columns, strict=True):
                if isinstance(value, str):
                    yield f"{name}第 {i} 行 {column.heading}：{value}", value
        yield f"{name}合计", "".join(str(v) for v in table.totals if isinstance(v, str))
    for label, groups in closing(content):
        yield label, "".join("".join(items) for items in groups)
    yield "落款", "".join(content.signers)
    yield "页脚", content.village + content.place
