"""Help from outside: one matter one record, its money by the entries, what waits, what was reported."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from tests.builders import a_household, a_project
from villagebook.base.errors import UserError
from villagebook.models import FundEntry
from villagebook.services import history, money, search, social_help, social_help_views, today
from villagebook.store import Book, Undo

D = dt.date
TODAY = D(2025, 11, 5)
WHO = {"actor": "测试", "today": TODAY}
GIFT = {
    "date": "2025-05-20", "kind": "捐助资金", "giver": "示范县慈善总会", "content": "捐助安装路灯",
    "amount_fen": "50000",
}  # fmt: skip


def given(book: Book, **texts: str) -> uuid.UUID:
    """A matter: a gift of 50,000 yuan unless said otherwise."""
    return social_help.record(book, {**GIFT, **texts}, **WHO)[1]  # type: ignore[arg-type]


def of(book: Book, key: uuid.UUID) -> social_help_views.HelpView:
    """The matter as shown."""
    return social_help_views.view(book, key, TODAY)


def test_a_matter_takes_the_next_number_and_its_project_and_household(book: Book) -> None:
    with book.work("record.edit", "测试", "加", Undo.INVERSE) as work:
        a_project(work, book.village_id, code="2025-12", name="路灯")
        a_household(work, book.village_id, code="350699", head="许玉美")
        work.commit()
    given(book)
    view = of(book, given(book, project_code="2025-12", household_code="350699"))
    assert (view.code, view.project, view.household) == ("2025-02", "2025-12 路灯", "350699 许玉美")
    assert history.entries(book, 1)[0].heading == "记社会帮扶 2025-02 示范县慈善总会"


def test_left_is_given_less_the_entries_that_name_it(book: Book) -> None:
    key = given(book)
    assert (of(book, key).left_fen, of(book, key).waits) == (5_000_000, ("用完", "反馈", "上报"))
    social_help.enter_money(book, key, "到账", on=D(2025, 5, 28), amount_fen=5_000_000, actor="测试")
    social_help.enter_money(book, key, "支出", on=D(2025, 6, 10), amount_fen=4_500_000, payee="明光电器", actor="测试")
    view = of(book, key)
    assert (view.received_fen, view.used_fen, view.left_fen) == (5_000_000, 4_500_000, 500_000)
    assert [(one.kind, one.memo) for one in view.entries] == [
        ("到账", "示范县慈善总会捐助"), ("支出", "示范县慈善总会捐助使用")]


def test_without_entries_what_was_typed_counts(book: Book) -> None:
    key = given(book)
    social_help.correct(book, key, {"used": "装了路灯", "used_fen": "50,000.00", "feedback": "寄了照片",
                                    "feedback_on": "2025-07-20"}, **WHO)  # fmt: skip
    view = of(book, key)
    assert (view.used_fen, view.left_fen, view.waits) == (5_000_000, 0, ("上报",))


def test_an_entry_that_is_posted_is_not_linked(book: Book) -> None:
    key = given(book)
    _, entry = money.write_entry(book, {
        "date": D(2025, 5, 28), "kind": "到账", "amount_fen": 100, "source": "社会捐赠", "papers": 1}, actor="测试")
    social_help.link(book, key, [entry], actor="测试")
    assert of(book, key).received_fen == 100
    social_help.link(book, key, [entry], on=False, actor="测试")
    assert of(book, key).entries == ()
    with book.read() as connection:
        voucher = connection.execute(select(FundEntry.voucher).where(FundEntry.id == entry)).scalar_one()
    money.post(book, [voucher or ""], actor="测试", today=TODAY, why="试")
    with pytest.raises(UserError, match="已经入账，不能改"):
        social_help.link(book, key, [entry], actor="测试")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"giver": ""}, "没有写帮扶单位"), ({"kind": ""}, "没有写类别"), ({"date": ""}, "没有写日期"),
        ({"content": "", "amount_fen": ""}, "没有写帮扶了什么"), ({"kind": "做客"}, "没有“做客”"),
        ({"date": "2025-11-06"}, "还没有到"), ({"amount_fen": "-1"}, "不能小于 0"),
        ({"used_fen": "50000.01"}, "多于帮扶资金"), ({"project_code": "9"}, "没有项目编号"),
        ({"feedback_on": "2025-05-19"}, "早于帮扶日期"), ({"code": "2025-01"}, "已经用了"),
    ],
)  # fmt: skip
def test_what_is_no_matter_is_refused(book: Book, texts: dict[str, str], said: str) -> None:
    given(book)
    before = len(history.entries(book))
    with pytest.raises(UserError, match=said):
        given(book, **texts)
    assert len(history.entries(book)) == before


def test_nothing_is_reported_twice_unless_asked(book: Book) -> None:
    first = given(book)
    given(book, date="2025-06-30", kind="社会力量办实事", amount_fen="", goods="大米20袋", goods_fen="2400")
    _, named = social_help.report(book, D(2025, 4, 1), D(2025, 6, 30), D(2025, 7, 3), **WHO)
    assert len(named) == 2
    with pytest.raises(UserError, match="2 件都已上报"):
        social_help.report(book, D(2025, 4, 1), D(2025, 6, 30), D(2025, 7, 4), **WHO)
    late = given(book, date="2025-06-15")
    assert social_help.report(book, D(2025, 4, 1), D(2025, 6, 30), D(2025, 10, 8), **WHO)[1] == (late,)
    assert [(one.on, one.count) for one in social_help_views.reports(book)] == [(D(2025, 10, 8), 1), (D(2025, 7, 3), 2)]
    assert len(social_help.report(book, D(2025, 4, 1), D(2025, 6, 30), D(2025, 10, 9), again=True, **WHO)[1]) == 3
    assert of(book, first).row["reported_on"] == D(2025, 10, 9)
    with pytest.raises(UserError, match="已在 2025-10-09 上报，不能删"):
        social_help.remove(book, first, actor="测试")


def test_the_summary_adds_by_kind_and_leaves_out_what_was_reported(book: Book) -> None:
    given(book)
    social_help.report(book, D(2025, 4, 1), D(2025, 6, 30), D(2025, 7, 3), **WHO)
    given(book, date="2025-06-15", amount_fen="3000")
    given(book, date="2025-06-20", kind="社会力量办实事", amount_fen="", goods="大米20袋", goods_fen="2400")
    given(book, date="2025-06-21", kind="领导调研考察", amount_fen="")
    found = social_help_views.summary(book, D(2025, 4, 1), D(2025, 6, 30))
    assert [(one.kind, one.count, one.amount_fen, one.goods, one.goods_fen) for one in found.lines] == [
        ("领导调研考察", 1, 0, 0, 0), ("社会力量办实事", 1, 0, 1, 240_000), ("捐助资金", 1, 300_000, 0, 0)]
    assert (found.left_out, found.total.count, found.total.amount_fen) == (1, 3, 300_000)
    again = social_help_views.summary(book, D(2025, 4, 1), D(2025, 6, 30), again=True)
    assert (again.left_out, again.total.amount_fen) == (0, 5_300_000)
    before = social_help_views.summary(book, D(2025, 1, 1), D(2025, 1, 1), reported_on=D(2025, 7, 3))
    assert ([one.code for one in before.matters], before.through) == (["2025-01"], D(2025, 5, 20))


def test_what_waits_too_long_is_late(book: Book) -> None:
    old, new = given(book, date="2025-04-01"), given(book, date="2025-09-01")
    assert of(book, old).late == ("反馈", "上报")
    assert of(book, new).late == ()
    visit = given(book, date="2025-01-05", kind="领导调研考察", amount_fen="")
    assert of(book, visit).waits == ("上报",)
    assert social_help_views.waiting(book, TODAY) == 2
    assert [one.key for one in social_help_views.matters(book, TODAY, waiting="反馈")] == [new, old]


def test_a_matter_with_money_is_not_removed(book: Book) -> None:
    key = given(book)
    _, entry = social_help.enter_money(book, key, "到账", on=D(2025, 5, 28), amount_fen=1, actor="测试")
    with pytest.raises(UserError, match=r"有资金 .*，不能删"):
        social_help.remove(book, key, actor="测试")
    social_help.link(book, key, [entry], on=False, actor="测试")
    social_help.remove(book, key, actor="测试")
    assert social_help_views.matters(book, TODAY) == []


def test_what_is_late_is_a_task_of_today_and_is_found_by_search(book: Book) -> None:
    assert not [one for one in today.today(book, TODAY).tasks if one.action == "social-help"]
    key = given(book, date="2025-04-01")
    (task,) = [one for one in today.today(book, TODAY).tasks if one.action == "social-help"]
    assert (task.group, task.title, task.detail) == ("已过期", "社会帮扶 1 件没有反馈、上报", "示范县慈善总会")
    (hit,) = search.search(book, "慈善")
    assert (hit.page, hit.key, hit.kind, hit.action) == ("projects", key, "social_help", "social-help")
