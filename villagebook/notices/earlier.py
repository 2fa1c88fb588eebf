"""What a notice says of an earlier one: how the one whose result it tells ended, or what of one it corrects.

These paragraphs are made of the records and stand behind the basis; they are no words an officer changes. They begin
with FOLLOWED and CORRECTION of difference.py, by which they are known again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import chinese
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import Scope
from villagebook.ledgers.parts import table
from villagebook.models import Notice
from villagebook.notices.difference import CORRECTION, FOLLOWED, Difference, difference, own_basis
from villagebook.notices.objected import outcome
from villagebook.notices.subject import NoticeSubject

#: Behind the title of a notice that corrects another.
MARK = "（更正）"
#: So many differences are named in a correction; of more it says how many there are.
_NAMED = 8


def with_earlier(conn: Connection, scope: Scope, subject: NoticeSubject, content: NoticeContent) -> NoticeContent:
    """Return the content with what it says of the notice it follows and of the one it corrects."""
    made = replace(content, basis=own_basis(content.basis))
    if subject.follows:
        row = _row(conn, scope, subject.follows)
        if row is not None:
            made = replace(made, basis=f"{made.basis}\n{FOLLOWED}{followed(conn, row)}")
    if subject.corrects:
        row = _row(conn, scope, subject.corrects)
        if row is not None and row["content"] is not None:
            found = changed(NoticeContent.from_json(row["content"]), content)
            made = replace(made, basis=f"{made.basis}\n{CORRECTION}{corrected(row, found)}",
                           title_parts=_marked(made.title_parts))  # fmt: skip
    return made


def changed(frozen: NoticeContent, now: NoticeContent) -> tuple[Difference, ...]:
    """Return what a correction changes; that one of them is called a correction is no change."""
    return difference(_unmarked(frozen), _unmarked(now))


def followed(conn: Connection, row: Mapping[str, Any]) -> str:
    """Return how the notice went whose result is told: when, where, with which objections; one sentence."""
    content = None if row["content"] is None else NoticeContent.from_json(row["content"])
    mode = content.period_label[:2] if content is not None else "公示"
    found = outcome(conn, row["id"], mode=mode, through_on=row["through_on"])
    place = f"在{row['place']}" if row["place"] else ""
    days = f"{chinese(row['from_on'])}至{chinese(row['through_on'])}" if row["from_on"] and row["through_on"] else ""
    names = content is not None and any(c.kind == "name" for t in content.tables for c in t.columns)
    what = "名单" if names else "内容"
    return f"上述{what}已于{days}{place}{mode}（{row['number']}），{found.sentence.replace(' ', '')}。"


def corrected(row: Mapping[str, Any], found: tuple[Difference, ...]) -> str:
    """Return what a correction says of the notice it corrects; the values are those of both sheets."""
    named = "；".join(one.printed for one in found[:_NAMED])
    more = f"等{len(found)}处" if len(found) > _NAMED else ""
    day = f"{chinese(row['from_on'])}张贴的" if row["from_on"] else ""
    return f"{day}{row['number']}，{named}{more}{'。' if named else '内容有误。'}现予更正，以本{_mode(row)}为准。"


def _mode(row: Mapping[str, Any]) -> str:
    return str(row["content"]["period_label"])[:2]


def _marked(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the title with the mark at its last part, so that no line is broken before it."""
    if not parts or parts[-1].endswith(MARK):
        return parts
    return (*parts[:-1], parts[-1] + MARK)


def _unmarked(content: NoticeContent) -> NoticeContent:
    parts = content.title_parts
    return replace(content, title_parts=(*parts[:-1], parts[-1].removesuffix(MARK))) if parts else content


def _row(conn: Connection, scope: Scope, number: str) -> Mapping[str, Any] | None:
    rows = table(Notice)
    query = select(rows).where(rows.c.village_id == scope.village_id, rows.c.number == number)
    found = conn.execute(query).mappings().first()
    return None if found is None else dict(found)
