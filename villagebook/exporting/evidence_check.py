"""Whether a package (evidence.py) is untouched: signature, manifest, every byte of every file, none missing or added.

What is wrong is named file by file; a package that somebody made anew with a key of his own is whole by itself, and is
told by the key's fingerprint.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from villagebook.base.errors import KnownError, UserError
from villagebook.base.findings import Finding, Severity
from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.evidence import MANIFEST, PUBLIC_KEY, SIGNATURE

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_CHUNK = 1 << 20
_SOURCE = "证据包：清单、签名和每个文件的 SHA-256"
#: What reading a file of a damaged zip raises.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class PackageCheck:
    """What was found.

    Attributes:
        findings: Empty if the package is as it was signed.
        fingerprint: Of the key in it (SHA-256 of its DER, 64 hex digits); "" if there is none.
        files: How many files its manifest lists.
    """

    findings: tuple[Finding, ...]
    fingerprint: str
    files: int


def check_package(path: Path, progress: Progress = QUIET) -> PackageCheck:
    """Compare a package with what it says of itself.

    Raises:
        UserError: there is no such file, or it is no zip at all.
        KnownError: the disk cannot be read.
        Cancelled: the user has seen enough.
    """
    with opened(path) as archive:
        check = _Check(archive)
        return PackageCheck(tuple(check.run(progress)), check.fingerprint, len(check.listed))


def opened(path: Path) -> zipfile.ZipFile:
    """Return a package's zip.

    Raises:
        UserError: there is no such file, or it is no zip at all. KnownError: the disk cannot be read.
    """
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise UserError("evidence.none", f"没有“{path}”这个文件") from None
    except _DAMAGED:
        raise UserError("evidence.no_zip", f"“{path.name}”打不开：不是证据包，或已损坏", "请重新拷贝再核对") from None
    except OSError as error:
        raise KnownError("evidence.unreadable", f"“{path.name}”读不出来（{error.strerror}）") from None


def content(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Return a small file of a package; None if it is not there or damaged."""
    try:
        return archive.read(name)
    except (KeyError, *_DAMAGED):
        return None


class _Check:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._there = Counter(info.filename for info in archive.infolist() if not info.is_dir())
        self._manifest = content(archive, MANIFEST)
        self._broken: list[str] = []
        self.listed = self._parsed()
        self.fingerprint = ""

    def run(self, progress: Progress) -> Iterator[Finding]:
        """Yield what is wrong: first of the signature, then of the files."""
        yield from self._signature()
        for text in self._broken:
            yield _finding("evidence.manifest", MANIFEST, f"清单 {MANIFEST} 里有一行不是清单的写法：{text[:40]}")
        for name, many in self._there.items():
            if many > 1:
                yield _finding("evidence.twice", name, f"压缩包里有 {many} 个同名的“{name}”", "后放进去的是多出来的")
        for done, (name, sha256) in enumerate(self.listed.items()):
            progress.step(done, len(self.listed), "正在核对证据包")
            if name not in self._there:
                yield _finding("evidence.missing", name, f"少了文件“{name}”", "清单里有，压缩包里没有")
            elif self._hash(name) != sha256:
                yield _finding("evidence.changed", name, f"文件“{name}”被改动过", "内容和清单里的 SHA-256 对不上")
        for name in self._there:
            if name not in self.listed and name not in (MANIFEST, SIGNATURE):
                yield _finding("evidence.added", name, f"多了文件“{name}”", "清单里没有它，不是证据包原有的")

    def _parsed(self) -> dict[str, str]:
        listed: dict[str, str] = {}
        for line in (self._manifest or b"").decode("utf-8", "replace").splitlines():
            found = _LINE.fullmatch(line)
            if found is None:
                self._broken.append(line)
            else:
                listed[found[2]] = found[1]
        return listed

    def _signature(self) -> Iterator[Finding]:
        missing = [name for name in (MANIFEST, SIGNATURE, PUBLIC_KEY) if name not in self._there]
        for name in missing:
            if name != PUBLIC_KEY or name not in self.listed:  # else it is named among the missing files
                yield _finding("evidence.missing", name, f"少了文件“{name}”", "没有它就证明不了证据包的来历")
        key = self._public_key()
        if key is None:
            if PUBLIC_KEY in self._there:
                yield _finding("evidence.key", PUBLIC_KEY, f"公钥“{PUBLIC_KEY}”读不出来", "被改动过，或不是这种公钥")
            return
        if missing:
            return
        signature = content(self._archive, SIGNATURE)
        try:
            key.verify(signature or b"", self._manifest or b"")
        except InvalidSignature:
            yield _finding(
                "evidence.signature", MANIFEST, f"签名对不上：清单 {MANIFEST}、签名 {SIGNATURE} 或公钥被改动过",
                "其中至少有一个不是原来的",
            )  # fmt: skip

    def _public_key(self) -> Ed25519PublicKey | None:
        try:
            key = load_pem_public_key(content(self._archive, PUBLIC_KEY) or b"")
        except ValueError:
            return None
        if not isinstance(key, Ed25519PublicKey):
            return None
        der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.fingerprint = hashlib.sha256(der).hexdigest()
        return key

    def _hash(self, name: str) -> str | None:
        digest = hashlib.sha256()
        try:
            with self._archive.open(name) as stream:
                while piece := stream.read(_CHUNK):
                    digest.update(piece)
        except _DAMAGED:
            return None
        return digest.hexdigest()


def _finding(id: str, subject: str, message: str, hint: str = "") -> Finding:
    return Finding(id, Severity.ERROR, subject, "", message, hint, _SOURCE)
