"""Kinds of notices the village makes for itself: public columns only, its own days, drafted and posted as any other."""

from __future__ import annotations

import contextlib
import datetime as dt

import pypdfium2
import pytest

from tests import made_books
from villagebook.base.errors import UserError
from villagebook.models import Privacy
from villagebook.services import books, history, notice_forms, publicity, tables

TODAY = made_books.TODAY
ACTOR = "测试"
TOILETS: notice_forms.Told = {
    "name": "改厕补助公示", "ledger": "到户花名册", "columns": ["户主姓名", "组", "补助内容", "补助标准"],
    "choose": "project", "days": "5个工作日", "heading": "{村}{年}改厕补助公示", "board": "名单",
}  # fmt: skip
PROJECT = "35069920250709"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = made_books.a_copy(made_books.sample(), tmp_path_factory.mktemp("forms"))
    with books.open_book(path) as book:
        yield book


@pytest.fixture
def book(made):
    """The sample book; what a test did is undone behind it."""
    head = history.entries(made, 1)[0].seq
    yield made
    for entry in history.entries(made, 30):
        if entry.seq > head and not entry.undone_by and entry.undoes is None:
            history.undo(made, entry.seq, actor=ACTOR)


def toilets(book, **other):
    return notice_forms.add(book, actor=ACTOR, **{**TOILETS, **other})[1]


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


def draft(book, kind, **about):
    return publicity.draft(book, kind, actor=ACTOR, today=TODAY, **about)


def test_a_form_becomes_a_kind_that_is_drafted_like_any_other(book):
    kind = toilets(book)
    drafted = draft(book, kind, project=PROJECT)
    content = publicity.view(book, drafted.number, TODAY).content
    assert drafted.title == "上云村2025年改厕补助公示"
    (table,) = content.tables
    assert [column.heading for column in table.columns] == ["序号", "户主姓名", "组", "补助内容", "补助标准"]
    assert [column.kind for column in table.columns] == ["serial", "name", "group", "text", "money"]
    assert len(table.rows) > 3
    assert content.basis.startswith("现将2025年")
    assert (content.days_text, content.through_on) == ("5个工作日", dt.date(2025, 11, 12))


def test_it_stands_in_the_list_of_kinds_and_is_found_by_its_name(book):
    kind = toilets(book)
    found = {one.id: one for one in publicity.kinds(TODAY, book)}
    assert (found[kind].name, found[kind].days, found[kind].asks) == ("改厕补助公示", "5个工作日", ("project",))
    assert kind not in {one.id for one in publicity.kinds(TODAY)}
    assert draft(book, "改厕补助公示", project=PROJECT).number


def test_a_period_below_its_own_is_refused_and_a_longer_one_is_not(book):
    number = draft(book, toilets(book), project=PROJECT).number
    assert publicity.plan(book, number, TODAY, 3).too_short
    assert not publicity.plan(book, number, TODAY, 20).too_short


