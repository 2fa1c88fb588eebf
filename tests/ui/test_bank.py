"""对账 through the window: a statement taken in, matched by hand, written as a draft, signed, exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests.ui.real_book import calm, make, said, window_over
from tests.ui.test_reading_aloud import unnamed
from villagebook.models import FundEntry
from villagebook.services import bank, money
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.bank import BankPage, count
from villagebook.ui.pages.bank_source import MATCHED, THERE
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog

HEAD = "交易日期,收入,支出,余额,对方户名,摘要,交易流水号"


@pytest.fixture
def window(app: Any, tmp_path: Path) -> Iterator[MainWindow]:
    (tmp_path / "book").mkdir()
    with window_over(make(tmp_path / "book"), tmp_path, "funds") as made:
        money.post(made.runner.book, None, actor="测试", today=date(2025, 11, 5), why="试")
        made.go("funds", action="bank")
        calm(made.runner)
        yield made


@pytest.fixture
def page(window: MainWindow) -> BankPage:
    found = window.page("funds").view("bank")
    assert isinstance(found, BankPage)
    return found


def spent(window: MainWindow) -> list[Any]:
    """Two payments of one amount and day from two sources are none of these: each amount once."""
    with window.runner.book.read() as connection:
        query = select(FundEntry.date, FundEntry.amount_fen, FundEntry.payee, FundEntry.id, FundEntry.voucher).where(
            FundEntry.kind == "支出", FundEntry.posted_at.is_not(None)).order_by(FundEntry.date)  # fmt: skip
        rows = connection.execute(query).all()
    amounts = [row.amount_fen for row in rows]
    return [row for row in rows if amounts.count(row.amount_fen) == 1][:2]


@pytest.fixture
def taken(window: MainWindow, page: BankPage, tmp_path: Path) -> Any:
    """A statement with one known payment, one fee, and one payment to a villager that is to be matched by hand."""
    first, second = spent(window)
    day = max(first.date, second.date)
    lines = [HEAD, f"{first.date},,{first.amount_fen / 100:.2f},900.00,{first.payee or ''},货款,A1",
             f"{day},,12.00,888.00,许玉美,卡号6217000011112222333,A2"]  # fmt: skip
    path = tmp_path / "流水.csv"
    path.write_text("\n".join(lines), encoding="gbk")
    page.take_file(path)
    calm(window.runner)
    return first


def press(window: MainWindow, words: str) -> None:
    """Press a button of the dialog that is open."""
    panel = window.overlay.panel
    assert isinstance(panel, Dialog)
    buttons = [panel._buttons.itemAt(place).widget() for place in range(panel._buttons.count())]
    next(button for button in buttons if isinstance(button, Button) and button.text() == words).click()
    calm(window.runner)


def sides(page: BankPage) -> list[str]:
    shown = page.list.model.keys()
    return [page.source.found[key].side for key in shown]


def test_before_the_first_statement_the_page_says_what_to_do(window: MainWindow, page: BankPage) -> None:
    assert page._stack.currentIndex() == 1
    assert unnamed(page) == []


def test_a_statement_is_taken_in_and_its_lines_stand_in_three_lists(
    window: MainWindow, page: BankPage, taken: Any
) -> None:
    assert "收进 2 行；自动对上 1 行" in said(window)
    assert sides(page)[0] == THERE
    assert sides(page).count(MATCHED) == 1
    assert count(window.runner.book, None) == 1
    assert unnamed(page) == []


def test_a_persons_name_and_card_are_hidden_until_asked(window: MainWindow, page: BankPage, taken: Any) -> None:
    key = bank.account(window.runner.book).only_there[0].key
    page.show_record(key)
    calm(window.runner)
    texts = [fact.text for fact in page.record._facts(page.record.item)]
    assert "许**" in texts
    assert "卡号****2333" in texts
    page.record.show_button.click()
    texts = [fact.text for fact in page.record._facts(page.record.item)]
    assert {"许玉美", "卡号6217000011112222333"} <= set(texts)


def test_a_line_becomes_a_draft_and_both_are_one_row(window: MainWindow, page: BankPage, taken: Any) -> None:
    line = bank.account(window.runner.book).only_there[0].key
    page.show_record(line)
    page.record.write_button.click()
    calm(window.runner)
    dialog = window.overlay.panel
    dialog.form["memo"].set_value("手续费")
    dialog.do.click()
    calm(window.runner)
    found = bank.account(window.runner.book)
    assert found.only_there == ()
    assert [pair.waits for pair in found.matched].count(True) == 1
    assert page.source.found[line].side == MATCHED


def test_what_was_matched_is_taken_back_and_matched_by_hand(window: MainWindow, page: BankPage, taken: Any) -> None:
    line = next(pair.lines[0].key for pair in bank.account(window.runner.book).matched)
    page.show_record(line)
    calm(window.runner)
    page.record.unmatch_button.click()
    calm(window.runner)
    assert page.source.found[line].side == THERE
    page.show_record(line)
    calm(window.runner)
    page.match([line], [taken.id])
    calm(window.runner)
    pair = page.source.found[line].pair
    assert pair is not None
    assert (pair.how, pair.entries[0].voucher) == ("人工", taken.voucher)


def test_unequal_sums_are_refused_in_words(window: MainWindow, page: BankPage, taken: Any) -> None:
    line = bank.account(window.runner.book).only_there[0].key
    other = next(entry for entry in bank.account(window.runner.book).entries.values() if entry.amount_fen < -5000)
    page.match([line], [other.key])
    calm(window.runner)
    assert window.overlay.panel is not None
    assert len(bank.account(window.runner.book).matched) == 1


def test_the_workbook_is_written(window: MainWindow, page: BankPage, taken: Any, tmp_path: Path) -> None:
    page.export_to(tmp_path / "对账.xlsx")
    calm(window.runner)
    assert load_workbook(tmp_path / "对账.xlsx").sheetnames[0] == "银行存款余额调节表"


def test_a_statement_is_taken_away_after_a_question(window: MainWindow, page: BankPage, taken: Any) -> None:
    page.record.remove_button.click()
    calm(window.runner)
    assert len(bank.account(window.runner.book).statements) == 1
    press(window, "删去")
    assert bank.account(window.runner.book).statements == ()
    assert page._stack.currentIndex() == 1
