"""What the journal's proof is made of: canonical JSON, salted commitments and the hash of an operation.

Whoever wants to check a book without this program needs this page only:

* canonical JSON: UTF-8, keys sorted by code point, no blanks, no escapes beyond those JSON demands, no NaN;
* a commitment is the hex SHA-256 of ``salt ‖ canonical JSON`` of one part of one image (or of the heading);
* an operation's hash is the hex SHA-256 of the canonical JSON of the object that ``OperationHash`` writes. It contains
  commitments and never values, so that values can be left out and the chain still verifies.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

#: ``previous_hash`` of a village's first operation.
FIRST = "0" * 64

SALT_BYTES = 16

#: Gives that many random bytes.
Randomness = Callable[[int], bytes]

SYSTEM_RANDOMNESS: Randomness = secrets.token_bytes


class SeededRandomness:
    """Salts that are the same for the same seed: for the sample book and golden files only.

    Real books take SYSTEM_RANDOMNESS: with guessable salts a commitment to an ID number could be tried out.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def __call__(self, count: int) -> bytes:
        return self._random.randbytes(count)


def canonical(value: Any) -> str:
    """Return the one JSON text of a value of plain JSON types.

    Raises:
        ValueError: a number is not finite.
        TypeError: the value is not plain JSON.
    """
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def commit_to(salt: bytes, text: str | bytes) -> str:
    """Return the commitment to a canonical JSON text."""
    return hashlib.sha256(salt + (text.encode() if isinstance(text, str) else text)).hexdigest()


def time_text(at: dt.datetime) -> str:
    """Return a time as the journal writes it: UTC, microseconds, ``Z``."""
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


@dataclass(frozen=True, slots=True)
class Link:
    """What an operation's hash covers, besides its changes."""

    village_id: uuid.UUID
    id: uuid.UUID
    seq: int
    at: dt.datetime
    actor: str
    verb: str
    undo: str
    undoes_seq: int | None
    schema_version: str
    heading_commitment: str
    previous_hash: str


#: id of the change, table, id of the row, then the commitments before open, before secret, after open, after
#: secret; None where there is no such part.
ChangeSeal = tuple[str, str, str, str | None, str | None, str | None, str | None]


class OperationHash:
    """The hash of an operation, fed with its changes in order of position."""

    def __init__(self, link: Link) -> None:
        first = {"actor": link.actor, "at": time_text(link.at)}
        last = {
            "heading": link.heading_commitment,
            "id": str(link.id),
            "previous": link.previous_hash,
            "schema": link.schema_version,
            "seq": link.seq,
            "undo": link.undo,
            "undoes": link.undoes_seq,
            "verb": link.verb,
            "village": str(link.village_id),
        }
        # Canonical JSON sorts keys: "changes" stands between these two.
        self._hash = hashlib.sha256(f'{canonical(first)[:-1]},"changes":['.encode())
        self._tail = f"],{canonical(last)[1:]}".encode()
        self._comma = ""

    def add(self, change: ChangeSeal) -> None:
        """Take in one change."""
        told = ",".join(["null" if part is None else encode_basestring(part) for part in change])
        self._hash.update(f"{self._comma}[{told}]".encode())
        self._comma = ","

    def hexdigest(self) -> str:
        """Return the hash over what was taken in."""
        whole = self._hash.copy()
        whole.update(self._tail)
        return whole.hexdigest()


def operation_hash(link: Link, changes: Iterable[ChangeSeal]) -> str:
    """Return the hash of an operation; ``changes`` in order of position."""
    found = OperationHash(link)
    for change in changes:
        found.add(change)
    return found.hexdigest()
