"""A 入库公示 of a whole year is that of each project it names, from the day it hangs."""

from __future__ import annotations

import datetime as dt

import pytest

from villagebook.services import books, project_life, projects, publicity, tables

D = dt.date
POSTED, LATER = D(2025, 1, 14), D(2025, 2, 10)


@pytest.fixture
def book(tmp_path):
    folder, phone = tmp_path / "清溪村.vbook", "0596-5550100"
    with books.create(folder, name="清溪村", code="350699101203", actor="测试", office_phone=phone) as made:
        for code, name, year in (("P1", "村道硬化", 2025), ("P2", "路灯", 2025), ("P3", "村道硬化", 2024)):
            projects.add(made, code=code, name=name, year=year, actor="测试")
        yield made


def key_of(book, code):
    listed = tables.listed(book, "projects", tables.scope(book, LATER)).rows
    return next(row["_id"] for row in listed if row["code"] == code)


def days(book, code):
    with book.read() as connection:
        found = {known.row["code"]: known for known in project_life.project_days.known(
            connection, tables.scope(book, LATER)).values()}  # fmt: skip
    return found[code].days["library_notice"]


def test_each_project_it_names_has_its_days_and_no_other(book):
    number = publicity.draft(book, "project-library", actor="测试", today=POSTED, year=2025).number
    assert days(book, "P1").from_on is None
    publicity.post(book, number, POSTED, actor="测试")
    for code in ("P1", "P2"):
        assert (days(book, code).from_on, days(book, code).on) == (POSTED, D(2025, 1, 24))
    # A project of the year before with the same name, and one entered after the posting, were not on the sheet.
    projects.add(book, code="P4", name="水渠", year=2025, actor="测试")
    assert days(book, "P3").from_on is None
    assert days(book, "P4").from_on is None


def test_it_stands_among_the_project_s_notices_as_draft_and_after(book):
    number = publicity.draft(book, "project-library", actor="测试", today=POSTED, year=2025).number

    def told(code):
        with book.read() as connection:
            return [n.number for n in project_life.notices(connection, book.village_id, key_of(book, code), LATER)]

    assert (told("P1"), told("P3")) == ([number], [])
    publicity.post(book, number, POSTED, actor="测试")
    assert (told("P1"), told("P3")) == ([number], [])


def test_one_that_was_withdrawn_dates_nothing(book):
    number = publicity.draft(book, "project-library", actor="测试", today=POSTED, year=2025).number
    publicity.post(book, number, POSTED, actor="测试")
    publicity.withdraw(book, number, "写错", POSTED, actor="测试")
    assert days(book, "P1").from_on is None
