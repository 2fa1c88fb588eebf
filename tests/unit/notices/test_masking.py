"""Names with some of their characters hidden: by profile and kind, in lists and in sentences, never mistaken."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from tests.builders import a_household, add
from villagebook.base.sheet import NoticeContent, SheetColumn, SheetTable
from villagebook.models import Measure
from villagebook.notices import NOTICE_KINDS, NoticeSubject
from villagebook.notices.masking import MASK, PROFILES, mask, masked_throughout
from villagebook.notices.subject import MASK_OF

AID = "temporary-aid"


@pytest.mark.parametrize(
    ("name", "second", "surname", "ends"),
    [
        ("林明", "林＊", "林＊", "林＊"),
        ("林晓明", "林＊明", "林＊＊", "林＊明"),
        ("欧阳明", "欧阳＊", "欧阳＊", "欧＊明"),
        ("欧阳明德", "欧阳＊德", "欧阳＊＊", "欧＊＊德"),
        ("欧阳", "欧＊", "欧＊", "欧＊"),
        ("张林德明", "张＊德明", "张＊＊＊", "张＊＊明"),
        ("阿不都·买买提", "阿＊都·买＊提", "阿＊＊·买＊＊", "阿＊都·买＊提"),
        ("𠅤晓明", "𠅤＊明", "𠅤＊＊", "𠅤＊明"),
        ("明", "明", "明", "明"),
        ("", "", "", ""),
        ("王一、陈大明", "王＊、陈＊明", "王＊、陈＊＊", "王＊、陈＊明"),
    ],
)
def test_a_name_is_hidden_as_its_profile_says(name, second, surname, ends):
    assert mask(name, "none") == name
    assert [mask(name, profile) for profile in ("second", "surname", "ends")] == [second, surname, ends]


def test_no_profile_but_the_first_leaves_a_name_whole():
    for profile in PROFILES.ids[1:]:
        assert all(MASK in mask(name, profile) for name in ("林明", "林晓明", "欧阳明德"))
        assert len(mask("欧阳明德", profile)) == len("欧阳明德")


def aid(conn, village, *people):
    for place, (name, group) in enumerate(people):
        home = a_household(conn, village, code=f"H{place}", head=name, group=group).household
        add(conn, Measure, village_id=village, household_id=home, kind="综合保障", item="临时救助", year=2025,
            from_on=dt.date(2025, 6, 1), amount_fen=100)


def drafted(conn, scope, profile, since=None, until=None, words=None, kind=AID):
    own = {MASK_OF + AID: [(since, until, profile)]}
    subject = NoticeSubject(year=2025, words=words or {})
    return NOTICE_KINDS[kind].draft(conn, scope, subject, own)


def names(content):
    return [row[1] for row in content.tables[0].rows]


def test_a_kind_has_its_own_profile_from_a_day_on_and_others_keep_theirs(conn, village, scope):
    aid(conn, village, ("林晓明", "上溪"))
    assert names(drafted(conn, scope, "second")) == ["林＊明"]
    assert names(drafted(conn, scope, "surname")) == ["林＊＊"]
    assert names(drafted(conn, scope, "second", since=scope.on + dt.timedelta(days=1))) == ["林晓明"]
    assert names(drafted(conn, scope, "second", until=scope.on)) == ["林晓明"]
    assert names(drafted(conn, scope, "nonsense")) == ["林晓明"]


def test_the_general_setting_holds_where_a_kind_has_none_of_its_own(conn, village, scope):
    aid(conn, village, ("林晓明", "上溪"))
    general = {"setting.notice.mask_names": [(None, None, True)]}
    kind, subject = NOTICE_KINDS[AID], NoticeSubject(year=2025)
    assert names(kind.draft(conn, scope, subject, general)) == ["林＊明"]
    own = general | {MASK_OF + AID: [(None, None, "none")]}
    assert names(kind.draft(conn, scope, subject, own)) == ["林晓明"]


def test_two_who_look_the_same_have_their_group_beside(conn, village, scope):
    aid(conn, village, ("林晓明", "上溪"), ("林大明", "下溪"), ("陈志", "下溪"))
    assert names(drafted(conn, scope, "second")) == ["林＊明（上溪）", "林＊明（下溪）", "陈＊"]
    kind = NOTICE_KINDS[AID]
    assert kind.unclear_names(conn, scope, NoticeSubject(year=2025), {MASK_OF + AID: [(None, None, "second")]}) == ()


def test_the_officer_is_told_who_cannot_be_told_apart(conn, village, scope):
    aid(conn, village, ("林晓明", "上溪"), ("林大明", "上溪"), ("林大明", "上溪"), ("陈志", "上溪"))
    kind = NOTICE_KINDS[AID]
    told = kind.unclear_names(conn, scope, NoticeSubject(year=2025), {MASK_OF + AID: [(None, None, "second")]})
    assert told == ("林＊明（上溪）",)
    assert kind.unclear_names(conn, scope, NoticeSubject(year=2025), {}) == ()


def test_a_name_is_hidden_in_sentences_too_the_longer_first(conn, village, scope):
    aid(conn, village, ("林晓", "上溪"), ("林晓明", "下溪"))
    words = {"basis": "经评议，林晓明等户予以救助。", "sentences": "林晓户已搬走。\n林晓明户新增。"}
    content = drafted(conn, scope, "second", words=words)
    assert content.basis == "经评议，林＊明等户予以救助。"
    assert content.sentences == ("林＊户已搬走。", "林＊明户新增。")
    assert "林晓" not in str(content.to_json())


def test_a_list_of_thousands_is_hidden_in_no_time():
    people = [f"林{chr(0x4E00 + place)}明" for place in range(4000)]

    def listed(names):
        columns = (SheetColumn("name", "户主姓名", "name"), SheetColumn("what", "补助内容", "text"))
        table = SheetTable(columns, tuple((name, "新植油茶，验收合格") for name in names))
        day = dt.date(2025, 6, 1)
        return NoticeContent(
            kind=AID, number="1", title_parts=("公示",), basis="", tables=(table,), from_on=day, through_on=day,
            days_text="7天", contacts=(), hotlines=(), signers=(), signed_on=day, as_of=day, village="", place="",
        )  # fmt: skip

    shown = listed([mask(name, "second") for name in people])
    began = time.process_time()
    assert masked_throughout(shown, listed(people), "second").tables == shown.tables
    assert time.process_time() - began < 1
