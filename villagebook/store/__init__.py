"""The store: opens, locks and writes a village's book, and keeps its journal, files and backups.

Lives here: the database (SQLite in a book's folder, PostgreSQL of a township), transactions, the journal with
undo and proof, migrations, files, backups. Does not live here: what a verb means (services/), queries of tables
(ledgers/), anything a person types or sees but the words of known errors (trouble.py).

Ways in:

* ``create``, ``open_book`` -> ``Book``; ``with book.work(verb, actor, heading, undo) as work`` writes (through
  ``work.session`` or ``work.write_rows``) and ``work.commit()`` makes one operation of it; ``with book.read() as
  connection`` reads a snapshot; ``book.files`` keeps files;
* ``journal``: entries, changes, history, verify, undo, as_known;
* ``backup``: make, check, list, restore.

Modules, lowest first: trouble (known errors), places and lock (where and by whom), commitments and images (the
proof, rows as JSON), texts and inserting (the same for many rows), connections, guard, triggers, finding (indexes for
searching), schema, recorder and chain (observing and appending), bulk and
work, files, vault (backup files), rebase and migrate, book, postgres, opening; over them entries, inverse, undo,
raw, verify, replay (together ``journal``), sealed (the journal as others may have it), keys (the book's own key) and
backup.

To add a migration: change the models, write ``migrations/versions/NNNN_what.py`` (how is said in
migrations/__init__.py), set ``schema.VERSION`` to its number. Tests then demand that the migrated schema equals
the models', that nothing was lost, and that a failure leaves nothing behind.
To add a known trouble: one line in trouble.py. To name a new record for people: one line in naming.py. To guard
a table by triggers: triggers.py.
"""

from villagebook.store import backup, journal
from villagebook.store.book import Book
from villagebook.store.chain import Undo
from villagebook.store.commitments import SeededRandomness
from villagebook.store.files import Files, FileTrouble
from villagebook.store.opening import create, open_book
from villagebook.store.work import Committed, Work

__all__ = [
    "Book",
    "Committed",
    "FileTrouble",
    "Files",
    "SeededRandomness",
    "Undo",
    "Work",
    "backup",
    "create",
    "journal",
    "open_book",
]
