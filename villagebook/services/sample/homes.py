"""Fields of households: the house, water, road and land, derived from what ``House`` tells.

Returns values by field name, without keys of the book, as persons.py does. Values that no one tells are made from
the household's number, so that they differ from house to house and are the same each time.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.services.sample.facts import AREA
from villagebook.services.sample.incomes import PRODUCTS, farmland_mu, orchard_mu, quantity_of
from villagebook.services.sample.persons import Values
from villagebook.services.sample.shape import House

_BANK = "示范县农村信用社云岭分社"


def household_code(village_code: str, number: int) -> str:
    """Return the household's code: the village's 12 digits and four more."""
    return f"{village_code}{number:04d}"


def person_code(village_code: str, number: int, position: int) -> str:
    """Return the person's code: the household's 16 digits and two more; ``position`` counts from 1."""
    return f"{household_code(village_code, number)}{position:02d}"


def mobile(number: int, position: int) -> str:
    """Return an invented mobile number of the range 1390000 for a household (position 0) or a member."""
    return f"139{number:06d}{position:02d}"


def household_values(
    house: House, *, code: str, head_code: str, head_id_number: str, address_of: Callable[[House], str],
    collected_by: tuple[str, str],
) -> Values:
    """Return the fields of a household except spellings and keys.

    Args:
        address_of: Gives the full address.
        collected_by: Name and office phone of who collects the figures.
    """
    number = house.number
    helped = is_registered(house)
    return {
        "code": code, "head_name": house.head.name, "head_code": head_code, "head_id_number": head_id_number,
        "group_name": house.group, "address": address_of(house), "phone": mobile(number, 0),
        "bank": _BANK, "card": _card(number),
        "standard": "国家标准" if house.attribute else None, "attribute": house.attribute,
        "main_cause": house.causes[0] if house.causes else None,
        "second_cause": house.causes[1] if len(house.causes) > 1 else None,
        "military_family": "否", "only_child": "否", "two_daughters": "否", "no_labour_covered": "否",
        "relocated": "否", "in_resettlement": "否",
        "industry_help": _industry(house) if helped else None,
        "collected_by": collected_by[0], "collected_by_phone": collected_by[1],
        **_dwelling(number, len(house.members), helped), **_land(house), **house.own,
    }


def is_registered(house: House) -> bool:
    """Whether the household is, or was, of a class that gets help (脱贫户, 监测对象)."""
    return any(status.kind in (*POOR_STATUSES, *MONITORED_STATUSES) for status in house.statuses)


def _dwelling(number: int, people: int, helped: bool) -> Values:
    brick = number % 3 != 0
    return {
        "dangerous_house": "否", "danger_grade": "A级" if brick else "B级",
        "house_area": Decimal(60 + 15 * min(people, 6) + number * 7 % 23),
        "house_structure": "砖混" if brick else "砖瓦砖木", "house_built": 1998 + number * 5 % 22,
        "safe_water": "是", "production_power": "是", "home_power": "是", "broadcast": "是",
        "road_distance": Decimal(1 + number * 3 % 19) / 10, "road_kind": "水泥路", "road_hardened": "是",
        "toilet": "是", "toilet_usable": "是", "fuel": "清洁能源" if number % 4 else "柴草",
        "cooperative": "是" if helped and number % 2 else "否", "leading_company": "是" if helped else "否",
        "leading_person": "是" if helped and number % 3 == 0 else "否",
    }


def _land(house: House) -> Values:
    return {
        "farmland": farmland_mu(house), "water_area": quantity_of(house, "鱼塘"),
        "returned_forest": house.returned_forest_mu, "orchard": orchard_mu(house), "pasture": Decimal(0),
        "forest": house.forest_mu + quantity_of(house, "毛竹"),
    }


def _industry(house: House) -> str | None:
    parts = [f"{name}{quantity}{PRODUCTS[name].unit}" for name, quantity in house.farm]
    return "；".join(parts) or None


def _card(number: int) -> str:
    """Return 19 digits shaped like a bank card; the issuer 622999 and the area code in it are invented."""
    return f"622999{AREA}{number * 7919 % 1_000_000:06d}9"
