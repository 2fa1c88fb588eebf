"""Comparing lists: every planted difference is found and nothing else, whatever the rows are known by."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests import made_books
from tests.generators import list_pairs
from tests.generators.list_pairs import PEOPLE, made, workbook
from villagebook.base.errors import Cancelled, UserError
from villagebook.importing import Sheet, Workbook
from villagebook.services import books, comparing, fields, history
from villagebook.services.comparing import Comparison, paper
from villagebook.services.comparing.cells import loose
from villagebook.services.comparing.entries import side_of
from villagebook.services.comparing.names import alike, squeezed

ON = made_books.TODAY
VILLAGE = made_books.VILLAGE


def of(*lists: Workbook, joined: Any = frozenset()) -> Comparison:
    return comparing.compared(tuple(side_of(one, place) for place, one in enumerate(lists)), joined)


def rows(*lines: tuple[Any, ...], headings: tuple[str, ...] = ("姓名", "证件号码", "户主姓名", "家庭住址")) -> Workbook:
    name = f"{lines[0][0]}{len(lines)}{lines[-1]!r}"
    return Workbook(name, name.encode().hex().ljust(64, "0")[:64], (Sheet("Sheet1", (headings, *lines)),))


def found(comparison: Comparison) -> set[tuple[str, str, str]]:
    return {
        (d.kind, squeezed(d.who.split(" ")[-1]), d.what if d.kind == "changed" else "") for d in comparison.differences
    }


# --- planted ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "without",
    [(), ("人口编号",), ("证件号码",), ("人口编号", "户编号"), ("人口编号", "证件号码")],
    ids=lambda headings: "without " + ("、".join(headings) or "nothing"),
)
def test_every_planted_difference_is_found_and_nothing_else(seed: int, without: tuple[str, ...]) -> None:
    pair = made(seed, without=without, differences=20)
    headings = [heading for heading in PEOPLE if heading not in without]
    result = of(workbook(pair.left, "甲", headings), workbook(pair.right, "乙", headings))
    assert found(result) == pair.planted
    assert len(result.differences) == len(pair.planted)
    assert result.left_out == ()


def test_a_list_is_not_different_from_itself_written_otherwise() -> None:
    pair = made(3, differences=0)
    result = of(workbook(pair.left, "甲"), workbook(pair.right, "乙"))
    assert result.differences == ()
    assert result.same == result.compared == len(pair.left)


@pytest.mark.parametrize("seed", range(3))
def test_the_other_way_round_new_is_gone_and_nothing_else_changes(seed: int) -> None:
    pair = made(seed, differences=20)
    left, right = workbook(pair.left, "甲"), workbook(pair.right, "乙")
    turned = {"added": "gone", "gone": "added"}
    one, other = of(left, right), of(right, left)
    assert one.counts == {turned.get(kind, kind): count for kind, count in other.counts.items()}
    changed, turned_round = (
        {(d.what, tuple(map(loose, d.texts))) for d in c.differences if d.kind == "changed"} for c in (one, other)
    )
    assert changed == {(what, texts[::-1]) for what, texts in turned_round}


def test_twelve_thousand_rows_take_seconds() -> None:
    pair = made(1, households=3500, differences=60)
    pair.left, pair.right = pair.left[:12000], pair.right
    begun = time.process_time()
    result = of(workbook(pair.left, "甲"), workbook(pair.right, "乙"))
    assert time.process_time() - begun < 20
    assert found(result) >= {line for line in pair.planted if line[0] == "changed"}


# --- matching -----------------------------------------------------------------------------------------------------

ONE, TWO = "350699195401310016", "350699200601200026"


def test_a_name_read_alike_is_told_and_not_joined_until_somebody_says_so() -> None:
    left, right = rows(("蓝丽健", None, "蓝大", "一号")), rows(("蓝丽建", None, "蓝大", "二号"))
    result = of(left, right)
    [line] = result.differences
    assert (line.kind, line.note) == ("alike", "同音不同字，同一户")
    assert "蓝丽健" in line.texts[0]
    assert "蓝丽建" in line.texts[1]
    again = of(left, right, joined=frozenset({line.pair}))
    assert [(d.kind, d.what, d.texts) for d in again.differences] == [
        ("changed", "姓名", ("蓝丽健", "蓝丽建")),
        ("changed", "家庭住址", ("一号", "二号")),
    ]


def test_two_of_one_number_are_told_apart_by_name_or_not_at_all() -> None:
    two = (("蓝丽建", ONE, "", ""), ("许玉美", ONE, "", ""))
    assert of(rows(*two), rows(*two[::-1])).differences == ()
    result = of(rows(("蓝丽建", ONE, "", "一号"), ("蓝丽建", ONE, "", "二号")), rows(("蓝丽建", ONE, "", "一号")))
    [line] = result.differences
    assert line.kind == "ambiguous"
    assert [len(r) for r in line.rows] == [2, 1]


def test_who_of_a_shared_name_is_left_over_is_not_joined_by_the_name_alone() -> None:
    both = rows(("李四", ONE, "张三", None), ("李四", TWO, "王六", None))
    said = of(both, rows(("李四", ONE), ("李四", None), headings=("姓名", "证件号码")))
    assert [(d.kind, d.note) for d in said.differences] == [("ambiguous", "姓名相同的不止一个，只凭姓名分不清")]
    alone = of(both, rows(("李四", ONE), headings=("姓名", "证件号码")))
    assert [(d.kind, d.what) for d in alone.differences] == [("added", "只在甲表")]


def test_hidden_digits_and_strokes_are_no_difference_unless_what_is_shown_differs() -> None:
    headings = ("姓名", "证件号码", "户主姓名", "成员联系电话", "民族")
    whole = rows(("李四", ONE, "张三", "13700000001", None), headings=headings)
    masked = f"{ONE[:6]}********{ONE[14:]}"
    assert not found(of(whole, rows(("李四", masked, "张三", "137****0001", "/"), headings=headings)))
    other = of(whole, rows(("李四", masked, "张三", "137****9999", "/"), headings=headings))
    assert [(d.what, d.texts) for d in other.differences] == [("成员联系电话", ("13700000001", "137****9999"))]
    namesake = of(whole, rows(("李四", f"{ONE[:6]}********0000", "张三", None, None), headings=headings))
    assert {d.kind for d in namesake.differences} <= {"added", "gone", "alike"}


def test_the_same_name_with_another_number_is_another_person() -> None:
    result = of(rows(("蓝丽建", ONE, "蓝大", "")), rows(("蓝丽建", TWO, "许大", "")))
    assert [d.kind for d in result.differences] == ["added", "gone"]


def test_a_slip_in_the_number_is_told_as_alike() -> None:
    mistyped = ONE[:-2] + "24"
    [line] = of(rows(("蓝丽建", ONE, "蓝大", "")), rows(("蓝丽建", mistyped, "蓝大", ""))).differences
    assert (line.kind, line.note) == ("alike", "姓名相同，同一户，出生日期相同，证件号码不同")


def test_a_household_whose_code_changed_is_not_another_household() -> None:
    headings = ("姓名", "证件号码", "户编号", "与户主关系")
    left = rows(("蓝大", ONE, "350001", "户主"), ("蓝小", TWO, "350001", "之子"), headings=headings)
    right = rows(("蓝大", ONE, "350009", "户主"), ("蓝小", TWO, "350009", "之子"), headings=headings)
    [line] = of(left, right).differences
    assert (line.kind, line.what, line.texts) == ("changed", "户编号", ("350001", "350009"))


def test_a_household_with_another_head_is_not_another_household() -> None:
    headings = ("姓名", "证件号码", "户主姓名", "性别")
    left = rows(("蓝大", ONE, "蓝老", "男"), ("蓝小", TWO, "蓝老", "男"), headings=headings)
    right = rows(("蓝大", ONE, "蓝大", "男"), ("蓝小", TWO, "蓝大", "男"), headings=headings)
    [line] = of(left, right).differences
    assert (line.kind, line.what, line.texts) == ("changed", "户主姓名", ("蓝老", "蓝大"))


def test_three_lists_say_what_each_says() -> None:
    result = of(
        rows(("蓝大", ONE, "蓝大", "一号")),
        rows(("蓝大", ONE, "蓝大", "二号"), ("许大", TWO, "许大", "三号")),
        rows(("蓝大", ONE, "蓝大", "一 号"), ("许大", TWO, "许大", "三号")),
    )
    assert [(d.kind, d.what, d.texts) for d in result.differences] == [
        ("changed", "家庭住址", ("一号", "二号", "一 号")),
        ("gone", "只在乙表、丙表", ("没有", "有", "有")),
    ]


def test_rows_that_name_nobody_are_listed_as_not_compared() -> None:
    result = of(rows(("蓝大", ONE, "", ""), (None, None, None, "无名")), rows(("蓝大", ONE, "", "")))
    assert [(sheet, row) for _, sheet, row, _ in result.left_out] == [("Sheet1", 3)]
    assert result.left_out[0][3]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("蓝丽建", "蓝丽健", "同音不同字"),
        ("曾小明", "曾晓明", "同音不同字"),
        ("许玥美", "许?美", "有一个字没有显示出来"),
        ("许玥美", "许＊美", "有一个字没有显示出来"),
        ("张 三", "张三", "姓名相同"),
        ("张三", "李四", ""),
        ("张三", "", ""),
        ("???", "张三丰", ""),
    ],
)
def test_names_alike(one: str, other: str, why: str) -> None:
    assert alike(one, other) == alike(other, one) == why


def test_a_former_name_is_alike() -> None:
    assert alike("蓝丽建", "蓝招弟", (None, "蓝丽建")) == "一个是曾用名"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1,200", "1200.00", True), ("2025.3.5", "2025-03-05", True), ("3组", "３ 组", True), ("无", "有", False),
        ("0012", "12", False), ("1200", "1201", False),
    ],
)  # fmt: skip
def test_texts_that_say_the_same(one: str, other: str, same: bool) -> None:
    assert (loose(one) == loose(other)) is same


# --- with the book --------------------------------------------------------------------------------------------------


def changed_list(folder: Path, name: str, heading: str, row: int, value: Any) -> Path:
    book = load_workbook(VILLAGE / name)
    sheet = book.worksheets[0]
    top = next(at for at in range(1, 6) if heading in [cell.value for cell in sheet[at]])
    column = [cell.value for cell in sheet[top]].index(heading) + 1
    sheet.cell(top + row, column).value = value
    target = folder / name
    book.save(target)
    return target


def test_the_lists_a_book_was_made_of_do_not_differ_from_it() -> None:
    with books.open_book(made_books.imported(), read_only=True) as book:
        for name in ("户信息_干净.xlsx", "人信息_干净.xlsx"):
            result = comparing.compare([VILLAGE / name], book, on=ON)
            assert result.differences == ()
            assert result.same == result.compared > 20


@pytest.mark.parametrize(
    ("name", "heading", "value", "table", "column"),
    [
        ("人信息_干净.xlsx", "成员联系电话", "13950001234", "person", "phone"),
        ("人信息_干净.xlsx", "姓名", "蓝新名", "person", "name"),
        ("人信息_干净.xlsx", "文化程度", "文盲或半文盲", "person_year", "education"),
        ("户信息_干净.xlsx", "是否危房户", "是", "household", "dangerous_house"),
        ("户信息_干净.xlsx", "人均纯收入", "12,345.60", "household_year", "per_capita_fen"),
    ],
)
def test_a_changed_cell_is_taken_over_as_one_operation_and_undone(
    tmp_path: Path, name: str, heading: str, value: str, table: str, column: str
) -> None:
    path = changed_list(tmp_path, name, heading, 2, value)
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as book:
        [line] = comparing.compare([path], book, on=ON).differences
        assert (line.kind, line.what, line.texts[0]) == ("changed", heading, value)
        before = len(history.entries(book))
        changed = comparing.take_over(book, line, actor="测试")
        assert len(history.entries(book)) == before + 1
        assert changed.seq is not None
        assert comparing.compare([path], book, on=ON).differences == ()
        with book.read() as connection:
            row = fields.record_row(connection, table, line.rows[1][0].records[table])
        assert fields.shown(line.info, row[column]) == value  # type: ignore[arg-type]
        history.undo_last(book, actor="测试")
        assert len(comparing.compare([path], book, on=ON).differences) == 1


def test_an_empty_cell_says_nothing_against_the_book(tmp_path: Path) -> None:
    path = changed_list(tmp_path, "人信息_干净.xlsx", "成员联系电话", 2, None)
    with books.open_book(made_books.imported(), read_only=True) as book:
        assert comparing.compare([path], book, on=ON).differences == ()


def test_who_is_in_one_of_the_two_only(tmp_path: Path) -> None:
    path = tmp_path / "人信息.xlsx"
    workbook_ = load_workbook(VILLAGE / "人信息_干净.xlsx")
    sheet = workbook_.worksheets[0]
    gone = [cell.value for cell in sheet[sheet.max_row]]
    sheet.delete_rows(sheet.max_row)
    workbook_.save(path)
    with books.open_book(made_books.imported(), read_only=True) as book:
        [line] = comparing.compare([path], book, on=ON).differences
    assert (line.kind, line.what) == ("gone", "只在书里")
    assert line.code in gone


def test_the_village_roll_finds_those_the_book_knows() -> None:
    with books.open_book(made_books.imported(), read_only=True) as book:
        result = comparing.compare([VILLAGE / "全村花名册.xls"], book, on=ON)
    assert result.counts["gone"] == result.counts["ambiguous"] == result.counts["alike"] == 0
    assert result.counts["added"] == 547 - 84


def test_what_has_its_own_procedure_is_not_taken_over(tmp_path: Path) -> None:
    path = changed_list(tmp_path, "户信息_干净.xlsx", "户主姓名", 2, "林大大")
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as book:
        [line] = comparing.compare([path], book, on=ON).differences
        with pytest.raises(UserError, match="换户主请在农户页办理"):
            comparing.take_over(book, line, actor="测试")


def test_a_number_destroyed_in_the_list_asks_nobody_to_change_the_book(tmp_path: Path) -> None:
    path = changed_list(tmp_path, "人信息_干净.xlsx", "证件号码", 2, 3.5069919620524e17)
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as book:
        [line] = comparing.compare([path], book, on=ON).differences
        with pytest.raises(UserError, match="书里的不用改"):
            comparing.take_over(book, line, actor="测试")


# --- refused and cancelled --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("户信息_干净.xlsx",), "要有两张表"),
        (("户信息_干净.xlsx", "人信息_干净.xlsx"), "没有可比的"),
        (("户信息_干净.xlsx",) * 4, "最多比 3 张"),
    ],
)
def test_what_cannot_be_compared_is_said(names: tuple[str, ...], says: str) -> None:
    with pytest.raises(UserError, match=says):
        comparing.compare([VILLAGE / name for name in names], on=ON)


def test_it_stops_when_it_is_cancelled() -> None:
    class Stopped:
        def step(self, done: int, total: int, what: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        comparing.compare([VILLAGE / "户信息_干净.xlsx"] * 2, on=ON, progress=Stopped())


# --- as a workbook ----------------------------------------------------------------------------------------------------


@pytest.fixture
def sheets(tmp_path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    pair = made(4, differences=20)
    target = paper.export(of(workbook(pair.left, "甲.xlsx"), workbook(pair.right, "乙.xlsx")), tmp_path / "比对.xlsx")
    book = load_workbook(target)
    assert {"变动", "换户", "新增", "减少"} <= set(book.sheetnames)

    def lines(name: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in book[name].iter_rows(min_row=2)]

    return lines


def test_the_workbook_has_the_two_values_beside_each_other_in_colour(
    sheets: Callable[[str], list[tuple[Any, ...]]],
) -> None:
    heading, *body = sheets("变动")
    words = [cell.value for cell in heading]
    assert words == ["户或人", "编号", "姓名", "栏目", "甲表", "乙表", "说明", "已处理"]
    for row in body:
        assert row[4].value != row[5].value
        assert row[4].fill.fgColor.rgb == "FFFFF2CC"
        assert row[5].fill.fgColor.rgb == "FFF8CBAD"
        assert row[2].fill.fgColor.rgb == "00000000"


def test_rows_of_one_list_come_whole(sheets: Callable[[str], list[tuple[Any, ...]]]) -> None:
    heading, *body = sheets("新增")
    words = [cell.value for cell in heading]
    assert set(list_pairs.PEOPLE) - {"备注"} <= set(words)
    for row in body:
        cells = {word: cell.value for word, cell in zip(words, row, strict=True)}
        assert cells["证件号码"].isdigit() or cells["证件号码"][:-1].isdigit()
        assert cells["在哪里"] == "只在甲表"


def test_nothing_of_the_book_leaves_that_the_list_did_not_ask_for(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    book_ = load_workbook(VILLAGE / "人信息_干净.xlsx")
    sheet = book_.worksheets[0]
    top = next(at for at in range(1, 6) if "姓名" in [cell.value for cell in sheet[at]])
    keep = {"姓名", "性别", "户编号", "人口编号"}
    for column in range(sheet.max_column, 0, -1):
        if sheet.cell(top, column).value not in keep:
            sheet.delete_cols(column)
    sheet.delete_rows(top + 1)
    book_.save(path)
    with books.open_book(made_books.imported(), read_only=True) as book:
        result = comparing.compare([path], book, on=ON)
        with book.read() as connection:
            from sqlalchemy import select

            from villagebook.models import Person

            numbers = set(connection.execute(select(Person.id_number)).scalars())
    target = paper.export(result, tmp_path / "比对.xlsx")
    said = {str(cell.value) for sheet in load_workbook(target) for row in sheet.iter_rows() for cell in row}
    assert result.counts["gone"] == 1
    assert not said & numbers


def test_the_json_names_rows_and_texts() -> None:
    told = comparing.as_json(of(rows(("蓝大", ONE, "", "一号")), rows(("蓝大", ONE, "", "二号"))))
    [line] = told["differences"]
    assert line["texts"] == ["一号", "二号"]
    assert line["rows"] == [[{"sheet": "Sheet1", "row": 2}], [{"sheet": "Sheet1", "row": 2}]]
    assert told["counts"]["changed"] == 1
