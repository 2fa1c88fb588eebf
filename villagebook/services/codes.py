"""Code lists of the book: the declared values, those the village added, those it no longer offers.

Retiring takes a value out of what editors offer; it stays readable and is no finding where it stands.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.text import clean_name
from villagebook.ledgers import own
from villagebook.models import CodeValue
from villagebook.models.codes import CODES, CodeList
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: Lists whose values the program itself goes by: states of its own records, yes and no.
FIXED = frozenset({
    "yes_no", "sex", "notice_state", "paper", "attachment_role", "officer_role", "case_kind", "case_state",
    "doubt_state", "fund_kind", "guarantee_stage", "household_end", "id_kind", "income_item", "disability",
    "disability_grade", "membership_why",
})  # fmt: skip
#: Values operations write, of lists that are otherwise the village's.
_WRITTEN = {"relation": ("户主", "其他")}
#: Characters of a value.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class CodeValueView:
    """One value: whether it is no longer offered, whether the village added it, and why."""

    value: str
    retired: bool
    own: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ListView:
    """One list as the page of code lists shows it."""

    id: str
    title: str
    source: str
    values: tuple[CodeValueView, ...]
    fixed: bool


def values(book: Book, list_id: str) -> tuple[CodeValueView, ...]:
    """All values of a list, in the order shown: declared ones, then the village's own, then retired ones.

    Raises:
        UserError: there is no such list.
    """
    with book.read() as connection:
        return values_in(connection, book.village_id, list_of(list_id).id)


def values_in(connection: Connection, village: uuid.UUID, list_id: str) -> tuple[CodeValueView, ...]:
    """As ``values``, inside a work or a reading."""
    return _viewed(CODES[list_id], own.code_values(connection, village).get(list_id, ()))


def lists(book: Book) -> tuple[ListView, ...]:
    """All lists with their values, in declared order."""
    with book.read() as connection:
        stored = own.code_values(connection, book.village_id)
    return tuple(
        ListView(codes.id, codes.title, codes.source, _viewed(codes, stored.get(codes.id, ())), codes.id in FIXED)
        for codes in CODES
    )


def offered(connection: Connection, village: uuid.UUID) -> Mapping[str, tuple[str, ...]]:
    """The values editors offer, of those lists only that the village changed."""
    stored = own.code_values(connection, village)
    return {
        name: tuple(one.value for one in _viewed(CODES[name], rows) if not one.retired)
        for name, rows in stored.items()
        if CODES.get(name) is not None
    }


def accepts(connection: Connection, village: uuid.UUID) -> Mapping[str, frozenset[str]]:
    """Values the village added, retired or not, by list: none of them is a finding."""
    return own.codes(connection, village)


def list_of(text: str) -> CodeList:
    """Return a list by id or title.

    Raises:
        UserError: there is none.
    """
    wanted = text.strip()
    found = next((codes for codes in CODES if wanted in (codes.id, codes.title)), None)
    if found is None:
        raise UserError("codes.unknown", f"没有代码表“{text}”", "用 villagebook codes 书 看全部代码表")
    return found


@verb("codes.add", "加代码值", Undo.INVERSE)
def add(book: Book, list_id: str, value: str, reason: str, *, actor: str) -> Changed:
    """Add a value to a list, with who demands it.

    Raises:
        UserError: no value or reason, the list is the program's own, the value is there already.
    """
    codes, text = _changeable(list_id), clean_name(value)
    if not text:
        raise UserError("codes.empty", "没有写要加的值")
    if len(text) > _LONGEST or "\n" in text:
        raise UserError("codes.long", f"要加的值有 {len(text)} 个字", f"一个值只有一行，最多 {_LONGEST} 个字")
    # Statuses stand side by side in one cell, like fields of several values.
    if (codes.several or codes.id == "status") and any(sign in text for sign in ",，、"):
        raise UserError("codes.joined", f"“{codes.title}”的值里不能有逗号和顿号", "几个值请分几次加")
    if not reason.strip():
        raise UserError("codes.no_reason", f"没有写为什么加“{text}”", "请写依据，如哪个文件、哪个系统里这样写")
    with book.work(declaration(add).id, actor, f"加代码值 {codes.title}：{text}", Undo.INVERSE) as work:
        known = {one.value: one for one in values_in(work.connection, book.village_id, codes.id)}
        if text in known:
            hint = "它停用着，请恢复使用" if known[text].retired else "不用再加"
            raise UserError("codes.known", f"“{codes.title}”里已经有“{text}”", hint)
        _store(work, codes.id, text, retired=False, reason=reason.strip())
        return Changed.of(work.commit())


@verb("codes.retire", "停用代码值", Undo.INVERSE)
def retire(book: Book, list_id: str, value: str, *, reason: str = "", actor: str) -> Changed:
    """Offer a value no longer; where it stands it stays readable and is no finding.

    Raises:
        UserError: the list is the program's own, no such value, retired already.
    """
    return _switch(book, list_id, value, True, reason, actor)


@verb("codes.offer", "恢复代码值", Undo.INVERSE)
def offer(book: Book, list_id: str, value: str, *, reason: str = "", actor: str) -> Changed:
    """Offer a retired value again.

    Raises:
        UserError: the list is the program's own, no such value, offered already.
    """
    return _switch(book, list_id, value, False, reason, actor)


def _switch(book: Book, list_id: str, value: str, retired: bool, reason: str, actor: str) -> Changed:
    codes, text = _changeable(list_id), clean_name(value)
    verb_words = "停用" if retired else "恢复"
    if retired and text in _WRITTEN.get(codes.id, ()):
        raise UserError("codes.written", f"“{text}”是程序办事时要写的，不能停用")
    if retired:
        work = book.work(declaration(retire).id, actor, f"{verb_words}代码值 {codes.title}：{text}", Undo.INVERSE)
    else:
        work = book.work(declaration(offer).id, actor, f"{verb_words}代码值 {codes.title}：{text}", Undo.INVERSE)
    with work:
        one = next((v for v in values_in(work.connection, book.village_id, codes.id) if v.value == text), None)
        if one is None:
            raise UserError("codes.no_value", f"“{codes.title}”里没有“{text}”", "请核对写法")
        if one.retired == retired:
            raise UserError("codes.same", f"“{text}”已经{'停用' if retired else '在用'}")
        _store(work, codes.id, text, retired=retired, reason=reason.strip() or one.reason or None)
        return Changed.of(work.commit())


def _changeable(list_id: str) -> CodeList:
    codes = list_of(list_id)
    if codes.id in FIXED:
        raise UserError("codes.fixed", f"代码表“{codes.title}”是程序自己用的，不能改")
    return codes


def _store(work: Work, list_id: str, value: str, *, retired: bool, reason: str | None) -> None:
    same = select(CodeValue.id).where(
        CodeValue.village_id == work.village_id, CodeValue.list == list_id, CodeValue.value == value
    )
    key = work.connection.execute(same).scalars().first()
    said = {"retired": retired, "reason": reason}
    if key is None:
        work.write_rows(CodeValue, inserts=[{"list": list_id, "value": value, **said}])
    else:
        work.write_rows(CodeValue, updates=[(key, said)])


def _viewed(codes: CodeList, stored: Iterable[own.OwnValue]) -> tuple[CodeValueView, ...]:
    said = {one.value: one for one in stored}
    declared = {**dict.fromkeys(codes.values, False), **dict.fromkeys(codes.retired, True)}
    found = [
        CodeValueView(value, said[value].retired if value in said else gone, False,
                      said[value].reason if value in said else "")
        for value, gone in declared.items()
    ]  # fmt: skip
    own_ones = (one for one in said.values() if one.value not in declared)
    found += [CodeValueView(one.value, one.retired, True, one.reason) for one in own_ones]
    return tuple(sorted(found, key=lambda one: one.retired))
