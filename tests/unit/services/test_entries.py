"""What the page 资金 asks: one entry and what it reverses, all in brief, what each source has; new projects."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.services.conftest import TODAY
from villagebook.base.errors import UserError
from villagebook.services import entries, history, money, projects, tables
from villagebook.store import Book


def test_a_draft_can_be_edited_and_a_posted_entry_cannot(clean: Book) -> None:
    key = entries.find(clean, "记-0001")
    assert key is not None
    draft = entries.view(clean, key)
    assert (draft.state, {view.locked for view in draft.fields}) == (entries.DRAFT, {""})
    money.post(clean, ["记-0001"], actor="测试", today=TODAY)
    posted = entries.view(clean, key)
    assert (posted.state, {view.locked for view in posted.fields}) == (entries.POSTED, {"记-0001已经入账，不能改"})
    assert posted.project is not None


def test_a_reversal_and_its_entry_name_each_other(clean: Book) -> None:
    money.post(clean, ["记-0001"], actor="测试", today=TODAY)
    money.reverse(clean, "记-0001", TODAY, actor="测试", why="收款单位填错")
    old, new = (entries.find(clean, voucher) for voucher in ("记-0001", "记-0185"))
    assert old is not None
    assert new is not None
    reversed_, reversal = entries.view(clean, old), entries.view(clean, new)
    assert (reversed_.state, reversal.state) == (entries.REVERSED, entries.REVERSAL)
    assert reversed_.reversed_by is not None
    assert (reversed_.reversed_by.key, reversed_.reversed_by.reason) == (new, "收款单位填错")
    assert reversal.reverses is not None
    assert (reversal.reverses.key, reversal.counted) == (old, reversed_.values["kind"])


def test_briefs_are_newest_first_and_drafts_move_nothing(clean: Book) -> None:
    found = entries.briefs(clean, tables.scope(clean, TODAY))
    days = [brief.date for brief in found]
    assert days == sorted(days, key=lambda day: day or dt.date.min, reverse=True)
    assert {brief.moved for brief in found} == {(0, 0)}
    money.post(clean, None, actor="测试", today=TODAY, why="补记")
    posted = entries.briefs(clean, tables.scope(clean, TODAY))
    sums = tables.listed(clean, "fund-balances", tables.scope(clean, TODAY, posted_only=True)).totals
    assert sum(brief.moved[0] for brief in posted) == sums["received_fen"] + sums["earned_fen"]
    assert sum(brief.moved[1] for brief in posted) == sums["spent_fen"] + sums["returned_fen"] + sums["distributed_fen"]


def test_balances_add_up_to_the_ledger_and_tell_what_drafts_do(clean: Book) -> None:
    found = entries.balances(clean, TODAY)
    sums = tables.listed(clean, "fund-balances", tables.scope(clean, TODAY)).totals
    assert sum(one.balance_fen for one in found) == sums["balance_fen"]
    assert [one.drafts_fen for one in found] == [one.balance_fen for one in found]
    assert [one.source for one in found][:2] == ["中央", "省"]


def test_a_draft_is_deleted_and_comes_back_by_undoing(clean: Book) -> None:
    _, key = money.write_entry(
        clean, {"date": TODAY, "kind": "支出", "memo": "写错的", "amount_fen": 100}, actor="测试"
    )
    changed = money.discard(clean, key, actor="测试")
    assert changed.heading == "删草稿 记-0185 写错的"
    with pytest.raises(UserError, match="不在书里"):
        entries.view(clean, key)
    history.undo_last(clean, actor="测试")
    assert entries.view(clean, key).values["amount_fen"] == 100


def test_what_is_posted_is_not_deleted(clean: Book) -> None:
    money.post(clean, ["记-0001"], actor="测试", today=TODAY)
    key = entries.find(clean, "记-0001")
    assert key is not None
    with pytest.raises(UserError, match="已经入账，不能删"):
        money.discard(clean, key, actor="测试")


def test_choices_offer_years_and_projects(clean: Book) -> None:
    found = entries.choices(clean)
    assert found.years == (2025,)
    assert ("35069920250001", "主干道拓宽工程") in found.projects


def test_a_new_project_takes_the_next_code_of_its_year(clean: Book) -> None:
    used = [row["code"] for row in tables.listed(clean, "projects", tables.scope(clean, TODAY)).rows]
    changed, key = projects.add(
        clean, name="村道路灯", year=2025, mode="公益设施", planned_fen=500_000, source="县", actor="测试"
    )
    shown = projects.view(clean, key, TODAY)
    assert changed.heading == "新增项目 村道路灯"
    assert int(shown.code) == max(map(int, used)) + 1
    assert [(row["source"], row["planned_fen"]) for row in shown.sources] == [("县", 500_000)]
    with pytest.raises(UserError, match="已经用了"):
        projects.add(clean, name="又一个", year=2025, code=shown.code, actor="测试")


@pytest.mark.parametrize(
    ("used", "code"),
    [([], "2025-01"), (["QX2025-09", "QX2024-30"], "QX2025-10"), (["35069920250009"], "35069920250010")],
)
def test_codes_go_on_in_the_books_own_pattern(used: list[str], code: str) -> None:
    assert projects.next_code(used, 2025) == code


def test_drafts_are_numbered_as_they_are_posted_and_chosen_by_key(clean: Book) -> None:
    draft = {"date": TODAY, "kind": "支出", "memo": "零星支出", "amount_fen": 100, "source": "中央"}
    keys = [money.write_entry(clean, {**draft, "voucher": ""}, actor="测试")[1] for _ in range(2)]
    _, undated = money.write_entry(clean, {**draft, "date": None}, actor="测试")
    report = money.post(
        clean, None, keys=[*keys, undated], number=True, actor="测试", today=TODAY, why="现金支付，发票后补"
    )
    assert report.posted == ("记-0185", "记-0186")
    assert report.refused == (("零星支出", "没有日期"),)
    assert [entries.view(clean, key).values["voucher"] for key in keys] == ["记-0185", "记-0186"]


def test_a_draft_that_only_wants_a_reason_keeps_no_number(clean: Book) -> None:
    _, key = money.write_entry(
        clean,
        {"date": TODAY, "kind": "支出", "memo": "超付", "amount_fen": 10**12, "source": "中央",
         "project_code": "35069920250001", "voucher": ""},
        actor="测试",
    )  # fmt: skip
    report = money.post(clean, None, keys=[key], number=True, actor="测试", today=TODAY)
    assert [one[0] for one in report.wanting] == [key]
    assert entries.view(clean, key).values["voucher"] == ""
