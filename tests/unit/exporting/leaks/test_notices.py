"""The leak scan of real notices: clean ones are silent, and what slipped into any part of one is found."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from villagebook.base.sheet import Contact, NoticeContent, SheetColumn, SheetTable
from villagebook.documents.notice import render_notice
from villagebook.exporting.leaks import LeakRules, Literals, scan_pdf

ID, PHONE, CARD = "350699195803040020", "13800138000", "6228480012345678903"
WRONG_ID = "350699195803040024"
REMARK = "长期住院治疗，由女儿在家照顾，需要经常走访"
COLUMNS = (
    SheetColumn("serial", "序号", "serial"), SheetColumn("code", "户编号", "text"), SheetColumn("name", "户主", "name"),
    SheetColumn("people", "人数", "int"), SheetColumn("quantity", "数量", "quantity", "亩"),
    SheetColumn("amount", "补助金额", "money", "元"), SheetColumn("note", "备注", "text"),
)
CODES = [f"350699200203{n:04d}" for n in range(101, 181)]
RULES = LeakRules(secrets=Literals([ID, PHONE, REMARK]), office_phones=["0593-8765432", "13900139000"], allowed=CODES)


def a_notice(note: str = "", **changed: object) -> NoticeContent:
    """A roster of 80 households whose 40th row carries ``note``."""
    rows = tuple((n, code, "林秀兰" if n % 2 else "阿力木·买买提", n % 7 + 1, n, n * 123456, note if n == 40 else None)
                 for n, code in enumerate(CODES, 1))
    content = NoticeContent(
        kind="roster-beneficiaries", number="清溪公示〔2025〕17号",
        title_parts=("清溪村2025年", "油茶低改项目", "到户受益户公示"),
        basis="根据《示范县2025年衔接资金项目计划》（示乡振〔2025〕14号）和2025年3月5日村民代表大会决议，现予公示。",
        tables=(SheetTable(COLUMNS, rows, totals=(None, None, "合计", 320, 3240, 399_997_440, None)),),
        from_on=dt.date(2025, 3, 11), through_on=dt.date(2025, 3, 21), days_text="10天",
        contacts=(Contact("张三", "0593-8765432"), Contact("李四", "13900139000")),
        hotlines=(("12317", "县农业农村局"),),
        signers=("云岭镇清溪村村民委员会",), signed_on=dt.date(2025, 3, 11), as_of=dt.date(2025, 3, 10),
        village="云岭镇清溪村", place="村部公示栏")
    return dataclasses.replace(content, **changed)


def hits(content: NoticeContent, rules: LeakRules = RULES, **options: object):
    made = render_notice(content, check_code="7F3A92C1", qr_text="VB1:7F3A92C1", **options)
    return scan_pdf(made.data, rules)


@pytest.mark.parametrize("paper", ["A4", "A4横", "A3", "A3横"])
def test_a_clean_notice_is_silent_on_every_paper(paper):
    assert hits(a_notice(), paper=paper) == ()


@pytest.mark.parametrize(("note", "kind"), [
    (ID, "secret_number"), (WRONG_ID, "id_number"), (PHONE, "secret_number"), ("13700137000", "mobile"), (CARD, "card"),
    ("3506**********0020", "masked"), ("因病", "word"), (f"说明{ID}", "secret_number"), (f"见{REMARK}", "secret_text"),
    ("１３７００１３７０００", "mobile"), (f"补发，账号{CARD}，电话改为{PHONE}，身份证{WRONG_ID}", None)])
def test_what_slipped_into_a_narrow_cell_is_found_though_it_wraps(note, kind):
    found = hits(a_notice(note))
    kinds = [hit.kind for hit in found]
    assert kinds == ([kind] if kind else ["card", "secret_number", "id_number"])
    assert all(hit.page and hit.rects for hit in found)


NARROW = (COLUMNS[0], *(dataclasses.replace(column, kind="text", unit=None) for column in COLUMNS[1:]))


@pytest.mark.parametrize("number", ["17700177000", CARD, WRONG_ID, PHONE])
@pytest.mark.parametrize("beside", ["600.00", "3", "2,400.00"])
@pytest.mark.parametrize("room", [0, 6, 30])
def test_a_number_broken_over_three_lines_of_a_cell_is_found_beside_amounts(number, beside, room):
    rows = [(n, "", "林秀兰", "新植油茶" * 3, "4亩", beside, "很长的备注" * room) for n in range(1, 6)]
    assert hits(a_notice(tables=(SheetTable(NARROW, tuple(rows)),)), paper="A4") == ()
    rows[2] = (*rows[2][:4], f"4亩{number}", *rows[2][5:])
    found = hits(a_notice(tables=(SheetTable(NARROW, tuple(rows)),)), paper="A4")
    assert len(found) == 1
    assert found[0].page == 1


@pytest.mark.parametrize("column", ["1500 2000 800", "13450 17890 5", "177 001 770 12", "6228 4800 1234 5678"])
def test_whole_numbers_one_below_the_other_are_no_private_number(column):
    rows = tuple((n, "", "林秀兰", "3", "新植", value, "") for n, value in enumerate(column.split(), 1))
    assert hits(a_notice(tables=(SheetTable(NARROW, rows),)), paper="A4") == ()


@pytest.mark.parametrize("changed", [
    {"sentences": (f"其中林秀兰（{ID}）另行补发。",)}, {"basis": "受理" * 16 + ID + "的申请，现予公示。"},
    {"contacts": (Contact("张三", PHONE),)}, {"place": f"村部，联系{PHONE}"},
    {"title_parts": ("清溪村2025年", f"林秀兰{PHONE}", "公示")}, {"signers": (f"清溪村{PHONE}",)},
    {"hotlines": ((PHONE, "村部"),)}, {"number": f"清溪公示{PHONE}"},
])
def test_what_slipped_into_any_other_part_is_found(changed):
    assert "secret_number" in [hit.kind for hit in hits(a_notice(**changed))]


def test_words_of_the_title_are_allowed_in_the_title_of_every_sheet_only():
    titled = a_notice(title_parts=("清溪村2025年", "残疾人两项补贴", "发放名单公示"))
    rules = dataclasses.replace(RULES, titles=[titled.title], title_words=["残疾人两项补贴"])
    assert hits(titled, rules) == ()
    assert {hit.kind for hit in hits(titled)} == {"word"}
    noted = dataclasses.replace(titled, sentences=("以上为残疾人两项补贴对象。",))
    assert [hit.kind for hit in hits(noted, rules)] == ["word"]
