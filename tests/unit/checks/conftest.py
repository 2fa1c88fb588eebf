"""A stored book without households, and one way to run one check on it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_household, a_person, add
from villagebook.checks import CHECKS
from villagebook.ledgers import Scope
from villagebook.models import Measure
from villagebook.services import books
from villagebook.store import Undo


class Stored:
    """The connection of an operation of a book: rows are written as the program writes them, and read as stored."""

    def __init__(self, work, village_id):
        self.write_rows = work.write_rows
        self.village_id = village_id
        self._connection = work.connection

    def __getattr__(self, name):
        return getattr(self._connection, name)


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The book that every test writes into and that nothing of it stays in."""
    place = {"township": "云岭镇", "county": "示范县", "city": "漳州市", "province": "福建省"}
    path = tmp_path_factory.mktemp("checks") / "清溪村.vbook"
    with books.create(path, name="清溪村", code="350699101203", actor="测试", **place) as made:
        yield made


@pytest.fixture
def conn(book):
    with book.work("test", "测试", "记录", Undo.INVERSE) as work:
        yield Stored(work, book.village_id)


@pytest.fixture
def village(conn):
    return conn.village_id


@pytest.fixture
def scope(village):
    return Scope(village, dt.date(2025, 11, 5))


@pytest.fixture
def found(conn, scope):
    """Give a function: check id -> [(subject, field, table, key as text)] of its findings."""

    def run(check_id):
        return [
            (finding.subject, finding.field, *(finding.record or (None, None)))
            for finding in CHECKS[check_id].run(conn, scope)
        ]

    return run


@pytest.fixture
def findings(conn, scope):
    """Give a function: check id -> its findings."""
    return lambda check_id: CHECKS[check_id].run(conn, scope)


@pytest.fixture
def severities(conn, scope):
    """Give a function: check id -> severities of its findings."""
    return lambda check_id: [finding.severity.value for finding in CHECKS[check_id].run(conn, scope)]


@pytest.fixture
def home_of(conn, village):
    """Give a function: class of a household (脱贫户 …), fields -> its key."""

    def make(*statuses, code="3506991012030010", **fields):
        return a_household(conn, village, code=code, statuses=statuses, **fields).household

    return make


@pytest.fixture
def member(conn, village, home_of):
    """Give a function: code, fields -> key of a person of a 脱贫户 with a record of 2025; ``household`` another one."""
    homes = []

    def make(code="350699101203001001", **fields):
        if "household" not in fields:
            homes[:] = homes or [home_of("脱贫户")]
            fields["household"] = homes[0]
        return a_person(conn, village, code=code, **{"year": 2025, **fields})

    return make


@pytest.fixture
def measure(conn, village):
    """Give a function: household, kind, content, fields -> key as text of a measure of 2025."""

    def make(household, kind="综合保障", item=None, **fields):
        given = {"year": 2025, **fields}
        return str(add(conn, Measure, village_id=village, household_id=household, kind=kind, item=item, **given))

    return make
