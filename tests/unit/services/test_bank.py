"""A statement beside the book: taken in once, matched where it is sure, reconciled to the fen."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests.builders import a_project, an_entry
from villagebook.base.errors import UserError
from villagebook.models import BankLine, BankMatch, BankStatement, FundEntry
from villagebook.services import bank, books, closings, history, money
from villagebook.store import Undo

TODAY = dt.date(2025, 9, 10)
ACTOR = "测试"
D = dt.date
HEAD = "交易日期,收入,支出,余额,对方户名,摘要,交易流水号"
LINES = [
    "2025-08-01,60000.00,,70000.00,示范县财政局,拨款,A1",
    "2025-08-05,,1200.50,68799.50,明光电器商行,货款,A2",
    "2025-08-06,,300.00,68499.50,许玉美,补助,A3",
    "2025-08-20,,15.00,68484.50,,手续费,A4",
    "2025-08-21,5.20,,68489.70,,结息,A5",
]


@pytest.fixture
def book(tmp_path):
    with books.create(tmp_path / "b.vbook", name="清溪村", code="350699101203", actor=ACTOR) as made:
        with made.work("demo.write", ACTOR, "试", Undo.NONE) as work:
            village = made.village_id
            project = a_project(work, village, code="P1", name="村内路灯", sources={"中央": 1}).project
            entry = {"project": project, "posted": True}
            an_entry(work, village, "记-0001", "到账", 1_000_000, on=D(2025, 3, 1), **entry)
            an_entry(work, village, "记-0002", "到账", 4_000_000, on=D(2025, 8, 1), payee="清溪村村民委员会", **entry)
            an_entry(work, village, "记-0003", "到账", 2_000_000, source="县", on=D(2025, 8, 1), **entry)
            an_entry(work, village, "记-0004", "支出", 120_050, on=D(2025, 8, 4), payee="示范县明光电器商行", **entry)
            an_entry(work, village, "记-0005", "支出", 30_000, on=D(2025, 8, 6), payee="许玉美", **entry)
            an_entry(work, village, "记-0006", "支出", 8_800, on=D(2025, 8, 30), payee="王建国", **entry)
            an_entry(work, village, "记-0007", "报账", 120_050, on=D(2025, 8, 31), **entry)
            work.commit()
        yield made


def statement(tmp_path, lines=LINES, name="八月.csv"):
    path = tmp_path / name
    path.write_bytes("\n".join([HEAD, *lines]).encode("gbk"))
    return path


@pytest.fixture
def taken(book, tmp_path):
    return bank.import_statement(book, statement(tmp_path), actor=ACTOR, today=TODAY)


def vouchers(pair):
    return [entry.voucher for entry in pair.entries]


def test_a_statement_is_taken_in_and_matched_in_one_act(book, taken):
    found = bank.account(book)
    assert (taken.lines, taken.matched, taken.waiting, taken.problems) == (5, 3, 2, ())
    assert [vouchers(pair) for pair in found.matched] == [["记-0002", "记-0003"], ["记-0004"], ["记-0005"]]
    assert [line.memo for line in found.only_there] == ["手续费", "结息"]
    assert found.only_here == ()
    assert [entry.voucher for entry in bank.account(book, D(2025, 8, 31)).only_here] == ["记-0006"]
    history.undo_last(book, actor=ACTOR)
    assert bank.account(book).statements == ()


def test_the_file_is_kept_and_the_same_one_is_not_taken_twice(book, taken, tmp_path):
    with book.read() as connection:
        attachment = connection.execute(select(BankStatement.attachment_id)).scalar_one()
    assert book.files.read(attachment) == statement(tmp_path).read_bytes()
    with pytest.raises(UserError, match=r"已经导入过：八月\.csv"):
        bank.import_statement(book, statement(tmp_path, name="又一份.csv"), actor=ACTOR, today=TODAY)


def test_a_longer_statement_brings_only_its_new_lines(book, taken, tmp_path):
    more = [*LINES, "2025-09-02,,88.00,68401.70,王建国,工资,A6"]
    again = bank.import_statement(book, statement(tmp_path, more, "到九月.csv"), actor=ACTOR, today=TODAY)
    assert (again.lines, again.known, again.matched) == (1, 5, 1)
    first, second = bank.account(book).statements
    assert (second.opening_fen, second.closing_fen, second.gap_fen) == (6_848_970, 6_840_170, 0)
    assert (first.through_on, second.from_on) == (D(2025, 8, 21), D(2025, 9, 2))


def test_balances_agree_after_what_only_one_side_has(book, taken):
    table = bank.reconciliation(book, D(2025, 8, 31))
    assert (table.bank_fen, table.book_fen) == (6_848_970, 6_841_150)
    assert [item.number for item in table.here_out] == ["记-0006"]
    assert [item.amount_fen for item in (*table.there_in, *table.there_out)] == [520, -1_500]
    assert table.bank_adjusted_fen == table.book_adjusted_fen == 6_840_170
    assert table.agrees
    assert table.words == "调节后余额相符"


def test_a_difference_from_before_the_first_statement_is_said(book, taken):
    with book.work("demo.write", ACTOR, "试", Undo.NONE) as work:
        an_entry(work, book.village_id, "记-0000", "到账", 700, on=D(2025, 1, 5), posted=True)
        work.commit()
    table = bank.reconciliation(book)
    assert (table.agrees, table.difference_fen) == (False, -700)
    assert "期初" in table.words
    with pytest.raises(UserError, match=r"相差 7\.00 元"):
        bank.reconcile(book, taken.statement, actor=ACTOR, today=TODAY)


def test_of_equal_amounts_none_is_guessed_and_a_hand_decides(book, tmp_path):
    with book.work("demo.write", ACTOR, "试", Undo.NONE) as work:
        for number in ("记-0011", "记-0012"):
            an_entry(work, book.village_id, number, "支出", 5_000, on=D(2025, 8, 10), posted=True)
        work.commit()
    bank.import_statement(book, statement(tmp_path, ["2025-08-11,,50.00,,,取现,B1"]), actor=ACTOR, today=TODAY)
    (line,) = bank.account(book).only_there
    assert len(line.possible) == 2
    bank.match_by_hand(book, [line.key], [line.possible[1]], actor=ACTOR)
    (pair,) = bank.account(book).matched
    assert (vouchers(pair), pair.how) == (["记-0012"], "人工")
    bank.unmatch(book, line.key, actor=ACTOR)
    assert bank.account(book).matched == ()


def test_what_is_unequal_or_matched_is_not_put_together(book, taken):
    found = bank.account(book)
    fee, interest = found.only_there
    entry = {one.voucher: one.key for one in found.entries.values()}
    with pytest.raises(UserError, match=r"金额不等：银行 −15\.00 元，账上 −88\.00 元"):
        bank.match_by_hand(book, [fee.key], [entry["记-0006"]], actor=ACTOR)
    with pytest.raises(UserError, match="记-0004已经对上了"):
        bank.match_by_hand(book, [fee.key], [entry["记-0004"]], actor=ACTOR)
    with pytest.raises(UserError, match="已经对上了"):
        bank.match_by_hand(book, [found.matched[1].lines[0].key], [entry["记-0006"]], actor=ACTOR)
    with pytest.raises(UserError, match="都要选上"):
        bank.match_by_hand(book, [fee.key], [], actor=ACTOR)
    with pytest.raises(UserError, match="一行对几笔"):
        bank.match_by_hand(book, [fee.key, interest.key], [entry["记-0006"], entry["记-0001"]], actor=ACTOR)
    with pytest.raises(UserError, match="没有对上过"):
        bank.unmatch(book, fee.key, actor=ACTOR)


def test_a_line_becomes_a_draft_in_one_act_and_counts_once_posted(book, taken):
    fee, interest = bank.account(book).only_there
    assert bank.prefilled(book, fee.key) == {
        "date": D(2025, 8, 20), "kind": "支出", "amount_fen": 1_500, "payee": None, "memo": "手续费",
        "project_code": None, "papers": None}  # fmt: skip
    bank.write_entry(book, fee.key, {"source": "村集体"}, actor=ACTOR)
    _, key = bank.write_entry(book, interest.key, {"kind": "收益", "source": "村集体"}, actor=ACTOR)
    found = bank.account(book)
    assert found.only_there == ()
    assert [pair.waits for pair in found.matched] == [False, False, False, True, True]
    before = bank.reconciliation(book, D(2025, 8, 31))
    assert len(before.there_out) == 1
    money.post(book, None, actor=ACTOR, today=TODAY, why="试")
    after = bank.reconciliation(book, D(2025, 8, 31))
    assert (after.there_in, after.there_out, after.agrees) == ((), (), True)
    assert after.book_fen - before.book_fen == 520 - 1_500
    assert books.info(book).name == "清溪村"
    with pytest.raises(UserError, match="已经对上了"):
        bank.write_entry(book, interest.key, actor=ACTOR)
    assert key in found.entries


def test_a_discarded_draft_leaves_its_line_open_again(book, taken):
    fee = bank.account(book).only_there[0]
    _, key = bank.write_entry(book, fee.key, actor=ACTOR)
    money.discard(book, key, actor=ACTOR)
    assert fee.key in [line.key for line in bank.account(book).only_there]
    history.undo_last(book, actor=ACTOR)
    assert fee.key not in [line.key for line in bank.account(book).only_there]


def test_a_draft_cannot_go_the_other_way(book, taken):
    fee = bank.account(book).only_there[0]
    with pytest.raises(UserError, match="银行是支出，不能记成“到账”"):
        bank.write_entry(book, fee.key, {"kind": "到账"}, actor=ACTOR)


def test_nothing_is_written_into_a_closed_month(book, taken):
    for month in (3, 8):
        closings.close(book, 2025, month, actor=ACTOR, today=TODAY)
    fee = bank.account(book).only_there[0]
    with pytest.raises(UserError, match="结账"):
        bank.write_entry(book, fee.key, actor=ACTOR)
    bank.write_entry(book, fee.key, {"date": TODAY}, actor=ACTOR)


def test_the_project_named_by_the_bank_is_filled_in(book, tmp_path):
    bank.import_statement(
        book, statement(tmp_path, ["2025-08-11,50.00,,,示范县财政局,村内路灯资金,B1"]), actor=ACTOR, today=TODAY)
    (line,) = bank.account(book).only_there
    assert bank.prefilled(book, line.key)["project_code"] == "P1"


def test_an_entry_and_its_reversal_are_nothing_to_the_bank(book, taken):
    money.reverse(book, "记-0006", D(2025, 9, 1), actor=ACTOR, why="误记")
    found = bank.account(book, D(2025, 9, 2))
    assert found.only_here == ()
    assert sum(entry.amount_fen for entry in found.set_off) == 0
    assert bank.reconciliation(book, D(2025, 9, 2)).agrees


def test_a_statement_is_signed_and_taken_away(book, taken):
    bank.reconcile(book, taken.statement, actor="周会计", today=TODAY)
    (view,) = bank.account(book).statements
    assert (view.reconciled_on, view.reconciled_by, view.open_lines) == (TODAY, "周会计", 2)
    bank.remove(book, taken.statement, actor=ACTOR)
    with book.read() as connection:
        for record, count in ((BankLine, 0), (BankMatch, 0), (FundEntry, 7)):
            assert len(connection.execute(select(record.id)).all()) == count
    bank.import_statement(book, next(book.folder.parent.glob("八月.csv")), actor=ACTOR, today=TODAY)


def test_names_of_persons_are_hidden_until_asked(book, taken):
    shown = {line.shown for pair in bank.account(book).matched for line in pair.lines}
    assert shown == {"示范县财政局", "明光电器商行", "许**"}


def test_the_workbook_has_the_table_and_three_lists(book, taken, tmp_path):
    bank.export(book, tmp_path / "对账.xlsx", D(2025, 8, 31))
    read = load_workbook(tmp_path / "对账.xlsx")
    assert read.sheetnames == ["银行存款余额调节表", "对上", "银行有账上没有", "账上有银行没有"]
    last = [cell.value for cell in list(read["银行存款余额调节表"].rows)[-1]]
    assert (last[0], float(last[4]), float(last[5])) == ("调节后余额", 68_401.70, 68_401.70)
    assert len(list(read["银行有账上没有"].rows)) == 3 + 2
    text = "".join(str(cell.value) for sheet in read for row in sheet for cell in row)
    assert "许**" in text


def test_undo_does_not_match_a_line_twice_nor_bring_a_statement_twice(book, taken, tmp_path):
    pair = bank.account(book).matched[1]
    line, entry = pair.lines[0].key, pair.entries[0].key
    loose = bank.unmatch(book, line, actor=ACTOR)
    bank.match_by_hand(book, [line], [entry], actor=ACTOR)
    assert "后来用了同一个" in history.undo(book, loose.seq, actor=ACTOR).conflicts[0].message
    history.undo_last(book, actor=ACTOR)
    assert history.undo(book, loose.seq, actor=ACTOR).conflicts == ()
    assert vouchers(bank.account(book).matched[1]) == ["记-0004"]
    gone = bank.remove(book, taken.statement, actor=ACTOR)
    bank.import_statement(book, tmp_path / "八月.csv", actor=ACTOR, today=TODAY)
    assert "对账单" in history.undo(book, gone.seq, actor=ACTOR).conflicts[0].message
    assert len(bank.account(book).statements) == 1


def test_a_discarded_draft_opens_its_line_as_a_whole(book, taken):
    line = bank.account(book).matched[0].lines[0]
    bank.unmatch(book, line.key, actor=ACTOR)
    with book.work("demo.write", ACTOR, "试", Undo.NONE) as work:
        village = book.village_id
        draft = an_entry(work, village, "记-0008", "到账", 2_000_000, on=D(2025, 8, 1))
        work.commit()
    big = next(key for key, one in bank.account(book).entries.items() if one.voucher == "记-0002")
    key = getattr(draft, "entry", draft)
    bank.match_by_hand(book, [line.key], [big, key], actor=ACTOR)
    before = bank.account(book)
    changed = money.discard(book, key, actor=ACTOR)
    assert line.key in [one.key for one in bank.account(book).only_there]
    assert history.undo(book, changed.seq, actor=ACTOR).conflicts == ()
    assert bank.account(book) == before
