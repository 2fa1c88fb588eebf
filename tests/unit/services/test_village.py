"""The officers of a village: added, changed, taken out, and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from villagebook.base.errors import UserError
from villagebook.services import history, overrides, tables, village
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)
ROW = {"name": "林秋月", "post": "文书", "phone": "0599-5550702", "role": "意见反映", "since": "2021-12-01"}


def officers(book: Book) -> list[dict[str, Any]]:
    return [dict(row) for row in tables.listed(book, "officers", tables.scope(book, TODAY)).rows]


def test_an_officer_is_added_changed_and_taken_out(book: Book) -> None:
    added = village.add_officer(book, ROW, actor="测试")
    (row,) = officers(book)
    assert added.heading == "加干部 林秋月"
    assert (row["name"], row["phone"], row["since"]) == ("林秋月", "0599-5550702", dt.date(2021, 12, 1))
    changed = village.edit_officer(book, row["_id"], {"phone": "0599-5550709", "post": ""}, actor="测试")
    (row,) = officers(book)
    assert changed.heading == "改干部 林秋月"
    assert (row["phone"], row["post"]) == ("0599-5550709", None)
    assert village.remove_officer(book, row["_id"], actor="测试").heading == "删干部 林秋月"
    assert officers(book) == []
    history.undo_last(book, actor="测试")
    assert [row["name"] for row in officers(book)] == ["林秋月"]


def test_an_officer_without_a_name_or_with_an_unreadable_day_is_refused(book: Book) -> None:
    with pytest.raises(UserError, match="没有写姓名"):
        village.add_officer(book, ROW | {"name": " "}, actor="测试")
    with pytest.raises(UserError, match="“去年”不是日期。请照栏目的样子填"):
        village.add_officer(book, ROW | {"since": "去年"}, actor="测试")
    assert officers(book) == []


def test_policies_are_told_with_what_is_in_force_and_whose_it_is(book: Book) -> None:
    before = {line.id: line for line in overrides.policies_on(book, TODAY)}
    days = "notice.funds_use.days"
    assert (before[days].value, before[days].own) == ("10天", False)
    assert before["notice.donations.days"].assumed
    assert not before["notice.donations.days"].source.startswith("assumed")
    changed = overrides.set_override(book, days, "12天", actor="测试", reason="镇里要求")
    assert changed.heading == "改设置 资金使用情况公告最短期限"
    after = {line.id: line for line in overrides.policies_on(book, TODAY)}
    assert (after[days].value, after[days].own, after[days].source) == ("12天", True, "本村规定")


def test_a_setting_is_called_by_its_words(book: Book) -> None:
    changed = overrides.set_override(book, "setting.paper.date_style", "numerals", actor="测试")
    assert changed.heading == "改设置 落款日期"
    assert overrides.settings(book) == {"paper.date_style": "numerals"}
