"""An empty book, a book with the clean lists of the sample village, and shorthands to read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import made_books
from villagebook.services import books, lists
from villagebook.store import Book

VILLAGE = Path(__file__).parents[2] / "data" / "village"
TODAY = dt.date(2025, 11, 5)
CLEAN = ("户信息_干净.xlsx", "人信息_干净.xlsx", "项目资金_干净.xlsx")
FAULTY = ("户信息_带错.xlsx", "人信息_带错.xlsx", "项目资金_带错.xlsx")


def files(*names: str) -> list[Path]:
    """Paths of sample lists."""
    return [VILLAGE / name for name in names]


def take(book: Book, *names: str, **options: object) -> lists.ImportReport:
    """Import sample lists by name."""
    return lists.import_files(book, files(*names), actor="测试", today=TODAY, **options)  # type: ignore[arg-type]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """An empty book of 清溪村."""
    with books.create(tmp_path / "b.vbook", name="清溪村", code="350699101203", actor="测试") as made:
        yield made


@pytest.fixture
def clean(book: Book) -> Book:
    """A book with the clean lists."""
    take(book, *CLEAN)
    return book


@pytest.fixture(scope="module")
def told() -> Iterator[Book]:
    """The sample book, only read."""
    with books.open_book(made_books.sample(), read_only=True) as opened:
        yield opened


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Book]:
    """A copy of the sample book, open."""
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as opened:
        yield opened


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Book]:
    """A copy of the book with the clean lists, open; all its entries are drafts."""
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as opened:
        yield opened
