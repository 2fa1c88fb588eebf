"""Who belongs where: whatever happens and is taken back, members of any day are those of a naive account.

The account keeps, per household and day, the set of names; an operation copies the last day forward and changes it.
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import tempfile
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from tests.unit.services.families import LAN, TODAY, ZHONG, a_family, members_on
from villagebook.base.errors import UserError
from villagebook.models import Household, Membership
from villagebook.services import books, history, memberships, moves
from villagebook.services.memberships import NewPerson
from villagebook.store import Book

START = dt.date(2025, 1, 1)
SPAN = 40
DAY = dt.timedelta(days=1)
SAY: dict[str, Any] = {"actor": "测试", "today": TODAY}
#: Days move on by some; an operation happens on the day reached, as in an office.
steps = st.integers(0, 2)
picks = st.integers(0, 50)

Account = dict[str, dict[int, set[str]]]


class Families(RuleBasedStateMachine):
    """The book beside the account."""

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.book: Book = books.create(Path(self.place.name) / "b.vbook", name="清溪村", code="350699101203", actor="x")
        self.homes: dict[str, uuid.UUID] = {}
        self.people: dict[str, uuid.UUID] = {}
        self.account: Account = {}
        for code, members in (("H1", LAN), ("H2", ZHONG), ("H3", ())):
            family = a_family(self.book, code, members)
            self.homes[code] = family.home
            self.people |= family.people
            self.account[code] = {day: set(family.people) for day in range(SPAN + 1)}
        self.start = copy.deepcopy(self.account)
        self.day = 0
        self.names = itertools.count(1)
        self.done: list[tuple[int, Account, set[str]]] = []

    def teardown(self) -> None:
        if not hasattr(self, "book"):
            return
        while self.done:
            self._take_back()
        assert self._read() == self.start
        assert history.verify(self.book) == []
        self.book.close()
        self.place.cleanup()

    # What happens

    def _move_on(self, step: int) -> dt.date:
        self.day = min(self.day + step, SPAN - 2)
        return START + self.day * DAY

    def _pick(self, pick: int) -> tuple[str, list[str]]:
        code = sorted(self.account)[pick % len(self.account)]
        return code, sorted(self.account[code][SPAN])

    def _try(self, act: Any, change: Any) -> None:
        """Do it in the book; if the book took it, in the account too. A refusal leaves no trace."""
        before, kept = history.head(self.book), (copy.deepcopy(self.account), set(self.people))
        try:
            changed, moved = act()
        except UserError:
            assert history.head(self.book) == before
            return
        self.done.append((changed.seq, *kept))
        change(moved)

    def _gone(self, code: str, names: set[str], first_day: int) -> None:
        for day in range(first_day, SPAN + 1):
            self.account[code][day] -= names

    def _there(self, code: str, names: set[str], first_day: int) -> None:
        for day in range(first_day, SPAN + 1):
            self.account[code][day] |= names

    @rule(step=steps, pick=picks)
    def birth(self, step: int, pick: int) -> None:
        on, (code, _) = self._move_on(step), self._pick(pick)
        name, day = f"新{next(self.names)}", self.day

        def change(moved: Any) -> None:
            self.people[name] = moved.person
            self._there(code, {name}, day)

        self._try(lambda: memberships.birth(self.book, self.homes[code], NewPerson(name), "之子", on, **SAY), change)

    @rule(step=steps, pick=picks, who=picks, head=picks, why=st.sampled_from(["死亡", *memberships.LEAVING]))
    def leave(self, step: int, pick: int, who: int, head: int, why: str) -> None:
        on, (code, names) = self._move_on(step), self._pick(pick)
        if not names:
            return
        name, new = names[who % len(names)], self.people[names[head % len(names)]]
        home, person, day = self.homes[code], self.people[name], self.day
        if why == "死亡":
            act = lambda: memberships.death(self.book, home, person, on, new_head=new, **SAY)  # noqa: E731
        else:
            act = lambda: memberships.leave(self.book, home, person, why, on, new_head=new, **SAY)  # noqa: E731
        self._try(act, lambda _: self._gone(code, {name}, day + 1))

    @rule(step=steps, pick=picks, who=picks, head=picks)
    def marry(self, step: int, pick: int, who: int, head: int) -> None:
        on, (code, _), day = self._move_on(step), self._pick(pick), self.day
        name = sorted(self.people)[who % len(self.people)]
        new = self.people[sorted(self.people)[head % len(self.people)]]

        def change(_: Any) -> None:
            for other in self.account:
                self._gone(other, {name}, day)
            self._there(code, {name}, day)

        person = self.people[name]
        self._try(
            lambda: memberships.join(
                self.book, self.homes[code], person, "婚入", "其他", on, new_head=new, **SAY), change
        )  # fmt: skip

    @rule(step=steps, pick=picks, who=picks)
    def come_back(self, step: int, pick: int, who: int) -> None:
        on, (code, _), day = self._move_on(step), self._pick(pick), self.day
        name = sorted(self.people)[who % len(self.people)]

        def change(_: Any) -> None:
            for other in self.account:
                self._gone(other, {name}, day)
            self._there(code, {name}, day)

        person = self.people[name]
        self._try(lambda: memberships.come_back(self.book, self.homes[code], person, on, **SAY), change)

    @rule(step=steps, pick=picks, who=picks)
    def change_head(self, step: int, pick: int, who: int) -> None:
        on, (code, names) = self._move_on(step), self._pick(pick)
        if names:
            person = self.people[names[who % len(names)]]
            self._try(lambda: moves.change_head(self.book, self.homes[code], person, on, **SAY), lambda _: None)

    @rule(step=steps, pick=picks, who=st.lists(picks, min_size=1, max_size=3), head=picks)
    def split(self, step: int, pick: int, who: list[int], head: int) -> None:
        on, (code, names), day = self._move_on(step), self._pick(pick), self.day
        if not names:
            return
        going = [names[one % len(names)] for one in who]
        new_head = self.people[names[head % len(names)]]

        def change(moved: Any) -> None:
            made = f"N{len(self.homes)}"
            self.homes[made] = moved.household
            self.account[made] = {one: set() for one in range(SPAN + 1)}
            self._gone(code, set(going), day)
            self._there(made, set(going), day)

        persons = [self.people[name] for name in going]
        home = self.homes[code]
        self._try(
            lambda: moves.split(self.book, home, persons, persons[0], on, new_head=new_head, **SAY), change
        )  # fmt: skip

    @rule(step=steps, pick=picks, into=picks)
    def merge(self, step: int, pick: int, into: int) -> None:
        on, (code, names), day = self._move_on(step), self._pick(pick), self.day
        other, _ = self._pick(into)

        def change(_: Any) -> None:
            self._gone(code, set(names), day)
            self._there(other, set(names), day)

        self._try(lambda: moves.merge(self.book, self.homes[code], self.homes[other], on, **SAY), change)

    @rule(step=steps, pick=picks, why=st.sampled_from(sorted(moves.ENDING)))
    def end(self, step: int, pick: int, why: str) -> None:
        on, (code, names), day = self._move_on(step), self._pick(pick), self.day
        self._try(
            lambda: moves.end_household(self.book, self.homes[code], why, on, **SAY),
            lambda _: self._gone(code, set(names), day + 1),
        )

    @rule()
    def undo(self) -> None:
        if self.done:
            self._take_back()

    def _take_back(self) -> None:
        seq, account, people = self.done.pop()
        assert history.undo(self.book, seq, actor="测试").conflicts == ()
        self.account = account
        self.people = {name: key for name, key in self.people.items() if name in people}
        self.homes = {code: key for code, key in self.homes.items() if code in account}

    # What is always so

    def _read(self) -> Account:
        return {
            code: {day: set(members_on(self.book, key, START + day * DAY)) for day in range(SPAN + 1)}
            for code, key in self.homes.items()
        }

    @invariant()
    def members_are_those_of_the_account(self) -> None:
        if hasattr(self, "account"):
            for code, key in self.homes.items():
                for day in {0, max(0, self.day - 1), self.day, self.day + 1, SPAN}:
                    assert set(members_on(self.book, key, START + day * DAY)) == self.account[code][day], (code, day)

    @invariant()
    def nobody_is_twice_a_member_now(self) -> None:
        if hasattr(self, "book"):
            with self.book.read() as connection:
                rows = connection.execute(
                    select(Membership.person_id, Membership.household_id).where(Membership.through_on.is_(None))
                ).all()
            assert max(Counter(tuple(row) for row in rows).values(), default=0) <= 1
            assert max(Counter(row.person_id for row in rows).values(), default=0) <= 1

    @invariant()
    def a_household_with_members_has_its_head_among_them(self) -> None:
        if not hasattr(self, "book"):
            return
        with self.book.read() as connection:
            heads = {row.id: row.head_id for row in connection.execute(select(Household.id, Household.head_id))}
        for code, key in self.homes.items():
            now = members_on(self.book, key, START + SPAN * DAY)
            if list(now.values()).count("户主"):
                (head,) = [name for name, relation in now.items() if relation == "户主"]
                assert heads[key] == self.people[head], code


Families.TestCase.settings = settings(
    max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
TestFamilies = Families.TestCase
