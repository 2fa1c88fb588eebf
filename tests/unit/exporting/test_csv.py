from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.exporting.columns import PEOPLE, one_column, row
from villagebook.exporting.csv import guard, unguard, write_csv
from villagebook.exporting.table import ExportTable


def lines_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_values_are_plain_and_ids_keep_every_digit(tmp_path):
    path = tmp_path / "a.csv"
    write_csv(path, ExportTable("人口", PEOPLE, [
        row(serial=1, name="林秀兰", id_number="350699195803040024", phone="013800", born=dt.date(1958, 3, 4),
            net_fen=-123450, land=Decimal("0.6"))], row(net_fen=-123450)))
    assert lines_of(path) == [
        ["序号", "姓名", "证件号码", "联系电话", "出生日期", "纯收入（元）", "耕地面积（亩）"],
        ["1", "林秀兰", "350699195803040024", "013800", "1958-03-04", "-1234.50", "0.6"]]
    assert path.read_bytes().startswith("\ufeff序号".encode())


@pytest.mark.parametrize("text", ["=1+1", "+8613800138000", "-甲", "@x", "\t=1", "'=1"])
def test_text_that_spreadsheets_would_run_gets_an_apostrophe(tmp_path, text):
    write_csv(tmp_path / "a.csv", one_column("name", text))
    assert lines_of(tmp_path / "a.csv")[1] == ["'" + text]


@pytest.mark.parametrize("text", ["林秀兰", "'老李", "a=b", "3+2"])
def test_other_text_is_left_alone(text):
    assert guard(text) == text


@given(st.text())
@example("'=1")
@example("''-")
def test_unguard_gives_back_what_was_guarded(text):
    assert unguard(guard(text)) == text


def test_line_breaks_and_quotes_survive(tmp_path):
    write_csv(tmp_path / "a.csv", one_column("long_text", '一\n"二",三', None))
    assert lines_of(tmp_path / "a.csv")[1:] == [['一\n"二",三'], [""]]
