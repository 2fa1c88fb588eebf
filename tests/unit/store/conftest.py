"""Books in temporary folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.store.samples import seeded_book
from villagebook.store import Book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the book of this test lies."""
    return tmp_path / "清溪 村#1.vbook"


@pytest.fixture
def book(folder: Path) -> Iterator[Book]:
    """A new book, the same in every run."""
    with seeded_book(folder) as made:
        yield made
