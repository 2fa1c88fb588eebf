"""What all notices share: period, basis, whom to tell, who signs, the officer's own words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_household, a_meeting, a_project, a_roster_line, an_officer
from villagebook.base.days import Period
from villagebook.base.sheet import Contact, NoticeContent
from villagebook.notices import NOTICE_KINDS, NoticeSubject

KIND = NOTICE_KINDS["roster-beneficiaries"]
CODE = "35069920250008"
SUBJECT = NoticeSubject(project_code=CODE, from_on=dt.date(2025, 11, 10))


@pytest.fixture
def project(conn, village):
    """A project with one roster line and nothing else known."""
    key = a_project(conn, village, code=CODE, name="庭院养鸡到户补助").project
    home = a_household(conn, village).household
    a_roster_line(conn, village, key, home, 130000, head_name="许玉美")
    return key


def draft(conn, scope, subject=SUBJECT, **own):
    return KIND.draft(conn, scope, subject, {key: [(None, None, value)] for key, value in own.items()})


@pytest.mark.usefixtures("project")
class TestPeriod:
    def test_the_day_of_posting_does_not_count(self, conn, scope):
        content = draft(conn, scope)
        assert (content.from_on, content.through_on, content.days_text) == (
            dt.date(2025, 11, 10), dt.date(2025, 11, 20), "10天",
        )  # fmt: skip

    def test_the_day_of_posting_counts_if_the_village_says_so(self, conn, scope):
        content = draft(conn, scope, **{"setting.notice.first_day_counts": True})
        assert content.through_on == dt.date(2025, 11, 19)

    def test_the_books_own_period_goes_first(self, conn, scope):
        content = draft(conn, scope, **{"notice.household_beneficiaries.days": Period(5, "working_day")})
        assert (content.through_on, content.days_text) == (dt.date(2025, 11, 17), "5个工作日")

    def test_holidays_of_the_village_are_left_out(self, conn, scope):
        own = {
            "notice.household_beneficiaries.days": "5个工作日",
            "setting.calendar.days_off": "2025-11-11",
            "setting.calendar.days_worked": "2025-11-15",
        }
        assert draft(conn, scope, **own).through_on == dt.date(2025, 11, 17)
        del own["setting.calendar.days_worked"]
        assert draft(conn, scope, **own).through_on == dt.date(2025, 11, 18)

    def test_without_a_first_day_it_hangs_from_the_day_of_the_scope(self, conn, scope):
        assert draft(conn, scope, NoticeSubject(project_code=CODE)).from_on == scope.on


class TestBasis:
    def test_nothing_is_invented(self, conn, scope, project):
        assert draft(conn, scope).basis == "现将庭院养鸡到户项目的受益户和补助金额予以公示，接受群众监督。"

    def test_the_projects_approval_and_meeting_are_named(self, conn, village, scope):
        meeting = a_meeting(conn, village, dt.date(2025, 1, 9))
        key = a_project(conn, village, code=CODE, approval_number="示乡振〔2025〕10号", meeting_id=meeting).project
        a_roster_line(conn, village, key, None, 1, head_name="许玉美")
        assert draft(conn, scope).basis.startswith(
            "根据示乡振〔2025〕10号，经2025年1月9日村民代表大会讨论通过，现将"
        )

    def test_the_chosen_document_and_meeting_go_first(self, conn, village, scope, project):
        meeting = a_meeting(conn, village, None, "村两委会议")
        content = draft(conn, scope, replace(SUBJECT, basis_document="示财〔2025〕1号", meeting_id=meeting))
        assert content.basis.startswith("根据示财〔2025〕1号，经村两委会议讨论通过，现将")

    def test_the_officers_own_words_go_first(self, conn, scope, project):
        words = {"basis": "甲。", "sentences": "乙。\n丙。", "place": "桥头"}
        content = draft(conn, scope, replace(SUBJECT, words=words))
        assert (content.basis, content.sentences, content.place) == ("甲。", ("乙。", "丙。"), "桥头")


@pytest.mark.usefixtures("project")
class TestPhones:
    def test_objections_go_to_officers_in_office(self, conn, village, scope):
        an_officer(conn, village, "陈志明", "0596-3000001", "意见反映", post="村主任")
        an_officer(conn, village, "前任", "0596-3000009", "意见反映", until=dt.date(2025, 11, 10))
        an_officer(conn, village, "后任", "0596-3000008", "意见反映", since=dt.date(2025, 11, 11))
        an_officer(conn, village, "没有电话", None, "意见反映")
        assert draft(conn, scope).contacts == (Contact("陈志明（村主任）", "0596-3000001", "清溪村村部"),)

    def test_without_such_officer_the_village_office_is_named(self, conn, scope):
        assert draft(conn, scope).contacts == (Contact("云岭镇清溪村村民委员会", "0596-3000000", "清溪村村部"),)

    def test_hotlines_are_the_national_one_and_those_of_supervision(self, conn, village, scope):
        an_officer(conn, village, "甲", "0596-3000002", "监督", unit="云岭镇纪委")
        an_officer(conn, village, "乙", "0596-3000003", "经办")
        assert draft(conn, scope).hotlines == (("12317", ""), ("0596-3000002", "云岭镇纪委"))


@pytest.mark.usefixtures("project")
class TestRest:
    def test_the_sheet_says_where_who_and_as_of_when(self, conn, scope):
        content = draft(conn, scope, replace(SUBJECT, number="清溪公示〔2025〕17号"))
        assert (content.number, content.kind) == ("清溪公示〔2025〕17号", "roster-beneficiaries")
        assert (content.village, content.place) == ("云岭镇清溪村", "村部公示栏")
        assert content.signers == ("云岭镇清溪村村民委员会",)
        assert (content.signed_on, content.as_of) == (dt.date(2025, 11, 10), scope.on)

    def test_names_are_masked_if_the_village_wants_that(self, conn, scope):
        content = draft(conn, scope, **{"setting.notice.mask_names": True})
        assert content.tables[0].rows[0][1] == "许＊美"

    def test_the_content_can_be_stored(self, conn, scope):
        content = draft(conn, scope)
        assert NoticeContent.from_json(content.to_json()).sha256 == content.sha256
