"""The check that what hangs is still what the book says."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.checks.check import WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.models import Notice, info
from villagebook.notices.compared import compare, worth_comparing


@check(
    "notices.book-changed", "公示后台账没有改", WARNING,
    source="公示公告制度：公示内容和实际一致，有误的更正后重新公示",
    hint="公示写错了的，拟更正公示；台账改错了的，改回来", needs=(Notice.content,),
)  # fmt: skip
def book_changed(facts: Facts) -> Iterator[Problem]:
    """A notice that hangs, or came down in the last weeks, says what the book says."""
    for row in worth_comparing(facts.conn, facts.scope.village_id, facts.on):
        found = compare(facts.conn, row, facts.overrides, facts.on).found
        if found:
            more = f"，共 {len(found)} 处" if len(found) > 1 else ""
            message = f"公示后台账改了：{found[0].line}{more}"
            yield Problem(row["number"], info(Notice.content).label, message, ("notice", row["id"]))
