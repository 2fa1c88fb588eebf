"""The paper itself: pages, layers drawn once, text, rules, pictures, QR codes.

All lengths are points (1/72 inch), measured from the upper left corner of the sheet, y downwards; ``MM``
turns millimetres into points. Text stands on its baseline. Nothing but black is ever drawn.

A page collects its operators as text and is packed when it is finished: first layers and pictures, then all
rules (one stroke a weight, so no segment is drawn darker), then all text in one text object. A layer is what
does not change from page to page (rules, labels, headings of a form): drawn once in the document, placed on
every page that shows it.

Equal calls give equal bytes: no clock, no random names, no Helvetica.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import segno
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from villagebook.documents.breaking import Line
from villagebook.documents.composite import Dictionary, FaceSet, RoleCodes, Stream, Style
from villagebook.documents.faces import Faces, Role, faces

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A3 = (297 * MM, 420 * MM)
A2 = (420 * MM, 594 * MM)
A1 = (594 * MM, 841 * MM)
A5 = (148 * MM, 210 * MM)

FRAME_PT, HEAD_RULE_PT, RULE_PT, HAIR_PT = 1.0, 0.75, 0.5, 0.3
QUIET_MODULES = 4


def landscape(size: tuple[float, float]) -> tuple[float, float]:
    """Return a sheet size on its side."""
    return size[1], size[0]


class _Canvas(Canvas):  # type: ignore[misc]
    """ReportLab's canvas, used for the document around our pages (outline, file structure, metadata)."""

    def _make_preamble(self) -> None:
        # WORKAROUND(reportlab 5.1): the preamble would select a font and embed it; pages here never use it.
        self._preamble = "1 0 0 1 0 0 cm"


