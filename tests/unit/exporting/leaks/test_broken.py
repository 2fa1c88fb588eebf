"""Whatever is handed in: hits, or one clear error; never a traceback, and a broken file is never called clean."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.exporting.leaks import made_files as made
from tests.unit.exporting.leaks.pages import page, pdf
from villagebook.base.errors import KnownError
from villagebook.exporting.leaks import LeakRules, scan_file
from villagebook.exporting.pictures import clean_copy

PHONE = "13800138000"
RULES = LeakRules()


def samples() -> dict[str, bytes]:
    """One file of each kind that holds a mobile number."""
    book = made.roster()
    book["名单"]["D4"] = PHONE
    return {
        "a.pdf": pdf(page("清溪村公示", f"电话{PHONE}")), "a.xlsx": made.saved(book),
        "a.docx": made.docx(made.paragraph(made.run(f"电话{PHONE}"))),
        "a.jpg": made.jpg({0x010E: PHONE}, gps=True, xmp=PHONE, iptc=PHONE, comment=PHONE.encode()),
        "a.png": made.png(Comment=PHONE), "a.webp": made.jpg({0x010E: PHONE}, form="webp"),
        "a.zip": made.zipped({"a.txt": PHONE}), "a.json": f'{{"a": ["{PHONE}"]}}'.encode(),
        "a.csv": f"姓名,电话\n甲,{PHONE}\n".encode(), "a.html": f"<p>{PHONE}</p>".encode(),
    }  # fmt: skip


SAMPLES = samples()


def looked(name: str, data: bytes) -> list[str]:
    """The kinds of hits, or that the file cannot be opened."""
    try:
        return [hit.kind for hit in scan_file(name, data, RULES)]
    except KnownError as error:
        return ["unreadable" if error.message else "silent"]


def damaged(data: bytes, dice: random.Random) -> Iterator[bytes]:
    """The file cut off, with bytes changed, with a piece missing, twice."""
    for _ in range(12):
        yield data[:dice.randrange(len(data))]
        changed = bytearray(data)
        for _ in range(dice.choice((1, 3, 40))):
            changed[dice.randrange(len(data))] = dice.randrange(256)
        yield bytes(changed)
        start = dice.randrange(len(data))
        yield data[:start] + data[start + dice.randrange(200):]
    yield data + data


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_told_or_searched(name: str) -> None:
    assert set(looked(name, SAMPLES[name])) - {"location"} == {"mobile"}
    for data in damaged(SAMPLES[name], random.Random(name)):
        looked(name, data)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith((".jpg", ".png", ".webp"))])
def test_a_damaged_photo_is_cleaned_or_told(name: str) -> None:
    for data in damaged(SAMPLES[name], random.Random(name)):
        try:
            kept = clean_copy(data)
        except KnownError:
            continue
        assert PHONE.encode() not in kept


@given(data=st.binary(max_size=300), name=st.sampled_from([*SAMPLES, "a.doc", "a", "a.xls", "a.txt", "a.tif", "a.gif"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_under_any_name(data: bytes, name: str) -> None:
    looked(name, data)
    starts = (b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"GIF89a")
    for start in starts:
        looked(name, start + data)


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx", "a.docx", "a.zip", "a.jpg", "a.png"])
def test_what_is_not_what_its_name_says_is_not_called_clean(name: str) -> None:
    for data in (b"", b"hello", SAMPLES[name][:9]):
        assert looked(name, data) in (["unreadable"], ["unchecked"])


def test_a_bomb_and_an_entity_are_not_unpacked() -> None:
    assert looked("a.zip", _bomb()) == ["unchecked"]
    entity = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><w:p>&b;</w:p>'
    assert "unchecked" in looked("a.docx", made.docx(word__header1=entity))


def _bomb() -> bytes:
    """A zip that says it holds a gigabyte."""
    import struct
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "0" * 1000)
    data = bytearray(out.getvalue())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24:at + 28] = struct.pack("<I", 1_000_000_000)
    return bytes(data)


def test_a_locked_part_is_unchecked() -> None:
    data = bytearray(made.zipped({"a.txt": PHONE}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    assert looked("a.zip", bytes(data)) == ["unchecked"]
