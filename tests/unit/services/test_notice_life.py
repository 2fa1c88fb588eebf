"""Between draft and archive: finalised, hung, past its time, taken down, concluded; each allows only what follows."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from tests.unit.services.conftest import TODAY
from tests.unit.services.notices_at_hand import NUMBER, ROSTER, days, drafted, picture, row
from villagebook.base.errors import UserError
from villagebook.ledgers import Scope, project_days
from villagebook.models import Notice, Objection, Project
from villagebook.models.fields import fields_of
from villagebook.models.notice import OPEN_AFTER_POSTING
from villagebook.services import (
    books,
    history,
    notice_events,
    notice_photos,
    overrides,
    publicity,
    tables,
    today_notices,
)
from villagebook.services.today_task import LATE, MONTH, WEEK
from villagebook.services.today_task import TODAY as TODAY_GROUP
from villagebook.store import Book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A copy of the book with one draft."""
    shutil.copytree(drafted(), tmp_path / "b.vbook")
    with books.open_book(tmp_path / "b.vbook") as opened:
        yield opened


def finalise(book: Book, on: dt.date = TODAY, **options: Any) -> publicity.Posted:
    """Finalise it."""
    return publicity.finalise(book, NUMBER, on, actor="测试", **options)


def hang(book: Book, on: dt.date = TODAY, **options: Any) -> None:
    """Hang it."""
    publicity.hang(book, NUMBER, on, actor="测试", **options)


def object_to(book: Book) -> Any:
    """Somebody objects; return the key of the objection."""
    with book.work("x", "测试", "异议") as work:
        key = work.write_rows(Objection, [{
            "kind": "异议", "notice_id": row(book)["id"], "received_on": TODAY,
        }])[0]  # fmt: skip
        work.commit()
    return key


def answer(book: Book, key: Any) -> None:
    """The objection is answered."""
    with book.work("x", "测试", "答复") as work:
        work.write_rows(Objection, updates=[(key, {"answered_on": TODAY})])
        work.commit()


# --- finalised and not hung -------------------------------------------------------------------------------------------


def test_finalising_freezes_everything_and_hangs_nothing(book: Book) -> None:
    made = finalise(book, days(3), days=12)
    stored = row(book)
    assert (stored["state"], stored["posted_at"], stored["hung_on"]) == ("待张贴", None, None)
    assert (stored["from_on"], stored["through_on"]) == (days(3), days(15))
    assert stored["sha256"] == made.sha256
    assert stored["finalised_at"] is not None
    assert publicity.frozen_pdf(book, NUMBER)


def test_what_is_finalised_and_not_hung_is_no_step_of_its_project(book: Book) -> None:
    number = publicity.draft(book, "N3", actor="测试", today=TODAY, project=ROSTER).number
    key = row(book, number)["project_id"]
    with book.work("x", "测试", "没有登记过") as work:
        work.write_rows(Project, updates=[(key, {"start_notice_from": None, "start_notice_through": None})])
        work.commit()

    def begun() -> dt.date | None:
        with book.read() as connection:
            known = project_days.known(connection, Scope(book.village_id, days(30)))[key]
        return known.days["start_notice"].from_on

    publicity.finalise(book, number, TODAY, actor="测试")
    assert begun() is None
    publicity.hang(book, number, TODAY, actor="测试")
    assert begun() == TODAY


def test_taking_the_finalising_back_makes_it_the_draft_it_was(book: Book) -> None:
    before = row(book)
    finalise(book)
    publicity.unfinalise(book, NUMBER, actor="测试")
    after = row(book)
    assert after["state"] == "草稿"
    assert {n for n in after if after[n] != before[n]} <= {"heading", "from_on", "through_on", "place"}
    finalise(book, days(1))
    history.undo_last(book, actor="测试")
    assert row(book) == after


def test_a_finalised_notice_keeps_its_words_while_the_book_goes_on(book: Book) -> None:
    finalise(book, days(2))
    pdf = publicity.frozen_pdf(book, NUMBER)
    books.edit_village(book, {"committee": "别的村委会", "board_place": "别处"}, actor="测试")
    hang(book, days(1))
    assert publicity.frozen_pdf(book, NUMBER) == pdf
    content = publicity.view(book, NUMBER, days(2)).content
    assert content is not None
    assert "别" not in content.signers[0] + content.place


def test_words_of_a_finalised_notice_are_fixed(book: Book) -> None:
    finalise(book)
    with pytest.raises(UserError, match="现在是待张贴，不能改词句") as told:
        publicity.change_words(book, NUMBER, {"basis": "别的"}, actor="测试")
    assert "unfinalise" in told.value.hint


# --- hanging ----------------------------------------------------------------------------------------------------------


def test_hanging_says_who_hung_it_before_whom_and_on_which_day(book: Book) -> None:
    finalise(book, days(2))
    hang(book, days(1), hung_by=" 林甲 ", witness="王乙")
    stored = row(book)
    assert (stored["state"], stored["hung_on"], stored["from_on"]) == ("公示中", days(1), days(2))
    assert (stored["hung_by"], stored["witness"]) == ("林甲", "王乙")


