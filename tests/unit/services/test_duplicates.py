"""Who may stand in the book twice: found, judged to be two, found again once the data change."""

from __future__ import annotations

import pytest

from tests.unit.services import merged_people as twice
from tests.unit.services.merged_people import ACTOR, TODAY
from villagebook.base.errors import UserError
from villagebook.services import duplicates, fields, history, households, merging
from villagebook.services.duplicates import Pair
from villagebook.store import Book


def found(book: Book) -> Pair:
    """The only pair of persons there is."""
    (pair,) = duplicates.find(book, TODAY).people
    return pair


def test_nobody_of_the_sample_stands_there_twice(sample: Book) -> None:
    everything = duplicates.find(sample, TODAY)
    assert (everything.people, everything.homes, everything.quiet) == ((), (), 0)


def test_a_person_written_down_twice_is_found_and_it_is_said_why(sample: Book) -> None:
    both = twice.written_twice(sample)
    pair = found(sample)
    assert set(pair.keys) == {both.keep, both.other}
    assert {pair.first.name, pair.second.name} == {"王𬭎", "王铉"}
    assert pair.first.where == "王长庚户的子"
    assert pair.words == "姓名只差一个字，出生日期相同，都是王长庚户的子"


def test_a_pair_judged_to_be_two_stays_quiet(sample: Book) -> None:
    twice.written_twice(sample)
    duplicates.keep_apart(sample, found(sample), reason="双胞胎", today=TODAY, actor=ACTOR)
    after = duplicates.find(sample, TODAY)
    assert (after.people, after.quiet) == ((), 1)


def test_it_comes_back_when_what_tells_them_apart_changes(sample: Book) -> None:
    both = twice.written_twice(sample)
    duplicates.keep_apart(sample, found(sample), reason="双胞胎", today=TODAY, actor=ACTOR)
    fields.edit(sample, "person", both.keep, "phone", "13905990077", actor=ACTOR)
    assert duplicates.find(sample, TODAY).people == ()  # a new phone tells nothing
    fields.edit(sample, "person", both.other, "name", "王𬭎", actor=ACTOR)
    assert found(sample).why[0] == "姓名相同"


def test_it_comes_back_when_the_judgement_is_undone(sample: Book) -> None:
    twice.written_twice(sample)
    changed = duplicates.keep_apart(sample, found(sample), reason="双胞胎", today=TODAY, actor=ACTOR)
    assert changed.seq is not None
    history.take_back(sample, changed.seq, actor=ACTOR)
    assert found(sample)


def test_a_judgement_needs_a_reason(sample: Book) -> None:
    twice.written_twice(sample)
    with pytest.raises(UserError, match="没有写为什么"):
        duplicates.keep_apart(sample, found(sample), reason=" ", today=TODAY, actor=ACTOR)


def test_merged_persons_are_no_pair_any_more(sample: Book) -> None:
    both = twice.written_twice(sample)
    merging.merge_persons(sample, both.keep, both.other, today=TODAY, actor=ACTOR)
    assert duplicates.find(sample, TODAY).people == ()
    with pytest.raises(UserError, match="已经合并"):
        duplicates.pair_of(sample, both.keep, both.other)


def test_a_household_entered_twice_is_found(sample: Book) -> None:
    one = households.view(sample, households.key_of(sample, twice.HOME), TODAY)
    number = next(f for m in one.members if m.relation == "户主" for f in m.fields if f.name == "id_number").value
    _, again = households.add_household(sample, head_name="王长赓", group_name="", actor=ACTOR)
    fields.edit(sample, "household", again, "head_id_number", number, actor=ACTOR)
    (pair,) = duplicates.find(sample, TODAY).homes
    assert set(pair.keys) == {one.key, again}
    assert pair.table == "household"
    assert pair.why[:2] == ("户主证件号码相同", "户主姓名只差一个字")
    duplicates.keep_apart(sample, pair, reason="两户", today=TODAY, actor=ACTOR)
    assert duplicates.find(sample, TODAY).homes == ()


def test_numbers_are_never_in_the_words_a_screen_shows(sample: Book) -> None:
    both = twice.written_twice(sample)
    right = twice.row(sample, both.keep)["id_number"]
    slip = right[:-1] + ("1" if right[-1] != "1" else "2")
    fields.edit(sample, "person", both.other, "id_number", slip, actor=ACTOR)
    pair = found(sample)
    assert "证件号码只差一位" in pair.words
    assert slip in pair.said
    assert right[:8] not in pair.words + pair.first.name + pair.second.name + pair.first.where
