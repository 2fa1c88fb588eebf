"""How names stand on the notices of each kind: whole, or with some characters hidden, as the county wants it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.models import Override
from villagebook.notices import NOTICE_KINDS, NoticeKind, NoticeRules
from villagebook.notices.masking import PROFILES, Profile
from villagebook.notices.own import own_kinds
from villagebook.notices.subject import MASK_OF
from villagebook.services.notice_sheets import kind_in
from villagebook.services.overrides import overrides, set_override
from villagebook.services.verbs import Changed
from villagebook.store import Book

#: Stored where a kind goes by the village's general setting again.
GENERAL = ""


@dataclass(frozen=True, slots=True)
class MaskLine:
    """How names stand on the notices of one kind.

    Attributes:
        id, number, name: Of the kind.
        profile: Id of the profile in force; ``title`` and ``example`` as people read it.
        own: Whether the kind has one of its own; else it is the general setting's.
        reason: Why, and who demands it; empty if nobody said.
    """

    id: str
    number: str
    name: str
    profile: str
    title: str
    example: str
    own: bool
    reason: str


def profiles() -> tuple[Profile, ...]:
    """All profiles, whole names first."""
    return tuple(PROFILES)


def lines(book: Book, on: dt.date) -> tuple[MaskLine, ...]:
    """Every kind that lists people by name, with the profile in force on a day."""
    with book.read() as connection:
        stored = overrides(connection, book.village_id)
        reasons = _reasons(connection, book)
        kinds = (*NOTICE_KINDS, *own_kinds(connection, book.village_id))
    found = []
    for kind in filter(_names_people, kinds):
        profile = PROFILES[NoticeRules.of(stored, kind.id, on).mask]
        own = bool(stored.get(MASK_OF + kind.id)) and stored[MASK_OF + kind.id][-1][2] != GENERAL
        reason = reasons.get(MASK_OF + kind.id, "") if own else ""
        found.append(
            MaskLine(kind.id, kind.number, kind.name, profile.id, profile.title, profile.example, own, reason)
        )  # fmt: skip
    return tuple(found)


def _names_people(kind: NoticeKind) -> bool:
    return any(column.kind == "name" for table in kind.tables for column in table.columns)


def _reasons(connection: Connection, book: Book) -> dict[str, str]:
    query = select(Override.subject, Override.reason).where(
        Override.village_id == book.village_id, Override.subject.startswith(MASK_OF)
    )
    return {row.subject: row.reason or "" for row in connection.execute(query.order_by(Override.id))}


def choose(
    book: Book, kind_id: str, profile: str, *, actor: str, reason: str = "", since: dt.date | None = None
) -> Changed:  # fmt: skip
    """Let names stand so on the notices of a kind from a day on; what hangs stays as it is.

    Args:
        profile: Id or title of a profile; empty goes by the general setting again.
        reason: Who demands it; needed for anything but whole names and the general setting.

    Raises:
        UserError: there is no such kind or profile, the kind lists nobody, or no reason is given.
    """
    with book.read() as connection:
        kind = kind_in(connection, book, kind_id)
    if not _names_people(kind):
        raise UserError("notice_mask.nobody", f"{kind.name}里没有姓名一栏", "不用遮")
    wanted = profile.strip()
    found = next((one for one in PROFILES if wanted in (one.id, one.title)), None)
    if found is None and wanted != GENERAL:
        titles = "、".join(f"{one.id}（{one.title}）" for one in PROFILES)
        raise UserError("notice_mask.profile", f"没有“{wanted}”这种写法", f"可以是：{titles}")
    if found is not None and found.id != PROFILES.ids[0] and not reason.strip():
        raise UserError("notice_mask.no-reason", "没有写为什么遮名字", "请写依据，如县里哪个文件这样要求")
    value = found.id if found is not None else GENERAL
    return set_override(book, MASK_OF + kind.id, value, actor=actor, reason=reason.strip(), since=since)
