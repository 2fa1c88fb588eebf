"""The store: opens, locks and writes the book; keeps its journal, files and backups."""

from villagebook.store.book import Book
from villagebook.store.chain import Undo
from villagebook.store.opening import create, open_book
from villagebook.store.work import Committed, Work

__all__ = ["Book", "Committed", "Undo", "Work", "create", "open_book"]
