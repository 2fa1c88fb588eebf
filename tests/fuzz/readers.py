"""Feeds broken copies of real lists to the readers for some minutes: ``python -m tests.fuzz.readers 600``.

Copies are broken where it hurts: inside the parts of a package (which is then packed again with right checksums), in
the records of an old workbook, between the tags of a page, in the bytes of a text. Every copy must be read or refused
by one line; a copy that does anything else is kept in ``tests/fuzz/found`` and belongs into a test. A child process
reads, so that a copy which ends it is found too.
"""

from __future__ import annotations

import io
import random
import select
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.generators.hostile import FILES

DATA = Path(__file__).parents[1] / "data" / "village"
FOUND = Path(__file__).parent / "found"
HANGS_AFTER_S = 60
SMALL = ("macros.xlsm", "merged-all.xlsx", "strings-missing.xlsx", "far-below.ods", "spans.xls", "page-entities.xls")
CHILD = """
import resource, sys, traceback
from pathlib import Path
from villagebook.base.errors import VillagebookError
from villagebook.importing import drafts, read_file, recognise
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
for line in sys.stdin:
    try:
        for sheet in read_file(Path(line.strip())).sheets:
            table = recognise(sheet)
            for draft in drafts(table) if table else ():
                assert draft.row >= 1
        print("ok", flush=True)
    except VillagebookError as error:
        assert chr(10) not in str(error)
        print("ok", flush=True)
    except BaseException:
        print(repr(traceback.format_exc()), flush=True)
"""
#: What copies are broken with besides flipped bytes.
WORDS = (
    b"",
    b"0",
    b"-1",
    b"4294967295",
    b"1E+308",
    b"NaN",
    b"1.1E+17",
    b"99999999999999999999",
    b"XFD1048576",
    b"A0",
    b"&a;",
    b"\xf0\xa0\xae\xb7",
    b"\xff",
    b"\0",
    b"<",
    b">",
    b'"',
    b"</row>",
    b'<c r="B2"/>',
    b'<row r="9">',
    b"2025-13-45",
    b"=1+1",
    b"<![CDATA[",
    b"<!--",
    b" " * 3000,
    b"'" * 50,
    b"\xef\xbb\xbf",
    b"rowspan=99",
    b"mergeacross=5",
    b",",
    b"\t",
    b"\r",
    b"\n",
)


def flipped(rng: random.Random, data: bytes) -> bytes:
    """Return a copy with some bytes changed, cut out, doubled, or one of the words put in."""
    copy = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8, 30))):
        at = rng.randrange(len(copy) + 1)
        way = rng.randrange(5)
        if way == 0 and at < len(copy):
            copy[at] = rng.randrange(256)
        elif way == 1:
            del copy[at : at + rng.choice((1, 2, 10, 500))]
        elif way == 2:
            copy[at:at] = copy[at : at + rng.choice((1, 20, 300))]
        elif way == 3:
            copy[at:at] = rng.choice(WORDS)
        else:
            end = copy.find(b'"', at)
            begin = copy.rfind(b'"', 0, at) + 1
            if 0 < begin <= end < begin + 200:
                copy[begin:end] = rng.choice(WORDS)
    return bytes(copy)


def repacked(rng: random.Random, data: bytes) -> bytes:
    """Return a copy of a package with one part broken, or left out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        victim = rng.choice(
            [name for name in names if "sheet" in name or "workbook" in name or "tring" in name] or names
        )
        for name in names:
            part = old.read(name)
            if name == victim:
                if rng.random() < 0.03:
                    continue
                part = flipped(rng, part)
            new.writestr(name, part)
    return target.getvalue()


def seeds() -> list[tuple[str, Callable[[random.Random], bytes]]]:
    """Return what copies are made of: a file name and a way to break it."""
    files = [
        (file.name, file.read_bytes()) for file in sorted(DATA.iterdir()) if file.suffix in {".xlsx", ".xls", ".csv"}
    ]
    files += [(name, FILES[name]()) for name in SMALL]
    ways: list[tuple[str, Callable[[random.Random], bytes]]] = []
    for name, data in files:
        if data.startswith(b"PK"):
            ways.append((name, lambda rng, data=data: repacked(rng, data)))
        ways.append((name, lambda rng, data=data: flipped(rng, data)))
    return ways


def _child() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def main(seconds: float, seed: int) -> int:
    """Break copies for so many seconds; return how many did something they must not."""
    rng = random.Random(seed)
    ways = seeds()
    reader = _child()
    bad = tried = 0
    ends = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < ends:
            name, way = rng.choice(ways)
            data = way(rng)
            file = Path(folder, f"{tried % 50}-{name}")
            file.write_bytes(data)
            tried += 1
            assert reader.stdin
            assert reader.stdout
            began = time.monotonic()
            print(file, file=reader.stdin, flush=True)
            ready, _, _ = select.select([reader.stdout], [], [], HANGS_AFTER_S)
            if not ready:
                reader.kill()
            line = reader.stdout.readline().strip()
            took = time.monotonic() - began
            if line != "ok" or took > 20:
                bad += 1
                FOUND.mkdir(exist_ok=True)
                (FOUND / f"{seed}-{tried}-{name}").write_bytes(data)
                print(tried, name, f"{took:.1f} s", (line or "the reader ended")[-400:], flush=True)
                if not line:
                    reader.wait()
                    reader = _child()
    print(f"{tried} copies, {bad} found", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(min(1, main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
