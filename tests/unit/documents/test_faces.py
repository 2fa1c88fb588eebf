from __future__ import annotations

from pathlib import Path

import pytest

from villagebook.base import resources
from villagebook.documents.faces import BUNDLED, CHAINS, Face, FaceFile, Role, faces, missing_glyphs
from villagebook.documents.truetype import FontFile, FontFileError, Part, Slot

RARE = "㛃䶮𬭎𫍯𬀩𬳵𠅤𡒄𣲗𠮷"
BEYOND_WENKAI = "𪚥"
UNASSIGNED = "\U0003fff0"


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_every_rare_character(role: Role) -> None:
    font = faces()[role]
    assert [c for c in RARE + BEYOND_WENKAI if font.lacks(c)] == []


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_gb2312(role: Role) -> None:
    font = faces()[role]
    rows = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
    assert [c for c in rows if font.lacks(c)] == []


def test_a_rare_character_comes_from_the_first_face_that_has_it() -> None:
    font = faces()[Role.TITLE]
    assert [font.place(c)[0].id for c in "村𬭎𠮷𪚥"] == ["serif-bold", "serif-bold", "kai", "rare"]


def test_what_no_face_has_is_listed_with_its_text_and_drawn_as_geta() -> None:
    assert missing_glyphs(["王小明", f"王{UNASSIGNED}", f"王{UNASSIGNED}"]) == [(f"王{UNASSIGNED}", UNASSIGNED)]
    assert faces()[Role.TEXT].place(UNASSIGNED)[1] == "〓"


def test_blanks_and_variation_selectors_are_not_missing() -> None:
    assert missing_glyphs(["王\ufe00 小\n明\u3000\u200b"]) == []
    assert faces()[Role.TEXT].em("王\ufe00") == 1000


@pytest.mark.parametrize("role", list(Role))
def test_digits_are_equally_wide(role: Role) -> None:
    assert len({faces()[role].advance[d] for d in "0123456789"}) == 1


def test_digits_of_the_serif_faces_have_their_measure() -> None:
    assert faces()[Role.TEXT].advance["1"] == 560
    assert faces()[Role.TITLE].advance["1"] == 596


def test_brackets_of_document_numbers_are_half_wide() -> None:
    assert faces()[Role.TEXT].em("〔2026〕") == 580 + 4 * 560 + 580


def test_ticked_box_is_made_of_box_and_tick() -> None:
    face = faces()[Role.TEXT].faces[0]
    slot = face.slot("☑")
    assert slot is not None
    assert [p.glyph for p in slot.parts] == [face.file.glyph(ord("□")), face.file.glyph(ord("√"))]


def test_office_faces_are_used_only_when_asked_for_and_complete(tmp_path: Path) -> None:
    (tmp_path / "SIMFANG.TTF").write_bytes(resources.path("fonts/LXGWWenKai-Regular.ttf").read_bytes())
    (tmp_path / "simkai.ttf").write_bytes(b"no font at all")
    office = faces(True, (tmp_path,))
    assert office.label == "office"
    assert office[Role.TEXT].place("村")[0].scale == 1.07
    assert office[Role.TEXT].place("8")[0].id == "serif"
    assert office[Role.KAI].place("村")[0].id == "kai"
    assert faces().label == "bundled"


def test_bundled_faces_and_licences_are_all_there() -> None:
    folder = resources.path("fonts")
    assert {name for name, _ in BUNDLED.values()} <= {p.name for p in folder.glob("*.ttf")}
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for path in (*folder.glob("*.ttf"), *folder.glob("LICENSE-*.txt")):
        assert path.name in readme
    assert set(CHAINS) == set(Role)


def test_a_file_without_truetype_outlines_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "x.otf"
    broken.write_bytes(b"OTTO" + b"\0" * 60)
    with pytest.raises(FontFileError):
        FontFile(broken)
    with pytest.raises(FontFileError):
        Face("x", FaceFile(broken)).slot("村")


def test_a_subset_is_a_font_whose_glyphs_are_the_slots(tmp_path: Path) -> None:
    font = FontFile(resources.path("fonts/NotoSerifSC-Regular.ttf"))
    box, tick = font.glyph(ord("□")), font.glyph(ord("√"))
    plain = font.glyph(ord("村"))
    slots = [
        Slot(font.advance(plain), (Part(plain),)),
        Slot(700, (Part(box, 10, 20), Part(tick, 5, 5, 0.5))),
        Slot(font.advance(plain), (Part(plain),)),
    ]
    path = tmp_path / "subset.ttf"
    path.write_bytes(_with_names(font.subset(slots), font))
    cut = FontFile(path)
    assert cut.glyph_count == 1 + 3 + 2
    assert [cut.advance(i) for i in (1, 2, 3)] == [1000, 700, 1000]
    assert cut.outline(1).rstrip(b"\0") == font.outline(plain).rstrip(b"\0") == cut.outline(3).rstrip(b"\0")
    assert cut.outline(2)[:2] == b"\xff\xff"
    assert cut.outline(4).rstrip(b"\0") == font.outline(box).rstrip(b"\0")


def _with_names(subset: bytes, font: FontFile) -> bytes:
    """Return a subset with the tables that FontFile reads and an embedded font does without."""
    from villagebook.documents import truetype

    count = int.from_bytes(subset[4:6], "big")
    tables = {}
    for i in range(count):
        entry = subset[12 + 16 * i : 28 + 16 * i]
        offset, length = int.from_bytes(entry[8:12], "big"), int.from_bytes(entry[12:16], "big")
        tables[entry[:4].decode()] = subset[offset : offset + length]
    for tag in ("cmap", "name", "OS/2"):
        tables[tag] = font._table(tag)
    return truetype._assembled(tables)
