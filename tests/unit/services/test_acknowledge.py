"""情况属实: a finding that was looked into stays quiet while it says the same."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests import made_books
from villagebook.base.errors import UserError
from villagebook.services import acknowledge, books, checking, fields, history, lists

TODAY = made_books.TODAY
CHECK, PERSON, FIELD = "people.school-age", "350699101203000604", "在校生状况"


@pytest.fixture
def book(tmp_path):
    with books.create(tmp_path / "清溪村.vbook", name="清溪村", code="350699101203", actor="测试") as made:
        lists.import_files(made, made_books.FAULTY, actor="测试", today=TODAY)
        yield made


def the_finding(book, on=TODAY):
    return acknowledge.find(checking.run(book, on).findings, CHECK, PERSON, FIELD)


def speaks(book, on=TODAY):
    return any((one.id, one.subject) == (CHECK, PERSON) for one in checking.run(book, on).findings)


def say(book, **more):
    given = {"who": "许主任", "actor": "测试", "today": TODAY, **more}
    return acknowledge.acknowledge(book, the_finding(book), "因病晚入学，有证明", **given)


def test_an_acknowledged_finding_is_quiet_and_counted(book):
    before = len(checking.run(book, TODAY).findings)
    say(book)
    report = checking.run(book, TODAY)
    assert len(report.findings) == before - 1
    assert not speaks(book)
    assert report.as_json()["acknowledged"] == 1
    home = report.acknowledged[0].record
    assert checking.check_records(book, {(home[0], _key(home))}, TODAY).acknowledged == report.acknowledged


def _key(record):
    return uuid.UUID(record[1])


def test_it_stays_quiet_when_the_lists_come_again(book):
    say(book)
    lists.import_files(book, made_books.FAULTY, actor="测试", today=TODAY)
    assert not speaks(book)


def test_it_stays_quiet_when_the_import_is_undone_and_done_again(book, tmp_path):
    say(book)
    word = history.entries(book)[0].seq
    history.undo(book, word - 1, actor="测试")
    assert not speaks(book)
    lists.import_files(book, made_books.FAULTY, actor="测试", today=TODAY)
    assert not speaks(book)


def test_it_comes_back_when_it_says_something_else(book):
    say(book)
    table, key = the_record(book)
    fields.edit(book, table, key, "school", "本科一年级", actor="测试")
    assert speaks(book)


def the_record(book):
    (word,) = checking.acknowledgements(book, TODAY)
    return word.record[0], _key(word.record)


def test_it_comes_back_after_its_last_day(book):
    say(book, until=dt.date(2025, 12, 31))
    assert not speaks(book, dt.date(2025, 12, 31))
    assert speaks(book, dt.date(2026, 1, 1))


def test_it_comes_back_when_the_word_is_withdrawn_and_undo_brings_the_word_back(book):
    say(book)
    (word,) = checking.acknowledgements(book, TODAY)
    acknowledge.withdraw(book, word.key, actor="测试")
    assert speaks(book)
    assert checking.acknowledgements(book, TODAY) == ()
    history.undo_last(book, actor="测试")
    assert not speaks(book)


def test_the_same_finding_of_another_record_still_speaks(book):
    twins = [one for one in checking.run(book, TODAY).findings if one.id == "people.id-twice"]
    acknowledge.acknowledge(book, twins[0], "双胞胎录成一号，已报派出所", actor="测试", today=TODAY)
    left = [one for one in checking.run(book, TODAY).findings if one.id == "people.id-twice"]
    assert [one.record for one in left] == [twins[1].record]


def test_a_later_word_on_the_same_finding_replaces_the_earlier(book):
    finding = the_finding(book)
    say(book)
    acknowledge.acknowledge(book, finding, "另有说明", actor="测试", today=TODAY)
    assert [word.reason for word in checking.acknowledgements(book, TODAY)] == ["另有说明"]


def test_the_auditor_sees_reason_who_until_and_whether_it_still_matters(book):
    last = dt.date(2025, 12, 31)
    say(book, until=last)
    (word,) = checking.acknowledgements(book, TODAY)
    assert (word.reason, word.who, word.on, word.until) == ("因病晚入学，有证明", "许主任", TODAY, last)
    assert (word.title, word.state) == ("在校生状况与年龄", "有效")
    assert [one.state for one in checking.acknowledgements(book, dt.date(2026, 1, 1))] == ["已过期"]
    table, key = the_record(book)
    fields.edit(book, table, key, "school", "小学", actor="测试")
    assert [one.state for one in checking.acknowledgements(book, TODAY)] == ["已不再提示"]


@pytest.mark.parametrize(("reason", "until", "why"), [(" ", None, "理由"), ("真的", dt.date(2025, 11, 4), "过去")])
def test_a_word_without_reason_or_time_is_refused(book, reason, until, why):
    with pytest.raises(UserError, match=why):
        acknowledge.acknowledge(book, the_finding(book), reason, until=until, actor="测试", today=TODAY)
    assert speaks(book)


def test_a_finding_that_is_not_there_cannot_be_acknowledged(book):
    with pytest.raises(UserError, match="现在没有这个提示"):
        acknowledge.find(checking.run(book, TODAY).findings, CHECK, "3506", FIELD)