def test_it_is_not_hung_later_than_its_sheet_says(book: Book) -> None:
    finalise(book)
    with pytest.raises(UserError, match="公示天数不够") as told:
        hang(book, days(1))
    assert "unfinalise" in told.value.hint
    assert row(book)["state"] == "待张贴"


def test_a_draft_is_finalised_before_it_is_hung(book: Book) -> None:
    with pytest.raises(UserError, match="还是草稿"):
        hang(book)


def test_posting_is_finalising_and_hanging_in_one(book: Book) -> None:
    publicity.post(book, NUMBER, TODAY, actor="测试", hung_by="林甲", witness="王乙")
    stored = row(book)
    assert (stored["state"], stored["hung_on"], stored["hung_by"]) == ("公示中", TODAY, "林甲")
    assert stored["finalised_at"] == stored["posted_at"]
    with pytest.raises(UserError, match="现在是公示中，不用退回草稿"):
        publicity.unfinalise(book, NUMBER, actor="测试")


def test_a_notice_without_end_hangs_on_and_names_the_least_time(book: Book) -> None:
    finalise(book, days="长期")
    hang(book)
    assert publicity.view(book, NUMBER, days(400)).state == "公示中"
    assert publicity.view(book, NUMBER, days(400)).days_left is None
    assert row(book)["through_on"] == days(10)
    content = publicity.view(book, NUMBER, TODAY).content
    assert content is not None
    assert content.days_text == "长期"


def test_working_days_over_a_year_nobody_knows_are_refused_with_where_to_enter_them(book: Book) -> None:
    overrides.set_override(book, "notice.household_beneficiaries.days", "5个工作日", actor="测试", reason="县里规定")
    with pytest.raises(UserError, match="还不知道2027年哪些天放假") as told:
        finalise(book, dt.date(2026, 12, 29))
    assert "设置" in told.value.hint
    overrides.set_override(book, "setting.calendar.days_off", "2027-01-01", actor="测试")
    assert finalise(book, dt.date(2026, 12, 29)).through_on == dt.date(2027, 1, 6)


# --- the end ----------------------------------------------------------------------------------------------------------


def test_taken_down_without_a_result_it_waits_to_be_archived(book: Book) -> None:
    publicity.post(book, NUMBER, TODAY, actor="测试")
    publicity.take_down(book, NUMBER, days(11), actor="测试")
    assert (row(book)["state"], row(book)["concluded_on"]) == ("已摘下", None)
    publicity.archive(book, NUMBER, "公示期内无异议。", days(12), actor="测试")
    stored = row(book)
    assert (stored["state"], stored["result"], stored["concluded_on"]) == ("归档", "公示期内无异议。", days(12))


def test_taken_down_with_a_result_it_is_archived_in_one_act(book: Book) -> None:
    publicity.post(book, NUMBER, TODAY, actor="测试")
    publicity.take_down(book, NUMBER, days(11), actor="测试", result="无异议")
    stored = row(book)
    assert (stored["state"], stored["concluded_on"]) == ("归档", days(11))
    history.undo_last(book, actor="测试")
    assert row(book)["state"] == "公示中"


def test_an_open_objection_stops_the_conclusion_and_not_the_taking_down(book: Book) -> None:
    publicity.post(book, NUMBER, TODAY, actor="测试")
    objection = object_to(book)
    with pytest.raises(UserError, match="还有 1 条异议没有答复，不能写结果"):
        publicity.take_down(book, NUMBER, days(11), actor="测试", result="无异议")
    publicity.take_down(book, NUMBER, days(11), actor="测试")
    with pytest.raises(UserError, match="不能归档"):
        publicity.archive(book, NUMBER, "无异议", days(12), actor="测试")
    answer(book, objection)
    publicity.archive(book, NUMBER, "收到 1 条异议，已经答复。", days(12), actor="测试")
    assert row(book)["state"] == "归档"


def test_it_is_not_archived_before_it_was_taken_down(book: Book) -> None:
    publicity.post(book, NUMBER, TODAY, actor="测试")
    publicity.take_down(book, NUMBER, days(11), actor="测试")
    with pytest.raises(UserError, match="不能2025-11-15就归档"):
        publicity.archive(book, NUMBER, "无异议", days(10), actor="测试")


def test_each_state_names_what_goes_instead(book: Book) -> None:
    refused = lambda: publicity.archive(book, NUMBER, "x", TODAY, actor="测试")  # noqa: E731
    for state, hint in (("草稿", "先定稿"), ("待张贴", "notice hang"), ("公示中", "先摘下")):
        if state == "待张贴":
            finalise(book)
        elif state == "公示中":
            hang(book)
        with pytest.raises(UserError, match=f"现在是{state}，不能归档") as told:
            refused()
        assert hint in told.value.hint
    with pytest.raises(UserError, match="现在是公示中"):
        finalise(book)


def test_one_in_the_drawer_is_not_withdrawn_but_made_a_draft(book: Book) -> None:
    finalise(book)
    with pytest.raises(UserError, match="不能撤回") as told:
        publicity.withdraw(book, NUMBER, "错", TODAY, actor="测试")
    assert "退回草稿" in told.value.hint


