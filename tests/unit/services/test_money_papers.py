"""What stands on the papers of money: special money only in a claim, sums to the fen, a reconciliation that agrees."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_project, an_entry
from tests.unit.services.test_bank import LINES, book, statement  # noqa: F401 - the village with a statement
from villagebook.ledgers import Scope
from villagebook.services import bank, books
from villagebook.services.papers import PAPERS
from villagebook.store import Undo

D = dt.date
ACTOR = "测试"


@pytest.fixture
def claimed(tmp_path):
    """A project of 中央, 县 and 自筹 money: two claims in special money, one in the village's own."""
    with books.create(tmp_path / "c.vbook", name="清溪村", code="350699101203", actor=ACTOR) as made:
        with made.work("demo.write", ACTOR, "试", Undo.NONE) as work:
            village = made.village_id
            project = a_project(work, village, code="P1", name="村内路灯", accepted_on=D(2025, 6, 1),
                                sources={"中央": 100_000, "县": 50_000, "自筹": 30_000}).project  # fmt: skip
            for voucher, kind, source, fen, day in (
                ("记-0001", "支出", "中央", 40_000, D(2025, 4, 1)), ("记-0002", "支出", "自筹", 30_000, D(2025, 4, 2)),
                ("记-0003", "报账", "中央", 40_000, D(2025, 6, 10)), ("记-0004", "支出", "县", 20_000, D(2025, 7, 1)),
                ("记-0005", "报账", "中央", 10_000, D(2025, 8, 1)), ("记-0006", "报账", "县", 20_000, D(2025, 8, 1)),
                ("记-0007", "报账", "自筹", 30_000, D(2025, 8, 1)),
            ):  # fmt: skip
                an_entry(work, village, voucher, kind, fen, source=source, project=project, on=day, posted=True,
                         papers=2, payee="明光电器商行")  # fmt: skip
            work.commit()
        yield made, project


LATER = D(2025, 12, 1)


def claims(found, on=LATER):
    made, project = found
    scope, paper = Scope(made.village_id, on), PAPERS["claim"]
    with made.read() as connection:
        return [paper.gather(connection, scope, key) for key in paper.of_project(connection, scope, project)]


def test_each_day_of_claiming_is_one_application_in_special_money_only(claimed):
    first, second = claims(claimed)
    names = ("planned_fen", "before_fen", "amount_fen", "left_fen")
    assert [first.values[name] for name in names] == [150_000, 0, 40_000, 110_000]
    assert [second.values[name] for name in names] == [150_000, 40_000, 30_000, 80_000]
    assert second.values["capital"] == "叁佰元整"
    assert "自筹" not in str(first.values) + str(second.values)


def test_the_list_has_what_was_spent_since_the_claim_before(claimed):
    first, second = claims(claimed)
    assert [row["voucher"] for row in first.values["spendings"]] == ["记-0001", None]
    assert [row["amount_fen"] for row in second.values["spendings"]] == [20_000, 20_000]
    assert (first.values["papers"], first.values["payee"]) == (4, "明光电器商行")


def test_claims_after_the_day_are_not_printed_in_the_volume(claimed):
    assert len(claims(claimed, D(2025, 7, 1))) == 1


def test_a_claim_of_own_money_alone_has_no_application(claimed):
    made, project = claimed
    with made.work("demo.write", ACTOR, "试", Undo.NONE) as work:
        key = an_entry(work, made.village_id, "记-0008", "报账", 5, source="自筹", project=project, on=D(2025, 9, 1))
        work.commit()
    with made.read() as connection:
        assert PAPERS["claim"].gather(connection, Scope(made.village_id, D(2025, 12, 1)), key) is None


def reconciled(made, on):
    with made.read() as connection:
        return PAPERS["bank-reconciliation"].gather(connection, Scope(made.village_id, on), made.village_id)


def test_the_reconciliation_stands_in_two_columns_that_come_to_the_same(book, tmp_path):  # noqa: F811
    assert reconciled(book, D(2025, 9, 1)) is None
    bank.import_statement(book, statement(tmp_path, LINES), actor=ACTOR, today=D(2025, 9, 10))
    lines = reconciled(book, D(2025, 12, 1)).values["lines"]
    assert [line["book_fen"] for line in lines[:3]] == [6_849_950, 520, 520]
    last = lines[-1]
    assert (last["book_what"], last["book_fen"], last["bank_fen"]) == ("调节后余额", 6_848_970, 6_848_970)
    assert reconciled(book, D(2025, 8, 10)).on == D(2025, 8, 10)
