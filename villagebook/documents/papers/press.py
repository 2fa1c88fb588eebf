"""Setting declared forms as papers: each with its foot, check code and numbers of its own pages.

    made = render_papers(Path("申报书.pdf"), [Copy("项目申报书", (APPLICATION,), values, place)])

A volume (``documents.dossier``) uses the same press and draws the planned sheets at their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from villagebook.documents.checkcode import check_code, content_sha256, grouped, qr_text
from villagebook.documents.faces import Faces, Role
from villagebook.documents.faces import faces as bundled_faces
from villagebook.documents.foot import Foot
from villagebook.documents.form_setting import FormSetter
from villagebook.documents.form_sheet import FormSheet, draw_blank, draw_sheets
from villagebook.documents.forms import Form, Values
from villagebook.documents.page import Paper
from villagebook.documents.saving import write_whole
from villagebook.documents.text_form import plain_text
from villagebook.documents.values import Kind, shown

QR_DIGITS = 16
QR_MASK = 2
_PLAIN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")


class Place(NamedTuple):
    """Which book and which day: 云岭镇清溪村, the village's code, as of when."""

    village: str
    code: str
    on: date


@dataclass(frozen=True)
class Copy:
    """One paper about one record.

    Attributes:
        title: What the paper is called: 项目申报书.
        forms: Its pages' declarations, in order.
        values: Of all its forms.
        place: Of the book.
        subject: Number of what it is about (项目编号, 会议编号); stands in the foot and the QR code.
    """

    title: str
    forms: tuple[Form, ...]
    values: Values
    place: Place
    subject: str = ""

    @property
    def text(self) -> str:
        """What the paper says as plain text.

        Raises:
            KeyError: the values lack a field of a form.
        """
        return "".join(plain_text(form, self.values) for form in self.forms)

    @property
    def sha256(self) -> str:
        """The hash of what it says and of the version of its forms."""
        return content_sha256(self.text, " ".join(f"{form.id} {form.version}" for form in self.forms))

    @property
    def foot(self) -> Foot:
        """Its foot, without page numbers."""
        place = self.place
        first = "\u3000".join(part for part in (place.village, self.subject, self.title) if part)
        sha256 = self.sha256
        second = f"数据截至 {shown(place.on, Kind.DATE)}\u3000校验码 {grouped(check_code(sha256))}"
        qr = qr_text(qr_part(place.code), qr_part(self.subject), sha256[:QR_DIGITS].upper())
        return Foot((first, second), qr=qr, qr_mask=QR_MASK)


class MissingChar(NamedTuple):
    """A character that no face has; 〓 is printed in its place."""

    paper: str
    text: str
    char: str


@dataclass(frozen=True)
class PapersPdf:
    """What was set: pages, papers, characters that could not be printed."""

    data: bytes
    pages: int
    copies: int
    missing: tuple[MissingChar, ...]


class PaperPress:
    """Sets papers into one document; a form is prepared once however many copies there are.

    Attributes:
        paper: The document.
        missing: Characters no face has, of all copies planned so far.
    """

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.missing: list[MissingChar] = []
        self._setters: dict[Form, FormSetter] = {}
        self._font = paper.faces[Role.TEXT]

    def sheets(self, copy: Copy) -> list[FormSheet]:
        """Plan the pages of a copy."""
        self.missing += self._lacking(copy)
        return [sheet for form in copy.forms for sheet in self._setter(form).sheets(copy.values)]

    def blank(self, forms: Iterable[Form]) -> list[FormSheet]:
        """Plan the pages for handwriting."""
        return [sheet for form in forms for sheet in self._setter(form).blank()]

    def _setter(self, form: Form) -> FormSetter:
        found = self._setters.get(form)
        if found is None:
            found = self._setters[form] = FormSetter(self.paper, form)
        return found

    def _lacking(self, copy: Copy) -> Iterator[MissingChar]:
        for text in dict.fromkeys(texts(copy.values)):
            for char in dict.fromkeys(text):
                if self._font.lacks(char):
                    yield MissingChar(copy.title, text, char)


def render_papers(
    target: Path | BinaryIO | None, copies: Sequence[Copy], *, faces: Faces | None = None
) -> PapersPdf:
    """Set papers one after the other, each numbered for itself and begun on a front side.

    Args:
        target: A file, replaced as a whole when all is done, a stream, or None.

    Raises:
        KeyError: values lack a field of their form.
        KnownError: the file cannot be written; it is as it was before.
    """
    paper = Paper(copies[0].title if copies else "", using=faces or bundled_faces())
    press = PaperPress(paper)
    for copy in copies:
        if paper.page_count % 2:
            paper.page()
        draw_sheets(press.sheets(copy), copy.foot)
    return _saved(target, paper, len(copies), tuple(press.missing))


def blank_papers(
    target: Path | BinaryIO | None, title: str, forms: Sequence[Form], *, faces: Faces | None = None
) -> PapersPdf:
    """Set a paper for handwriting: its foot names the form and its version only."""
    paper = Paper(title, using=faces or bundled_faces())
    version = "、".join(dict.fromkeys(form.version for form in forms))
    draw_blank(PaperPress(paper).blank(forms), Foot((f"{title}（空白表）\u3000表式 {version}",)))
    return _saved(target, paper, 1, ())


def _saved(
    target: Path | BinaryIO | None, paper: Paper, copies: int, missing: tuple[MissingChar, ...]
) -> PapersPdf:
    data = paper.save()
    if isinstance(target, Path):
        write_whole(target, data)
    elif target is not None:
        target.write(data)
    return PapersPdf(data, paper.page_count, copies, missing)


def qr_part(text: str) -> str:
    """Return a code as a QR code packs it: other characters than capitals, digits and hyphen by their number."""
    return "".join(c if c in _PLAIN else f"-{ord(c):X}-" for c in text) or "0"


def texts(value: object) -> Iterator[str]:
    """Yield every text of plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item)
