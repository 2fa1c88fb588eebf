"""大白话 says what its notice says: every figure on it is one of the notice's own, written as it is said."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from villagebook.base.errors import UserError
from villagebook.base.sheet import Contact, NoticeContent, SheetColumn, SheetTable, Value
from villagebook.notices import NOTICE_KINDS
from villagebook.notices.plain import PLAINS, plain_sheet

DAY = dt.date(2026, 3, 11)


def content(kind: str, parts: tuple[str, ...], *tables: SheetTable, **changes: object) -> NoticeContent:
    made = NoticeContent(
        kind=kind, number="清村公示〔2026〕12号", title_parts=parts,
        basis="根据示财农〔2026〕18号，经2026年3月8日村民代表大会讨论通过，现将名单予以公示。", tables=tables,
        from_on=DAY, through_on=dt.date(2026, 3, 21), days_text="10天",
        contacts=(Contact("何正（文书）", "0599-5550101", "村部"),), hotlines=(("12317", ""),),
        signers=("云岭镇清溪村村民委员会",), signed_on=DAY, as_of=DAY, village="云岭镇清溪村", place="村委会公示栏",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def table(
    kind: str, index: int, *rows: tuple[Value, ...], totals: tuple[Value, ...] = (), count: str = ""
) -> SheetTable:
    """Return a table with the columns the kind declares."""
    columns = tuple(column.sheet for column in NOTICE_KINDS[kind].tables[index].columns)
    return SheetTable(columns, rows, totals, count)


def roster(*amounts: int) -> NoticeContent:
    kind = "roster-beneficiaries"
    rows = tuple(
        (i, name, 3, "脱温鸡苗", Decimal(fen // 1800), 1800, fen, None)
        for i, (name, fen) in enumerate(zip(("赵长河", "钱玉兰", "孙立"), amounts, strict=False), 1)
    )
    totals = (None, None, None, None, None, None, sum(amounts), None)
    made = table(kind, 0, *rows, totals=totals, count=f"{len(rows)}户")
    unit = tuple(replace(c, unit="只") if c.id == "quantity" else c for c in made.columns)
    return content(
        kind, ("清溪村", "2026年", "庭院养鸡到户补助", "到户项目", "受益户公示"), replace(made, columns=unit)
    )


def bands(made: NoticeContent, sources: tuple[str, ...] = ()) -> dict[str, str]:
    sheet = plain_sheet(NOTICE_KINDS[made.kind], made, sources)
    return {
        band.label: " ".join((*band.lines, *(f"{e.name} {e.quantity} {e.amount}".strip() for e in band.entries)))
        for band in sheet.bands
    }


def test_a_roster_tells_where_from_how_much_to_whom_and_how() -> None:
    made = roster(108000, 72000)
    sheet = plain_sheet(NOTICE_KINDS[made.kind], made, ("中央", "县"))
    assert sheet.question == "庭院养鸡补助发给谁？发多少？"
    assert (sheet.number, sheet.phone) == ("清村公示〔2026〕12号", "0599-5550101")
    assert bands(made, ("中央", "县")) == {
        "钱从哪来": "上级拨的钱（中央、县），一共1,800元。 3月8日村民代表大会开会同意。",
        "给多少": "给的是脱温鸡苗，一只18元，各户多少见下面。",
        "给谁": "一共2户： 赵长河 60只 1,080元 钱玉兰 40只 720元",
        "怎么给": "先公示到3月21日，没有意见再按名单发。",
        "有意见": "3月21日前找何正（文书），也可打12317。",
    }


def test_what_all_get_alike_is_said_once() -> None:
    assert bands(roster(90000, 90000, 90000))["给多少"] == "给的是脱温鸡苗，一只18元，每户900元。"


def test_money_of_the_village_is_not_called_from_above() -> None:
    assert bands(roster(90000), ("村集体",))["钱从哪来"].startswith("村集体的钱，一共900元。")
    assert bands(roster(90000), ("中央", "社会捐赠"))["钱从哪来"].startswith("上级拨的钱（中央）和社会捐赠的钱，")
    assert bands(roster(90000))["钱从哪来"].startswith("一共900元。")


def test_a_meeting_that_is_not_named_is_not_invented() -> None:
    made = replace(roster(90000), basis="现将名单予以公示。")
    assert bands(made)["钱从哪来"] == "一共900元。"


def test_a_notice_without_an_end_gives_no_day() -> None:
    told = bands(replace(roster(90000), days_text="长期"))
    assert told["有意见"] == "随时可以找何正（文书），也可打12317。"
    assert "怎么给" not in told


def test_without_a_contact_the_hotline_stands_large() -> None:
    made = replace(roster(90000), contacts=(Contact("何正", ""),))
    assert plain_sheet(NOTICE_KINDS[made.kind], made).phone == "12317"


def test_a_project_tells_what_where_how_much_and_who() -> None:
    rows = (("项目名称", "高山蔬菜冷库"), ("建设内容", "建冷库1座，库容300立方米"), ("实施地点", "三组"),
            ("资金构成及规模", "合计68.00万元，其中中央40.00万元、县28.00万元"))  # fmt: skip
    kind = "project-start"
    made = content(kind, ("清溪村", "2026年", "高山蔬菜冷库", "项目实施前", "公示"), table(kind, 0, *rows))
    assert plain_sheet(NOTICE_KINDS[kind], made).question == "高山蔬菜冷库怎么建？花多少钱？"
    told = bands(made)
    assert told["建什么"] == "建冷库1座，库容300立方米。"
    assert told["花多少"] == "合计68.00万元，其中中央40.00万元、县28.00万元。"
    assert list(told) == ["建什么", "在哪里", "花多少", "有意见"]


def test_funds_tell_what_came_what_went_and_what_is_left() -> None:
    kind = "fund-use"
    made = content(
        kind, ("清溪村", "2026年", "高山蔬菜冷库", "资金使用情况", "公告"),
        table(kind, 0, ("中央", 4000000, 1500000, 2500000), ("县", 100050, 0, 100050),
              totals=(None, 4100050, 1500000, 2600050)),
        table(kind, 1, (1, "冷库工程款", "示范县建筑公司", 1500000), totals=(None, None, None, 1500000), count="1项"),
    )  # fmt: skip
    told = bands(made)
    assert told["钱从哪来"] == "一共下达41,000.50元： 中央  40,000元 县  1,000.50元"
    assert told["花了多少"] == "已经花了15,000元，账上还剩26,000.50元。"
    assert told["花在哪"] == "一共1项： 冷库工程款  15,000元"
    assert told["有意见"].startswith("随时可以找何正")


def test_a_distribution_tells_how_it_is_shared_and_to_whom() -> None:
    kind = "income-distribution"
    made = content(
        kind, ("清溪村", "2025年", "村级光伏电站", "收益分配", "公示"),
        table(kind, 0, (150000, 20000, 120000, 10000)),
        table(kind, 1, (1, "分红到户", "每户600元", 120000), totals=(None, None, None, 120000), count="1项"),
        table(kind, 2, (1, "陈来福", "分红", 60000), (2, "孙立", "分红", 60000), count="2人"),
    )  # fmt: skip
    told = bands(made)
    assert told["钱从哪来"].startswith("村级光伏电站一共挣了1,500元，扣掉运维等200元，这次分1,200元。")
    before = replace(made, tables=made.tables[1:])
    assert bands(before)["钱从哪来"].startswith("村级光伏电站挣的钱，这次分1,200元。")
    assert told["给谁"] == "一共2人： 陈来福  600元 孙立  600元"


def test_a_kind_without_plain_words_says_so() -> None:
    made = content("monitored-identification", ("清溪村", "2026年", "监测对象", "识别公示"))
    with pytest.raises(UserError, match="没有大白话"):
        plain_sheet(NOTICE_KINDS["monitored-identification"], made)


@pytest.mark.parametrize("plain", PLAINS, ids=lambda plain: plain.id)
def test_every_declaration_is_of_a_kind_and_survives_an_empty_notice(plain: object) -> None:
    kind = NOTICE_KINDS[plain.id]  # type: ignore[attr-defined]
    words = {"village": "清溪村", "year": "2026年", "project": "", "period": "2026年第一季度"}
    parts = tuple(pattern.format(**words) for pattern in kind.title)
    empty = content(kind.id, tuple(filter(None, parts)), contacts=(), hotlines=(), basis="", signers=())
    sheet = plain_sheet(kind, empty)
    assert sheet.question.endswith("？")
    assert "{" not in sheet.question
    assert sheet.bands[-1].label == "有意见"


@pytest.mark.parametrize("plain", PLAINS, ids=lambda plain: plain.id)
def test_no_figure_is_said_that_the_notice_does_not_have(plain: object) -> None:
    kind = NOTICE_KINDS[plain.id]  # type: ignore[attr-defined]
    tables = tuple(
        SheetTable(tuple(c.sheet for c in t.columns), tuple(_row(t.columns, n) for n in (1, 2)), (), "2户")
        for t in kind.tables
    )
    words = {"village": "清溪村", "year": "2026年", "project": "茶园", "period": "2026年第一季度"}
    parts = tuple(pattern.format(**words) for pattern in kind.title)
    made = content(kind.id, parts, *tables)
    known = {*_figures(str(made.to_json()))}
    for one in tables:
        for place, column in enumerate(one.columns):
            values = [row[place] for row in one.rows]
            for value in (*values, sum(v for v in values if isinstance(v, int))):
                if isinstance(value, int) and column.kind in ("money", "wan"):
                    yuan, wan = value / 100, value / 1000000
                    known |= {*_figures(f"{yuan:,.2f} {yuan:,.0f} {wan:.2f} {wan:.4f}")}
    said = bands(made)
    for label, text in said.items():
        assert [f for f in _figures(text) if f not in known] == [], label


def _figures(text: str) -> list[str]:
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    return [one.rstrip("0").rstrip(".") if "." in one else one for one in found]


def _row(columns: object, number: int) -> tuple[Value, ...]:
    made: list[Value] = []
    for column in columns:  # type: ignore[attr-defined]
        kind = column.kind
        money = 1234500 * number
        made.append({"serial": number, "money": money, "wan": money * 100, "int": number, "quantity": Decimal(number),
                     "name": f"某{number}"}.get(kind, f"第{number}样"))  # fmt: skip
    return tuple(made)


def test_sheet_columns_are_those_the_declarations_read() -> None:
    assert SheetColumn("head", "户主姓名", "name") == NOTICE_KINDS["roster-beneficiaries"].tables[0].columns[1].sheet
