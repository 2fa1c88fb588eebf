"""The journal: operations and the changes they made, and the key that signs them. Written by the store only, never changed.

A change keeps before and after in an open and a secret part, by the fields' privacy. Each part of each image has
a commitment ``sha256(salt ‖ canonical JSON)``; the operation's hash covers commitments only, so secret values can
be left out of a package, or erased for good, and the chain still verifies.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from villagebook.models.base import InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Operation(InVillage, Record):
    """One operation: one verb, one transaction, one link of the chain."""

    __tablename__ = "operation"
    __table_args__ = (UniqueConstraint("village_id", "seq"),)
    title = "操作"

    seq: Mapped[int] = field("序号", "int", PUBLIC, required=True)
    at: Mapped[dt.datetime] = field("时间", "time", PUBLIC, required=True)
    actor: Mapped[str] = field("操作人", "name", PUBLIC, required=True)
    verb: Mapped[str] = field("动作", "code", PUBLIC, required=True)
    heading: Mapped[str] = field("说明", "text", SECRET, required=True)
    undo: Mapped[str] = field("撤销方式", "code", PUBLIC, required=True, help="inverse, counter 或 none。")
    undoes_seq: Mapped[int | None] = field("撤销的序号", "int", PUBLIC)
    schema_version: Mapped[str] = field("书的版本", "code", PUBLIC, required=True)
    heading_salt: Mapped[bytes] = field("说明的盐", "bytes", PUBLIC, required=True)
    heading_commitment: Mapped[str] = field("说明的承诺", "code", PUBLIC, required=True)
    previous_hash: Mapped[str] = field("前一校验", "code", PUBLIC, required=True)
    hash: Mapped[str] = field("校验", "code", PUBLIC, required=True)


class Change(InVillage, Record):
    """One row's change in one operation. ``before_*`` are None for an insert, ``after_*`` for a delete."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("operation_id", "position"),)
    title = "改动"

    operation_id: Mapped[uuid.UUID] = field("操作", "ref", PUBLIC, ref="operation.id", required=True, index=True)
    position: Mapped[int] = field("次序", "int", PUBLIC, required=True)
    record: Mapped[str] = field("种类", "code", PUBLIC, required=True)
    record_id: Mapped[uuid.UUID] = field("所改", "ref", PUBLIC, required=True, index=True)
    before_open: Mapped[dict[str, Any] | None] = field("改前", "json", PUBLIC)
    before_open_salt: Mapped[bytes | None] = field("盐", "bytes", PUBLIC)
    before_open_commitment: Mapped[str | None] = field("承诺", "code", PUBLIC)
    before_secret: Mapped[dict[str, Any] | None] = field("改前（保密）", "json", SECRET)
    before_secret_salt: Mapped[bytes | None] = field("盐", "bytes", SECRET)
    before_secret_commitment: Mapped[str | None] = field("承诺", "code", PUBLIC)
    after_open: Mapped[dict[str, Any] | None] = field("改后", "json", PUBLIC)
    after_open_salt: Mapped[bytes | None] = field("盐", "bytes", PUBLIC)
    after_open_commitment: Mapped[str | None] = field("承诺", "code", PUBLIC)
    after_secret: Mapped[dict[str, Any] | None] = field("改后（保密）", "json", SECRET)
    after_secret_salt: Mapped[bytes | None] = field("盐", "bytes", SECRET)
    after_secret_commitment: Mapped[str | None] = field("承诺", "code", PUBLIC)


class BookKey(InVillage, Record):
    """The book's own Ed25519 key, with which evidence packages are signed. Never in the journal, never in a package.

    ``private`` is the raw 32 bytes; it lies in the book's database, which is encrypted once the book has a password.
    """

    __tablename__ = "book_key"
    title = "签名钥匙"

    made_at: Mapped[dt.datetime] = field("生成时间", "time", PUBLIC, required=True)
    public: Mapped[bytes] = field("公钥", "bytes", PUBLIC, required=True)
    private: Mapped[bytes] = field("私钥", "bytes", SECRET, required=True)
