"""What lies in the sample's binders: one nearly complete, of the chickens for households; put in by the verbs.

To add a paper: one ``Lying``; its days and numbers come from the project itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.ledgers.parts import table
from villagebook.models import Project
from villagebook.services.dossier import filing
from villagebook.services.sample.scans import photo, scan
from villagebook.store import Book

Row = Mapping[str, Any]

#: Year and last digits of the code of the project whose binder is nearly complete.
SERIAL = "0706"
_COUNTY, _TOWNSHIP = "示范县农业农村局", "云岭镇人民政府"


@dataclass(frozen=True, slots=True)
class Lying:
    """One paper of the binder.

    Attributes:
        slot: Where it lies.
        day: Column of the project with its day.
        draw: (project's row) -> (file name, content), drawn.
        about: (project's row) -> what the contents list says of it, without its day.
        after: Days after that one.
    """

    slot: str
    day: str
    draw: Callable[[Row], tuple[str, bytes]]
    about: Callable[[Row], filing.About]
    after: int = 0


def _letter(
    seed: int, heading: str, lines: Callable[[Row], tuple[str, ...]], office: str, day: str
) -> Callable[[Row], tuple[str, bytes]]:
    def draw(row: Row) -> tuple[str, bytes]:
        return f"{heading}.png", scan(seed, heading, row["name"], lines(row), (office, chinese(row[day])))

    return draw


def _money(row: Row) -> str:
    return f"{format_yuan(row['planned_fen'])}元"


_APPROVAL = "关于下达项目资金的通知"
_PAPERS = (
    Lying(
        "township-review", "township_reviewed_on",
        _letter(1, "乡镇审核意见", lambda row: (
            f"经实地查看，{row['name']}项目真实、必要、可行，投资概算{_money(row)}合理，联农带农机制明确，绩效目标可以考核。",
            "审核期间无异议，同意上报。"), _TOWNSHIP, "township_reviewed_on"),
        lambda row: filing.About(unit=_TOWNSHIP)),
    Lying(
        "county-approval", "county_approved_on",
        _letter(2, "项目库审定意见", lambda row: (
            f"云岭镇上云村{row['name']}项目经论证，合规性、概算、资金来源和用地符合要求，同意列入项目库。",),
            _COUNTY, "county_approved_on"),
        lambda row: filing.About(unit=_COUNTY)),
    Lying(
        "grant", "granted_on",
        _letter(3, _APPROVAL, lambda row: (
            f"云岭镇人民政府：现下达上云村{row['name']}项目资金{_money(row)}，建设内容：{row['content']}。",
            "请按批复组织实施，专款专用，及时验收报账，并按规定公示公告。"), _COUNTY, "granted_on"),
        lambda row: filing.About(_APPROVAL, row["approval_number"] or "", row["approval_unit"] or _COUNTY)),
    Lying("start-notice", "started_on", lambda row: ("张贴照片.jpg", photo(4, "board")),
          lambda row: filing.About("受益户公示张贴在村部公示栏", source="照片"), -8),
    Lying("process-photos", "started_on", lambda row: ("发放鸡苗.jpg", photo(5, "yard")),
          lambda row: filing.About("发放脱温鸡苗", source="照片"), 9),
    Lying("process-photos", "finished_on", lambda row: ("入户查看.jpg", photo(6, "yard")),
          lambda row: filing.About("入户查看养殖情况", source="照片")),
    Lying(
        "preliminary", "preliminary_on",
        _letter(7, "村乡联合初验表", lambda row: (
            f"{row['name']}：{row['content']}。逐户清点，数量与花名册一致，领取签字齐全。", "初验合格，报请验收。"),
            _TOWNSHIP, "preliminary_on"),
        lambda row: filing.About(unit=_TOWNSHIP)),
    Lying(
        "invoices", "accepted_on",
        _letter(8, "采购发票（复印）", lambda row: (
            f"购货单位：上云村村民委员会。货物：脱温鸡苗。金额：{_money(row)}。",
            "经手人签字：王建华　证明人签字：蓝志平"), "示范县惠农种禽场", "accepted_on"),
        lambda row: filing.About("鸡苗采购发票", unit="示范县惠农种禽场")),
)  # fmt: skip


def put(book: Book, today: dt.date, *, actor: str) -> None:
    """Put the sample's papers into their binder, each with its day; papers of days to come are left out."""
    row = _project(book)
    if row is None:
        return
    for one in _PAPERS:
        on = row[one.day] and row[one.day] + dt.timedelta(days=one.after)
        if on is not None and on <= today:
            said = one.about(row)
            about = filing.About(said.name, said.number, said.unit, on, said.source, said.replaces)
            filing.add(book, row["id"], one.slot, [one.draw(row)], about=about, actor=actor)
    filing.not_applicable(book, row["id"], "mending", "验收没有要整改的", actor=actor)


def _project(book: Book) -> Row | None:
    project = table(Project)
    query = select(project).where(project.c.village_id == book.village_id, project.c.code.endswith(SERIAL))
    with book.read() as connection:
        found = connection.execute(query.order_by(project.c.year.desc())).mappings().first()
    return None if found is None else dict(found)
