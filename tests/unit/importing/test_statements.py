"""Bank statements of several banks are read alike, and what does not add up is said."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import Workbook

from villagebook.base.errors import UserError
from villagebook.importing import read_file
from villagebook.importing.statements import read_statement

D = dt.date


def read(tmp_path, rows, encoding="utf-8", name="流水.csv"):
    path = tmp_path / name
    text = "\n".join(",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) for row in rows)
    path.write_bytes(text.encode(encoding))
    return read_statement(read_file(path))


def moves(statement):
    return [(line.date, line.amount_fen) for line in statement.lines]


WANTED = [(D(2025, 8, 1), 4_800_000), (D(2025, 8, 5), -120_050), (D(2025, 8, 5), 30)]


@pytest.mark.parametrize("rows", [
    pytest.param([
        ["交易日期", "收入金额", "支出金额", "账户余额", "对方户名", "对方账号", "摘要", "交易流水号"],
        ["2025-08-01", "48,000.00", "", "58,000.00", "示范县财政局", "6217000011112222333", "拨款", "A1"],
        ["2025-08-05", "", "1,200.50", "56,799.50", "示范县明光电器商行", "", "货款", "A2"],
        ["2025-08-05", "0.30", "", "56,799.80", "", "", "结息", "A3"],
    ], id="income and expense"),
    pytest.param([
        ["序号", "记账日期", "借方发生额", "贷方发生额", "余额", "对方单位", "用途"],
        ["1", "20250801", "0.00", "48000.00", "58000.00", "示范县财政局", "拨款"],
        ["2", "20250805", "1200.50", "0.00", "56799.50", "示范县明光电器商行", "货款"],
        ["3", "20250805", "0.00", "0.30", "56799.80", "", "结息"],
    ], id="debit and credit"),
    pytest.param([
        ["交易时间", "借贷标志", "交易金额", "余额", "对手户名", "附言"],
        ["2025-08-01 10:22:33", "贷", "48000.00", "58000.00", "示范县财政局", "拨款"],
        ["2025-08-05 09:00:00", "借", "1200.50", "56799.50", "示范县明光电器商行", "货款"],
        ["2025-08-05 23:59:59", "贷", "0.30", "56799.80", "", "结息"],
    ], id="one amount with a mark"),
    pytest.param([
        ["日期", "发生额", "本次余额", "交易对方"],
        ["2025年8月5日", "+0.30", "56799.80", ""],
        ["2025年8月5日", "-1200.50", "56799.50", "示范县明光电器商行"],
        ["2025年8月1日", "48000.00", "58000.00", "示范县财政局"],
    ], id="signed, newest first"),
    pytest.param([
        ["日期", "金额", "余额"],
        ["2025/8/1", "48000", "58000"],
        ["2025/8/5", "1200.5", "56799.5"],
        ["2025/8/5", "0.3", "56799.8"],
    ], id="no sign at all: the balance tells"),
    pytest.param([
        ["交易日期", "借方", "贷方", "余额"],
        ["2025-08-01", "48000", "", "58000"],
        ["2025-08-05", "", "1200.5", "56799.5"],
        ["2025-08-05", "0.3", "", "56799.8"],
    ], id="debit and credit from the village's side"),
])  # fmt: skip
def test_headings_of_several_banks_give_the_same_lines(tmp_path, rows):
    found = read(tmp_path, rows)
    assert moves(found) == WANTED
    assert (found.opening_fen, found.closing_fen) == (1_000_000, 5_679_980)
    assert (found.from_on, found.through_on) == (D(2025, 8, 1), D(2025, 8, 5))
    assert found.problems == ()


def test_a_gbk_file_with_lines_above_and_below(tmp_path):
    found = read(tmp_path, [
        ["示范县农村商业银行账户明细"],
        ["户名：上云村股份经济合作社 账号：9010 0101 2345 6789", "", "开户行：云岭支行"],
        ["起止日期：2025-08-01至2025-08-31", "", "期初余额", "100.00"],
        ["交易日期", "收入", "支出", "余额", "对方户名", "摘要", "用途"],
        ["2025-08-02", "5.00", "", "105.00", "许玉美", "转账", "房租"],
        ["合计", "5.00", "", ""],
        ["期末余额：105.00"],
    ], encoding="gbk")  # fmt: skip
    assert (found.account_name, found.account_tail, found.bank) == ("上云村股份经济合作社", "6789", "云岭支行")
    assert (found.from_on, found.through_on) == (D(2025, 8, 1), D(2025, 8, 31))
    assert (found.opening_fen, found.closing_fen, found.problems) == (10_000, 10_500, ())
    (line,) = found.lines
    assert (line.row, line.counterpart, line.memo) == (5, "许玉美", "转账 房租")


def test_a_heading_of_two_rows_in_a_workbook(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (["交易日期", "发生额", None, "余额", "摘要"], [None, "收入", "支出", None, None],
                [dt.datetime(2025, 8, 1, 9, 30), 480.0, None, 580.0, "拨款"]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    book.save(tmp_path / "流水.xlsx")
    found = read_statement(read_file(tmp_path / "流水.xlsx"))
    assert moves(found) == [(D(2025, 8, 1), 48_000)]
    assert found.opening_fen == 10_000


def test_balances_that_do_not_follow_are_named_with_their_row(tmp_path):
    found = read(tmp_path, [
        ["交易日期", "收入", "支出", "余额"], ["2025-08-01", "10", "", "110"], ["2025-08-02", "", "3", "106"],
        ["期末余额", "", "", "90"],
    ])  # fmt: skip
    assert found.problems == (
        "第 3 行：上一余额 110.00 元加减本行应为 107.00 元，表上是 106.00 元",
        "期初余额加减各行是 107.00 元，期末余额是 90.00 元",
    )


def test_a_line_that_cannot_be_read_is_named_and_left_out(tmp_path):
    found = read(tmp_path, [
        ["交易日期", "收入", "支出"], ["下周一", "10", ""], ["2025-08-02", "三块", ""], ["2025-08-03", "", ""],
        ["2025-08-04", "1", ""],
    ])  # fmt: skip
    assert moves(found) == [(D(2025, 8, 4), 100)]
    assert [problem[:6] for problem in found.problems] == ["第 2 行没", "第 3 行的", "第 4 行没"]


def test_a_list_that_is_no_statement_is_refused(tmp_path):
    with pytest.raises(UserError, match="没有找到银行流水"):
        read(tmp_path, [["姓名", "电话"], ["许玉美", "1"]])
