"""The program is killed at any moment: what was acknowledged is there, what was not is not, and nothing is half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from villagebook.store import create, journal, open_book

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9; ending a task there is tested by hand"),
]

KILLS = 20
INSIDE_AT_LEAST = 8
ROWS = 120

#: Imports and edits in turn, for ever; says when it is inside a transaction and when one is acknowledged.
CLERK = f"""
import itertools, sys
from sqlalchemy import func, select
from villagebook.models import Household, Person
from villagebook.store import open_book

def say(*words):
    print(*words, flush=True)

say("ready")
sys.stdin.readline()
book = open_book(sys.argv[1])
for turn in itertools.count():
    with book.work("lists.import", "王", f"导入 {{turn}}") as work:
        keys = work.write_rows(Household, [{{"code": f"{{turn}}-{{n}}"}} for n in range({ROWS} // 2)])
        say("inside")
        keys += work.write_rows(Person, [{{"name": f"{{turn}}-{{n}}"}} for n in range({ROWS} // 2)])
        work.write_rows(Household, updates=[(key, {{"note": "改"}}) for key in keys[:{ROWS} // 2]])
        say("done", work.commit().seq, len(keys))
    with book.work("person.edit", "王", f"修改 {{turn}}") as work:
        people = work.session.scalars(select(Person).order_by(Person.id.desc()).limit(5)).all()
        say("inside")
        for person in people:
            person.phone = f"{{turn}}"
            work.session.flush()
        say("done", work.commit().seq, 5)
"""


@contextmanager
def clerk(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A clerk who has started but waits for a word before opening the book."""
    process = subprocess.Popen(
        [sys.executable, "-c", CLERK, folder],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def lines_until_killed(process: subprocess.Popen[str], chance: random.Random, inside: bool) -> list[str]:
    """Let the clerk work, kill him at a random moment (``inside``: in a transaction); return all he said."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    said: list[str] = []
    wanted = chance.randint(3, 14)
    for line in process.stdout:
        said.append(line.strip())
        if len(said) >= wanted and (not inside or said[-1] == "inside"):
            break
    time.sleep(chance.uniform(0, 0.002) if inside else chance.uniform(0, 0.03))
    process.send_signal(signal.SIGKILL)
    # What he said before the blow counts, also what was still on its way.
    said += [line.strip() for line in process.stdout]
    assert process.wait() == -signal.SIGKILL
    return said


def test_twenty_kills_lose_nothing_acknowledged_and_leave_nothing_half(tmp_path: Path) -> None:
    folder = tmp_path / "清溪.vbook"
    create(folder, {"name": "清溪村", "code": "350699001201"}, actor="王").close()
    chance = random.Random(20260311)
    acknowledged: dict[int, int] = {}
    killed_inside = 0
    for number in range(KILLS):
        with clerk(folder) as process:
            said = lines_until_killed(process, chance, inside=number % 3 != 0)
        killed_inside += said[-1] == "inside"
        for line in said:
            if line.startswith("done"):
                seq, rows = map(int, line.split()[1:])
                acknowledged[seq] = rows
        with open_book(folder, read_only=True) as book:
            entries = {entry.seq: entry for entry in journal.entries(book)}
            assert journal.verify(book) == []
        assert set(acknowledged) <= set(entries)
        # At most the one commit whose acknowledgement did not come through any more.
        unsaid = set(entries) - set(acknowledged) - {1}
        acknowledged |= {seq: sum(entries[seq].tables.values()) for seq in unsaid}
        assert len(unsaid) <= 1
        for seq, rows in acknowledged.items():
            assert sum(entries[seq].tables.values()) == rows
            assert rows == (ROWS if entries[seq].verb == "lists.import" else 5)
        assert sorted(entries) == list(range(1, len(entries) + 1))
    assert killed_inside >= INSIDE_AT_LEAST
    with open_book(folder) as book:
        assert book.integrity() == []
        last = journal.entries(book, 1)[0]
        assert journal.undo(book, last.seq, "王").done is not None
        assert journal.verify(book) == []
    assert {path.name for path in folder.iterdir()} == {"book.db", "files", "backups"}
