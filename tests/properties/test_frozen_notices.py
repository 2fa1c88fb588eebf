"""What hangs on the wall stays as it hung, whatever is done to the book afterwards, in whatever order."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.unit.services.conftest import TODAY
from tests.unit.services.notices_at_hand import NUMBER, ROSTER, days, hung, picture, row
from villagebook.base.errors import VillagebookError
from villagebook.models import Household, Notice, Person, Project, RosterLine
from villagebook.models.fields import fields_of
from villagebook.models.notice import OPEN_AFTER_POSTING
from villagebook.services import (
    books,
    fields,
    history,
    notice_events,
    notice_photos,
    notice_received,
    overrides,
    publicity,
)
from villagebook.store import Book

ACTOR = "测试"


def first(book: Book, record: Any, **wanted: Any) -> Any:
    """The key of the first record with these values."""
    with book.read() as connection:
        return connection.execute(select(record.id).filter_by(**wanted).order_by(record.id)).scalars().first()


def edit(table: str, record: Any, name: str, text: str, **wanted: Any) -> Callable[[Book], object]:
    """Edit a field of the first such record."""
    return lambda book: fields.edit(book, table, first(book, record, **wanted), name, text, actor=ACTOR)


def photograph(book: Book) -> object:
    """Put a photo with the notice."""
    return notice_photos.add(book, NUMBER, [picture(120)], actor=ACTOR, today=days(3))


OPERATIONS: dict[str, Callable[[Book], object]] = {
    "a line of the list": edit("roster_line", RosterLine, "amount_fen", "9999", project_code=ROSTER),
    "a name on the list": edit("roster_line", RosterLine, "head_name", "别人", project_code=ROSTER),
    "the project's name": edit("project", Project, "name", "别的项目", code=ROSTER),
    "a person's name": edit("person", Person, "name", "改名"),
    "a household's road": edit("household", Household, "road_kind", "泥土路"),
    "the village": lambda book: books.edit_village(
        book, {"committee": "别的村委会", "board_place": "别处"}, actor=ACTOR),
    "the rule's days": lambda book: overrides.set_override(
        book, "notice.household_beneficiaries.days", "30天", actor=ACTOR, reason="新规定"),
    "names masked": lambda book: overrides.set_override(book, "setting.notice.mask_names", True, actor=ACTOR),
    "words": lambda book: publicity.change_words(book, NUMBER, {"basis": "别的"}, actor=ACTOR),
    "finalised again": lambda book: publicity.finalise(book, NUMBER, days(5), actor=ACTOR),
    "made a draft": lambda book: publicity.unfinalise(book, NUMBER, actor=ACTOR),
    "hung again": lambda book: publicity.hang(book, NUMBER, TODAY - dt.timedelta(days=9), actor=ACTOR),
    "a photo": photograph,
    "torn": lambda book: notice_events.record(book, NUMBER, notice_events.DAMAGED, days(2), actor=ACTOR),
    "taken down": lambda book: publicity.take_down(book, NUMBER, days(11), actor=ACTOR),
    "archived": lambda book: publicity.archive(book, NUMBER, "无异议", days(12), actor=ACTOR),
    "withdrawn": lambda book: publicity.withdraw(book, NUMBER, "写错", days(12), actor=ACTOR),
    "another draft": lambda book: publicity.draft(book, "N4", actor=ACTOR, today=days(1), project=ROSTER),
    "one from above": lambda book: notice_received.receive(
        book, "上级的", actor=ACTOR, issuer="县", from_on=TODAY, through_on=days(7)),
    "undo": lambda book: history.undo_last(book, actor=ACTOR),
    "redo": lambda book: history.redo_last(book, actor=ACTOR),
    "state by hand": edit("notice", Notice, "state", "草稿", number=NUMBER),
}  # fmt: skip

FROZEN = [f.name for f in fields_of(Notice) if f.name not in OPEN_AFTER_POSTING]


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(OPERATIONS)), min_size=4, max_size=12))
def test_content_hash_and_file_stay_whatever_is_done_later(doings: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(hung(), Path(folder) / "b.vbook")
        with books.open_book(Path(folder) / "b.vbook") as book:
            before = {name: row(book)[name] for name in FROZEN}
            pdf = publicity.frozen_pdf(book, NUMBER)
            for doing in doings:
                try:
                    OPERATIONS[doing](book)
                except VillagebookError:
                    continue  # refused in words: nothing was done
            after = row(book)
            assert {name: after[name] for name in FROZEN} == before
            assert publicity.frozen_pdf(book, NUMBER) == pdf
            content = publicity.view(book, NUMBER, days(1)).content
            assert content is not None
            assert content.sha256 == before["sha256"]
            assert history.verify(book) == []


@pytest.mark.parametrize("doing", ["a line of the list", "the village", "a photo", "taken down", "the project's name"])
def test_these_operations_do_change_the_book(doing: str, tmp_path: Path) -> None:
    """Else the property above would say nothing."""
    shutil.copytree(hung(), tmp_path / "b.vbook")
    with books.open_book(tmp_path / "b.vbook") as book:
        head = history.head(book)
        OPERATIONS[doing](book)
        assert history.head(book) != head
