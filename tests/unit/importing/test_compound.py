"""Old workbooks whose chains of sectors have no end are refused before the reader follows them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from villagebook.base.errors import UserError
from villagebook.importing import read_file
from villagebook.importing.compound import has_sound_chains

ROLL = Path(__file__).parents[2] / "data" / "village" / "全村花名册.xls"
TABLE_START, DIRECTORY_START = 76, 48


def changed(at: int, number: int) -> bytes:
    data = bytearray(ROLL.read_bytes())
    data[at : at + 4] = struct.pack("<I", number)
    return bytes(data)


def successor(sector: int) -> int:
    """Where in the file the successor of a sector stands."""
    (table,) = struct.unpack_from("<I", ROLL.read_bytes(), TABLE_START)
    return int((table + 1) * 512 + sector * 4)


def test_a_real_workbook_is_sound() -> None:
    assert has_sound_chains(ROLL.read_bytes())


@pytest.mark.parametrize("data", [
    pytest.param(changed(successor(5), 5), id="a sector follows itself"),
    pytest.param(changed(successor(100), 3), id="a circle of many"),
    pytest.param(changed(successor(7), 4_000_000), id="a sector outside"),
    pytest.param(changed(DIRECTORY_START, 900_000), id="no directory"),
    pytest.param(changed(68, 0), id="the table goes on in the workbook"),
    pytest.param(changed(28, 0x0007_FFFE), id="sectors of no known size"),
    pytest.param(ROLL.read_bytes()[:600], id="cut off"),
])
def test_a_chain_without_end_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    assert not has_sound_chains(data)
    file = tmp_path / "坏.xls"
    file.write_bytes(data)
    with pytest.raises(UserError) as refusal:
        read_file(file)
    assert refusal.value.id == "import.damaged"
