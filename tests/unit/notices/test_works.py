"""N3 before the work begins, N5 after its acceptance: one matter a line, only what the book knows."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_meeting, a_project, add
from villagebook.base.errors import UserError
from villagebook.models import Acceptance, Asset, Committee, CommitteeMember, Contract, Officer
from villagebook.notices import NOTICE_KINDS, NoticeSubject

START, DONE = NOTICE_KINDS["project-start"], NOTICE_KINDS["project-completion"]
SUBJECT = NoticeSubject(project_code="P1")


@pytest.fixture
def road(conn, village):
    return a_project(
        conn, village, code="P1", name="村道硬化项目", place="下溪", content="硬化1.2公里", mode="公益设施",
        planned_start="2025-07", planned_finish="2025-09", unit_in_charge="清溪村村民委员会", person_in_charge="林晓",
        phone="13900000000", sources={"中央": 800_000_000, "县": 400_000_000}, goal="户户通路", covers_households=12,
        covers_people=40, approval_number="示乡振〔2025〕9号", started_on=dt.date(2025, 7, 1),
        finished_on=dt.date(2025, 9, 20), accepted_on=dt.date(2025, 10, 6),
        meeting_id=a_meeting(conn, village, dt.date(2025, 1, 10)),
    ).project  # fmt: skip


def said(content):
    return dict(content.tables[0].rows)


def test_before_it_begins_it_says_what_is_built_where_by_whom_with_which_money(conn, village, scope, road):
    add(conn, Contract, village_id=village, project_id=road, number="C1", kind="施工", party="清溪建筑公司",
        chosen_by="比选", chosen_on=dt.date(2025, 6, 20))  # fmt: skip
    content = START.draft(conn, scope, SUBJECT)
    assert content.title == "清溪村2025年村道硬化项目实施前公示"
    assert content.basis == (
        "根据示乡振〔2025〕9号，经2025年1月10日村民代表大会讨论通过，现将村道硬化项目的实施情况予以公示，接受群众监督。"
    )
    assert said(content) == {
        "项目名称": "村道硬化项目", "实施地点": "下溪", "建设内容": "硬化1.2公里", "建设期限": "2025年7月至9月",
        "建设单位及责任人": "清溪村村民委员会，林晓", "施工单位及责任人": "清溪建筑公司", "资金来源": "中央、县",
        "资金构成及规模": "合计1,200.00万元，其中中央800.00万元、县400.00万元",
        "政府采购及招标情况": "2025年6月20日比选", "受益对象": "12户40人", "预期目标": "户户通路",
    }  # fmt: skip


def test_the_phone_of_who_is_in_charge_is_not_on_it(conn, scope, road):
    assert "13900000000" not in str(START.draft(conn, scope, SUBJECT).to_json())
    assert "13900000000" not in str(DONE.draft(conn, scope, SUBJECT).to_json())


def test_the_office_phone_of_who_is_in_charge_is_said_if_the_book_has_one(conn, village, scope, road):
    add(conn, Officer, village_id=village, name="林晓", phone="0599-5550702", role="意见反映",
        until=dt.date(2025, 6, 30))  # fmt: skip
    assert START.draft(conn, scope, SUBJECT).sentences == ()
    add(conn, Officer, village_id=village, name="林晓", phone="0599-5550703", role="其他")
    assert START.draft(conn, scope, SUBJECT).sentences == ("项目责任人：林晓，办公电话 0599-5550703。",)


def test_it_hangs_at_the_site_too_if_the_place_is_known(conn, village, scope, road):
    for kind in (START, DONE):
        assert kind.draft(conn, scope, SUBJECT).place == "项目现场（下溪）、村部公示栏"
    a_project(conn, village, code="P2", name="路灯", content="装路灯36盏")
    assert START.draft(conn, scope, NoticeSubject(project_code="P2")).place == "村部公示栏"


def test_who_supervises_is_named(conn, village, scope, road):
    body = add(conn, Committee, village_id=village, name="监督小组", kind="项目监督小组")
    for place, name in enumerate(("蓝志平", "钟秀兰")):
        add(conn, CommitteeMember, village_id=village, committee_id=body, name=name, position=place)
    assert START.draft(conn, scope, SUBJECT).sentences == ("项目监督小组：蓝志平、钟秀兰。",)


def test_what_the_book_does_not_know_is_left_out(conn, village, scope):
    a_project(conn, village, code="P1", name="路灯", content="装路灯36盏")
    content = START.draft(conn, scope, SUBJECT)
    assert said(content) == {"项目名称": "路灯", "建设内容": "装路灯36盏"}
    assert content.sentences == ()


def test_a_project_without_content_is_not_made_public(conn, village, scope):
    a_project(conn, village, code="P1", name="路灯")
    with pytest.raises(UserError, match="没有写建设内容"):
        START.draft(conn, scope, SUBJECT)
    with pytest.raises(UserError, match="要选一个项目"):
        START.draft(conn, scope, NoticeSubject())


def test_after_its_acceptance_it_says_what_was_done_and_what_it_cost(conn, village, scope, road):
    add(conn, Acceptance, village_id=village, project_id=road, kind="村级自验", accepted_on=dt.date(2025, 9, 25),
        done_content="没有全部完成", actual_fen=1, result="整改")  # fmt: skip
    add(conn, Acceptance, village_id=village, project_id=road, kind="乡镇验收", accepted_on=dt.date(2025, 10, 6),
        done_content="硬化1.25公里", actual_fen=11_800_000, result="合格", quality="合格")  # fmt: skip
    add(conn, Asset, village_id=village, project_id=road, code="A1", keeper="雷大山")
    found = said(DONE.draft(conn, scope, SUBJECT))
    assert (found["计划建设内容"], found["完成建设内容"]) == ("硬化1.2公里", "硬化1.25公里")
    assert (found["计划投资"], found["实际投资"]) == ("1,200.00万元", "11.80万元")
    days = ("2025年7月1日", "2025年9月20日", "2025年10月6日")
    assert (found["开工日期"], found["竣工日期"], found["验收日期"]) == days
    assert (found["验收结论"], found["受益户、人"], found["管护责任人"]) == ("合格", "12户40人", "雷大山")


def test_nothing_is_announced_as_done_before_the_acceptance(conn, scope, road):
    with pytest.raises(UserError, match="还没有验收"):
        DONE.draft(conn, scope, NoticeSubject(project_code="P1", from_on=dt.date(2025, 10, 5)))
    assert DONE.draft(conn, scope, NoticeSubject(project_code="P1", from_on=dt.date(2025, 10, 7))).tables
