"""Make the smaller copies of the heavy weights in this folder; run by hand when a face is renewed.

The 400 weights stay whole: they hold the rare characters of people's names. The 500 and 700 weights set
titles, heads and totals only, and a character they lack comes from the 400 weight (documents/faces.py), so
they keep GB 2312, the 8,105 characters of 通用规范汉字表 and the symbols.

    python make_subsets.py UNIHAN_OTHER_MAPPINGS.txt IN.ttf OUT.ttf

Needs fonttools, which the program itself does not. The first argument is a text file of the Unicode
character database that holds the kTGH lines (Debian package unicode-data).
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset

SYMBOL_RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x410, 0x451), (0x2010, 0x2027), (0x2030, 0x203B),
    (0x2070, 0x208E), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x2199),
    (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x257F), (0x25A0, 0x25FF), (0x2600, 0x2642),
    (0x2713, 0x2718), (0x3000, 0x303F), (0x3105, 0x312F), (0x3220, 0x3243), (0x3280, 0x32B0),
    (0x3380, 0x33DF), (0xFE10, 0xFE6F), (0xFF00, 0xFFEF),
)


def gb2312() -> set[int]:
    """Return the code points of GB 2312."""
    wanted = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            text = bytes((high, low)).decode("gb2312", "ignore")
            wanted.update(map(ord, text))
    return wanted


def standard_characters(unihan: Path) -> set[int]:
    """Return the code points of 通用规范汉字表 from the kTGH lines of the Unicode character database."""
    lines = unihan.read_text(encoding="utf-8").splitlines()
    return {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}


def main(unihan: str, source: str, target: str) -> None:
    """Write the subset of ``source`` to ``target``."""
    wanted = gb2312() | standard_characters(Path(unihan))
    for first, last in SYMBOL_RANGES:
        wanted.update(range(first, last + 1))
    options = subset.Options(
        layout_features=[], name_IDs=["*"], name_languages=["*"], notdef_outline=True, glyph_names=False,
        hinting=True, drop_tables=["BASE", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx"],
    )
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    subset.save_font(font, target, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
