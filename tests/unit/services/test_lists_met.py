"""Registers of meetings, members of bodies and help from outside taken into the book."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.unit.importing.lists import write_xlsx
from tests.unit.services.conftest import TODAY
from tests.unit.services.test_lists import dump
from villagebook.models import Meeting, SocialHelp
from villagebook.services import committees, lists, projects
from villagebook.store import Book

D = dt.date
HELP = ["序号", "日期", "类别", "单位（人）", "内容", "金额/物资", "受益对象", "使用情况", "上报日期", "项目编号"]
HELPED: list[list[Any]] = [
    [1, "2025.5.20", "捐款", "县慈善总会", "捐助路灯", 50000, "全村", "付工程款", "2025-07-03", "2025-12"],
    [2, "2025.8.26", "办实事", "志愿者协会", "送文具", "书包21套", "学生", None, None, None],
]
MET = ["会议类型", "时间", "地点", "议题", "主持人", "应到人数", "实到人数", "同意", "反对", "弃权", "决议"]
MEETING: list[Any] = ["村民代表会议", "2025年1月13日", "村部", "项目入库", "钟长明", 42, 39, 38, 0, 1, "同意。"]
MEMBERS = ["小组名称", "姓名", "组内职务", "单位及职务", "任期开始", "任期结束"]
SITTING: list[list[Any]] = [
    ["项目监督小组", "蓝志平", "组长", "村务监督委员会主任", "2021-12-20", None],
    ["项目监督小组", "雷永兴", "成员", None, "2021-12-20", "2023-12-31"],
    ["上云村领导小组", "钟长明", "组长", "村书记", None, None],
]


def bring(book: Book, folder: Path, name: str, *rows: list[Any]) -> lists.ImportReport:
    path = write_xlsx(folder / name, list(rows))
    return lists.import_files(book, [path], actor="测试", today=TODAY)


def rows_of(book: Book, record: Any) -> list[dict[str, Any]]:
    with book.read() as connection:
        return [dict(row) for row in connection.execute(select(record.__table__).order_by(record.id)).mappings()]


def test_a_register_of_help_is_taken_with_money_and_goods_told_apart(book: Book, tmp_path: Path) -> None:
    key = projects.add(book, name="路灯", year=2025, code="2025-12", actor="测试")[1]
    report = bring(book, tmp_path, "社会帮扶登记表.xlsx", HELP, *HELPED)
    assert (report.count("new"), report.count("refused")) == (2, 0)
    gift, goods = rows_of(book, SocialHelp)
    assert (gift["kind"], gift["amount_fen"], gift["goods"], gift["project_id"]) == ("捐助资金", 5_000_000, None, key)
    assert (goods["kind"], goods["amount_fen"], goods["goods"]) == ("社会力量办实事", None, "书包21套")
    assert gift["reported_on"] == D(2025, 7, 3)


def test_taken_in_again_nothing_is_new_and_what_became_known_is_filled(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, "一.xlsx", ["社会帮扶登记表"], HELP, *HELPED)
    before = dump(book)["social_help"]
    assert bring(book, tmp_path, "一.xlsx", ["社会帮扶登记表"], HELP, *HELPED).count("new") == 0
    assert dump(book)["social_help"] == before
    used = [HELPED[0], [*HELPED[1][:7], "已发放", "2025-10-09", None]]
    report = bring(book, tmp_path, "二.xlsx", ["社会帮扶登记表"], HELP, *used)
    assert (report.count("new"), report.count("changed")) == (0, 1)
    assert rows_of(book, SocialHelp)[1]["used"] == "已发放"


def test_a_register_of_meetings_is_taken_once(book: Book, tmp_path: Path) -> None:
    report = bring(book, tmp_path, "会议台账.xlsx", MET, MEETING)
    assert (report.count("new"), report.count("refused")) == (1, 0)
    (row,) = rows_of(book, Meeting)
    assert (row["kind"], row["held_on"], row["present"], row["agreed"]) == ("村民代表大会", D(2025, 1, 13), 39, 38)
    assert bring(book, tmp_path, "会议台账.xlsx", MET, MEETING).count("new") == 0


def test_members_form_their_bodies_with_terms(book: Book, tmp_path: Path) -> None:
    report = bring(book, tmp_path, "小组名册.xlsx", MEMBERS, *SITTING)
    assert (report.count("new"), report.count("refused")) == (3, 0)
    lines = {line.name: line for line in committees.committees(book, TODAY)}
    watch, lead = lines["项目监督小组"], lines["上云村领导小组"]
    assert (watch.kind, watch.head, lead.kind) == ("项目监督小组", "蓝志平", "领导小组")
    assert [one.name for one in watch.former] == ["雷永兴"]
    with book.read() as connection:
        found = committees.in_office(connection, book.village_id, "项目监督小组", D(2023, 1, 1))
    assert found == (("蓝志平", "组长"), ("雷永兴", "成员"))
    assert bring(book, tmp_path, "小组名册.xlsx", MEMBERS, *SITTING).count("new") == 0


def test_a_member_without_a_body_is_refused(book: Book, tmp_path: Path) -> None:
    report = bring(book, tmp_path, "小组名册.xlsx", MEMBERS, [None, "蓝志平", "组长", None, None, None], *SITTING[:1])
    assert (report.count("new"), report.count("refused")) == (1, 1)
