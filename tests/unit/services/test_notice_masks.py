"""How names stand on notices is chosen per kind, with its reason; printed so, found by a search, kept when posted."""

from __future__ import annotations

import pypdfium2
import pytest

from tests import made_books
from villagebook.base.errors import UserError
from villagebook.services import books, history, notice_masks, publicity

TODAY = made_books.TODAY
ACTOR = "测试"
ROSTER, PROJECT = "roster-beneficiaries", "35069920250709"
WHY = "县公示办法（2025年）"


@pytest.fixture
def book(tmp_path):
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as one:
        yield one


def line_of(book, kind):
    return next(line for line in notice_masks.lines(book, TODAY) if line.id == kind)


def test_a_profile_is_chosen_for_one_kind_with_its_reason_and_taken_back(book):
    assert (line_of(book, ROSTER).profile, line_of(book, ROSTER).own) == ("none", False)
    changed = notice_masks.choose(book, "N4", "遮名字的第一个字", actor=ACTOR, reason=WHY)
    line = line_of(book, ROSTER)
    assert (line.profile, line.own, line.reason, line.example) == ("second", True, WHY, "林＊明、欧阳＊德")
    assert line_of(book, "temporary-aid").profile == "none"
    assert changed.heading == "改设置 公示里的姓名"
    notice_masks.choose(book, ROSTER, notice_masks.GENERAL, actor=ACTOR)
    assert (line_of(book, ROSTER).profile, line_of(book, ROSTER).own, line_of(book, ROSTER).reason) == (
        "none", False, "")  # fmt: skip
    history.undo_last(book, actor=ACTOR)
    assert line_of(book, ROSTER).profile == "second"


@pytest.mark.parametrize(
    ("kind", "profile", "reason", "why"),
    [
        ("project-start", "second", WHY, "notice_mask.nobody"),
        (ROSTER, "half", WHY, "notice_mask.profile"),
        (ROSTER, "second", " ", "notice_mask.no-reason"),
        ("没有这种", "second", WHY, "notice.kind"),
    ],
)
def test_what_cannot_be_is_refused(book, kind, profile, reason, why):
    with pytest.raises(UserError) as caught:
        notice_masks.choose(book, kind, profile, actor=ACTOR, reason=reason)
    assert caught.value.id == why


def test_hidden_names_are_printed_can_be_searched_and_stay_when_the_choice_changes(book):
    notice_masks.choose(book, ROSTER, "second", actor=ACTOR, reason=WHY)
    number = publicity.draft(book, ROSTER, actor=ACTOR, today=TODAY, project=PROJECT).number
    shown = [row[1] for row in publicity.view(book, number, TODAY).content.tables[0].rows]
    assert all("＊" in name for name in shown)
    publicity.post(book, number, TODAY, actor=ACTOR)
    document = pypdfium2.PdfDocument(publicity.frozen_pdf(book, number))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert [name for name in shown if name not in text] == []
    notice_masks.choose(book, ROSTER, "none", actor=ACTOR)
    assert [row[1] for row in publicity.view(book, number, TODAY).content.tables[0].rows] == shown


def test_an_own_kind_has_its_profile_too(book):
    from villagebook.services import notice_forms

    kind = notice_forms.add(book, actor=ACTOR, name="试用公示", ledger="rosters", columns=["户主姓名"], days="7天")[1]
    notice_masks.choose(book, kind, "surname", actor=ACTOR, reason=WHY)
    assert line_of(book, kind).profile == "surname"
    number = publicity.draft(book, kind, actor=ACTOR, today=TODAY).number
    assert all("＊" in row[1] for row in publicity.view(book, number, TODAY).content.tables[0].rows)
