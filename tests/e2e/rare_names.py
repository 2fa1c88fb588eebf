"""A village whose people have rare names: the clean lists with seven heads renamed, everywhere they are named.

The first three characters are in the fonts of most offices by now, the last four are outside the first plane of
Unicode, where programs that count in 16 bits lose them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.e2e.conftest import CLEAN, program

#: Head as the clean lists have it -> as he is called here: the heads of the roster of 35069920250008.
NAMES: Mapping[str, str] = {
    "蓝松芳": "林㛃",
    "蔡明": "蔡䶮明",
    "谢龙和": "谢𬭎",
    "蔡金": "蔡𫍯",
    "郑成": "郑𠅤成",
    "李宝和": "李𣲗",
    "杨玉": "𠮷玉",
}
CODES = {"蓝松芳": "17", "蔡明": "22", "谢龙和": "14", "蔡金": "10", "郑成": "20", "李宝和": "18", "杨玉": "09"}
HOUSEHOLDS = tuple(f"35069910120300{CODES[name]}" for name in NAMES)
ROSTER_PROJECT, ROAD_PROJECT = "35069920250008", "35069920250001"
#: A place that holds them all, for the project's own words.
PLACE = "".join(NAMES.values()) + "屋前"


def village(folder: Path) -> Path:
    """Make b.vbook in a folder from the renamed lists, with all entries posted; return the folder."""
    lists = [_renamed(Path(path), folder) for path in CLEAN]
    for words in (
        ("new", "b.vbook", "--village", "清溪村", "--code", "350699101203"),
        ("import", "b.vbook", *lists),
        ("funds", "b.vbook", "post", "--all"),
    ):
        ran = program(folder, *words)
        assert ran.status == 0, ran.err + ran.out
    return folder


def _renamed(source: Path, folder: Path) -> Path:
    workbook = openpyxl.load_workbook(source)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in NAMES:
                    cell.value = NAMES[cell.value]
    if source.name.startswith("户"):
        _monitor(workbook.worksheets[0])
    if source.name.startswith("项目"):
        workbook["项目台账"]["H4"] = PLACE
        _pay(workbook["资金流水"])
    workbook.save(folder / source.name)
    return folder / source.name


def _monitor(sheet: Worksheet) -> None:
    """Let all of them be monitored households."""
    columns = {cell.value: cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        if sheet.cell(row, columns["户主姓名"]).value in NAMES.values():
            sheet.cell(row, columns["监测对象类别"]).value = "脱贫不稳定户"


def _pay(sheet: Worksheet) -> None:
    """Let the road be paid to a shop of each of them: persons are not named where money is accounted for."""
    names = iter(NAMES.values())
    reversed_later = "记-0071"
    for row in range(2, sheet.max_row + 1):
        voucher, project, kind = (sheet.cell(row, column).value for column in (3, 4, 6))
        if (project, kind) == (ROAD_PROJECT, "支出") and voucher != reversed_later:
            sheet.cell(row, 8).value = next((f"{name}农资经营部" for name in names), "施工单位")
