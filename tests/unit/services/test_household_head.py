"""Heads and names: changed in one operation, alike wherever they stand, taken back whole."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from villagebook.base.errors import UserError
from villagebook.services import history, household_head, households, tables
from villagebook.services.search import search
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)
HOME = "3506991012070001"  # 王长庚; 李恵 is his wife, 王𬭎 his son


def key(book: Book) -> uuid.UUID:
    return households.key_of(book, HOME)


def home(book: Book) -> households.HouseholdView:
    return households.view(book, key(book), TODAY)


def relations(book: Book) -> dict[str, str]:
    return {str(member.value("name")): member.relation for member in home(book).members}


def listed(book: Book) -> str:
    rows = tables.listed(book, "households", tables.scope(book, TODAY)).rows
    return next(str(row["head"]) for row in rows if row["code"] == HOME)


def test_another_member_becomes_the_head_and_relations_turn_round(sample: Book) -> None:
    wife, son = (str(home(sample).members[place].value("name")) for place in (1, 2))
    changed = household_head.set_head(sample, key(sample), wife, actor="x")
    assert changed.heading == f"改户主 王长庚 → {wife}"
    assert home(sample).head == listed(sample) == wife
    assert (relations(sample)[wife], relations(sample)["王长庚"]) == ("户主", "配偶")
    assert relations(sample)[son] == "之子"


def test_a_son_as_head_makes_the_old_head_his_father(sample: Book) -> None:
    son = str(home(sample).members[2].value("name"))
    household_head.set_head(sample, key(sample), son, actor="x")
    assert relations(sample)["王长庚"] == "之父"


def test_a_name_of_nobody_in_the_house_corrects_the_heads_name_everywhere(sample: Book) -> None:
    household_head.set_head(sample, key(sample), "王大根", actor="x")
    assert home(sample).head == listed(sample) == "王大根"
    assert relations(sample)["王大根"] == "户主"
    assert [hit.title for hit in search(sample, "wangdagen")] == ["王大根"]


def test_renaming_the_head_as_a_person_renames_the_household(sample: Book) -> None:
    head = home(sample).members[0].person_id
    household_head.rename(sample, head, " 王大根 ", actor="x")
    assert home(sample).head == "王大根"


def test_renaming_another_member_leaves_the_household(sample: Book) -> None:
    household_head.rename(sample, home(sample).members[2].person_id, "王小宏", actor="x")
    assert home(sample).head == "王长庚"
    assert "王小宏" in relations(sample)


@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_is_needed(sample: Book, name: str) -> None:
    with pytest.raises(UserError) as caught:
        household_head.set_head(sample, key(sample), name, actor="x")
    assert caught.value.id == "field.required"


def test_it_is_taken_back_whole(sample: Book) -> None:
    before = (home(sample).head, relations(sample))
    household_head.set_head(sample, key(sample), str(home(sample).members[1].value("name")), actor="x")
    history.undo_last(sample, actor="x")
    assert (home(sample).head, relations(sample)) == before
