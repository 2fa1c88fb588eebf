"""Checks by declaration: code lists, unread cells, the book's own rules."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import YEAR, a_household, a_meeting, a_person, a_project, add, an_entry, new_key
from villagebook.checks.facts import Facts
from villagebook.checks.subjects import subjects_of
from villagebook.checks.values import checked_choices
from villagebook.models import (
    Asset,
    BankLine,
    BankStatement,
    Case,
    CodeValue,
    Distribution,
    FieldInfo,
    FundEntry,
    HouseholdYear,
    Notice,
    Override,
    Village,
    fields_of,
)
from villagebook.models.codes import CODES

STRANGE = "从来没有的值"


def record_with(conn, village, record, field: FieldInfo, value):
    """Make one record of this class with the value, and what it needs; return its key as text and its subject."""
    name = record.__tablename__
    given = {field.name: value}
    if name == "village":
        conn.execute(record.__table__.update().where(record.__table__.c.id == village).values(**given))
        return str(village), "清溪村"
    person = a_person(conn, village, code="人1")
    home = a_household(conn, village, code="户1").household
    project = a_project(conn, village, code="P1").project
    needed = {
        "person_id": person, "household_id": home, "project_id": project, "year": YEAR, "planned_fen": 1, "name": "甲",
        "number": "1号", "serial": 1, "kind": "脱贫户" if name == "status_period" else "fund-use", "state": "草稿",
        "subject": {}, "source": "中央", "item": "务工收入", "amount_fen": 1, "stage": "当前", "step": "lead",
        "case_id": new_key(), "file_id": new_key(), "sheet": "Sheet1", "row": 1, "slot": "lead", "use": "其他",
        "on": dt.date(2025, 1, 13), "record": "project", "record_id": project, "how": "手工",
        "mode": "公示", "ledger": "funds", "columns": [], "days": "7天", "moment": "张贴",
        "attachment_id": new_key(), "received_on": dt.date(2025, 1, 13),
    }  # fmt: skip
    if "meeting_id" in {f.name for f in fields_of(record) if f.required}:
        needed["meeting_id"] = a_meeting(conn, village, dt.date(2025, 1, 13))
    owners = {"asset_event": ("asset_id", Asset, {"code": "Z1"}),
              "distribution_part": ("distribution_id", Distribution, {"code": "F1"}),
              "distribution_line": ("distribution_id", Distribution, {"code": "F1"})}
    if name in owners:
        column, owner, called = owners[name]
        needed[column] = add(conn, owner, village_id=village, **called)
    if name == "bank_match":
        statement = add(conn, BankStatement, village_id=village, file_name="对账单.xlsx")
        needed["line_id"] = add(conn, BankLine, village_id=village, statement_id=statement, row=1)
        needed["entry_id"] = an_entry(conn, village, "记-1", "到账", 1)
    if name == "income_item":
        needed["household_year_id"] = a_household(conn, village, code="户2", income={}).year
    if name == "case_step":
        needed["case_id"] = add(conn, Case, village_id=village, kind="风险消除", household_id=home, state="办理中")
    if name in ("notice_photo", "notice_event"):
        told = {"number": "2号", "year": YEAR, "serial": 2, "kind": "fund-use", "state": "草稿", "subject": {}}
        needed["notice_id"] = add(conn, Notice, village_id=village, **told)
    required = {f.name: needed[f.name] for f in fields_of(record) if f.required and f.name in needed}
    codes = {"person": {"code": "人2"}, "household": {"code": "户3"}, "project": {"code": "P2"},
             "fund_entry": {"voucher": "记-1"}, "roster_line": {"project_code": "P3"},
             "measure": {"household_id": home}, "visit": {"household_code": "户4"},
             "doubt": {"name": "许玉美"}, "contract": {"number": "HT1"}, "asset": {"code": "Z2"},
             "benefit_agreement": {"code": "X1"}, "benefit_line": {"household_code": "户5"},
             "social_help": {"code": "B1"}, "objection": {"code": "Y1"}, "notice_form": {"code": "own"},
             "distribution_line": {"name": "许玉美"}}.get(name, {})
    return str(add(conn, record, village_id=village, **{**required, **codes, **given})), None


@pytest.mark.parametrize(("record", "field"), [pytest.param(r, f, id=f.id) for r, f in checked_choices()])
def test_every_choice_field_is_checked(conn, village, found, record, field):
    key, _ = record_with(conn, village, record, field, STRANGE)
    rows = found("values.not-in-list") + found("values.not-in-assumed-list")
    assert (field.label, record.__tablename__, key) in {row[1:] for row in rows}
    assert all(row[0] and "无编号" not in row[0] for row in rows)


def test_fires_values_not_in_list(conn, village, found):
    person = a_person(conn, village, code="350699101203001402", education="博士后")
    ((subject, field, table, _),) = found("values.not-in-list")
    assert person
    assert (subject, field, table) == ("350699101203001402", "文化程度", "person_year")


def test_silent_on_values_not_in_list(conn, village, found):
    a_person(conn, village, code="1", education="大专及以上", health="残疾,长期慢性病", sex="男", politics="")
    a_household(conn, village, code="2", statuses=("脱贫户", "分散供养特困人员"))
    add(conn, CodeValue, village_id=village, list="education", value="博士后", retired=False, reason="省里")
    add(conn, CodeValue, village_id=village, list="education", value="博士", retired=True, reason="省里")
    a_person(conn, village, code="3", education="博士后")
    a_person(conn, village, code="4", education="博士")
    assert found("values.not-in-list") == []


def test_fires_values_not_in_assumed_list(conn, village, found):
    key = a_household(conn, village, code="H1", road_kind="石板路").household
    assert found("values.not-in-assumed-list") == [("H1", "入户路类型", "household", str(key))]


def test_silent_on_values_not_in_assumed_list(conn, village, found):
    a_household(conn, village, code="H1", road_kind=CODES["road_kind"].values[0], fuel="电")
    assert found("values.not-in-assumed-list") == []


def test_fires_values_unread(conn, village, found):
    key = a_household(conn, village, code="H1", extra={"住房面积（平方米）": "很大", "省": "福建省"}).household
    person = a_person(conn, village, code="1", extra={"出生年月": "去年"})
    assert found("values.unread") == [
        ("1", "出生日期", "person", str(person)), ("H1", "住房面积", "household", str(key)),
    ]  # fmt: skip


def test_silent_on_values_unread(conn, village, found):
    a_person(conn, village, code="1", extra={"证件号码": "3.50699201706300E+17", "不认识的栏目": "甲"})
    a_household(conn, village, code="H1", extra={"银行卡号": "6.221844311699449E+18"})
    assert found("values.unread") == []


def test_fires_policies_own_value(conn, village, found):
    key = add(conn, Override, village_id=village, subject="notice.funds_use.days", value="十来天")
    assert found("policies.own-value") == [("资金使用情况公告最短期限", "取值", "override", str(key))]


def test_silent_on_policies_own_value(conn, village, found):
    add(conn, Override, village_id=village, subject="notice.funds_use.days", value="5个工作日")
    add(conn, Override, village_id=village, subject="setting.paper.date_style", value=5)
    assert found("policies.own-value") == []


def test_a_wrong_own_value_stops_no_check(conn, village, found):
    add(conn, Override, village_id=village, subject="people.labour_age_from", value="十六")
    a_person(conn, village, code="1", born=dt.date(2015, 1, 1), labour="普通劳动力")
    assert [row[0] for row in found("people.child-with-labour")] == ["1"]


def test_the_villages_own_policy_is_used(conn, village, found):
    add(conn, Override, village_id=village, subject="people.labour_age_from", value=10)
    a_person(conn, village, code="1", born=dt.date(2015, 1, 1), labour="普通劳动力")
    assert found("people.child-with-labour") == []


def test_records_without_name_of_their_own_are_called_by_their_owner(conn, village, scope):
    home = a_household(conn, village, code="H1", income={})
    assert subjects_of(Facts(conn, scope), HouseholdYear, [home.year]) == {home.year: "H1"}
    entry = an_entry(conn, village, None, "支出", 1, memo="付款")
    assert subjects_of(Facts(conn, scope), FundEntry, [entry]) == {entry: "付款"}
    assert subjects_of(Facts(conn, scope), Notice, []) == {}
    assert subjects_of(Facts(conn, scope), Village, [village]) == {village: "清溪村"}


def test_the_one_known_value_that_is_meant_is_proposed(conn, village, findings):
    a_person(conn, village, code="1", education="本科", relation="兄弟姐妹")
    a_person(conn, village, code="2", education="博士后", health="有残疾")
    proposals = {(one.subject, one.field): one.proposal for one in findings("values.not-in-list")}
    assert proposals == {
        ("1", "文化程度"): "本科及以上", ("1", "与户主关系"): "之兄弟姐妹",
        ("2", "文化程度"): None, ("2", "健康状况"): None,
    }  # fmt: skip


def test_a_party_outside_the_list_is_to_be_looked_at_only(findings, conn, village):
    a_person(conn, village, code="1", politics="民革党员", education="博士后")
    told = {finding.field: finding.severity.value for finding in findings("values.not-in-list")}
    assert told == {"政治面貌": "warning", "文化程度": "error"}
