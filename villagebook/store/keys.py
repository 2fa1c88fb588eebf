"""The book's own key: made when a package is signed first, kept in the database only, in no journal and no package."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from sqlalchemy import Table, select

from villagebook.base.errors import KnownError
from villagebook.models import BookKey
from villagebook.store.book import Book
from villagebook.store.chain import Header, Undo

_KEYS = cast("Table", BookKey.__table__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A book's key.

    Attributes:
        made_at: When it was made.
        pem: The public half, as openssl reads it.
        fingerprint: SHA-256 of the public half in DER, 64 hex digits.
    """

    made_at: dt.datetime
    pem: bytes
    fingerprint: str
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    def sign(self, data: bytes) -> bytes:
        """Return the signature of data, 64 bytes."""
        return self._private.sign(data)


def signing_key(book: Book) -> SigningKey:
    """Return the book's key; a book that has none gets one.

    Raises:
        KnownError: it has none, and is open for reading only.
    """
    return find_key(book) or _made(book)


def find_key(book: Book) -> SigningKey | None:
    """Return the book's key if it has one."""
    query = select(_KEYS.c.made_at, _KEYS.c.private).where(_KEYS.c.village_id == book.village_id)
    with book.read() as connection:
        row = connection.execute(query.order_by(_KEYS.c.made_at).limit(1)).one_or_none()
    return None if row is None else _of(row.made_at, Ed25519PrivateKey.from_private_bytes(row.private))


def _made(book: Book) -> SigningKey:
    if book.read_only:
        raise KnownError("audit.no_key", "这本账还没有签名钥匙，只读打开时做不了", "请正常打开后再做一次")
    private = Ed25519PrivateKey.generate()
    with book.start(Header("book.key", "", "", Undo.NONE)) as work:
        work.keep_key({
            "id": work.new_id(),
            "village_id": book.village_id,
            "made_at": work.now,
            "public": private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
            "private": private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
        })  # fmt: skip
        return _of(work.now, private)


def _of(made_at: dt.datetime, private: Ed25519PrivateKey) -> SigningKey:
    public = private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(made_at, pem, hashlib.sha256(der).hexdigest(), private)
