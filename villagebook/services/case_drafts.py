"""The notice a case waits for, drafted in one click: from a case, with all others that wait for the same."""

from __future__ import annotations

import datetime as dt

from villagebook.base.errors import UserError
from villagebook.services import notice_cases, publicity
from villagebook.services.case_views import key_of, view
from villagebook.store import Book


def draft_notice(
    book: Book, code: str, kind: str, *, actor: str, today: dt.date, alone: bool = False
) -> publicity.Drafted:
    """Draft the notice a case waits for; all cases that wait for the same go on one sheet, unless ``alone``.

    Raises:
        UserError: the case does not wait for it.
    """
    with book.read() as connection:
        codes = (code,) if alone else notice_cases.together(connection, book.village_id, code, kind, today)
    return publicity.draft(book, kind, actor=actor, today=today, cases=codes)


def draft_next(book: Book, code: str, *, actor: str, today: dt.date, alone: bool = False) -> publicity.Drafted:
    """Draft the notice the next step of a case wants, as ``draft_notice``.

    Raises:
        UserError: its next step wants none, or it is drafted already.
    """
    one = view(book, key_of(book, code), today)
    what, _, kind = one.next.do.partition(":")
    if what != "notice":
        said = one.next.text.rstrip("。") or one.line.state
        raise UserError("case.no_notice", f"{one.line.head}的{one.line.kind}现在不用拟公示：{said}", "请先办这一步")
    return draft_notice(book, code, kind, actor=actor, today=today, alone=alone)
