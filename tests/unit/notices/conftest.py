"""An empty book in memory with 清溪村."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_database, a_village
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
