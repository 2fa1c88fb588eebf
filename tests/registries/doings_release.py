"""Doing each verb of files that go out once to the sample book, for test_verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from villagebook.services import release
from villagebook.store import Book

ACTOR = "测试"

DOINGS: dict[str, Callable[[Book], Any]] = {
    "paper.release": lambda book: release.release(
        book, "名单.txt", "电话 13700137000".encode(), "本人同意公开", actor=ACTOR),
}  # fmt: skip
