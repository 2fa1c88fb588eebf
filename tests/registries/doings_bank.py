"""Each verb of the bank account and of sharing out income done once to the sample book."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests import made_books
from villagebook.models import Meeting
from villagebook.services import bank, distributions, households
from villagebook.store import Book

ACTOR, TODAY = "测试", made_books.TODAY
DONE: dict[str, Any] = {"actor": ACTOR, "today": TODAY}
HOME = "3506991012070002"


def statement() -> Path:
    """A statement of two lines; only one of them may be an entry of the sample (a first payment of the tea garden)."""
    path = Path(tempfile.mkdtemp()) / "四月.csv"
    path.write_text(
        "交易日期,收入,支出,对方户名\n2025-04-16,,90000.00,青芽茶业公司\n2025-04-20,,12.00,手续费\n", encoding="utf-8")
    return path


def taken(book: Book) -> bank.Taken:
    """The statement, taken in."""
    return bank.import_statement(book, statement(), **DONE)


def fee(book: Book) -> uuid.UUID:
    """Its line that no entry is."""
    return next(line.key for line in bank.account(book).only_there if line.out_fen == 1200)


def tea(book: Book) -> tuple[uuid.UUID, uuid.UUID]:
    """The line and the entry of the tea garden."""
    found = bank.account(book)
    pair = next(pair for pair in found.matched if pair.amount_fen == -9_000_000)
    return pair.lines[0].key, pair.entries[0].key


def match_all(book: Book) -> Any:
    taken(book)
    bank.unmatch(book, tea(book)[0], actor=ACTOR)
    yield
    yield bank.match_all(book, **DONE)


def match(book: Book) -> Any:
    taken(book)
    line, entry = tea(book)
    bank.unmatch(book, line, actor=ACTOR)
    yield
    yield bank.match_by_hand(book, [line], [entry], actor=ACTOR)


def unmatch(book: Book) -> Any:
    taken(book)
    yield
    yield bank.unmatch(book, tea(book)[0], actor=ACTOR)


def write(book: Book) -> Any:
    taken(book)
    yield
    yield bank.write_entry(book, fee(book), actor=ACTOR)


def reconcile(book: Book) -> Any:
    """Sign the newest statement of the sample: both balances come to the same on its last day."""
    return bank.reconcile(book, bank.account(book).statements[-1].key, **DONE)


def remove_statement(book: Book) -> Any:
    made = taken(book)
    yield
    yield bank.remove(book, made.statement, actor=ACTOR)


def new(book: Book) -> uuid.UUID:
    """A sharing-out of its own."""
    return distributions.add(book, year=2025, income_fen=100_000, actor=ACTOR)[1]


def on_new(doing: Callable[[Book, uuid.UUID], Any]) -> Callable[[Book], Any]:
    """Do it to a new sharing-out with one line."""

    def prepared(book: Book) -> Any:
        key = new(book)
        distributions.fill(book, key, "奖励补助", [households.key_of(book, HOME)], each_fen=100, **DONE)
        yield
        yield doing(book, key)

    return prepared


def line_of(book: Book, key: uuid.UUID) -> list[uuid.UUID]:
    """Its line."""
    return [line.key for line in distributions.view(book, key, TODAY).lines]


def meeting_of(book: Book) -> uuid.UUID:
    """A meeting that decided some sharing-out of the sample, or any."""
    with book.read() as connection:
        return connection.execute(select(Meeting.id).order_by(Meeting.id)).scalars().first()  # type: ignore[return-value]


DOINGS: dict[str, Callable[[Book], Any]] = {
    "bank.import": taken,
    "bank.match_all": match_all,
    "bank.match": match,
    "bank.unmatch": unmatch,
    "bank.write": write,
    "bank.reconcile": reconcile,
    "bank.remove": remove_statement,
    "distribution.add": lambda book: distributions.add(book, year=2025, income_fen=100_000, actor=ACTOR),
    "distribution.plan": on_new(lambda book, key: distributions.plan(
        book, key, [distributions.PartTyped("奖励补助", 100)], actor=ACTOR)),
    "distribution.link": on_new(lambda book, key: distributions.link(
        book, key, meeting=meeting_of(book), actor=ACTOR)),
    "distribution.pay": on_new(lambda book, key: distributions.pay(
        book, key, "奖励补助", TODAY, why="试", actor=ACTOR)),
    "distribution.remove": on_new(lambda book, key: distributions.remove(book, key, actor=ACTOR)),
    "distribution.fill": on_new(lambda book, key: distributions.fill(
        book, key, "临时救助", [households.key_of(book, HOME)], total_fen=7, **DONE)),
    "distribution.add_line": on_new(lambda book, key: distributions.add_line(
        book, key, {"use": "临时救助", "name": "林某", "amount_fen": 1}, **DONE)),
    "distribution.paste": on_new(lambda book, key: distributions.paste(
        book, key, "临时救助", distributions.read_pasted(book, f"{HOME}\t5", TODAY), actor=ACTOR)),
    "distribution.remove_lines": on_new(lambda book, key: distributions.remove_lines(
        book, line_of(book, key), actor=ACTOR)),
}  # fmt: skip
