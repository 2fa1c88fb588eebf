"""Checks run over a whole book, and at once over the household of an edited record."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from tests import made_books
from villagebook.base.errors import UserError
from villagebook.checks import CHECKS
from villagebook.models import BY_TABLE
from villagebook.services import books, checking, lists
from villagebook.store import open_book

TODAY = made_books.TODAY


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A book with the faulty lists and the roll of the whole village."""
    path = tmp_path_factory.mktemp("faulty") / "清溪村.vbook"
    files = (*made_books.FAULTY, made_books.VILLAGE / "全村花名册.xls")
    with books.create(path, name="清溪村", code="350699101203", actor="测试") as book:
        lists.import_files(book, files, actor="测试", today=TODAY)
        yield book


def told(findings):
    return {(one.id, one.record, one.field, one.message) for one in findings}


def test_a_household_has_at_once_what_the_run_over_the_whole_book_has(faulty):
    whole = checking.run(faulty, TODAY)
    homes = {home for record, home in whole.owners.items() if record[0] != "roster_line"}
    assert len(homes) > 10
    for home in homes:
        # Lines of rosters belong to a project too: its checks are not those of a household.
        mine = [one for one in whole.findings if whole.owners.get(one.record) == home and "roster" not in one.id]
        expected = told(mine)
        at_once = checking.check_records(faulty, {("household", uuid.UUID(home))}, TODAY)
        assert told(at_once.findings) == expected


@pytest.mark.parametrize("table", ["person", "person_year", "household_year"])
def test_a_record_of_a_household_brings_the_findings_of_that_household(faulty, table):
    whole = checking.run(faulty, TODAY)
    record, home = next((record, home) for record, home in whole.owners.items() if record[0] == table)
    at_once = checking.check_records(faulty, {(table, uuid.UUID(record[1]))}, TODAY)
    assert record in {one.record for one in at_once.findings}
    assert {at_once.owners[one.record] for one in at_once.findings} == {home}


def test_a_record_of_no_household_brings_nothing(faulty):
    rows = BY_TABLE["project"].__table__
    with faulty.read() as connection:
        project = connection.execute(rows.select()).first()
    assert checking.check_records(faulty, {("project", project.id), ("person", uuid.uuid4())}, TODAY).findings == ()


def test_one_check_alone_finds_what_it_finds_among_all(faulty):
    whole, alone = checking.run(faulty, TODAY), checking.run(faulty, TODAY, check="people.id-twice")
    assert told(alone.findings) == {one for one in told(whole.findings) if one[0] == "people.id-twice"}
    assert len(alone.findings) == 2


def test_an_unknown_check_is_refused(faulty):
    with pytest.raises(UserError, match="没有核查项"):
        checking.run(faulty, TODAY, check="people.nothing")


def test_ordinary_households_of_the_roll_do_not_bury_the_officer(faulty):
    """The roll brings 116 households the exports do not have; rules of 脱贫 and 监测 leave them alone."""
    whole = checking.run(faulty, TODAY)
    with open_book(made_books.imported(), read_only=True) as book:
        registered = {row.code for row in _homes(book)}
    ordinary = {str(row.id) for row in _homes(faulty) if row.code not in registered}
    assert len(ordinary) > 100
    assert [one for one in whole.findings if whole.owners.get(one.record) in ordinary] == []


def _homes(book):
    with book.read() as connection:
        return connection.execute(BY_TABLE["household"].__table__.select()).all()


def test_the_known_rules_are_told_with_the_checks_that_cover_them():
    told_rules = checking.rules_as_json()
    row = next(row for row in told_rules["sources"] if row["code"] == "1_01_003")
    assert row == {"number": 3, "code": "1_01_003", "checks": ("people.id-check-digit",), "because": ""}
    rule = next(rule for rule in told_rules["rules"] if rule["id"] == "people.health-missing")
    assert (rule["for"], rule["covers"]) == ("脱贫户和监测对象", ["20", "2_01_002", "2_12_001"])
    assert next(rule for rule in told_rules["rules"] if rule["id"] == "values.unread")["covers"] == ["本程序"]


def test_the_sheet_of_findings_names_rule_and_basis_in_the_users_words(faulty, tmp_path):
    whole = checking.run(faulty, TODAY)
    assumed = next(check for check in CHECKS if check.source.startswith("assumed"))
    guessed = replace(whole.findings[0], id=assumed.id, source=assumed.source)
    target = tmp_path / "结果.xlsx"
    checking.export(replace(whole, findings=(whole.findings[0], guessed)), target, dt.datetime(2026, 3, 1, 8))
    sheet = load_workbook(target).active
    lines = [row for row in sheet.iter_rows(values_only=True) if row[0] in ("轻重", "错误", "请核对")]
    assert lines[0] == ("轻重", "编号", "栏目", "提示", "建议改为", "怎么办", "规则", "规则编号", "依据")
    assert lines[1][6:8] == (CHECKS[whole.findings[0].id].title, whole.findings[0].id)
    assert lines[2][8].startswith("待核实：")
    assert not any("assumed" in rule[3] for rule in checking.rules())
