"""The gallery: a posted sheet of each kind, and a loud end when a kind cannot be made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import gallery, made_books
from villagebook.base.registry import Registry
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books, demo, publicity
from villagebook.store import Book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as opened:
        yield opened


def test_a_kind_not_yet_in_the_book_is_drafted_and_posted(book: Book) -> None:
    kind = NOTICE_KINDS["project-library"]
    number = gallery.drafted(book, kind, made_books.TODAY)
    assert publicity.view(book, number, made_books.TODAY).row["kind"] == kind.id


def test_each_kind_is_shown_with_number_and_name_and_one_that_cannot_be_made_fails(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = NOTICE_KINDS["project-start"]
    lost = replace(NOTICE_KINDS["roster-beneficiaries"], id="never-there", asks=("project",))
    monkeypatch.setattr(gallery, "NOTICE_KINDS", Registry("kinds", (good, lost)))
    shown, missing = gallery.gallery(book, made_books.TODAY)
    assert [one.id for one in shown if one.id in NOTICE_KINDS.ids] == ["project-start"]
    assert len(missing) == 1
    assert "never-there" in missing[0]
    gallery.write(shown, tmp_path / "画廊")
    assert (tmp_path / "画廊" / "总览.png").stat().st_size > 10_000
    assert (tmp_path / "画廊" / "全部公示.pdf").is_file()
    monkeypatch.setattr(sys, "argv", ["gallery", str(tmp_path / "再来")])
    again = made_books.a_copy(made_books.sample(), tmp_path / "第二本")
    monkeypatch.setattr(demo, "make", lambda _folder, today: SimpleNamespace(book=again))
    monkeypatch.setattr(gallery, "gallery", lambda _book: (shown, missing))
    assert gallery.main() == 1
    assert "做不出" in capsys.readouterr().err
