"""The known rules: every number and code is covered by a check that says so, or declined with a reason."""

from __future__ import annotations

import pytest

from villagebook.checks import CHECKS, sources

#: Number -> codes, transcribed by hand from the list of known faults; ranges written out.
TRANSCRIBED = {
    1: "1_01_001 1_12_001 B02",
    2: "1_01_002 1_12_002",
    3: "1_01_003 1_12_003 1_01_004 1_12_004 B01",
    4: "4_01_003",
    5: "2_01_001 2_12_002",
    6: "B08",
    7: "3_02_012 3_11_001 B07 3_02_011 3_11_002 B05",
    8: "B06 2_02_001 2_11_003 B28",
    9: "3_01_001 B03",
    10: "2_01_004 2_12_008",
    11: "",
    12: "",
    13: "3_01_002 3_12_003 3_01_003 3_12_004 B04",
    14: "1_02_005 5_15_016 5_15_017",
    15: "5_17_002 5_12_014 5_17_003 5_12_015 5_17_004 5_12_016 5_17_005 5_17_006 5_17_001 5_12_013",
    16: "5_17_007 5_12_019",
    17: "2_01_012",
    18: "B09 B10",
    19: "5_15_011 5_15_012 1111_2",
    20: "2_01_002 2_01_003 2_12_001 2_12_003",
    21: "4_01_002 4_12_003 2_11_001 4_11_016 5_16_008",
    22: "2_01_011 2_12_014",
    23: "2_12_005 2_12_017",
    24: "2_01_005 2_01_010 1111_14 1111_15 5_12_008",
    25: "1111_07",
    26: "4_01_007 4_01_008",
    27: "5_15_015 5_15_020",
    28: "4_11_009 5_18_008 5_11_029",
    29: "5_15_014 5_15_013 2_11_006",
    30: "2_01_008 2_12_012 1_11_008 B17 2_01_009 2_12_015 2_01_006 2_12_010 B14 2_01_007 5_19_001",
    31: "3_01_007",
    32: "5_16_003 5_16_004 4_11_015 5_16_005 5_16_006 5_15_018 5_15_019",
    33: "5_19_003 5_19_007 5_11_033 5_11_032",
    34: "1111_06 1111_09 1111_13",
    35: "1_02_001 B05h 1_02_002 B07h 5_19_005 5_19_006 2_02_002 5_15_002 3_02_003 3_02_007 5_19_004 3_02_013 5_14_007 "
        "5_14_014 5_14_021 B17h",
    36: "B10h 5_14_015 5_14_016 5_14_017 5_14_018 5_14_019 5_14_020 5_14_001 5_14_002 5_14_003 5_14_004 5_14_005 "
        "5_14_006 5_14_007 5_14_008 5_14_009 5_14_010 5_14_011 5_14_012 5_14_013",
    37: "B20h",
    38: "3_11_010 B18h 1_02_006 1111_18",
    39: "",
    40: "B19h 5_15_023",
    41: "B22h 5_11_013 4_11_012 4_11_013",
    42: "B23h B24h B25h B26h B27h",
    43: "",
    44: "B13 4_12_001 5_01_005 5_16_001 5_16_002 1111_12 5_01_007 5_12_006",
    45: "5_12_001 1111_16 1111_17 1111_08",
    46: "5_16_010 3_01_008 5_12_004 5_01_006 5_12_005 2_01_015 2_12_004 5_15_006 5_15_007 4_01_006 4_12_002 5_01_004 "
        "5_12_003",
    47: "3_01_005 3_01_006 5_15_003 3_01_010 3_01_011",
    48: "5_01_003 5_12_002 5_17_012 5_17_011 5_17_013",
    49: "4_02_001 B15 5_13_003 2_01_013 2_01_014 2_12_007 5_15_021 5_15_022",
    50: "5_20_028 5_20_029 5_20_030 5_20_031",
    51: "1_11_001 2_11_004 2_11_005 4_11_006 4_11_007 4_11_008",
    52: "1_11_010 1_11_009 5_12_007 5_18_* 3_11_*",
    53: "1_11_005 1_11_006 1_11_007 1_11_008 1_02_008 1_02_009 1_11_004 1_11_011",
    54: "2_11_002 5_18_009 4_11_010 4_11_011",
    55: "5_12_011 5_11_030",
    56: "1111_4",
    57: "1_03_* 2_03_001 3_03_001 3_03_002",
    58: "",
    59: "",
    60: "",
}  # fmt: skip
ROWS = {(row.number, row.code): row for row in sources.rows()}


def pairs():
    return [(number, code) for number, codes in TRANSCRIBED.items() for code in ("", *codes.split())]


def test_the_table_has_every_number_and_code_and_no_other():
    assert set(ROWS) == set(pairs())


@pytest.mark.parametrize(("number", "code"), pairs())
def test_it_is_covered_or_declined_with_a_reason(number, code):
    row = ROWS[number, code]
    assert row.checks or row.because.startswith("不作为核查，因为")


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: f"{row.number}-{row.code}")
def test_its_checks_exist(row):
    assert set(row.checks) <= set(CHECKS.ids)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_names_known_numbers_and_codes_or_is_our_own(check):
    assert bool(check.number) == bool(check.numbers)
    assert set(check.numbers) <= set(TRANSCRIBED)
    known = {code for number in check.numbers for code in TRANSCRIBED[number].split()}
    assert set(check.codes) <= known

