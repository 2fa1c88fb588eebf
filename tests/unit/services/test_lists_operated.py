"""A list of the system where nobody has written down yet what the village has: operations stand, the report tells."""

from __future__ import annotations

import datetime as dt
import uuid

from tests.unit.services.conftest import CLEAN, TODAY, VILLAGE, take
from villagebook.services import households, lists, memberships, moves
from villagebook.services.lists import Decisions
from villagebook.store import Book

ON = dt.date(2025, 6, 1)
SAY = {"actor": "测试", "today": TODAY}
HEAD, INTO, GONE = "3506991012030004", "3506991012030003", "3506991012030005"


def people(book: Book, code: str) -> list[tuple[uuid.UUID, str, bool]]:
    view = households.view(book, households.key_of(book, code), TODAY, TODAY)
    return [(member.person_id, member.relation, member.here) for member in view.members]


def new_head(book: Book) -> uuid.UUID:
    """Let the head of a household die and the second member head it."""
    home = households.key_of(book, HEAD)
    old, new, *_ = people(book, HEAD)
    memberships.death(book, home, old[0], ON, new_head=new[0], **SAY)
    return home


def test_a_list_of_before_gives_back_neither_head_nor_relations(imported: Book) -> None:
    home = new_head(imported)
    before, head = people(imported, HEAD), households.view(imported, home, TODAY).head
    report = take(imported, *CLEAN[:2])
    assert people(imported, HEAD) == before
    assert households.view(imported, home, TODAY).head == head
    kept = {change.field.id: change.why for row in report.rows for change in row.kept}
    assert kept["household.head_name"] == "这是 2025-06-01 以前的户主，没有覆盖"
    assert kept["household.head_id_number"] == kept["household.head_name"]
    assert kept["membership.relation"] == "这是 2025-06-01 以前的关系，没有覆盖"


def test_the_officer_may_take_the_head_of_the_list_all_the_same(imported: Book) -> None:
    home = new_head(imported)
    sheets = {row.sheet for row in take(imported, CLEAN[0], dry_run=True).rows}
    decisions = Decisions(fields={(CLEAN[0], sheet, "household.head_name"): "take" for sheet in sheets})
    before = households.view(imported, home, TODAY).head
    lists.import_files(imported, [VILLAGE / CLEAN[0]], actor="测试", today=TODAY, decisions=decisions)
    assert households.view(imported, home, TODAY).head != before


def test_a_household_that_ended_gets_nothing_back_and_is_told(imported: Book) -> None:
    gone, into = households.key_of(imported, GONE), households.key_of(imported, INTO)
    moves.merge(imported, gone, into, ON, **SAY)
    assert households.view(imported, gone, TODAY).statuses == ()
    members = [people(imported, code) for code in (GONE, INTO)]
    report = take(imported, *CLEAN[:2])
    assert households.view(imported, gone, TODAY).statuses == ()
    assert [people(imported, code) for code in (GONE, INTO)] == members
    told = [finding.message for finding in report.findings if finding.id == "import.household-ended"]
    assert told == ["这一户在书里 2025-06-01 合户，表里还有"]