# --- what the database refuses ----------------------------------------------------------------------------------------


def test_every_column_that_hangs_is_guarded_by_the_database_once_it_is_hung(book: Book) -> None:
    finalise(book)
    key = row(book)["id"]
    with book.work("x", "测试", "还可以改") as work:
        work.write_rows(Notice, updates=[(key, {"their_number": "1号"})])
        work.commit()
    hang(book)
    stored = row(book)
    frozen = [f.name for f in fields_of(Notice) if f.name not in OPEN_AFTER_POSTING]
    assert {"content", "sha256", "pdf_id", "from_on", "through_on", "place", "hung_on", "open_ended"} <= set(frozen)
    for name in ("place", "hung_on", "open_ended", "days", "their_number"):
        with book.work("x", "测试", "改") as work:
            driver: Any = work.connection.connection.driver_connection
            with pytest.raises(sqlcipher3.dbapi2.IntegrityError):
                driver.execute(f"UPDATE notice SET {name} = 7")
    assert row(book) == stored


# --- what 今日 and the ledger say -------------------------------------------------------------------------------------


def tasks(book: Book, on: dt.date) -> list[tuple[str, str]]:
    """Group and first word of the tasks about notices."""
    with book.read() as connection:
        found = list(today_notices.tasks(connection, book, on))
    return [(task.group, task.title.partition("：")[0]) for task in found]


def test_today_asks_for_the_next_act_of_each_state(book: Book) -> None:
    assert tasks(book, TODAY) == [(MONTH, "张贴")]
    finalise(book, days(1))
    assert tasks(book, TODAY) == [(WEEK, "贴上墙")]
    assert tasks(book, days(2)) == [(LATE, "贴上墙")]
    hang(book, days(1))
    assert tasks(book, days(1)) == [(MONTH, "摘下公示")]
    assert tasks(book, days(2)) == [(MONTH, "摘下公示"), (MONTH, "补公示照片")]
    notice_events.record(book, NUMBER, notice_events.DAMAGED, days(3), actor="测试")
    assert tasks(book, days(11))[:2] == [(TODAY_GROUP, "补贴公示"), (TODAY_GROUP, "摘下公示")]
    publicity.take_down(book, NUMBER, days(11), actor="测试")
    assert tasks(book, days(12))[0] == (MONTH, "公示归档")
    assert tasks(book, days(20))[0] == (LATE, "公示归档")
    publicity.archive(book, NUMBER, "无异议", days(12), actor="测试")
    assert tasks(book, days(20)) == [(MONTH, "补公示照片")]


def test_a_notice_without_end_is_not_asked_to_come_down(book: Book) -> None:
    publicity.post(book, NUMBER, TODAY, actor="测试", days="长期")
    assert tasks(book, TODAY) == []


def ledger(book: Book, on: dt.date) -> dict[str, Any]:
    """The notice's row of 公示底账."""
    (found,) = tables.listed(book, "notices", tables.scope(book, on)).rows
    return dict(found)


def test_the_ledger_tells_the_whole_life_of_a_notice(book: Book) -> None:
    publicity.post(book, NUMBER, TODAY, actor="测试", hung_by="林甲")
    for moment, day in (("张贴", TODAY), ("期满", days(10))):
        photo = picture(90, taken=f"{day:%Y:%m:%d} 08:00:00")
        notice_photos.add(book, NUMBER, [photo], actor="测试", today=day, moment=moment, view="远景")
    object_to(book)
    publicity.take_down(book, NUMBER, days(11), actor="测试")
    said = ledger(book, days(12))
    assert (said["kind"], said["kind_name"]) == ("roster-beneficiaries", "到户项目受益户公示")
    assert (said["state"], said["issuer"], said["hung"], said["days_hung"]) == ("已摘下", "村", TODAY, 11)
    photos = ("photos_up_near", "photos_up_far", "photos_over_near", "photos_over_far")
    assert [said[name] for name in photos] == [0, 1, 0, 1]
    assert (said["objections"], said["objections_open"], said["hung_by"]) == (1, 1, "林甲")
    assert said["code"] == row(book)["sha256"][:8].upper()


def test_the_ledger_counts_days_hung_up_to_today_and_none_before_it_is_up(book: Book) -> None:
    assert (ledger(book, TODAY)["hung"], ledger(book, TODAY)["days_hung"]) == (None, None)
    publicity.post(book, NUMBER, TODAY, actor="测试")
    assert ledger(book, days(4))["days_hung"] == 4


def test_what_an_older_version_took_down_with_a_result_is_in_the_archive(book: Book) -> None:
    publicity.post(book, NUMBER, TODAY, actor="测试")
    with book.work("x", "测试", "旧版摘下") as work:
        values = {"state": "已摘下", "taken_down_on": days(11), "result": "无异议"}
        work.write_rows(Notice, updates=[(row(book)["id"], values)])
        work.commit()
    assert ledger(book, days(30))["state"] == publicity.view(book, NUMBER, days(30)).state == "归档"
