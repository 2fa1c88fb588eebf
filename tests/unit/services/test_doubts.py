"""疑点清单: lines find their records, say what our data know, are answered, and go back in the same sheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from sqlalchemy import select

from tests import made_books
from villagebook.base.errors import UserError
from villagebook.base.resident_ids import check_digit
from villagebook.importing import read_file
from villagebook.models import Membership, Person
from villagebook.services import books, checking, doubts, fields, history, today
from villagebook.services.doubts import sheets
from villagebook.store import Book

ACTOR, ON = "陈志明", made_books.TODAY
HEADINGS = (
    "序号", "行政村", "户编号", "姓名", "身份证号码", "疑点类型", "疑点内容", "性别", "核实情况", "核实人", "备注",
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as opened:
        yield opened


def person(book: Book, name: str) -> Any:
    with book.read() as connection:
        return connection.execute(select(Person.__table__).where(Person.name == name)).mappings().one()


#: A line: 户编号, 姓名, 身份证号码, 疑点类型, 疑点内容, 性别.
LINES = (
    ("3506991012030001", "许玉美", "350699196205240019", "性别异常", "性别与证件号码不一致", "女"),
    (None, "卢和", "350699196010170022", "联系电话", "成员联系电话为空", "女"),
    ("3506991012030002", "张英", None, "家庭人口数", "家庭人口数与成员数不一致", None),
    (None, "林无此", "350699195001010012", "重复享受", "与外县重复", "男"),
)


def xlsx(folder: Path, lines: Any = LINES, name: str = "疑点清单.xlsx", headings: Any = HEADINGS) -> Path:
    """A list as counties send it: a title, a second heading row under a group, a total, another sheet, formats."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "疑点"
    page.append(["2025年第三批疑点数据清单"])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headings))
    page.append(list(headings))
    for number, line in enumerate(lines, 1):
        page.append([number, "清溪村", *line])
        page.cell(page.max_row, 7).fill = PatternFill("solid", fgColor="FFFFFF00")
    page.append(["合计", None, None, f"{len(lines)} 条"])
    page.cell(2, 7).font = Font(bold=True, size=9)
    page.column_dimensions["G"].width = 41
    other = book.create_sheet("填表说明")
    other["A1"], other["B2"] = "请于月底前报回", "=1+1"
    book.save(folder / name)
    return folder / name


def of(book: Book, who: str) -> doubts.Line:
    return next(line for line in doubts.lines(book) if who in line.who)


def detail(book: Book, who: str) -> doubts.Detail:
    found = doubts.detail(book, of(book, who).id)
    assert found is not None
    return found


# --- read ---------------------------------------------------------------------------------------------------------


def test_headings_are_known_whatever_they_are_called_and_wherever_they_stand(tmp_path: Path) -> None:
    [sheet] = sheets.read(read_file(xlsx(tmp_path)))
    assert (sheet.name, sheet.heading_row, len(sheet.rows)) == ("疑点", 2, 4)
    assert sheet.columns == {
        "village": 2, "household_code": 3, "name": 4, "id_number": 5, "rule": 6, "problem": 7, "answer": 9,
        "answered_by": 10,
    }  # fmt: skip
    assert sheet.rows[0].cells["性别"] == "女"
    assert sheet.rows[3].values["id_number"] == "350699195001010012"


def test_a_code_of_the_rule_does_not_stand_for_its_words(tmp_path: Path) -> None:
    headings = (*HEADINGS[:5], "规则编号", "疑点问题描述", *HEADINGS[7:])
    [sheet] = sheets.read(read_file(xlsx(tmp_path, headings=headings)))
    assert (sheet.columns["rule"], sheet.columns["problem"]) == (6, 7)


def test_where_result_and_words_are_asked_for_apart_the_result_is_the_state(tmp_path: Path) -> None:
    headings = ("姓名", "问题描述", "核查结果", "核查情况")
    book = Workbook()
    book.worksheets[0].append(headings)
    book.worksheets[0].append(("许玉美", "电话为空", None, None))
    book.save(tmp_path / "a.xlsx")
    [sheet] = sheets.read(read_file(tmp_path / "a.xlsx"))
    assert (sheet.columns["state"], sheet.columns["answer"]) == (3, 4)


