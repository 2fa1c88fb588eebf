"""A package of files that proves itself: a zip with a manifest of hashes, signed, checkable without this program.

    package.zip
      SHA256SUMS          one line per file, as ``sha256sum -c`` reads it; every file but itself and its signature
      SHA256SUMS.sig      Ed25519 over the bytes of SHA256SUMS, raw 64 bytes
      public-key.pem      the key, as ``openssl pkeyutl -verify -pubin`` reads it
      …                   what is proved

Lives here: writing such a package file by file, and finding out whether one is untouched. Does not live here: what
goes into it, where the key is kept, what the files mean. Same files, order and time give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
PUBLIC_KEY = "public-key.pem"

_CHUNK = 1 << 20
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u2028\u2029]+')
#: Names that Windows keeps for devices, with whatever ending.
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\..*)?", re.IGNORECASE)
#: Longest part of a name in UTF-8 bytes: Linux takes 255, and folders above need room on Windows too.
_LONGEST = 120
#: Pictures and PDFs are compressed already.
_STORED = (".jpg", ".jpeg", ".png", ".pdf", ".xlsx", ".zip", ".webp", ".heic", ".mp4")


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of a package: its name in it, its SHA-256, its size in bytes."""

    name: str
    sha256: str
    size: int


class Package:
    """A package being written to a path that nobody else uses."""

    def __init__(self, path: Path, at: dt.datetime) -> None:
        # Times in a zip have no zone and even seconds; the same time gives the same bytes.
        self._stamp = at.astimezone(dt.UTC).timetuple()[:6]
        self._archive = zipfile.ZipFile(path, "w")
        self._taken: set[str] = set()
        self.files: list[Packed] = []

    def free_name(self, *parts: str) -> str:
        """Return a name in the package for folders and a file named by people, different from all others."""
        name = "/".join(safe_name(part) for part in parts)
        stem, dot, ending = name.rpartition(".") if "." in parts[-1] else (name, "", "")
        serial = 1
        while name.casefold() in self._taken:
            serial += 1
            name = f"{stem}（{serial}）{dot}{ending}"
        return name

    def add(self, name: str, content: bytes | Path | Iterable[bytes]) -> Packed:
        """Add one file; a path or an iterable is read piece by piece.

        Raises:
            ValueError: the package has a file of this name.
        """
        if name.casefold() in self._taken:
            raise ValueError(f"{name} is in the package already")
        self._taken.add(name.casefold())
        digest, size = hashlib.sha256(), 0
        with self._archive.open(self._entry(name), "w", force_zip64=True) as stream:
            for piece in _pieces(content):
                digest.update(piece)
                size += len(piece)
                stream.write(piece)
        packed = Packed(name, digest.hexdigest(), size)
        self.files.append(packed)
        return packed

    def finish(self, sign: Callable[[bytes], bytes]) -> str:
        """Write manifest and signature and close the file; return the SHA-256 of the manifest."""
        ordered = sorted(self.files, key=lambda file: file.name)
        manifest = "".join(f"{file.sha256}  {file.name}\n" for file in ordered).encode()
        for name, content in ((MANIFEST, manifest), (SIGNATURE, sign(manifest))):
            with self._archive.open(self._entry(name), "w") as stream:
                stream.write(content)
        self._archive.close()
        return hashlib.sha256(manifest).hexdigest()

    def close(self) -> None:
        """Give the file back, whether it is finished or not."""
        self._archive.close()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._stamp)
        entry.create_system = 3  # the same on every system; its names are UTF-8 and flagged so
        entry.external_attr = 0o644 << 16
        stored = name.lower().endswith(_STORED) or name == SIGNATURE
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        return entry


def _pieces(content: bytes | Path | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Path):
        with content.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece
    else:
        yield from content


def safe_name(text: str) -> str:
    """Return what people typed as one part of a name that Windows and Linux both take."""
    stem, dot, ending = _FORBIDDEN.sub(" ", text).strip().rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = f"{stem}{dot}{ending}", "", ""
    room = _LONGEST - len(f"{dot}{ending}".encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore")
    name = f"{stem.strip(' .') or '未命名'}{dot}{ending}".strip(" .")
    return f"_{name}" if _DEVICES.fullmatch(name) else name
