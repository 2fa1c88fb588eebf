from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from tests.unit.documents.pdf_reading import page_count, text_by_poppler, text_of
from villagebook.base.errors import KnownError
from villagebook.documents.listing import Listing, ListingPdf, write_listing

ON = dt.date(2026, 9, 30)


@dataclass(frozen=True)
class Column:
    """A column as ledgers have them."""

    id: str
    heading: str
    kind: str
    unit: str | None = None
    total: bool = False


CODE = Column("code", "户编号", "code")
NAME = Column("name", "户主", "name")
MONEY = Column("money", "补助金额", "money", "元", True)
AREA = Column("area", "面积", "quantity", "亩", True)
DAY = Column("day", "领取日期", "day")
NOTE = Column("note", "备注", "long_text")
COLUMNS = (CODE, NAME, MONEY, AREA, DAY, NOTE)


def row(i: int, **changed: object) -> dict[str, object]:
    """Return a row of COLUMNS."""
    return {
        "code": f"35069910120{i:05}", "name": "王𬭎", "money": 123456 + i, "area": Decimal("3.25"),
        "day": dt.date(2026, 3, 1), "note": None,
    } | changed  # fmt: skip


def listing(columns: tuple[Column, ...], rows: list[dict[str, object]], **totals: object) -> Listing:
    """Return a listing of 清溪村."""
    return Listing("清溪村到户台账", f"共 {len(rows)} 行", "云岭镇清溪村", columns, rows, totals, ON)


def written(folder: Path, said: Listing) -> tuple[bytes, ListingPdf]:
    """Return the PDF and what is said about it."""
    target = folder / "台账.pdf"
    made = write_listing(target, said)
    return target.read_bytes(), made


def page_size(data: bytes) -> tuple[int, int]:
    """Return the size of the first page in mm."""
    document = pypdfium2.PdfDocument(data)
    try:
        width, height = document[0].get_size()
        return round(width / 72 * 25.4), round(height / 72 * 25.4)
    finally:
        document.close()


def wide(count: int) -> tuple[Column, ...]:
    """Return so many columns."""
    return (CODE, NAME, *(Column(f"m{i}", f"第{i}项金额", "money", "元", True) for i in range(count - 2)))


def wide_row(i: int, count: int) -> dict[str, object]:
    """Return a row of ``wide``; every amount occurs once in the whole listing."""
    return {"code": f"C{i:04}", "name": "李㛃"} | {f"m{k}": i * 100_000 + k * 100 + 7 for k in range(count - 2)}


def test_values_stand_as_the_office_writes_them(tmp_path: Path) -> None:
    values = row(1, money=-123456789, area=Decimal("-0.50"), note="鸡舍\n另补")
    data, _ = written(tmp_path, listing(COLUMNS, [values]))
    lines = text_of(data).splitlines()
    for text in ("3506991012000001", "王𬭎", "−1,234,567.89", "−0.5", "2026-03-01", "鸡舍", "另补"):
        assert any(text in line for line in lines), text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("bool", True, "是"),
        ("int", 12345, "12,345"),
        ("year", 2026, "2026"),
        ("month", "2026-03", "2026-03"),
        ("time", dt.datetime(2026, 3, 1, 16, 30, tzinfo=dt.UTC), "2026-03-02 00:30:00"),
        ("card", "6217001234567890123", "6217001234567890123"),
        ("json", {"旧栏": "甲", "空": None}, "旧栏：甲"),
        ("statuses", "脱贫户、低保户", "脱贫户、低保户"),
        ("code", "007", "007"),
    ],
)
def test_each_kind_is_written_in_full(tmp_path: Path, kind: str, value: object, text: str) -> None:
    data, _ = written(tmp_path, listing((CODE, Column("x", "值", kind)), [{"code": "1", "x": value}]))
    assert text in text_of(data)


@pytest.mark.parametrize(("kind", "value"), [("money", 1.5), ("text", 1.5), ("day", "3月"), ("bool", "是")])
def test_a_value_of_another_kind_is_refused(tmp_path: Path, kind: str, value: object) -> None:
    with pytest.raises(TypeError):
        written(tmp_path, listing((CODE, Column("x", "值", kind)), [{"code": "1", "x": value}]))
    assert not list(tmp_path.iterdir())


def test_every_value_of_a_long_wide_list_is_in_the_text(tmp_path: Path) -> None:
    count, rows = 40, [wide_row(i, 40) for i in range(200)]
    data, made = written(tmp_path, listing(wide(count), rows))
    found = set(re.split(r"\s+", text_by_poppler(data, tmp_path)))
    expected = {f"{value // 100:,}.{value % 100:02}" for r in rows for k, value in r.items() if k[0] == "m"}  # type: ignore[operator]
    assert made.bands > 1
    assert expected <= found


