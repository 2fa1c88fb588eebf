"""Lists of benefits taken in: whom they are about, by which project and agreement; taken again nothing changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.unit.services.conftest import TODAY
from tests.unit.services.test_helped import undone
from tests.unit.services.test_lists import dump
from villagebook.services import benefits, households, lists, projects
from villagebook.store import Book

TEA, HENS = "35069920250704", "35069920250706"
ONE = "3506991012070001"
LIST = (
    "2025年效益到户名单,,,,,,,\n"
    "项目编号,户编号,户主姓名,带农方式,数量,单价（元）,应付金额（元）,已付金额（元）,付款日期\n"
    f"{HENS},{ONE},王长庚,保底收购,30,8.5,255.00,255.00,2025-10-08\n"
    f"{HENS},,陈来福,务工,,,,1200,2025.9.30\n"
    f"{HENS},H99,不认得,务工,,,,100,2025-09-30\n"
)


def take(book: Book, folder: Path, text: str) -> lists.ImportReport:
    path = folder / "效益到户.csv"
    path.write_text(text, encoding="utf-8-sig")
    return lists.import_files(book, [path], actor="测试", today=TODAY)


def test_a_list_is_taken_in_and_again_changes_nothing(sample: Book, tmp_path: Path) -> None:
    before = dump(sample)
    report = take(sample, tmp_path, LIST)
    assert (report.counts["new"], report.counts["refused"]) == (3, 0)
    (year,) = benefits.view(sample, projects.key_of(sample, HENS), TODAY).years
    lines = [line.values for line in year.lines]
    assert [(line["head_name"], line["kind"], line["due_fen"], line["paid_fen"]) for line in lines] == [
        ("王长庚", "保底收购", 25_500, 25_500), ("陈来福", "务工", None, 120_000), ("不认得", "务工", None, 10_000)]
    assert [line["household_id"] for line in lines] == [
        households.key_of(sample, ONE), households.key_of(sample, "3506991012070003"), None]
    assert {line["year"] for line in lines} == {2025}
    assert lines[1]["paid_on"] == dt.date(2025, 9, 30)
    assert [finding.id for finding in year.lines[2].findings] == ["benefits.household-unknown"]
    again = take(sample, tmp_path, LIST)
    assert (again.counts["new"], again.counts["unchanged"]) == (0, 3)
    undone(sample, before)


def test_a_payment_list_fills_the_line_of_its_agreement(sample: Book, tmp_path: Path) -> None:
    project = projects.key_of(sample, TEA)
    due = benefits.view(sample, project, TODAY).years[0].lines[0].values
    report = take(sample, tmp_path, (
        "项目名称,户主姓名,年度,带农方式,已付金额,付款日期\n"
        f"茶园低改,{due['head_name']},{due['year']},分红,{due['due_fen'] / 100},2025-11-01\n"))  # fmt: skip
    assert (report.counts["new"], report.counts["changed"]) == (0, 1)
    line = benefits.view(sample, project, TODAY).years[0].lines[0]
    assert (line.state, line.values["paid_on"], line.values["agreement_code"]) == (
        "已付", dt.date(2025, 11, 1), "XY2025-01")


@pytest.mark.parametrize("second", ["2025-12-31", "2025-06-30"])
def test_instalments_are_lines_of_their_own(sample: Book, tmp_path: Path, second: str) -> None:
    head = "项目编号,户编号,户主姓名,年度,带农方式,应付金额,应付日期\n"
    row = f"{HENS},{ONE},王长庚,2025,地租,100,"
    take(sample, tmp_path, f"{head}{row}2025-09-30\n")
    take(sample, tmp_path, f"{head}{row}{second}\n")
    (year,) = benefits.view(sample, projects.key_of(sample, HENS), TODAY).years
    assert len(year.lines) == 2
    assert [finding.id for line in year.lines for finding in line.findings if "twice" in finding.id] == []
