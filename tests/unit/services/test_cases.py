"""Cases from lead to end: what is written, what is refused and why, what of it the household's classes show."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.models import Case, CaseStep, Meeting, StatusPeriod
from villagebook.services import cases, history, households, overrides, publicity
from villagebook.store import Book

D = dt.date
WHO = "测试"
PLAIN = "3506991012070002"  # 一般农户
LIFTED = "3506991012070003"  # 脱贫户
LEAD = D(2025, 10, 8)
MONITORED, REMOVAL, ASSISTANCE = "监测对象识别", "风险消除", "低保特困认定"
#: A whole identification, each step inside its clocks.
DAYS = {
    "visit": D(2025, 10, 9), "compare": D(2025, 10, 12), "meeting": D(2025, 10, 13), "notice": D(2025, 10, 13),
    "town": D(2025, 10, 20), "county": D(2025, 10, 22), "announce": D(2025, 10, 23), "record": D(2025, 10, 24),
}  # fmt: skip


def home(book: Book, code: str = PLAIN) -> uuid.UUID:
    return households.key_of(book, code)


def opened(book: Book, code: str = PLAIN, kind: str = MONITORED, **more: Any) -> uuid.UUID:
    said = {"lead_on": LEAD, "lead_source": "干部走访", "lead_who": "林干事", "lead_text": "儿子车祸"}
    target = {"target": "边缘易致贫户"} if kind == MONITORED and code == PLAIN else {}
    return cases.open_case(book, home(book, code), kind, actor=WHO, **{**said, **target, **more})[1]


def through(book: Book, key: uuid.UUID, days: dict[str, dt.date] = DAYS) -> None:
    for step, day in days.items():
        cases.do_step(book, key, step, day, actor=WHO, meeting=cases.NEW_MEETING if step == "meeting" else None)


def rows(book: Book, record: Any, *where: Any) -> list[dict[str, Any]]:
    with book.read() as connection:
        query = select(record.__table__).where(*where).order_by(record.id)
        return [dict(row) for row in connection.execute(query).mappings()]


def classes(book: Book, code: str = PLAIN) -> dict[str, dict[str, Any]]:
    return {row["kind"]: row for row in rows(book, StatusPeriod, StatusPeriod.household_id == home(book, code))}


def refused(call: Any) -> UserError:
    with pytest.raises(UserError) as caught:
        call()
    return caught.value


# --- a lead -----------------------------------------------------------------------------------------------------------


def test_a_lead_opens_a_case_that_wants_a_visit(sample: Book) -> None:
    view = cases.view(sample, opened(sample), D(2025, 10, 9))
    assert view.line.code.startswith("2025-")
    assert (view.line.state, view.line.step, view.line.due) == ("办理中", "入户核实", D(2025, 10, 10))
    assert (view.next.verb, view.next.do) == ("记入户核实", "step:visit")
    assert "还有 1 天" in view.next.text


def test_codes_of_a_year_go_on(sample: Book) -> None:
    first, second = opened(sample), opened(sample, LIFTED, target="脱贫不稳定户")
    codes = [cases.view(sample, key, LEAD).line.code for key in (first, second)]
    assert int(codes[1][-3:]) == int(codes[0][-3:]) + 1
    assert cases.key_of(sample, codes[1]) == second


def test_one_case_of_a_kind_at_a_time(sample: Book) -> None:
    opened(sample)
    assert refused(lambda: opened(sample)).id == "case.under_way"


@pytest.mark.parametrize(("kind", "more", "error"), [
    ("搬迁", {}, "case.kind"),
    (MONITORED, {"target": "低保户"}, "case.target"),
    (REMOVAL, {}, "case.nothing_to_end"),
    ("贫困户识别", {}, "case.blocked"),
])  # fmt: skip
def test_what_cannot_begin_is_refused_and_nothing_is_written(sample: Book, kind: str, more: Any, error: str) -> None:
    before = len(rows(sample, Case))
    assert refused(lambda: opened(sample, kind=kind, **more)).id == error
    assert len(rows(sample, Case)) == before


def test_a_procedure_out_of_its_years_begins_with_a_reason_that_is_kept(sample: Book) -> None:
    changed, key = cases.open_case(
        sample, home(sample), "贫困户识别", actor=WHO, lead_on=LEAD, lead_source="农户申报", why="补录 2018 年的资料"
    )
    assert "补录" in cases.view(sample, key, LEAD).note
    assert changed.heading.startswith("登记线索 贫困户识别")


def test_what_may_begin_is_offered_by_the_households_classes(sample: Book) -> None:
    plain = cases.offers(sample, home(sample), LEAD)
    assert [(offer.kind, offer.targets) for offer in plain] == [
        (MONITORED, ("边缘易致贫户", "突发严重困难户")), (ASSISTANCE, ("低保户", "特困户"))]  # fmt: skip
    lifted, _ = cases.offers(sample, home(sample, LIFTED), LEAD)
    assert lifted.targets == ("脱贫不稳定户", "突发严重困难户")
    opened(sample)
    opened(sample, kind=ASSISTANCE, target="低保户")
    assert cases.offers(sample, home(sample), LEAD) == ()


# --- steps ------------------------------------------------------------------------------------------------------------


def test_steps_lead_to_a_class_that_names_case_and_meeting(sample: Book) -> None:
    key = opened(sample, risk="因意外事故")
    through(sample, key)
    assert cases.view(sample, key, D(2025, 10, 24)).next.do == "close"
    changed = cases.close(sample, key, D(2025, 10, 24), actor=WHO)
    assert "2025-10-22 起为边缘易致贫户" in changed.heading
    began = classes(sample)["边缘易致贫户"]
    assert (began["from_on"], began["case_id"], began["removed"], began["risk1"]) == (
        D(2025, 10, 22), key, "否", "因意外事故")  # fmt: skip
    (meeting,) = rows(sample, Meeting, Meeting.id == began["meeting_id"])
    assert (meeting["kind"], meeting["held_on"]) == ("民主评议会", D(2025, 10, 13))
    view = cases.view(sample, key, D(2025, 11, 5))
    assert (view.line.state, view.line.closed_on, view.next.text) == ("已办结", D(2025, 10, 24), "")
    on = households.view(sample, home(sample), D(2025, 11, 5))
    assert "边缘易致贫户" in [kind for kind, _ in on.statuses]


def test_a_step_before_its_predecessor_is_refused_and_written_with_a_reason(sample: Book) -> None:
    key = opened(sample)
    error = refused(lambda: cases.do_step(sample, key, "meeting", D(2025, 10, 9), actor=WHO))
    assert error.id == "case.blocked"
    assert "入户核实" in error.message
    assert rows(sample, CaseStep, CaseStep.case_id == key) == []
    changed = cases.do_step(sample, key, "meeting", D(2025, 10, 9), actor=WHO, why="先开会，核实在后面补")
    assert "先开会" in changed.heading
    (step,) = rows(sample, CaseStep, CaseStep.case_id == key)
    assert "先开会，核实在后面补" in step["note"]
    assert history.entries(sample, 1)[0].heading == changed.heading


def test_a_notice_that_hung_too_short_blocks_the_township(sample: Book) -> None:
    key = opened(sample)
    through(sample, key, {step: DAYS[step] for step in ("visit", "compare", "meeting", "notice")})
    error = refused(lambda: cases.do_step(sample, key, "town", D(2025, 10, 18), actor=WHO))
    assert "2025-10-13 公示，要满5天" in error.message
    cases.do_step(sample, key, "town", D(2025, 10, 19), actor=WHO)


def test_the_books_own_days_hold(sample: Book) -> None:
    overrides.set_override(sample, "monitoring.house_check", "3个工作日", actor=WHO)
    # 8 October 2025 is a Wednesday: the third working day after it is Saturday the 11th, which made up for a holiday.
    assert cases.view(sample, opened(sample), LEAD).line.due == D(2025, 10, 11)


def test_a_step_that_does_not_pass_leaves_only_to_stop(sample: Book) -> None:
    key = opened(sample)
    cases.do_step(sample, key, "visit", D(2025, 10, 9), actor=WHO, passed=False, note="收入稳定")
    view = cases.view(sample, key, D(2025, 10, 9))
    assert view.next.do == "fail"
    assert refused(lambda: cases.close(sample, key, D(2025, 10, 9), actor=WHO)).id == "case.failed"
    cases.stop(sample, key, D(2025, 10, 9), actor=WHO, why="收入稳定，没有风险", failed=True)
    assert cases.view(sample, key, D(2025, 10, 9)).line.state == "未通过"
    assert "边缘易致贫户" not in classes(sample)


def test_a_step_is_written_anew_and_taken_back(sample: Book) -> None:
    key = opened(sample)
    cases.do_step(sample, key, "visit", D(2025, 10, 9), actor=WHO)
    cases.do_step(sample, key, "visit", D(2025, 10, 10), actor=WHO, who="林干事")
    (step,) = rows(sample, CaseStep, CaseStep.case_id == key)
    assert (step["done_on"], step["who"]) == (D(2025, 10, 10), "林干事")
    cases.do_step(sample, key, "信息比对", D(2025, 10, 11), actor=WHO)
    assert refused(lambda: cases.take_back(sample, key, "visit", actor=WHO)).id == "case.steps_behind"
    cases.take_back(sample, key, "compare", actor=WHO)
    assert cases.view(sample, key, D(2025, 10, 11)).line.step == "信息比对"
    assert refused(lambda: cases.take_back(sample, key, "compare", actor=WHO)).id == "case.step_undone"


def test_a_day_in_the_future_and_an_unknown_step_are_refused(sample: Book) -> None:
    key = opened(sample)
    assert "今天以后" in refused(lambda: cases.do_step(sample, key, "visit", D(2999, 1, 1), actor=WHO)).message
    assert refused(lambda: cases.do_step(sample, key, "fly", LEAD, actor=WHO)).id == "case.step"


def test_papers_are_there_by_tick_or_by_file(sample: Book, tmp_path: Path) -> None:
    scan = tmp_path / "排查表.jpg"
    scan.write_bytes(b"scan")
    key = opened(sample)
    cases.do_step(
        sample, key, "visit", D(2025, 10, 9), actor=WHO, files={"防止返贫动态监测排查表": scan}
    )
    view = cases.view(sample, key, D(2025, 10, 9))
    assert view.line.missing == ("监测对象申请及承诺授权查询书",)
    paper = view.step("visit").papers[0]
    assert (paper.there, sample.files.read(paper.file)) == (True, b"scan")
    cases.collect(sample, key, "visit", "监测对象申请及承诺授权查询书", actor=WHO)
    assert cases.view(sample, key, D(2025, 10, 9)).line.missing == ()
    cases.collect(sample, key, "visit", "监测对象申请及承诺授权查询书", actor=WHO, there=False)
    assert cases.view(sample, key, D(2025, 10, 9)).line.missing == ("监测对象申请及承诺授权查询书",)
    assert refused(lambda: cases.collect(sample, key, "visit", "别的", actor=WHO)).id == "case.paper"
    assert refused(lambda: cases.collect(sample, key, "meeting", "别的", actor=WHO)).id == "case.step_undone"


# --- the notice of a case ---------------------------------------------------------------------------------------------


def test_the_next_step_drafts_the_notice_and_hanging_it_is_the_step(sample: Book) -> None:
    key = opened(sample)
    through(sample, key, {step: DAYS[step] for step in ("visit", "compare", "meeting")})
    assert cases.view(sample, key, D(2025, 10, 13)).next.do == "notice:monitored-identification"
    made = publicity.draft(sample, "N8", actor=WHO, today=D(2025, 10, 13), households=[PLAIN])
    content = publicity.view(sample, made.number, D(2025, 10, 13)).content
    assert content is not None
    assert [row[-1] for row in content.tables[0].rows] == ["边缘易致贫户"]
    assert cases.view(sample, key, D(2025, 10, 13)).next.do == f"open:{made.number}"
    error = refused(lambda: cases.do_step(sample, key, "notice", D(2025, 10, 13), actor=WHO, notice=made.number))
    assert "还是草稿" in error.message
    publicity.post(sample, made.number, D(2025, 10, 14), actor=WHO, days=8)
    (choice,) = cases.notices_for(sample, key, "notice", D(2025, 10, 14))
    assert (choice.id, choice.on) == (made.number, D(2025, 10, 14))
    view = cases.view(sample, key, D(2025, 10, 15))
    assert (view.step("notice").on, view.step("notice").basis) == (D(2025, 10, 14), made.number)
    assert view.step("town").from_on == D(2025, 10, 23)
    assert view.next.blocked
    assert "2025-10-23 起办乡镇审核" in view.next.text


# --- removing the risk ------------------------------------------------------------------------------------------------

REMOVING = {
    "visit": D(2026, 5, 6), "meeting": D(2026, 5, 7), "notice": D(2026, 5, 7), "town": D(2026, 5, 14),
    "county": D(2026, 5, 18), "announce": D(2026, 5, 19), "record": D(2026, 5, 20),
}  # fmt: skip


@pytest.fixture
def removal(sample: Book) -> uuid.UUID:
    """A household identified on 22 October 2025, and the case to remove its risk."""
    key = opened(sample)
    through(sample, key)
    cases.close(sample, key, D(2025, 10, 24), actor=WHO)
    return opened(sample, kind=REMOVAL, lead_on=D(2026, 3, 2))


def test_within_six_months_the_county_is_blocked_and_it_is_said_before(sample: Book, removal: uuid.UUID) -> None:
    view = cases.view(sample, removal, D(2026, 3, 3))
    assert (view.next.do, view.next.blocked) == ("step:visit", False)
    assert view.ahead == ("2025-10-22 识别，不满6个月，2026-04-22 以后才能消除风险",)
    early = {step: D(2026, 3, 3 + 7 * place) for place, step in enumerate(("visit", "meeting", "notice", "town"))}
    through(sample, removal, early)
    assert "不满6个月" in refused(lambda: cases.do_step(sample, removal, "county", D(2026, 4, 1), actor=WHO)).message


def test_the_end_marks_the_risk_as_removed_and_rolled_back_it_runs_again(sample: Book, removal: uuid.UUID) -> None:
    through(sample, removal, REMOVING)
    cases.close(sample, removal, D(2026, 5, 20), actor=WHO, way="自然消除")
    gone = classes(sample)["边缘易致贫户"]
    assert (gone["removed"], gone["removed_way"], gone["removed_on"], gone["ended_case_id"]) == (
        "是", "自然消除", D(2026, 5, 18), removal)  # fmt: skip
    assert gone["through_on"] is None
    early = refused(lambda: cases.roll_back(sample, removal, D(2026, 5, 1), actor=WHO, why="错"))
    assert early.id == "case.back_before"
    cases.roll_back(sample, removal, D(2026, 7, 1), actor=WHO, why="收入又降了")
    again = classes(sample)["边缘易致贫户"]
    assert (again["removed"], again["removed_way"], again["removed_on"], again["ended_case_id"]) == (
        "否", None, None, None)  # fmt: skip
    view = cases.view(sample, removal, D(2026, 7, 1))
    assert view.line.state == "已回退"
    assert "收入又降了" in view.outcome


def test_a_way_that_is_none_is_refused(sample: Book, removal: uuid.UUID) -> None:
    through(sample, removal, REMOVING)
    assert refused(lambda: cases.close(sample, removal, D(2026, 5, 20), actor=WHO, way="消除")).id == "case.way"


def test_an_identification_rolled_back_ends_the_class_it_began(sample: Book) -> None:
    key = opened(sample)
    through(sample, key)
    cases.close(sample, key, D(2025, 10, 24), actor=WHO)
    cases.roll_back(sample, key, D(2025, 10, 30), actor=WHO, why="比对出商品房")
    assert classes(sample)["边缘易致贫户"]["through_on"] == D(2025, 10, 30)
    assert refused(lambda: cases.roll_back(sample, key, D(2025, 10, 30), actor=WHO, why="再")).id == "case.not_closed"


def test_what_another_case_ended_is_not_rolled_back_first(sample: Book, removal: uuid.UUID) -> None:
    through(sample, removal, REMOVING)
    cases.close(sample, removal, D(2026, 5, 20), actor=WHO)
    first = next(c.key for c in cases.cases(sample, D(2026, 6, 1), household=home(sample)) if c.kind == MONITORED)
    error = refused(lambda: cases.roll_back(sample, first, D(2026, 6, 1), actor=WHO, why="x"))
    assert error.id == "case.ended_since"


def test_closing_with_steps_left_wants_a_reason(sample: Book) -> None:
    key = opened(sample)
    through(sample, key, {"visit": DAYS["visit"]})
    error = refused(lambda: cases.close(sample, key, D(2025, 10, 24), actor=WHO))
    assert "还没有办：信息比对" in error.message
    cases.close(sample, key, D(2025, 10, 24), actor=WHO, why="县里已直接批复，步骤资料在乡镇")
    assert classes(sample)["边缘易致贫户"]["from_on"] == D(2025, 10, 24)
    assert "县里已直接批复" in cases.view(sample, key, D(2025, 10, 24)).note


def test_a_case_without_a_class_asks_for_it_at_its_end(sample: Book) -> None:
    key = opened(sample, target="")
    through(sample, key)
    assert refused(lambda: cases.close(sample, key, D(2025, 10, 24), actor=WHO)).id == "case.no_target"
    cases.close(sample, key, D(2025, 10, 24), actor=WHO, target="突发严重困难户")
    assert "突发严重困难户" in classes(sample)


def test_a_poor_household_leaves_poverty_and_becomes_a_lifted_one(sample: Book) -> None:
    with sample.work("test.make", WHO, "x", history.Undo.INVERSE) as work:  # type: ignore[attr-defined]
        work.write_rows(StatusPeriod, inserts=[{
            "id": work.new_id(), "village_id": sample.village_id, "household_id": home(sample), "kind": "未脱贫户",
            "from_on": D(2014, 6, 1)}])  # fmt: skip
        work.commit()
    key = opened(sample, kind="贫困户退出", lead_on=D(2017, 10, 1))
    steps = [step.id for step in cases.procedure_of("poverty-exit").steps]
    through(sample, key, {step: D(2017, 10, 9) + dt.timedelta(days=9 * place) for place, step in enumerate(steps)})
    cases.close(sample, key, D(2017, 12, 31), actor=WHO)
    found = classes(sample)
    county = D(2017, 10, 9) + dt.timedelta(days=9 * steps.index("county"))
    assert (found["未脱贫户"]["through_on"], found["未脱贫户"]["ended_case_id"]) == (county - dt.timedelta(days=1), key)
    lifted = found["脱贫户"]
    assert (lifted["from_on"], lifted["lifted_year"], lifted["first_identified_on"]) == (county, 2017, D(2014, 6, 1))
    cases.roll_back(sample, key, D(2018, 1, 10), actor=WHO, why="错退")
    found = classes(sample)
    assert (found["未脱贫户"]["through_on"], found["脱贫户"]["through_on"]) == (None, D(2018, 1, 10))


# --- lists, undo ------------------------------------------------------------------------------------------------------


def test_the_most_late_come_first_and_the_closed_last(sample: Book) -> None:
    late = opened(sample)
    soon = opened(sample, LIFTED, target="脱贫不稳定户", lead_on=D(2025, 10, 20))
    cases.do_step(sample, soon, "visit", D(2025, 10, 20), actor=WHO)
    lines = [line for line in cases.cases(sample, D(2025, 10, 21)) if line.key in (late, soon)]
    assert [(line.key, line.late) for line in lines] == [(late, 11), (soon, 0)]
    cases.stop(sample, late, D(2025, 10, 21), actor=WHO, why="搬走了")
    every = cases.cases(sample, D(2025, 10, 21))
    assert [line.key for line in every].index(late) > [line.key for line in every].index(soon)
    assert late not in [line.key for line in cases.cases(sample, D(2025, 10, 21), state="办理中")]


def test_each_act_is_taken_back_by_one_undo(sample: Book) -> None:
    def now() -> Any:
        every = (rows(sample, record) for record in (Case, CaseStep, StatusPeriod, Meeting))
        return [[dict(row) for row in found] for found in every]

    states = [now()]
    key = opened(sample)
    states.append(now())
    for step, day in DAYS.items():
        cases.do_step(sample, key, step, day, actor=WHO, meeting=cases.NEW_MEETING if step == "meeting" else None)
        states.append(now())
    cases.close(sample, key, D(2025, 10, 24), actor=WHO)
    states.append(now())
    cases.roll_back(sample, key, D(2025, 10, 30), actor=WHO, why="x")
    for before in reversed(states):
        history.undo_last(sample, actor=WHO)
        assert now() == before