def test_few_columns_are_on_a4_many_on_a3_more_on_bands(tmp_path: Path) -> None:
    found = []
    for count in (6, 20, 40):
        data, made = written(tmp_path, listing(wide(count), [wide_row(i, count) for i in range(3)]))
        found.append((page_size(data), made.paper, made.bands > 1))
    assert found == [((297, 210), "A4横", False), ((420, 297), "A3横", False), ((420, 297), "A3横", True)]


def test_bands_repeat_the_first_two_columns(tmp_path: Path) -> None:
    data, made = written(tmp_path, listing(wide(40), [wide_row(0, 40)]))
    for page in range(made.pages):
        text = text_of(data, page)
        assert "C0000" in text
        assert "李㛃" in text
        assert f"左起第 {page + 1} 幅" in text


def test_heading_and_page_number_are_on_every_page_and_totals_on_the_last(tmp_path: Path) -> None:
    rows = [row(i) for i in range(100)]
    data, made = written(tmp_path, listing(COLUMNS, rows, money=99999999, area=Decimal(325)))
    assert made.pages == page_count(data) > 1
    for page in range(made.pages):
        text = text_of(data, page)
        assert "户编号" in text
        assert f"第 {page + 1} 页　共 {made.pages} 页" in text
        assert ("999,999.99" in text) == ("合计" in text) == (page == made.pages - 1)


def test_each_row_is_printed_once_in_order(tmp_path: Path) -> None:
    rows = [row(i, note="因病，" * (i % 40)) for i in range(150)]
    data, made = written(tmp_path, listing(COLUMNS, rows))
    text = "".join(text_of(data, page) for page in range(made.pages))
    places = [text.index(f"35069910120{i:05}") for i in range(150)]
    assert places == sorted(places)
    assert all(text.count(f"35069910120{i:05}") == 1 for i in range(150))


def test_a_note_longer_than_a_page_goes_on(tmp_path: Path) -> None:
    note = "".join(f"第{i}次走访，反映饮水问题；" for i in range(1500))
    data, made = written(tmp_path, listing(COLUMNS, [row(1, note=note), row(2)]))
    text = re.sub(r"\s", "", "".join(text_of(data, page) for page in range(made.pages)))
    assert made.pages > 1
    assert [text.count(char) for char in "第走访饮题"] == [1500 + made.pages, 1500, 1500, 1500, 1500]


def test_an_empty_ledger_is_one_page_with_its_heading(tmp_path: Path) -> None:
    data, made = written(tmp_path, listing(COLUMNS, []))
    assert made.pages == 1
    assert "户编号" in text_of(data)


def test_the_foot_names_the_village_once(tmp_path: Path) -> None:
    data, _ = written(tmp_path, listing(COLUMNS, [row(1)]))
    assert "云岭镇清溪村到户台账　数据截至 2026年9月30日" in text_of(data)


def test_a_character_no_face_has_is_said(tmp_path: Path) -> None:
    _, made = written(tmp_path, listing(COLUMNS, [row(1, name="王\U000f0123")]))
    assert made.missing == (("王\U000f0123", "\U000f0123"),)


def test_equal_listings_give_equal_bytes(tmp_path: Path) -> None:
    said = listing(COLUMNS, [row(i) for i in range(30)], money=3)
    assert written(tmp_path, said)[0] == written(tmp_path, said)[0]


def test_an_unwritable_target_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    target = tmp_path / "台账.pdf"
    target.mkdir()
    with pytest.raises(KnownError) as caught:
        write_listing(target, listing(COLUMNS, [row(1)]))
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == [target]


def test_headings_over_several_columns_unit_line_and_room_to_sign(tmp_path: Path) -> None:
    said = replace(
        listing(COLUMNS, [row(i) for i in range(3)], money=1), sides=("数据截至 2026-09-30", "单位：元"),
        groups=[("补助情况", {"money": "金额", "area": "亩数"})], closing="制表：　　审核：",
    )  # fmt: skip
    data, made = written(tmp_path, said)
    shown = text_of(data)
    assert made.pages == 1
    for text in ("补助情况", "数据截至 2026-09-30", "单位：元", "制表：", "审核："):
        assert text in shown, text
    assert "补助金额" not in shown  # under its group the shorter heading stands
    assert shown.index("补助情况") < shown.index("金额")


def test_the_line_to_sign_is_never_alone_on_a_page(tmp_path: Path) -> None:
    """Whatever the number of rows, the last page holds a row above the signatures."""
    for many in range(18, 30):
        rows = [row(i, note=f"第{i}行") for i in range(many)]
        data, made = written(tmp_path, replace(listing(COLUMNS, rows, money=1), closing="制表：　　审核："))
        last = pypdfium2.PdfDocument(data)[made.pages - 1].get_textpage().get_text_range()
        assert "制表" in last
        assert f"第{many - 1}行" in last
