"""照此改: one changed cell of a list goes into the book by the verb an officer would use, as one operation."""

from __future__ import annotations

from villagebook.base.errors import UserError
from villagebook.base.resident_ids import is_ruined
from villagebook.services import fields, household_head, household_years
from villagebook.services.comparing.cells import as_text
from villagebook.services.comparing.differences import CHANGED, Difference
from villagebook.services.comparing.entries import Entry
from villagebook.services.verbs import Changed
from villagebook.store import Book

_PROCEDURES = {
    "status_period": "户的身份有自己的程序，请在农户页办理",
    "membership": "户编号和关系请在农户页改",
}


def why_not(difference: Difference) -> str:
    """Say why a difference cannot be taken over by one press; "" if it can."""
    book = _book(difference)
    if difference.kind != CHANGED or book is None:
        return "只有同书相比的变动可以照此改"
    if difference.info is None:
        return "书里没有这一栏"
    if difference.info.record == "membership" and difference.info.name == "relation":
        return "" if difference.texts[0] != "户主" else "换户主请在农户页办理"
    if difference.info.record in _PROCEDURES:
        return _PROCEDURES[difference.info.record]
    given = _given(difference)
    if difference.info.kind == "id_number" and any(
        entry is not None and not entry.of_book and is_ruined(text)
        for entry, text in zip(difference.entries, difference.texts, strict=True)
    ):
        return "表里的号码被表格软件改坏了，书里的不用改"
    if given is None or given.values.get(difference.value_id) is None:
        return "表里这一格读不懂，请在农户页改"
    if difference.info.record == "household_year" and "household_year" not in book.records:
        return "书里没有这一年的收入，请先在农户页添一年"
    if difference.value_id == "household.head_name":
        return "换户主请在农户页办理"
    return ""


def take_over(book: Book, difference: Difference, *, actor: str) -> Changed:
    """Write what the list says into the book: one operation, which Ctrl+Z takes back.

    Raises:
        UserError: it cannot be taken over (``why_not``), or the record is gone; nothing is changed.
    """
    if why := why_not(difference):
        raise UserError("compare.not_taken", f"{difference.who}的{difference.what}没有改", why)
    mine, given, info = _book(difference), _given(difference), difference.info
    assert mine is not None
    assert given is not None
    assert info is not None
    text = as_text(given.values[difference.value_id])
    if info.kind == "money":
        text = fields.shown(info, given.values[difference.value_id])
    if difference.value_id == "person.name":
        return household_head.rename(book, mine.records["person"], text, actor=actor)
    if info.record == "person_year" and info.record not in mine.records:
        year = mine.year or given.year
        if year is None:
            raise UserError("compare.no_year", "不知道是哪一年的情况", "请在农户页改")
        return household_years.edit_person_year(book, mine.records["person"], year, info.name, text, actor=actor)
    return fields.edit(book, info.record, mine.records[info.record], info.name, text, actor=actor)


def _book(difference: Difference) -> Entry | None:
    return next((entry for entry in difference.entries if entry is not None and entry.of_book), None)


def _given(difference: Difference) -> Entry | None:
    """The first list that says something."""
    return next(
        (
            entry for entry in difference.entries
            if entry is not None and not entry.of_book and entry.values.get(difference.value_id) is not None
        ),
        None,
    )  # fmt: skip
