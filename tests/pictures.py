"""Draws what people see, to look at: every page of the window and every sheet of the sample book's papers.

    python -m tests.pictures BOOK FOLDER        (make pictures)
    python -m tests.pictures --readme           (make readme-pictures)

BOOK is the sample book; pictures of its pages go into FOLDER/window, those of its papers into FOLDER/paper. It is no
test: looking is what it is for. The second form draws the pictures of README.md into resources/pictures, of a sample
book of a fixed day, so that they only change when the program does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PAGES = (
    "今日", "农户", "项目", "会议", "小组", "档案", "资产", "社会帮扶", "资金", "结账", "对账", "收益分配", "公示",
    "帮扶", "核查", "台账", "设置",
)  # fmt: skip
README_DAY = "2025-11-05"
README_PAGES = {"农户": "households", "今日": "today", "资金": "funds", "公示": "notices"}
_DOTS_PER_POINT = 96 / 72
#: Sheets of one paper; a handbook has forty alike.
_MOST_SHEETS = 12


def villagebook(*arguments: str | Path) -> None:
    """Run the program itself, as people do."""
    subprocess.run([sys.executable, "-m", "villagebook", *map(str, arguments)], check=True)


def window(book: Path, folder: Path) -> None:
    """Draw each page of the window."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        villagebook("screenshot", book, page, "-o", folder / f"{page}.png")


def papers(folder: Path) -> None:
    """Make a new sample book with all its papers and draw their sheets."""
    with tempfile.TemporaryDirectory() as made:
        villagebook("demo", made, "--documents", Path(made, "papers"))
        for paper in sorted(Path(made, "papers").rglob("*.pdf")):
            sheets(paper, folder / paper.parent.name)


def sheets(paper: Path, folder: Path) -> None:
    """Draw the sheets of one PDF."""
    import pypdfium2

    folder.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument(paper)
    for index in range(min(len(document), _MOST_SHEETS)):
        picture = document[index].render(scale=_DOTS_PER_POINT).to_pil()
        picture.save(folder / f"{paper.stem}-{index + 1:02d}.png")
    document.close()


def readme() -> None:
    """Draw the pictures of README.md."""
    os.environ["VILLAGEBOOK_TODAY"] = README_DAY
    target = Path(__file__).parents[1] / "resources" / "pictures"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        villagebook("demo", made, "--documents", Path(made, "papers"))
        book = next(Path(made).glob("*.vbook"))
        for page, name in README_PAGES.items():
            villagebook("screenshot", book, page, "-o", target / f"{name}.png")
        sheet = next(Path(made, "papers", "公示").glob("到户项目受益户公示*公示中.pdf"))
        sheets(sheet, Path(made, "sheet"))
        shutil.copyfile(next(Path(made, "sheet").glob("*-01.png")), target / "notice-sheet.png")


def main() -> None:
    """Draw everything."""
    if sys.argv[1:] == ["--readme"]:
        readme()
        return
    book, folder = map(Path, sys.argv[1:3])
    window(book, folder / "window")
    papers(folder / "paper")
    print(f"{sum(1 for _ in folder.rglob('*.png'))} 张图在 {folder}")


if __name__ == "__main__":
    main()
