"""Meetings: one act records who was due and came, the votes and all that was decided; decisions read both ways."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from tests.builders import a_project, add
from villagebook.base.errors import UserError
from villagebook.models import Case, Notice, Project
from villagebook.services import cases, committees, four_steps, history, meeting_views, meetings, search
from villagebook.services.committees import NewMember
from villagebook.services.meetings import Decide, Due
from villagebook.store import Book, Undo, journal

D = dt.date
TODAY = D(2025, 11, 5)
WHO = {"actor": "测试", "today": TODAY}
DAY = D(2025, 1, 13)
TEXTS = {"kind": "村民代表大会", "held_on": "2025-01-13", "subject": "2025年度项目入库", "resolution": "同意。"}


def project(book: Book, code: str = "2025-01", **fields: object) -> tuple[str, uuid.UUID]:
    """A project as a matter."""
    with book.work("record.edit", "测试", "加项目", Undo.INVERSE) as work:
        key = a_project(work, book.village_id, code=code, name=f"项目{code}", **fields).project
        work.commit()
    return "project", key


def representatives(book: Book, count: int = 6) -> uuid.UUID:
    """The body of representatives, since 2024."""
    people = [NewMember(f"代表{at}", "召集人" if at == 1 else "代表") for at in range(1, count + 1)]
    texts = {"name": "村民代表会议", "kind": "村民代表", "since": "2024-01-01"}
    return committees.form(book, texts, people, actor="测试")[1]


def recorded(book: Book, texts: dict[str, str] | None = None, **options: object) -> uuid.UUID:
    """A meeting of the representatives."""
    return meetings.record(book, {**TEXTS, **(texts or {})}, **options, **WHO)[1]  # type: ignore[arg-type]


def own_meeting(book: Book, target: tuple[str, uuid.UUID]) -> uuid.UUID | None:
    """The meeting a project names itself."""
    with book.read() as connection:
        return connection.execute(select(Project.meeting_id).where(Project.id == target[1])).scalar()


def test_those_due_are_proposed_from_the_body_in_office_on_the_day(book: Book) -> None:
    body = representatives(book, 3)
    committees.change(book, body, D(2025, 6, 1), come=[NewMember("新代表", "代表")], actor="测试")
    before = meetings.proposed(book, "村民代表大会", DAY)
    assert (before.committee_id, [one.name for one in before.members]) == (body, ["代表1", "代表2", "代表3"])
    assert len(meetings.proposed(book, "村民代表大会", D(2025, 6, 1)).members) == 4
    assert meetings.proposed(book, "村两委会议", DAY).members == ()


def test_one_act_records_a_meeting_that_decided_several_projects(book: Book) -> None:
    body = representatives(book)
    targets = [project(book, f"2025-0{at}") for at in (1, 2, 3)]
    due = meetings.proposed(book, "村民代表大会", DAY)
    before = len(history.entries(book))
    key = recorded(
        book, {"agreed": "5", "against": "0", "abstained": "0"},
        members=[Due(one.name, one.post, "请假" if one.name == "代表2" else "到会") for one in due.members],
        decides=[Decide(one) for one in targets], committee=body,
    )  # fmt: skip
    assert len(history.entries(book)) == before + 1
    view = meeting_views.view(book, key)
    assert (view.code, view.body, view.due, view.present, view.faults) == ("2025-01", "村民代表会议", 6, 5, ())
    assert [one.words for one in view.decisions] == [f"项目 2025-0{at} 项目2025-0{at}" for at in (1, 2, 3)]
    assert {own_meeting(book, one) for one in targets} == {key}
    assert [one.key for one in meeting_views.meetings(book, TODAY, target=targets[0])] == [key]


def test_what_the_project_itself_names_is_shown_with_the_meeting_too(book: Book) -> None:
    key = recorded(book)
    target = project(book, meeting_id=key)
    (decision,) = meeting_views.view(book, key).decisions
    assert (decision.target, decision.key, decision.passed) == (target, None, "是")


def test_a_meeting_of_the_committee_is_not_the_projects_own(book: Book) -> None:
    target = project(book)
    recorded(book, {"kind": "村两委会议"}, decides=[Decide(target)])
    assert own_meeting(book, target) is None


def test_what_was_refused_is_not_the_projects_own(book: Book) -> None:
    target = project(book)
    recorded(book, decides=[Decide(target, passed="否", agreed=1, against=4)])
    assert own_meeting(book, target) is None


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"due": "42", "present": "27"}, "实到 27 人，不到 28 人（应到 42 人的 2/3 以上），不能开会表决"),
        ({"due": "42", "present": "43"}, "实到 43 人，多于应到 42 人"),
        ({"due": "42", "present": "39", "agreed": "30", "against": "2"}, "同意、反对、弃权共 32 票，实到 39 人"),
        ({"due": "42", "present": "30", "agreed": "15", "against": "15"},
         "同意 15 票，不到 16 票（到会 30 人的过半数），不能算通过"),
        ({"due": "42", "present": "30", "agreed": "30", "resolution": ""}, "没有写决议"),
    ],
)
def test_what_is_wrong_with_a_meeting_is_said(book: Book, texts: dict[str, str], fault: str) -> None:
    key = recorded(book, texts, decides=[Decide(project(book))])
    assert meeting_views.view(book, key).faults == (fault,)


def test_ticked_people_are_counted_and_typed_numbers_give_way(book: Book) -> None:
    key = recorded(book, {"due": "9", "present": "9"}, members=[Due("甲"), Due("乙"), Due("丙")])
    view = meeting_views.view(book, key)
    assert (view.due, view.present, view.counted, view.ticked) == (3, 9, True, False)
    meetings.attend(book, key, {view.members[1].key: "缺席"}, others="到会", actor="测试")
    view = meeting_views.view(book, key)
    assert (view.present, [one.attendance for one in view.members]) == (2, ["到会", "缺席", "到会"])


def test_people_are_added_once_and_taken_off(book: Book) -> None:
    key = recorded(book, members=[Due("甲"), Due("乙")])
    meetings.invite(book, key, [Due("乙"), Due("丙", "组长")], actor="测试")
    view = meeting_views.view(book, key)
    assert [one.name for one in view.members] == ["甲", "乙", "丙"]
    with pytest.raises(UserError, match="已经在了"):
        meetings.invite(book, key, [Due("丙")], actor="测试")
    meetings.uninvite(book, key, [view.members[0].key], actor="测试")
    assert [one.name for one in meeting_views.view(book, key).members] == ["乙", "丙"]


def test_a_decision_is_written_anew_and_taken_back_with_the_projects_own(book: Book) -> None:
    target, key = project(book), recorded(book)
    meetings.decide(book, key, [Decide(target, agreed=38)], actor="测试")
    meetings.decide(book, key, [Decide(target, agreed=37, abstained=1)], actor="测试")
    (decision,) = meeting_views.view(book, key).decisions
    assert (decision.agreed, decision.abstained) == (37, 1)
    meetings.undecide(book, key, target, actor="测试")
    assert meeting_views.view(book, key).decisions == ()
    assert own_meeting(book, target) is None
    with pytest.raises(UserError, match="没有决定这件事"):
        meetings.undecide(book, key, target, actor="测试")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"kind": ""}, "会议类型不能空着"), ({"kind": "茶话会"}, "没有“茶话会”"), ({"held_on": ""}, "没有写开会的日期"),
        ({"held_on": "2025-11-06"}, "还没有到"), ({"agreed": "-1"}, "不能小于 0"), ({"code": "2025-01"}, "已经用了"),
    ],
)  # fmt: skip
def test_what_is_no_meeting_is_refused(book: Book, texts: dict[str, str], said: str) -> None:
    recorded(book)
    before = len(history.entries(book))
    with pytest.raises(UserError, match=said):
        recorded(book, texts)
    assert len(history.entries(book)) == before


def test_a_meeting_something_rests_on_is_not_removed(book: Book) -> None:
    target = project(book)
    key = recorded(book, members=[Due("甲")], decides=[Decide(target)])
    with book.work("record.edit", "测试", "加公示", Undo.INVERSE) as work:
        notice = add(work, Notice, village_id=book.village_id, number="1号", year=2025, serial=1, kind="fund-use",
                     state="草稿", subject={}, meeting_id=key)  # fmt: skip
        work.commit()
    with pytest.raises(UserError, match="是公示的依据，不能删"):
        meetings.remove(book, key, actor="测试")
    with book.work("record.edit", "测试", "改公示", Undo.INVERSE) as work:
        work.write_rows(Notice, updates=[(notice, {"meeting_id": None})])
        work.commit()
    meetings.remove(book, key, actor="测试")
    assert own_meeting(book, target) is None
    assert meeting_views.meetings(book, TODAY) == []


def test_a_case_reviewed_there_is_a_matter_of_the_meeting(sample: Book) -> None:
    key = meeting_views.key_of(sample, "2025-07-14")
    (decision,) = meeting_views.view(sample, key).decisions
    assert (decision.target[0], decision.key) == ("dynamic_case", None)
    assert decision.words.startswith("动态管理 2025-")
    with pytest.raises(UserError, match="请到那边改"):
        meetings.undecide(sample, key, decision.target, actor="测试")


def test_a_review_written_down_with_a_case_has_its_people_and_its_number(sample: Book) -> None:
    with sample.read() as connection:
        case = connection.execute(
            select(Case.id).where(Case.state == cases.OPEN, Case.kind == "监测对象识别").order_by(Case.code)
        ).scalars().first()  # fmt: skip
    assert case is not None
    cases.do_step(sample, case, "meeting", TODAY, meeting=cases.NEW_MEETING, why="试", actor="测试")
    view = meeting_views.view(sample, meeting_views.key_of(sample, TODAY.isoformat()))
    assert (view.due, view.body) == (15, "上云村民主评议小组")
    assert [one.target[1] for one in view.decisions] == [case]


def test_a_meeting_is_found_by_number_or_day(book: Book) -> None:
    key = recorded(book)
    assert meeting_views.key_of(book, "2025-01") == meeting_views.key_of(book, "2025-01-13") == key
    recorded(book, {"kind": "村两委会议"})
    with pytest.raises(UserError, match="有 2 次会议"):
        meeting_views.key_of(book, "2025-01-13")


def test_the_chain_of_a_project_knows_meetings_and_notices(book: Book) -> None:
    target = project(book, completion_notice_from=D(2025, 9, 1))
    recorded(book, {"kind": "党支部会议", "held_on": "2025-01-08"}, decides=[Decide(target)])
    key = recorded(book, decides=[Decide(target)])
    with book.work("record.edit", "测试", "加公示", Undo.INVERSE) as work:
        add(work, Notice, village_id=book.village_id, number="清溪公示〔2025〕1号", year=2025, serial=1,
            kind="project-library", state="已摘下", subject={}, meeting_id=key, from_on=D(2025, 1, 14),
            posted_at=dt.datetime(2025, 1, 14, tzinfo=dt.UTC))  # fmt: skip
        work.commit()
    found = four_steps.states(book, target, TODAY)
    assert [(one.state, one.on) for one in found] == [
        ("done", D(2025, 1, 8)), ("skipped", None), ("skipped", None), ("done", D(2025, 1, 13)),
        ("done", D(2025, 1, 14)), ("done", D(2025, 9, 1)),
    ]  # fmt: skip
    assert found[4].words == "清溪公示〔2025〕1号"
    assert [one.state for one in four_steps.states(book, target, D(2025, 1, 13))][3:] == ["done", "next", "to come"]


def test_meetings_are_found_by_search(book: Book) -> None:
    key = recorded(book, {"subject": "油茶种植到户名单"})
    (hit,) = search.search(book, "油茶")
    assert (hit.page, hit.key, hit.action) == ("projects", key, "meetings")


def test_undo_leaves_nothing_that_was_decided_or_met_hanging(book: Book) -> None:
    of, made = project(book, "2025-07"), journal.last_undoable(book)
    meeting = recorded(book, {"kind": "村两委会议"})
    changed = meetings.decide(book, meeting, [Decide(of)], actor="测试")
    assert made is not None
    assert changed.seq is not None
    assert "会议决定事项" in history.undo(book, made.seq, actor="测试").conflicts[0].message
    body = representatives(book)
    formed = journal.last_undoable(book)
    recorded(book, committee=body)
    assert formed is not None
    assert "村民代表会议" in history.undo(book, formed.seq, actor="测试").conflicts[0].message
    taken = meetings.undecide(book, meeting, of, actor="测试")
    assert history.undo(book, changed.seq, actor="测试").conflicts
    assert history.undo(book, made.seq, actor="测试").conflicts == ()
    assert taken.seq is not None
    assert "后来已经删除" in history.undo(book, taken.seq, actor="测试").conflicts[0].message