@pytest.mark.parametrize(
    ("other", "why", "word"),
    [
        ({"columns": ["组", "补助金额"]}, "notice_form.private", "“补助金额”不能张贴：这一栏只供办公室和上级核对"),
        ({"ledger": "农户台账", "columns": ["银行卡号"], "choose": ""}, "notice_form.private", "绝不公开"),
        ({"columns": ["户主姓名", "身高"]}, "notice_form.column", "没有“身高”这一栏"),
        ({"columns": []}, "notice_form.no-columns", "还没有选栏目"),
        ({"columns": ["组", "group"]}, "notice_form.twice", "选了两次"),
        ({"ledger": "身份台账"}, "notice_form.ledger-private", "身份台账不能张贴"),
        ({"ledger": "人员台账"}, "notice_form.ledger-private", "人员台账不能张贴"),
        ({"ledger": "没有的台账"}, "notice_form.ledger", "没有“没有的台账”"),
        ({"days": "一阵子"}, "notice_form.days", "不是期限"),
        ({"days": "0天"}, "notice_form.days", "至少 1 天"),
        ({"heading": "{村}{谁}公示"}, "notice_form.slot", "只能写 {村}、{年}、{项目}"),
        ({"heading": "{村}残疾人名单公示"}, "notice_form.words", "标题里有不该公开的词：残疾"),
        ({"basis": "现将患病农户予以公示"}, "notice_form.words", "依据词句里有不该公开的词：患病"),
        ({"name": " "}, "notice_form.no-name", "还没有写名称"),
        ({"name": "竣工公告", "mode": "公告"}, "notice_form.name-taken", "已经有一种公示叫“竣工公告”"),
        ({"ledger": "农户台账", "columns": ["户主姓名"], "choose": "year"}, "notice_form.no-year", "不分年度"),
        ({"board": "旁边"}, "notice_form.choice", "没有“旁边”"),
        ({"code": "厕所"}, "notice_form.code", "编号不能是“厕所”"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_kind_is_refused_in_one_line(book, other, why, word):
    before = history.entries(book, 1)[0].seq
    with pytest.raises(UserError) as caught:
        toilets(book, **other)
    assert caught.value.id == why
    assert word in str(caught.value)
    assert history.entries(book, 1)[0].seq == before


def test_a_name_and_a_code_are_given_once(book):
    assert toilets(book) == "own:2"
    with pytest.raises(UserError, match="已经有一种公示叫"):
        toilets(book)
    assert toilets(book, name="另一种公示", code="wc") == "own:wc"
    with pytest.raises(UserError, match="wc 已经用过"):
        toilets(book, name="第三种公示", code="wc")


def test_only_public_columns_are_offered():
    for ledger in notice_forms.ledgers():
        privacy = {column.id: column.privacy for column in notice_forms.ledger_of(ledger.id).columns}
        assert {privacy[column] for column, _ in ledger.columns} <= {Privacy.PUBLIC}
    offered = {ledger.id for ledger in notice_forms.ledgers()}
    assert offered.isdisjoint({"statuses", "cases", "measures", "people", "guarantees", "visits", "work", "income"})


def test_every_ledger_offered_can_be_a_kind_with_all_its_columns(book):
    shown = set()
    for ledger in notice_forms.ledgers():
        told = {"name": f"{ledger.title}公示", "ledger": ledger.id, "columns": [id for id, _ in ledger.columns],
                "days": "7天"}  # fmt: skip
        with contextlib.suppress(UserError):  # a ledger may have no rows in the sample
            assert notice_forms.preview(book, today=TODAY, told=told).data.startswith(b"%PDF")
            shown.add(ledger.id)
    assert len(shown) > 20


def test_a_retired_kind_is_not_drafted_but_what_was_posted_is_still_read_and_printed(tmp_path):
    path = made_books.a_copy(made_books.sample(), tmp_path)
    with books.open_book(path) as book:
        kind = toilets(book)
        number = draft(book, kind, project=PROJECT).number
        waiting = draft(book, kind, project=PROJECT).number
        publicity.post(book, number, TODAY, actor=ACTOR)
        notice_forms.retire(book, kind, TODAY, actor=ACTOR)
        assert kind not in {one.id for one in publicity.kinds(TODAY, book)}
        with pytest.raises(UserError, match="改厕补助公示已经停用"):
            draft(book, kind, project=PROJECT)
        assert publicity.view(book, number, TODAY).content.title == "上云村2025年改厕补助公示"
        assert "改厕补助公示" in text_of(publicity.render(book, number, today=TODAY, paper="A3").data)
        assert publicity.view(book, waiting, TODAY).problem == ""
        listed = tables.listed(book, "notices", tables.scope(book, TODAY))
        rows = [tables.named(listed.ledger, row) for row in listed.rows if row["number"] in (number, waiting)]
        assert [row["kind"] for row in rows] == ["改厕补助公示"] * 2
        form = next(one for one in notice_forms.forms(book) if one.id == kind)
        assert (form.retired_on, form.used) == (TODAY, 2)
        notice_forms.restore(book, kind, actor=ACTOR)
        assert draft(book, kind, project=PROJECT).number


def test_a_change_is_said_anew_by_drafts_and_not_by_what_hangs(tmp_path):
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as book:
        kind = toilets(book)
        posted, waiting = (draft(book, kind, project=PROJECT).number for _ in range(2))
        publicity.post(book, posted, TODAY, actor=ACTOR)
        notice_forms.change(book, kind, actor=ACTOR, columns=["户主姓名", "补助内容"], days="10天")
        headings = [
            [column.heading for column in publicity.view(book, number, TODAY).content.tables[0].columns]
            for number in (posted, waiting)
        ]
        assert headings == [["序号", "户主姓名", "组", "补助内容", "补助标准"], ["序号", "户主姓名", "补助内容"]]


def test_a_project_kind_without_a_project_asks_for_one(book):
    with pytest.raises(UserError) as caught:
        draft(book, toilets(book))
    assert caught.value.id == "notice.needs-project"


def test_a_year_without_rows_is_refused(book):
    kind = toilets(book, choose="year")
    with pytest.raises(UserError) as caught:
        draft(book, kind, year=1999)
    assert caught.value.id == "notice.no-rows"


def test_the_preview_of_a_form_that_is_not_in_the_book_writes_nothing(book):
    before = history.entries(book, 1)[0].seq
    assert "改厕补助公示" in text_of(notice_forms.preview(book, today=TODAY, told=TOILETS).data)
    assert history.entries(book, 1)[0].seq == before
