"""Whatever the lines and entries: nothing is lost or used twice, what is matched adds up, order does not matter."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from villagebook.services.bank.matching import Item, match

DAY = dt.date(2025, 8, 1)
AMOUNTS = st.sampled_from([100, 200, 300, 500, -100, -200, -300, -500, 12_345])
NAMES = st.sampled_from(["", "明光电器", "示范县明光电器商行", "许玉美", "财政局"])


def items(side: str):
    item = st.tuples(st.integers(0, 9), AMOUNTS, NAMES, st.booleans())
    return st.lists(item, max_size=8).map(lambda found: [
        Item((side, number), DAY + dt.timedelta(days=day), amount, name,
             is_doubtful=doubtful and side == "entry", voucher=f"记-{number:04d}" if side == "entry" else "")
        for number, (day, amount, name, doubtful) in enumerate(found)
    ])  # fmt: skip


@given(items("line"), items("entry"), st.integers(0, 7), st.randoms(use_true_random=False))
def test_matched_and_left_are_all_once_and_sums_agree(lines, entries, days, random):
    found = match(lines, entries, days)
    used = [key for pairing in found.pairings for key in (*pairing.lines, *pairing.entries)]
    every = {item.key: item for item in (*lines, *entries)}
    assert len(used) == len(set(used))
    assert set(used) <= set(every)
    for pairing in found.pairings:
        there, here = ([every[key] for key in keys] for keys in (pairing.lines, pairing.entries))
        assert sum(item.amount_fen for item in there) == sum(item.amount_fen for item in here)
        assert 1 in (len(there), len(here))
        assert all(abs((one.on - other.on).days) <= days for one in there for other in here)
    left_there = [line for line in lines if line.key not in used]
    left_here = [entry for entry in entries if entry.key not in used]
    balances = [sum(item.amount_fen for item in some) for some in (lines, left_there, entries, left_here)]
    assert balances[0] - balances[1] == balances[2] - balances[3]
    assert set(found.possible) <= {line.key for line in left_there}
    random.shuffle(lines)
    random.shuffle(entries)
    again = match(lines, entries, days)
    assert {(frozenset(p.lines), frozenset(p.entries)) for p in again.pairings} == {
        (frozenset(p.lines), frozenset(p.entries)) for p in found.pairings}


@given(items("line"), items("entry"))
def test_of_two_that_fit_equally_none_is_taken(lines, entries):
    twins = [Item(("twin", number), DAY, 777, "许玉美") for number in (1, 2)]
    found = match([*lines, *twins], [*entries, Item(("entry", 99), DAY, 777, "许玉美")], 3)
    assert not any(("entry", 99) in pairing.entries for pairing in found.pairings)
    assert found.possible["twin", 1] == (("entry", 99),)