class Drawing:
    """What can be drawn on: the common part of Page and Layer.

    Attributes:
        width, height: pt.
        shift: Everything is drawn so much further right, pt (the binding margin of a form page).
    """

    def __init__(self, paper: Paper, width: float, height: float) -> None:
        self.paper = paper
        self.width, self.height = width, height
        self.shift = 0.0
        self._under: list[str] = []
        self._rules: dict[tuple[float, float], list[str]] = {}
        self._text: list[str] = []
        self._selected = ""
        self._placed: dict[str, Any] = {}

    # -- text

    def text(self, x: float, y: float, text: str, style: Style, align: float = 0) -> None:
        """Show a text on one line; ``align`` 0: x is its left edge, 0.5: its middle, 1: its right edge."""
        if align:
            x -= style.width(text) * align
        self.show(x, y, style.ops[text], style)

    def line(self, x: float, y: float, line: Line, style: Style, align: float = 0) -> None:
        """Show a set line of ``breaking``; for ``align`` 0.5 and 1 its ``start`` does not count."""
        if align:
            x -= (line.width - line.start) * style.size / 1000 * align
        else:
            x += line.start * style.size / 1000
        self.show(x, y, style.shown(line.text, line.gaps) if line.gaps else style.ops[line.text], style)

    def show(self, x: float, y: float, op: str, style: Style) -> None:
        """Show ready operators (of ``Style.ops`` or ``Style.shown``) at a point."""
        if style.select != self._selected:
            self._selected = style.select
            self._text.append(style.select)
        self._text.append(f"1 0 0 1 {x:.2f} {self.height - y:.2f} Tm {op}")

    def upright(self, x: float, y: float, text: str, style: Style) -> None:
        """Show a text turned by 90° clockwise around its start, reading from top to bottom."""
        self.show_turned(x, y, style.ops[text], style)

    def show_turned(self, x: float, y: float, op: str, style: Style) -> None:
        """As ``show``, turned by 90° clockwise."""
        if style.select != self._selected:
            self._selected = style.select
            self._text.append(style.select)
        self._text.append(f"0 -1 1 0 {x:.2f} {self.height - y:.2f} Tm {op}")

    # -- rules and boxes

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float = RULE_PT, black: float = 1) -> None:
        """Draw a rule; all of one weight and blackness are stroked together."""
        h = self.height
        self._rules.setdefault((weight, black), []).append(f"{x0:.2f} {h - y0:.2f} m {x1:.2f} {h - y1:.2f} l")

    def dashed(
        self, x0: float, y0: float, x1: float, y1: float, weight: float = RULE_PT, dash: float = 3, black: float = 1
    ) -> None:
        """Draw a dashed rule (free places, cut and fold marks)."""
        h = self.height
        ink = "" if black == 1 else f"{1 - black:g} G "
        self._under.append(
            f"q {ink}{weight:g} w [{dash:g}] 0 d {x0:.2f} {h - y0:.2f} m {x1:.2f} {h - y1:.2f} l S Q"
        )

    def box(self, x: float, y: float, width: float, height: float, weight: float = FRAME_PT) -> None:
        """Draw a rectangle of four joined rules."""
        self._rules.setdefault((weight, 1), []).append(
            f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re"
        )

    def disc(self, x: float, y: float, radius: float, white: bool = False) -> None:
        """Fill a circle around (x, y) in black, or white."""
        k, cy = radius * 0.5523, self.height - y
        r = radius
        curve = "%.2f %.2f %.2f %.2f %.2f %.2f c"
        parts = [f"{x + r:.2f} {cy:.2f} m"]
        for a, b, c, d, e, f in (
            (r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0),
        ):  # fmt: skip
            parts.append(curve % (x + a, cy + b, x + c, cy + d, x + e, cy + f))
        self._under.append(f"q {1 if white else 0} g {' '.join(parts)} f Q")

    # -- layers, pictures, codes

    def place(
        self, name: str, dx: float = 0, dy: float = 0, scale: float = 1, clip: tuple[float, ...] | None = None
    ) -> None:
        """Place a layer of the paper, moved by (dx, dy) and scaled around its upper left corner.

        ``clip`` (x, y, width, height) on this drawing: only what lies inside is shown (tiles of a poster).
        """
        item, height = self.paper._objects[name]
        self._placed[name] = item
        move = f"{scale:g} 0 0 {scale:g} {dx:.2f} {self.height - dy - height * scale:.2f}"
        window = ""
        if clip is not None:
            x, y, across, down = clip
            window = f"{x:.2f} {self.height - y - down:.2f} {across:.2f} {down:.2f} re W n "
        identity = move == "1 0 0 1 0.00 0.00" and not window
        self._under.append(f"/{name} Do" if identity else f"q {window}{move} cm /{name} Do Q")

    def inset(self, other: Drawing, dx: float, dy: float) -> None:
        """Draw another drawing here, its upper left corner at (dx, dy): pages of a booklet on their sheet."""
        inside = other._operators().decode("ascii")
        self._under.append(f"q 1 0 0 1 {dx:.2f} {self.height - other.height - dy:.2f} cm\n{inside}\nQ")
        self._placed |= other._placed

    def picture(self, source: Path | bytes, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture (a file or its content) to fill a box; a JPEG goes into the document as it is."""
        name = self.paper._picture(source)
        self._placed[name] = self.paper._objects[name][0]
        self._under.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {self.height - y - height:.2f} cm /{name} Do Q")

    def picture_within(self, source: Path | bytes, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture file as large as a box holds it, in its middle, its proportion kept."""
        across, down = picture_size(source)
        scale = min(width / across, height / down)
        w, h = across * scale, down * scale
        self.picture(source, x + (width - w) / 2, y + (height - h) / 2, w, h)

    def qr(self, x: float, y: float, size: float, text: str, mask: int | None = None) -> None:
        """Draw a QR code whose dark part is ``size`` wide; keep 4 modules around it white.

        ``mask`` 0 to 7: this one, not the best of all. Every reader takes any mask; trying all eight costs 5 ms a
        code, more than the pages of a household together.
        """
        name, modules = self.paper._qr(text, mask)
        self.place(name, x, y, size / modules)

    def add(self, other: Drawing) -> None:
        """Add what was drawn on another drawing of the same height, planned before its page was begun."""
        self._under += other._under
        self._placed |= other._placed
        for weight, segments in other._rules.items():
            self._rules.setdefault(weight, []).extend(segments)
        if other._text:
            self._text += other._text
            self._selected = other._selected

    def _operators(self) -> bytes:
        out = [f"1 0 0 1 {self.shift:.2f} 0 cm"] if self.shift else []
        out += self._under
        for (weight, black), segments in self._rules.items():
            # Butt ends would leave a notch where rules of a frame meet.
            ink = "" if black == 1 else f" {1 - black:g} G"
            out.append(f"q {weight:g} w 2 J{ink} {' '.join(segments)} S Q")
        if self._text:
            out += ["BT", *self._text, "ET"]
        return "\n".join(out).encode("ascii")

    def _resources(self) -> tuple[str, list[Any]]:
        template, objects = "/Font %s", [pdfdoc.PDFObjectReference(pdfdoc.BasicFonts)]
        if self._placed:
            template += " /XObject << " + " ".join(f"/{name} %s" for name in self._placed) + " >>"
            objects += self._placed.values()
        return f"<< {template} >>", objects


class Layer(Drawing):
    """What is drawn once and placed on many pages."""


class Page(Drawing):
    """One page; number it with ``Paper.page_count`` and draw its foot with ``foot.draw``."""


class _LayerStream(Stream):
    """A layer in the file: a form XObject."""

    def __init__(self, layer: Drawing) -> None:
        self._template, self._refs = layer._resources()
        # Wider than the layer: frames and marks that move out stand half outside.
        self._frame = f"/BBox [-20 -20 {layer.width + 20:.2f} {layer.height + 20:.2f}]"
        super().__init__(layer._operators())

    def format(self, document: Any) -> bytes:
        resources = Dictionary(self._template[3:-3], self._refs).format(document).decode("ascii")
        self.entries = (
            f"/Type /XObject /Subtype /Form /FormType 1 {self._frame} /Resources {resources} /Filter /FlateDecode"
        )
        return super().format(document)


class Paper:
    """A PDF being written.

    Attributes:
        faces: The fonts in use.
        page_count: Pages begun so far.
    """

    def __init__(
        self, title: str, *, author: str = "", subject: str = "", using: Faces | None = None, password: str = ""
    ) -> None:
        """Begin a document; ``title``, ``author`` (the village) and ``subject`` go into its properties.

        With a password (ASCII) nobody opens it without; copying and editing is refused even then, printing is not.
        """
        self.faces = using or faces()
        self._buffer = io.BytesIO()
        lock = StandardEncryption(password, canModify=0, canCopy=0, canAnnotate=0, strength=128) if password else None
        self._canvas = _Canvas(self._buffer, invariant=1, lang="zh-CN", encrypt=lock)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(subject)
        self._canvas.setCreator("villagebook")
        self._document: Any = self._canvas._doc
        self._face_set = FaceSet(self._document)
        self._roles: dict[Role, RoleCodes] = {}
        self._styles: dict[tuple[Role, float], Style] = {}
        self._layers: dict[Hashable, str] = {}
        self._objects: dict[str, tuple[Any, float]] = {}
        self._page: Page | None = None
        self.page_count = 0

    def style(self, role: Role, size: float) -> Style:
        """Return a role at a size (pt) in this document."""
        found = self._styles.get((role, size))
        if found is None:
            if role not in self._roles:
                self._roles[role] = RoleCodes(self.faces[role], self._face_set)
            found = self._styles[role, size] = Style(self._roles[role], size)
        return found

    def page(self, size: tuple[float, float] = A4, shift: float = 0) -> Page:
        """Finish the page before and begin the next, in print order; ``shift``: see Drawing."""
        self._finish_page()
        self._page = Page(self, *size)
        self._page.shift = shift
        self.page_count += 1
        return self._page

    def layer(self, key: Hashable, size: tuple[float, float], draw: Callable[[Layer], None]) -> str:
        """Return the name of the layer ``key``, drawn by ``draw`` when it is first asked for."""
        name = self._layers.get(key)
        if name is None:
            layer = Layer(self, *size)
            draw(layer)
            name = self._layers[key] = self._keep(_LayerStream(layer), layer.height)
        return name

    def bookmark(self, title: str, level: int = 0) -> None:
        """Put the present page into the document's outline."""
        key = f"p{self.page_count}-{level}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level, closed=True)

    def save(self, target: Path | None = None) -> bytes:
        """Finish the document; return its bytes, written to ``target`` if given. Called once.

        Raises:
            OSError: the file cannot be written.
        """
        self._finish_page()
        self._canvas.save()
        data = self._buffer.getvalue()
        if target is not None:
            target.write_bytes(data)
        return data

    def _finish_page(self) -> None:
        page, self._page = self._page, None
        if page is None:
            return
        resources, objects = page._resources()
        entry = Dictionary(
            f"/Type /Page /MediaBox [0 0 {page.width:.2f} {page.height:.2f}] /Resources {resources}"
            " /Contents %s /Parent %s",
            [*objects, Stream(page._operators()), self._document.Pages],
        )
        self._document.addPage(entry)

    def _keep(self, item: Any, height: float) -> str:
        name = f"X{len(self._objects) + 1}"
        self._objects[name] = (item, height)
        return name

    def _picture(self, source: Path | bytes) -> str:
        key = ("picture", source)
        if key not in self._layers:
            self._layers[key] = self._keep(_picture_stream(source), 1)
        return self._layers[key]

    def _qr(self, text: str, mask: int | None) -> tuple[str, int]:
        """Return (layer, modules a side) of a QR code at level M, one unit a module, without quiet zone."""
        key = ("qr", text, mask)
        if key not in self._layers:
            rows = _qr_rows(text, mask)
            layer = Layer(self, len(rows), len(rows))
            rects = [f"{x} {len(rows) - 1 - y} {run} 1 re" for y, row in enumerate(rows) for x, run in row]
            layer._under.append(" ".join(rects) + " f")
            self._layers[key] = self._keep(_LayerStream(layer), layer.height)
        name = self._layers[key]
        return name, round(self._objects[name][1])


def _qr_rows(text: str, mask: int | None) -> list[list[tuple[int, int]]]:
    """Return (first module, length) of the dark runs of each row."""
    matrix = segno.make(text, error="m", boost_error=False, micro=False, mask=mask).matrix
    out = []
    for row in matrix:
        runs: list[tuple[int, int]] = []
        for x, dark in enumerate(row):
            if dark and runs and sum(runs[-1]) == x:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            elif dark:
                runs.append((x, 1))
        out.append(runs)
    return out


def picture_size(source: Path | bytes) -> tuple[int, int]:
    """Return (width, height) of a picture in pixels."""
    with Image.open(_opened(source)) as image:
        return image.size


def _opened(source: Path | bytes) -> Path | io.BytesIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source


def _picture_stream(source: Path | bytes) -> Stream:
    with Image.open(_opened(source)) as image:
        width, height = image.size
        entries = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8"
        if image.format == "JPEG" and image.mode in ("L", "RGB"):
            space = "/DeviceGray" if image.mode == "L" else "/DeviceRGB"
            data = source if isinstance(source, bytes) else source.read_bytes()
            return Stream(data, f"{entries} /ColorSpace {space} /Filter /DCTDecode", packed=False)
        return Stream(image.convert("RGB").tobytes(), f"{entries} /ColorSpace /DeviceRGB")