def test_a_merged_rule_holds_for_all_rows_it_covers(tmp_path: Path) -> None:
    path = xlsx(tmp_path)
    book = load_workbook(path)
    page = book.worksheets[0]
    page.merge_cells("F3:F5")
    book.save(path)
    [sheet] = sheets.read(read_file(path))
    assert [row.values.get("rule") for row in sheet.rows] == ["性别异常"] * 3 + ["重复享受"]


@pytest.mark.parametrize("name", ["户信息_干净.xlsx", "项目资金_干净.xlsx"])
def test_what_is_no_problem_list_is_refused_and_nothing_changes(book: Book, name: str) -> None:
    before = history.entries(book)
    with pytest.raises(UserError, match="没有认得的疑点清单"):
        doubts.import_list(book, made_books.VILLAGE / name, actor=ACTOR)
    assert history.entries(book) == before


# --- found --------------------------------------------------------------------------------------------------------


def test_each_line_finds_its_record_or_says_that_there_is_none(book: Book, tmp_path: Path) -> None:
    taken = doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    assert (taken.lines, taken.found, taken.carried) == (4, 3, 0)
    found = doubts.lines(book)
    assert [line.person_id for line in found[:2]] == [person(book, n)["id"] for n in ("许玉美", "卢和")]
    assert found[1].household_id == found[0].household_id
    assert found[2].person_id == person(book, "张英")["id"]
    assert not found[3].found
    assert detail(book, "林无此").why == "书里没有这个人"
    assert [line.state for line in found] == ["待核实"] * 4


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ((None, "许玉美", "350699196205240019B1", "甲", "乙", None), "许玉美"),
        ((None, "许玉美", None, "甲", "证件 350699196205240019 重复", None), "许玉美"),
        ((None, "谁也不是", "350699196205240019", "甲", "乙", None), "许玉美"),
        (("3506991012030001", "卢和", None, "甲", "乙", None), "卢和"),
        (("3506991012030001", "谁也不是", None, "甲", "乙", None), None),
        ((None, "许玉美", "350699190001010011", "甲", "乙", None), None),
    ],
)
def test_by_number_by_text_and_by_name_in_the_household(
    book: Book, tmp_path: Path, line: Any, name: str | None
) -> None:
    doubts.import_list(book, xlsx(tmp_path, [line]), actor=ACTOR)
    [found] = doubts.lines(book)
    assert found.person_id == (person(book, name)["id"] if name else None)


def test_a_list_is_taken_once_and_undone_whole(book: Book, tmp_path: Path) -> None:
    path = xlsx(tmp_path)
    doubts.import_list(book, path, actor=ACTOR)
    with pytest.raises(UserError, match="已经收过"):
        doubts.import_list(book, path, actor=ACTOR)
    assert doubts.waiting(book) == 4
    history.undo_last(book, actor=ACTOR)
    assert doubts.lines(book) == ()
    assert doubts.import_list(book, path, actor=ACTOR).lines == 4


# --- proposed -----------------------------------------------------------------------------------------------------


