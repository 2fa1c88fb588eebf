"""Verbs: the named things a person can do to the book. Each changes it in one operation, or not at all.

A verb is a function marked with ``@verb(...)``; the mark is its declaration. The registry of all verbs is gathered by
walking the modules of this package, so one more verb touches one place.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import villagebook.services as package
from villagebook.base.registry import Registry
from villagebook.store import Committed, Undo

P = ParamSpec("P")
R = TypeVar("R")

_MARK = "__villagebook_verb__"


@dataclass(frozen=True, slots=True)
class Verb:
    """The declaration of one verb.

    Attributes:
        id: ``subject.what``; stands in the journal for ever.
        title: What it is called in the window, e.g. 改栏目.
        undo: How it is taken back: by the inverse, by a counter-verb the person must ask for, or not at all.
        counter: For COUNTER: what to do instead, in words (冲销, 撤回公示).
    """

    id: str
    title: str
    undo: Undo
    counter: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What an operation did: its number (None if nothing changed), its heading, the tables it touched."""

    seq: int | None
    heading: str
    families: frozenset[str]

    @classmethod
    def of(cls, committed: Committed) -> Changed:
        """Take over what the store returned."""
        return cls(committed.seq, committed.heading, committed.families)

    @property
    def operation_seq(self) -> int | None:
        """``seq``, as the window's runner asks for it."""
        return self.seq

    @property
    def title(self) -> str:
        """``heading``, as the window's undo button says it; empty if nothing changed."""
        return self.heading if self.seq is not None else ""


def verb(id: str, title: str, undo: Undo, counter: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as a verb."""
    if (undo is Undo.COUNTER) != bool(counter):
        raise ValueError(f"verb {id}: a counter verb, and only that, says what to do instead")
    declared = Verb(id, title, undo, counter)

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        setattr(function, _MARK, declared)
        return function

    return mark


def declaration(function: Callable[..., object]) -> Verb:
    """Return the declaration a function was marked with."""
    found = getattr(function, _MARK)
    assert isinstance(found, Verb)
    return found


def all_verbs() -> Registry[Verb]:
    """Gather every verb of the services, in the order of modules and lines."""
    return Registry("verbs", _walk())


def _walk() -> Iterator[Verb]:
    for module_info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        module = importlib.import_module(module_info.name)
        for value in vars(module).values():
            found = getattr(value, _MARK, None)
            if isinstance(found, Verb) and getattr(value, "__module__", "") == module.__name__:
                yield found
