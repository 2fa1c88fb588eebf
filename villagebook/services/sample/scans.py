"""Scans and photos of the sample village, drawn by code: invented papers with a seal's ring, simple landscapes.

They are small and grey on purpose: enough to show what a binder looks like, nothing to look at closely.
"""

from __future__ import annotations

import io
import math
import random
from typing import Any

from villagebook.base.locks import PDFIUM
from villagebook.documents.breaking import paragraph
from villagebook.documents.faces import Role
from villagebook.documents.page import A4, HEAD_RULE_PT, MM, Paper

_DPI = 84
_TILT = 0.35
_PHOTO = (960, 640)
_LEFT_MM, _WIDTH_MM = 28.0, 154.0


def scan(seed: int, heading: str, number: str, lines: tuple[str, ...], signed: tuple[str, str]) -> bytes:
    """Return a PNG of a letter as a scanner would give it: heading, number, paragraphs, office and day with a seal."""
    paper = Paper(heading)
    page = paper.page(A4)
    title, text = paper.style(Role.TITLE, 22), paper.style(Role.TEXT, 15)
    page.text(A4[0] / 2, 42 * MM, heading, title, 0.5)
    page.text(A4[0] / 2, 54 * MM, number, text, 0.5)
    page.rule(_LEFT_MM * MM, 59 * MM, (_LEFT_MM + _WIDTH_MM) * MM, 59 * MM, HEAD_RULE_PT)
    y = 75 * MM
    for words in lines:
        for line in paragraph(words, text.font, _WIDTH_MM * MM / text.size * 1000):
            page.line(_LEFT_MM * MM, y, line, text)
            y += text.size * 1.75
    right = (_LEFT_MM + _WIDTH_MM - 12) * MM
    for place, words in enumerate(signed):
        page.text(right, y + (22 + place * 10) * MM, words, text, 1)
    return _scanned(paper.save(), seed, (right - 34 * MM, y + 25 * MM))


def _scanned(pdf: bytes, seed: int, seal: tuple[float, float]) -> bytes:
    import pypdfium2
    from PIL import Image, ImageChops, ImageDraw

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        picture: Any = document[0].render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
        document.close()
    ink = ImageDraw.Draw(picture)
    x, y = (value * _DPI / 72 for value in seal)
    radius = 19 * MM * _DPI / 72
    ink.ellipse((x - radius, y - radius, x + radius, y + radius), outline=110, width=4)
    ink.polygon(_star(x, y, radius / 2.6), fill=120)
    chance = random.Random(seed)
    grain = Image.new("L", (picture.width // 8, picture.height // 8))
    grain.putdata([chance.randrange(249, 256) for _ in range(grain.width * grain.height)])
    picture = ImageChops.multiply(picture, grain.resize(picture.size))
    picture = picture.rotate(chance.uniform(-_TILT, _TILT), fillcolor=250, resample=Image.Resampling.BILINEAR)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """Return the corners of a star standing on two of its points."""
    turns = [math.pi * place / 5 - math.pi / 2 for place in range(10)]
    reach = [radius * (0.382 if place % 2 else 1) for place in range(10)]
    return [(x + r * math.cos(turn), y + r * math.sin(turn)) for r, turn in zip(reach, turns, strict=True)]


def photo(seed: int, what: str) -> bytes:
    """Return a JPEG of a scene: "board" a notice on a wall, "yard" chickens in a yard."""
    from PIL import Image, ImageDraw

    chance = random.Random(seed)
    width, height = _PHOTO
    image = Image.new("RGB", _PHOTO)
    ink = ImageDraw.Draw(image)
    for y in range(height):
        shade = 255 * y // height
        ink.line((0, y, width, y), fill=(140 + shade // 4, 178 + shade // 6, 214 - shade // 8))
    hill = [(0, height // 2)]
    hill += [(x, height // 2 - chance.randrange(30, 130)) for x in range(80, width, 120)]
    ink.polygon([*hill, (width, height // 2), (width, height), (0, height)], fill=(96, 128, 84))
    ink.rectangle((0, height * 2 // 3, width, height), fill=(168, 146, 110))
    (_board if what == "board" else _yard)(ink, chance, width, height)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def _board(ink: Any, chance: random.Random, width: int, height: int) -> None:
    ink.rectangle((width // 6, height // 5, width * 5 // 6, height * 4 // 5), fill=(206, 202, 194))
    for place in range(3):
        left, top = width // 6 + 50 + place * 205, height // 5 + 40 + chance.randrange(0, 16)
        ink.rectangle((left, top, left + 170, top + 240), fill=(250, 250, 246), outline=(120, 120, 120))
        ink.line((left + 30, top + 28, left + 140, top + 28), fill=(40, 40, 40), width=7)
        for row in range(11):
            ink.line((left + 16, top + 56 + row * 15, left + 154, top + 56 + row * 15), fill=(110, 110, 110), width=3)


def _yard(ink: Any, chance: random.Random, width: int, height: int) -> None:
    ink.rectangle((width // 12, height // 3, width // 3, height * 2 // 3), fill=(188, 96, 72))
    ink.polygon(((width // 14, height // 3), (width // 5, height // 6), (width * 5 // 14, height // 3)),
                fill=(92, 84, 80))  # fmt: skip
    for _ in range(26):
        x, y = chance.randrange(width // 3, width - 60), chance.randrange(height * 2 // 3, height - 40)
        ink.ellipse((x, y, x + 44, y + 28), fill=(240, 214, 120), outline=(150, 120, 60))
        ink.ellipse((x + 34, y - 10, x + 52, y + 8), fill=(240, 214, 120))
        ink.polygon(((x + 50, y - 3), (x + 59, y), (x + 50, y + 4)), fill=(220, 110, 40))