def test_what_was_corrected_since_is_said_with_both_values(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    words = [(p.state, p.words) for p in detail(book, "许玉美").proposals]
    assert words[0] == ("已更正", "已更正：性别由“女”改为“男”。")
    assert [view.name for view in detail(book, "许玉美").fields] == ["sex", "id_number"]


def test_sex_by_the_number_is_proposed_where_the_book_says_otherwise(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    fields.edit(book, "person", person(book, "许玉美")["id"], "sex", "女", actor=ACTOR)
    [proposal] = detail(book, "许玉美").proposals
    assert (proposal.field, proposal.value) == (("person", "sex"), "男")
    assert proposal.words == "按证件号码，性别应为 男。"


def test_the_right_check_digit_is_proposed(book: Book, tmp_path: Path) -> None:
    right = person(book, "许玉美")["id_number"]
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    fields.edit(book, "person", person(book, "许玉美")["id"], "id_number", wrong, actor=ACTOR)
    line = ("3506991012030001", "许玉美", wrong, "身份证", "身份证号码校验位错误", None)
    doubts.import_list(book, xlsx(tmp_path, [line]), actor=ACTOR)
    values = {p.value for p in detail(book, "许玉美").proposals if p.field == ("person", "id_number")}
    assert right[:17] + check_digit(right[:17]) in values


def test_the_members_are_counted(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    [proposal] = detail(book, "张英").proposals
    assert (proposal.state, proposal.words) == ("已更正", "经核对，家庭人口数 5 人与在册成员一致。")
    member = person(book, "雷来")["id"]
    with book.read() as connection:
        membership = connection.execute(select(Membership.id).where(Membership.person_id == member)).scalar_one()
    fields.edit(book, "membership", membership, "through_on", "2025-10-01", actor=ACTOR)
    [proposal] = detail(book, "张英").proposals
    assert (proposal.field, proposal.value) == (("household_year", "population"), "4")


def test_a_number_that_is_right_is_proposed_as_true(book: Book, tmp_path: Path) -> None:
    number = str(person(book, "许玉美")["id_number"])
    line = ("3506991012030001", "许玉美", number, "身份证", "身份证号码校验位错误", None)
    doubts.import_list(book, xlsx(tmp_path, [line]), actor=ACTOR)
    [proposal] = detail(book, "许玉美").proposals
    assert (proposal.state, proposal.value) == ("情况属实", "")
    assert "没有错" in proposal.words


def test_who_is_nobody_of_the_book_is_proposed_as_of_elsewhere(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    proposal = detail(book, "林无此").proposals[0]
    assert proposal.state == "不是本村"
    assert "书里没有这个人" in proposal.words


def test_a_line_of_another_village_is_proposed_as_of_elsewhere(book: Book, tmp_path: Path) -> None:
    path = xlsx(tmp_path)
    workbook = load_workbook(path)
    workbook.worksheets[0]["B3"] = "上云村"
    workbook.save(path)
    doubts.import_list(book, path, actor=ACTOR)
    proposal = detail(book, "许玉美").proposals[0]
    assert (proposal.state, proposal.words) == ("不是本村", "清单写的是上云村，不是清溪村。")
    assert "上云" not in "".join(p.words for p in detail(book, "张英").proposals)


def test_a_masked_number_tells_which_namesake_is_meant_and_who_is_not(book: Book, tmp_path: Path) -> None:
    one = person(book, "许玉美")
    shown = f"{one['id_number'][:6]}********{one['id_number'][14:18]}"
    path = tmp_path / "清单.xlsx"
    workbook = Workbook()
    for row in (("姓名", "身份证号", "疑点内容"), ("许 玉美", shown, "甲"), ("许玉美", f"{shown[:14]}0000", "乙")):
        workbook.active.append(row)
    workbook.save(path)
    doubts.import_list(book, path, actor=ACTOR)
    first, second = doubts.lines(book)
    assert (first.person_id, second.person_id) == (one["id"], None)


def test_short_headings_under_what_asks_the_village_back_are_answered_in(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    for row in (("姓名", "问题", "村级反馈", None), (None, None, "是否属实", "说明"), ("许玉美", "甲", None, None)):
        sheet.append(row)
    sheet.merge_cells("C1:D1")
    workbook.save(path)
    doubts.import_list(book, path, actor=ACTOR)
    [line] = doubts.lines(book)
    doubts.answer(book, [line.id], "情况属实", "入户核实无误", actor=ACTOR, today=ON)
    doubts.hand_back(book, line.file_id, tmp_path / "交.xlsx")
    rows = list(load_workbook(tmp_path / "交.xlsx").active.iter_rows(values_only=True))
    assert rows[-1] == ("许玉美", "甲", "情况属实", "入户核实无误")
    assert rows[1][:4] == (None, None, "是否属实", "说明")


# --- answered -----------------------------------------------------------------------------------------------------


def test_lines_are_answered_together_as_one_operation(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    before = len(history.entries(book))
    chosen = [line.id for line in doubts.lines(book)[:3]]
    changed = doubts.answer(book, chosen, "情况属实", "入户核实无误", actor=ACTOR, today=ON)
    assert len(history.entries(book)) == before + 1
    assert changed.heading == "答复疑点 3 条：情况属实"
    [view] = doubts.lists(book)
    assert (view.lines, view.answered, doubts.waiting(book)) == (4, 3, 1)
    line = doubts.lines(book)[0]
    assert (line.state, line.answer, line.answered_on, line.answered_by) == ("情况属实", "入户核实无误", ON, ACTOR)
    history.undo_last(book, actor=ACTOR)
    assert doubts.waiting(book) == 4


def test_an_answer_without_words_says_what_the_data_say_of_each(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    doubts.answer(book, [line.id for line in doubts.lines(book)[:2]], "已更正", actor=ACTOR, today=ON)
    assert [line.answer for line in doubts.lines(book)[:2]] == [
        "已更正：性别由“女”改为“男”。", doubts.PHRASES["已更正"][0]]  # fmt: skip


def test_an_answer_is_taken_back(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    first = doubts.lines(book)[0].id
    doubts.answer(book, [first], "已答复", "在办", actor=ACTOR, today=ON)
    doubts.answer(book, [first], "待核实", actor=ACTOR, today=ON)
    line = doubts.lines(book)[0]
    assert (line.state, line.answer, line.answered_on) == ("待核实", "", None)


def test_a_state_that_does_not_exist_is_refused(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    with pytest.raises(UserError, match="可以是：待核实、已更正"):
        doubts.answer(book, [doubts.lines(book)[0].id], "好了", actor=ACTOR, today=ON)


def test_a_newer_list_takes_answers_over_and_a_repeated_doubt_waits_once(book: Book, tmp_path: Path) -> None:
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    doubts.answer(book, [doubts.lines(book)[0].id], "情况属实", "无误", actor=ACTOR, today=ON)
    new = (None, "王辉国", "350699198901150024", "联系电话", "成员联系电话为空", None)
    again = xlsx(tmp_path, [*LINES[::-1], new], "疑点清单第二批.xlsx")
    taken = doubts.import_list(book, again, actor=ACTOR)
    assert (taken.lines, taken.carried) == (5, 1)
    newest = doubts.lists(book)[0]
    assert newest.name == "疑点清单第二批.xlsx"
    carried = next(line for line in doubts.lines(book, newest.id) if "许玉美" in line.who and line.rule == "性别异常")
    assert (carried.state, carried.answer, carried.answered_on, carried.answered_by) == ("情况属实", "无误", ON, ACTOR)
    assert doubts.waiting(book) == 4
    assert [line.repeated for line in doubts.lines(book)[:4]] == [True] * 4


def test_what_comes_answered_is_answered(book: Book, tmp_path: Path) -> None:
    line = (*LINES[0], "镇里已改", "镇办")
    doubts.import_list(book, xlsx(tmp_path, [line]), actor=ACTOR)
    [found] = doubts.lines(book)
    assert (found.state, found.answer, found.answered_by) == ("已答复", "镇里已改", "镇办")


def test_what_is_true_silences_our_own_finding_of_the_same_field_and_undo_brings_it_back(
    book: Book, tmp_path: Path
) -> None:
    fields.edit(book, "person", person(book, "许玉美")["id"], "sex", "女", actor=ACTOR)
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)

    def ours() -> list[str]:
        return [f.field for f in checking.run(book, ON).findings if f.id == "people.sex-differs-from-id"]

    assert ours() == ["性别"]
    before = len(history.entries(book))
    doubts.answer(book, [doubts.lines(book)[0].id], "情况属实", "证件办错，正在换证", actor=ACTOR, today=ON)
    assert len(history.entries(book)) == before + 1
    assert ours() == []
    [word] = checking.acknowledgements(book, ON)
    assert (word.reason, word.who) == ("证件办错，正在换证", ACTOR)
    history.undo_last(book, actor=ACTOR)
    assert ours() == ["性别"]


def test_what_waits_is_told_today_until_it_is_answered(book: Book, tmp_path: Path) -> None:
    def told() -> list[str]:
        return [task.title for task in today.today(book, ON).tasks if task.key == "doubts"]

    assert told() == []
    doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    assert told() == ["答复：4 条疑点待核实"]
    doubts.answer(book, [line.id for line in doubts.lines(book)], "已答复", "在办", actor=ACTOR, today=ON)
    assert told() == []


# --- handed back --------------------------------------------------------------------------------------------------


def cells(path: Path) -> dict[str, dict[str, Any]]:
    return {
        page.title: {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value is not None}
        for page in load_workbook(path)
    }


def test_the_same_sheet_goes_back_and_only_the_answers_differ(book: Book, tmp_path: Path) -> None:
    path = xlsx(tmp_path)
    taken = doubts.import_list(book, path, actor=ACTOR)
    lines = doubts.lines(book)
    doubts.answer(book, [lines[0].id], "情况属实", "=2+2 无误", actor=ACTOR, today=ON)
    doubts.answer(book, [lines[3].id], "不是本村", actor=ACTOR, today=ON)
    done = doubts.hand_back(book, taken.file_id, tmp_path / "交回.xlsx")
    assert (done.lines, done.kept_formats) == (2, True)
    before, after = cells(path), cells(tmp_path / "交回.xlsx")
    assert {place for place in after["疑点"] if before["疑点"].get(place) != after["疑点"][place]} == {
        "I3", "J3", "I6", "J6"}  # fmt: skip
    assert after["疑点"]["I3"] == "=2+2 无误"
    assert after["填表说明"] == before["填表说明"]
    page = load_workbook(tmp_path / "交回.xlsx")["疑点"]
    assert page["I3"].data_type == "s"
    assert page["G3"].fill.fgColor.rgb == "FFFFFF00"
    assert page.column_dimensions["G"].width == 41
    assert "A1:K1" in [str(area) for area in page.merged_cells.ranges]


def test_a_list_without_a_column_to_answer_in_gets_four(book: Book, tmp_path: Path) -> None:
    path = xlsx(tmp_path, [LINES[0][:5]], headings=HEADINGS[:7])
    taken = doubts.import_list(book, path, actor=ACTOR)
    doubts.answer(book, [doubts.lines(book)[0].id], "情况属实", "无误", actor=ACTOR, today=ON)
    doubts.hand_back(book, taken.file_id, tmp_path / "交回.xlsx")
    page = load_workbook(tmp_path / "交回.xlsx")["疑点"]
    assert [page.cell(2, c).value for c in range(8, 12)] == ["核实状态", "核实情况", "核实日期", "核实人"]
    assert [page.cell(3, c).value for c in range(8, 12)] == ["情况属实", "无误", "2025-11-05", ACTOR]
    assert page.cell(2, 8).font.b is page.cell(2, 7).font.b is True


def test_answers_under_a_merged_cell_stand_in_it_together(book: Book, tmp_path: Path) -> None:
    path = xlsx(tmp_path)
    workbook = load_workbook(path)
    workbook.worksheets[0].merge_cells("I3:I4")
    workbook.save(path)
    taken = doubts.import_list(book, path, actor=ACTOR)
    for line, words in zip(doubts.lines(book), ("甲已改", "乙无误"), strict=False):
        doubts.answer(book, [line.id], "已答复", words, actor=ACTOR, today=ON)
    done = doubts.hand_back(book, taken.file_id, tmp_path / "交回.xlsx")
    assert done.kept_formats
    assert load_workbook(tmp_path / "交回.xlsx")["疑点"]["I3"].value == "甲已改；乙无误"


def test_a_csv_goes_back_as_a_workbook_with_the_same_columns(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "疑点.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *((n, "清溪村", *line) for n, line in enumerate(LINES, 1))])
    taken = doubts.import_list(book, path, actor=ACTOR)
    assert taken.found == 3
    doubts.answer(book, [doubts.lines(book)[1].id], "已更正", "电话已补", actor=ACTOR, today=ON)
    done = doubts.hand_back(book, taken.file_id, tmp_path / "交回.xlsx")
    assert not done.kept_formats
    page = load_workbook(tmp_path / "交回.xlsx").worksheets[0]
    assert [page.cell(1, c).value for c in range(1, 12)] == list(HEADINGS)
    assert [page.cell(3, c).value for c in (4, 5, 9, 10)] == ["卢和", "350699196010170022", "电话已补", ACTOR]
    assert page.cell(2, 9).value is None


def test_the_list_handed_back_comes_in_as_answered(book: Book, tmp_path: Path) -> None:
    taken = doubts.import_list(book, xlsx(tmp_path), actor=ACTOR)
    doubts.answer(book, [line.id for line in doubts.lines(book)], "已答复", "在办", actor=ACTOR, today=ON)
    doubts.hand_back(book, taken.file_id, tmp_path / "交回.xlsx")
    doubts.import_list(book, tmp_path / "交回.xlsx", actor=ACTOR)
    assert [line.answer for line in doubts.lines(book, doubts.lists(book)[0].id)] == ["在办"] * 4
    assert doubts.waiting(book) == 0
