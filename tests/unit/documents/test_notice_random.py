"""Whatever a notice may say, it is printed: inside the margins, no text run through by a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.documents.sheet_geometry import pages
from villagebook.base.sheet import COLUMN_KINDS, Contact, NoticeContent, SheetColumn, SheetTable
from villagebook.documents.notice import missing, render_notice
from villagebook.documents.notice_sheet import SHEETS

PLAIN = "清溪村的公示，。、《》（）〔〕“”—…0123456789.,-ABab 　𬭎䶮·%元户阿卜杜热合曼"
NUMBERS = ("int", "quantity", "money", "wan")
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))
LENIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def texts(any_char: bool, longest: int) -> st.SearchStrategy[str]:
    plain = st.sampled_from(PLAIN + "\n")
    return st.text(alphabet=st.one_of(plain, st.characters()) if any_char else plain, max_size=longest)


def values(kind: str, any_char: bool) -> st.SearchStrategy[Any]:
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "serial": st.integers(1, 999),
        "name": texts(any_char, 14),
        "group": texts(any_char, 8),
        "text": texts(any_char, 60),
        "int": st.integers(-(10**6), 10**7),
        "quantity": st.decimals(-(10**6), 10**6, places=4),
        "money": st.integers(-(10**12), 10**12),
        "wan": st.integers(-(10**12), 10**12),
        "day": st.one_of(DAYS, texts(any_char, 8)),
        "month": st.sampled_from(["2026-01", "2026-12"]),
    }
    return st.one_of(st.none(), by_kind[kind])


@st.composite
def tables(draw: st.DrawFn, any_char: bool) -> SheetTable:
    # More columns of absurd entries than nine are printed too, but not without touching each other.
    kinds = draw(st.lists(st.sampled_from(COLUMN_KINDS), min_size=1, max_size=13 if any_char else 9))
    unit = st.sampled_from([None, "元", "万元", "只"])
    columns = tuple(SheetColumn(f"c{i}", draw(texts(any_char, 12)), kind, draw(unit)) for i, kind in enumerate(kinds))
    pool = draw(st.lists(st.tuples(*[values(kind, any_char) for kind in kinds]), min_size=1, max_size=4))
    rows = draw(st.sampled_from([0, 1, 2, 5, 30, 70]))
    # Over the first column stands the label.
    sums = st.tuples(
        st.none(), *[values(k, any_char) if k in NUMBERS else st.sampled_from([None, None, "—"]) for k in kinds[1:]]
    )
    return SheetTable(
        columns, tuple(pool[i % len(pool)] for i in range(rows)), draw(st.one_of(st.just(()), sums)),
        draw(st.sampled_from(["", f"{rows}户", "3人"])), draw(texts(any_char, 12)),
    )  # fmt: skip


def notices(any_char: bool) -> st.SearchStrategy[NoticeContent]:
    short, long = texts(any_char, 14), texts(any_char, 60)
    return st.builds(
        NoticeContent,
        kind=st.just("any"), number=short, title_parts=st.lists(short, max_size=6).map(tuple),
        contacts=st.lists(st.builds(Contact, short, short, long), max_size=4).map(tuple),
        basis=texts(any_char, 400), tables=st.lists(tables(any_char), max_size=3).map(tuple), from_on=DAYS,
        through_on=DAYS, days_text=short,
        hotlines=st.lists(st.tuples(short, short), max_size=4).map(tuple),
        signers=st.lists(short, max_size=4).map(tuple), signed_on=DAYS, as_of=DAYS, village=short, place=long,
        sentences=st.lists(long, max_size=3).map(tuple), period_label=st.sampled_from(["公示时间", "公告时间"]),
    )  # fmt: skip


@settings(LENIENT, max_examples=40)
@given(content=notices(any_char=True), paper=st.sampled_from([None, *SHEETS]), draft=st.booleans())
def test_any_notice_can_be_printed(content: NoticeContent, paper: str | None, draft: bool) -> None:
    made = render_notice(content, paper=paper, draft=draft, check_code="7F3A92C1")
    assert made.data.startswith(b"%PDF")
    missing(content)


@settings(LENIENT, max_examples=40)
@given(content=notices(any_char=False), paper=st.sampled_from([None, *SHEETS]))
def test_any_notice_keeps_to_its_margins_and_cells(content: NoticeContent, paper: str | None) -> None:
    made = render_notice(content, paper=paper, check_code="7F3A92C1", qr_text="VB1:B:12:7F3A92C1")
    for page in pages(made.data):
        assert page.outside(SHEETS[made.paper].side) == []
        assert page.struck() == []
        assert min(char.size for char in page.chars) > 8.99
