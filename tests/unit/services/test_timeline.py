"""A household's story: each kind of record tells its part, the newest first, unknown days last; and its sheet."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.unit.documents.pdf_reading import page_count, text_of
from tests.unit.services import merged_people as twice
from tests.unit.services.merged_people import ACTOR, TODAY
from villagebook.base.errors import UserError
from villagebook.exporting.leaks import scan_pdf
from villagebook.models import (
    Acknowledgement,
    Case,
    CaseStep,
    Guarantee,
    Measure,
    Record,
    RosterLine,
    StatusPeriod,
    Visit,
    WorkRecord,
)
from villagebook.notices.words import found_in
from villagebook.services import (
    duplicates,
    fields,
    history,
    household_head,
    household_sheet,
    households,
    lists,
    memberships,
    merging,
    secrets,
    timeline,
)
from villagebook.services.fields import record_row
from villagebook.services.timeline import SOURCES, Event
from villagebook.store import Book, Undo

HOME = "3506991012070001"
DAY = dt.date(2025, 3, 5)
#: Late enough to stand in a line of its own on the page.
LATELY = dt.date(2025, 11, 3)


def story(book: Book, *only: str) -> tuple[Event, ...]:
    """The events of the first household, of some sources."""
    with book.read() as connection:
        row = record_row(connection, "household", households.key_of(book, HOME))
        return timeline.of(connection, book.village_id, row, only or None)


def add(book: Book, record: type[Record], /, **values: Any) -> uuid.UUID:
    """Add one record."""
    with book.work("test.add", ACTOR, "加一条", Undo.INVERSE) as work:
        (key,) = work.write_rows(record, inserts=[values])
        work.commit()
    return key


def told(book: Book, source: str) -> set[tuple[dt.date | None, str]]:
    return {(event.on, event.words) for event in story(book, source)}


@pytest.fixture
def home(sample: Book) -> uuid.UUID:
    return households.key_of(sample, HOME)


def test_every_source_of_the_sample_tells_something_or_is_tested_here(sample: Book) -> None:
    assert {"statuses", "cases", "incomes", "help", "visits", "notices", "money", "work", "guarantees"} <= {
        event.source for event in story(sample)
    }


def test_the_newest_comes_first_and_unknown_days_last(sample: Book, home: uuid.UUID) -> None:
    add(sample, StatusPeriod, household_id=home, kind="低保户")
    days = [event.on for event in story(sample)]
    known = [day for day in days if day is not None]
    assert known == sorted(known, reverse=True)
    assert days[len(known) :] == [None] * (len(days) - len(known)) != []
    assert story(sample)[-1].when == "时间不详"


def test_statuses_begin_end_and_are_removed(sample: Book, home: uuid.UUID) -> None:
    add(
        sample, StatusPeriod, household_id=home, kind="低保户", from_on=DAY, through_on=DAY.replace(year=2026),
        removed="是", removed_on=DAY.replace(month=9), note="母亲患病",
    )  # fmt: skip
    assert {
        (DAY, "纳入：低保户"),
        (DAY.replace(month=9), "风险消除：低保户"),
        (DAY.replace(year=2026), "终止：低保户"),
    } <= told(sample, "statuses")
    began = next(event for event in story(sample, "statuses") if event.words == "纳入：低保户")
    assert (began.evidence, began.note) == ("", "母亲患病")


def test_who_came_and_went(sample: Book, home: uuid.UUID) -> None:
    changed, _ = households.add_household(sample, head_name="林新", actor=ACTOR)
    assert changed.seq
    memberships.birth(sample, home, memberships.NewPerson("王小"), "之孙子", DAY, actor=ACTOR, today=TODAY)
    assert (DAY, "王小 出生") in told(sample, "members")


def test_names_and_heads_given(sample: Book, home: uuid.UUID) -> None:
    household_head.set_head(sample, home, "王大根", actor=ACTOR)
    assert "改户主 王长庚 → 王大根" in {words for _, words in told(sample, "names")}
    assert "改户主 王长庚 → 王大根" not in {words for _, words in told(sample, "corrections")}


def test_incomes_say_what_changed_since_the_year_before(sample: Book) -> None:
    newest, before, *_ = story(sample, "incomes")
    assert None not in (newest.amount_fen, before.amount_fen)
    assert (newest.when, newest.words) == ("2025年", "2025年人均纯收入")
    assert "比上一次 +" in newest.evidence


def test_help_of_the_household_by_key_by_code_and_of_its_members(sample: Book, home: uuid.UUID) -> None:
    son = next(m for m in households.view(sample, home, TODAY).members if m.relation == "之子").person_id
    add(sample, Measure, household_id=home, kind="产业帮扶", item="鸡苗", from_on=DAY, amount_fen=12_300)
    add(sample, Measure, household_code=HOME, kind="就业帮扶", item="交通补助", year=2024)
    add(sample, Measure, person_id=son, kind="其他教育帮扶", item="雨露计划", from_on=DAY, through_on=TODAY)
    add(sample, Measure, household_code="别户", kind="产业帮扶", item="别人的", from_on=DAY)
    found = {event.words: event for event in story(sample, "help")}
    assert (found["鸡苗"].on, found["鸡苗"].amount_fen, found["鸡苗"].evidence) == (DAY, 12_300, "产业帮扶")
    assert found["交通补助"].when == "2024年"
    assert "王𬭎" in found["雨露计划"].evidence
    assert found["停止享受：雨露计划"].on == TODAY
    assert "别人的" not in found


def test_visits_say_who_came_and_not_what_was_written(sample: Book, home: uuid.UUID) -> None:
    add(sample, Visit, household_id=home, on=DAY, visitor="周海涛", unit="水利局", kind="节日假日慰问", content="患病")
    event = next(event for event in story(sample, "visits") if event.on == DAY)
    assert (event.words, event.detail) == ("走访：节日假日慰问", "周海涛，水利局")


def test_a_case_tells_its_lead_its_steps_and_its_end(sample: Book, home: uuid.UUID) -> None:
    case = add(
        sample, Case, code="2020-009", kind="监测对象识别", household_id=home, target="边缘易致贫户",
        lead_source="干部走访", lead_on=DAY.replace(year=2020), lead_text="患病", state="未通过",
        closed_on=DAY.replace(year=2020, month=4),
    )  # fmt: skip
    add(sample, CaseStep, case_id=case, step="visit", done_on=DAY.replace(year=2020, day=7), who="林", passed="否")
    of_case = [event for event in story(sample, "cases") if event.on and event.on.year == 2020]
    assert [event.words for event in of_case] == [
        "监测对象识别：未通过", of_case[1].words, "监测对象识别（边缘易致贫户）：干部走访",
    ]  # fmt: skip
    assert of_case[1].words.endswith("，未通过")


def test_guarantees_work_doubts_and_what_is_known_to_be_true(sample: Book, home: uuid.UUID) -> None:
    son = next(m for m in households.view(sample, home, TODAY).members if m.relation == "之子").person_id
    add(sample, Guarantee, household_id=home, stage="当前", on=DAY)
    add(sample, WorkRecord, person_id=son, worked="是", city="厦门市", from_on=DAY, month_pay_fen=420_000)
    add(
        sample, Acknowledgement, check="x", record="household", record_id=home, subject=HOME, field_name="住房面积",
        said="x", reason="量过", who="林", on=DAY,
    )  # fmt: skip
    assert (DAY, "核实三保障和收支（当前）") in told(sample, "guarantees")
    assert (DAY, "王𬭎 务工：厦门市") in told(sample, "work")
    assert (DAY, "情况属实：住房面积") in told(sample, "doubts")


def test_notices_that_name_the_household_and_no_others(sample: Book, home: uuid.UUID) -> None:
    notices = list(story(sample, "notices"))
    assert notices
    assert all(event.page == "notices" and event.key is not None for event in notices)
    fields.edit(sample, "household", home, "head_name", "没有这个人", actor=ACTOR)
    of_projects = {e.key for e in notices} - {e.key for e in story(sample, "notices")}
    assert of_projects  # a list that does not name the head is not the household's


def test_money_of_a_project_leads_to_the_project(sample: Book, home: uuid.UUID) -> None:
    add(sample, RosterLine, household_id=home, project_code="X", content="果苗", amount_fen=5_000, received_on=DAY)
    event = next(event for event in story(sample, "money") if event.on == DAY)
    assert (event.words, event.evidence, event.amount_fen) == ("到户补助", "果苗", 5_000)


def test_imports_and_corrections_stand_apart_and_undone_ones_do_not(clean: Book) -> None:
    def headings(source: str) -> list[str]:
        with clean.read() as connection:
            row = record_row(connection, "household", key)
            return [event.words for event in timeline.of(connection, clean.village_id, row, [source])]

    with clean.read() as connection:
        key = next(iter(connection.exec_driver_sql("select id from household limit 1")))[0]
    key = uuid.UUID(bytes=key) if isinstance(key, bytes) else uuid.UUID(str(key))
    assert len(headings("imports")) == 1
    changed = fields.edit(clean, "household", key, "road_kind", "沥青路", actor=ACTOR)
    assert any("改入户路类型" in heading for heading in headings("corrections"))
    assert changed.seq is not None
    history.take_back(clean, changed.seq, actor=ACTOR)
    assert headings("corrections") == []
    assert lists.OUTCOME_WORDS


def test_a_merged_persons_life_is_the_households_too(sample: Book) -> None:
    both = twice.written_twice(sample, home=twice.OTHER_HOME)
    add(sample, Measure, person_id=both.other, kind="就业帮扶", item="技能培训", from_on=DAY)
    assert "技能培训" not in {event.words for event in story(sample, "help")}
    merging.merge_persons(sample, both.keep, both.other, today=TODAY, actor=ACTOR)
    assert "技能培训" in {event.words for event in story(sample, "help")}


def test_merging_in_the_household_tells_of_nobody_leaving(sample: Book) -> None:
    both = twice.written_twice(sample)
    before = told(sample, "members")
    merging.merge_persons(sample, both.keep, both.other, today=TODAY, actor=ACTOR)
    assert told(sample, "members") == before
    assert duplicates.find(sample, TODAY).people == ()


def test_kinds_are_counted_in_declared_order(sample: Book) -> None:
    events = story(sample)
    found = list(timeline.kinds(events))
    assert sum(count for _, _, count in found) == len(events)
    assert [id for id, _, _ in found] == [id for id in SOURCES.ids if id in {e.source for e in events}]


# The sheet


def sheet(book: Book, tmp_path: Path, code: str = HOME) -> bytes:
    target = tmp_path / "一页.pdf"
    household_sheet.print_timelines(book, [code], target, today=TODAY)
    return target.read_bytes()


def test_the_sheet_masks_numbers_and_says_nothing_of_illness(sample: Book, home: uuid.UUID, tmp_path: Path) -> None:
    add(sample, Measure, household_id=home, kind="健康帮扶", item="慢性病签约服务", from_on=LATELY,
        person_name="李恵")  # fmt: skip
    add(sample, Measure, household_id=home, kind="社会帮扶", item="大病慰问", from_on=DAY)
    add(sample, StatusPeriod, household_id=home, kind="低保户", from_on=DAY, note="因病致贫，高血压")
    data = sheet(sample, tmp_path)
    text = text_of(data)
    assert page_count(data) == 1
    assert found_in(text) == ()
    assert "健康帮扶" in text
    with sample.read() as connection:
        numbers = {row for row in secrets._stored(connection, sample.village_id) if row.isdigit() and len(row) > 10}
        rules = secrets.rules(connection, sample.village_id, on=TODAY)
    assert not [number for number in numbers if number in text.replace("\n", "")]
    assert [hit for hit in scan_pdf(data, rules) if hit.kind in ("secret_number", "id_number", "card", "mobile")] == []


def test_two_hundred_visits_stand_on_one_page(sample: Book, home: uuid.UUID, tmp_path: Path) -> None:
    with sample.work("test.add", ACTOR, "加", Undo.INVERSE) as work:
        work.write_rows(Visit, inserts=[
            {"household_id": home, "on": TODAY - dt.timedelta(days=9 * i), "visitor": "周海涛"} for i in range(200)
        ])  # fmt: skip
        work.commit()
    data = sheet(sample, tmp_path)
    assert page_count(data) == 1
    assert "走访 " in text_of(data)


def test_the_same_events_are_told_in_ever_fewer_lines(sample: Book) -> None:
    events = story(sample)
    levels = household_sheet.levels(events)
    assert [len(lines) for lines in levels] == sorted((len(lines) for lines in levels), reverse=True)
    assert {sum(line.count for line in lines) for lines in levels} == {len(events)}
    amounts = {sum(line.amount_fen or 0 for line in lines) for lines in levels}
    assert amounts == {sum(event.amount_fen or 0 for event in events)}


def test_an_unknown_code_is_one_line(sample: Book, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有户编号“X”"):
        household_sheet.print_timelines(sample, ["X"], tmp_path / "a.pdf", today=TODAY)


def test_the_window_gets_the_same_sheet(sample: Book, home: uuid.UUID, tmp_path: Path) -> None:
    assert household_sheet.timeline_bytes(sample, home, TODAY) == sheet(sample, tmp_path)
