"""An empty book in memory, and one way to run one check on it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_database, a_village
from villagebook.checks import CHECKS
from villagebook.ledgers import Scope


@pytest.fixture
def conn():
    with a_database() as connection:
        yield connection


@pytest.fixture
def village(conn):
    return a_village(conn)


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
def severities(conn, scope):
    """Give a function: check id -> severities of its findings."""
    return lambda check_id: [finding.severity.value for finding in CHECKS[check_id].run(conn, scope)]
