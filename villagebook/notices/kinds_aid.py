"""Kinds of notices about aid to single persons and households: the five of N14. To add one: a value here."""

from __future__ import annotations

from villagebook.notices.kind import NoticeKind

AID_KINDS: tuple[NoticeKind, ...] = ()
