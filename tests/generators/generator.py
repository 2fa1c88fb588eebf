"""Villages for tests and benchmarks: files as counties and townships hand them out, of any seed and size.

    files = village(tmp_path, seed=7, households=300, dirt=1)

To add a list: its columns in lists.py (or its writer in money.py), and a path in ``Files``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.generators import families, faults, lists, money, money_faults

VILLAGE = {
    "province": "福建省", "city": "示范市", "county": "示范县", "township": "云岭镇", "name": "石桥村",
    "code": "350699101209",
}


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one village and what is true of it.

    Attributes:
        households, people, money: 户信息, 人信息 and 项目资金 workbooks.
        household_count, person_count: Rows that name a household or person for the first time, faults left out.
        net_income_fen: Sum of 纯收入 before faults.
        project_figures: Project code -> planned, received, spent, reimbursed and balance in 分.
        faults: What was planted; empty for ``dirt=0``.
    """

    households: Path
    people: Path
    money: Path
    household_count: int
    person_count: int
    net_income_fen: int
    project_figures: dict[str, dict[str, int]]
    faults: tuple[faults.Fault, ...]


def village(folder: Path, *, seed: int, households: int = 50, dirt: int = 0, money_times: int = 1) -> Files:
    """Write the lists of an invented village into a folder that exists, and return where they are.

    Args:
        seed: The same seed and size give the same lists.
        households: 1 to 9,999, all of them 脱贫户 or monitored.
        dirt: How often each fault of faults.py is planted into the household and person lists; if at all, each of
            money_faults.py is planted once.
        money_times: How many times the usual projects there are; from 2 on money_faults.py has more faults to plant.
    """
    random = Random(seed)
    houses = families.houses(random, households)
    home_rows, person_rows = lists.tables(VILLAGE, houses)
    told = money.money(random, VILLAGE["name"], VILLAGE["code"], houses, money_times)
    net_fen = sum(round(row["纯收入"] * 100) for row in home_rows)
    people = len(person_rows)
    found = faults.plant(faults.Lists(home_rows, person_rows, random), dirt)
    if dirt:
        found += money_faults.plant(told, random, more=money_times > 1)
    name = VILLAGE["name"]
    return Files(
        households=lists.write(
            folder / "户信息.xlsx", f"{name}脱贫户及监测户 户信息", lists.HOUSEHOLD_COLUMNS, home_rows),
        people=lists.write(folder / "人信息.xlsx", f"{name}脱贫户及监测户 人信息", lists.PERSON_COLUMNS, person_rows),
        money=money.write(folder / "项目资金.xlsx", told),
        household_count=households, person_count=people, net_income_fen=net_fen, project_figures=told.figures,
        faults=tuple(found))


__all__ = ["VILLAGE", "Files", "village"]
