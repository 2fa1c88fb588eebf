"""Lists of a size that no village has: tens of thousands of people for measurements, kept between runs.

    files = township(people=50_000, households=12_500)

The columns are those of the national exports; nothing in the rows is wrong. Writing them takes longer than reading,
so that they stay in the temporary folder of this machine.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.generators import families, lists
from tests.generators.generator import VILLAGE
from villagebook.services.sample.shape import House

SEED = 11
#: Numbers of households here have five digits; with eleven of the village their codes have sixteen, like any.
_FIRST_NUMBER = 10_001
_MOST_HOUSEHOLDS = 89_999
#: How far the people counted so far may be below and above the mean households'; the last household makes it even.
_BELOW, _ABOVE = -1, 2


@dataclass(frozen=True, slots=True)
class LargeFiles:
    """户信息 and 人信息 of one large village."""

    households: Path
    people: Path


def township(*, people: int, households: int, seed: int = SEED, folder: Path | None = None) -> LargeFiles:
    """Return lists of exactly so many people in so many households, written now if they are not there yet.

    Args:
        folder: Where they are kept; the temporary folder of this machine if not given.

    Raises:
        ValueError: not three or four people to a household.
    """
    kept = folder or Path(tempfile.gettempdir()) / "villagebook-bench"
    made = kept / f"{people}-{households}-{seed}"
    files = LargeFiles(made / "户信息.xlsx", made / "人信息.xlsx")
    if not files.people.exists():
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept) as name:
            _write(Path(name) / "lists", houses(Random(seed), people, households))
            (Path(name) / "lists").replace(made)
    return files


def houses(random: Random, people: int, households: int) -> list[House]:
    """Return so many households with so many members in all, numbered from 10001."""
    if not 3 * households <= people <= 4 * households or households > _MOST_HOUSEHOLDS:
        raise ValueError(f"no {households} households of {people} people")
    found: list[House] = []
    total = 0
    while len(found) < households:
        house = families.houses(random, 1)[0]
        wanted = people * (len(found) + 1) // households
        off = total + len(house.members) - wanted
        if off == 0 or (_BELOW <= off <= _ABOVE and len(found) + 1 < households):
            total += len(house.members)
            number = _FIRST_NUMBER + len(found)
            found.append(replace(house, number=number, door=number))
    return found


def _write(folder: Path, made: list[House]) -> None:
    folder.mkdir()
    village = VILLAGE | {"code": VILLAGE["code"][:11]}
    homes, people = lists.tables(village, made)
    name = VILLAGE["name"]
    lists.write(folder / "户信息.xlsx", f"{name} 户信息", lists.HOUSEHOLD_COLUMNS, homes)
    lists.write(folder / "人信息.xlsx", f"{name} 人信息", lists.PERSON_COLUMNS, people)
