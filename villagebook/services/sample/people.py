"""The households of the sample village and everyone in them. All invented.

To add a household: one ``House`` in its group's module, with the next number of the village. Avoid days of birth from
September to December for children, and births of 1963 to 1967 for workers: so that school and labour stay right
whichever day a check counts ages on.
"""

from __future__ import annotations

from villagebook.services.sample.groups import (
    daping,
    lingjiao,
    shangyun,
    sheliao,
    shimenkeng,
    xiayun,
    xiwei,
    zhangshuxia,
)
from villagebook.services.sample.shape import House

HOUSES: tuple[House, ...] = (
    *shangyun.HOUSES,
    *xiayun.HOUSES,
    *daping.HOUSES,
    *lingjiao.HOUSES,
    *shimenkeng.HOUSES,
    *xiwei.HOUSES,
    *zhangshuxia.HOUSES,
    *sheliao.HOUSES,
)
