"""The colours of the window: one frozen value per theme, and nothing else.

No other module of the window writes a hexadecimal colour (a test searches for them); everything asks
``style.color("token")``. Every text/ground pair of every theme is computed by a test (4.5 for text, 3.0 for
edges that must be seen).

To add a theme: one more ``Theme`` value in THEMES. To add a colour: one more field here, a value in each
theme, and a line in PAIRS if text stands on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from villagebook.base.registry import Registry


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of one theme as ``#RRGGBB``.

    Attributes:
        id: Stored in the settings.
        title: The name the user chooses by.
        dark: Light text on dark ground (icons and shadows follow).
        contrast: High contrast: tinted grounds are replaced by frames and bars, hairlines are as strong as edges.
        bg: Frame, navigation, group rows, the surround of paper.
        surface: Tables, records, dialogs.
        sunken: Fields, side column, totals row.
        line: Hairlines between rows and panes; decoration only.
        edge: Borders of buttons, underlines of fields, the rule under a header: must be seen.
        text, text2, text3: Content; labels and second lines; placeholders and disabled.
        accent, accent_hover, on_accent: Where I am and what I can press; the same under the pointer; text on it.
        tint, tint_line: Ground of the selected row; second tone of charts.
        due, late, ok, info, mute (and their _bg): The five tones of attention.
        paper, ink: Paper is white with black in every theme.
        scrim: What dims the window behind a dialog, drawn one third opaque.
    """

    id: str
    title: str
    dark: bool
    contrast: bool
    bg: str
    surface: str
    sunken: str
    line: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    tint: str
    tint_line: str
    due: str
    due_bg: str
    late: str
    late_bg: str
    ok: str
    ok_bg: str
    info: str
    info_bg: str
    mute: str
    mute_bg: str
    paper: str = "#FFFFFF"
    ink: str = "#000000"
    scrim: str = "#000000"


LIGHT = Theme(
    id="light",
    title="浅色",
    dark=False,
    contrast=False,
    bg="#EBF0F0",
    surface="#FFFFFF",
    sunken="#F3F6F6",
    line="#DDE5E4",
    edge="#7D8A87",
    text="#1A2322",
    text2="#4A5755",
    text3="#5E6B68",
    accent="#0B6570",
    accent_hover="#08525B",
    on_accent="#FFFFFF",
    tint="#D9ECED",
    tint_line="#9CCBCF",
    due="#7A4A00",
    due_bg="#FFF0D2",
    late="#A5201A",
    late_bg="#FCE8E6",
    ok="#1D6833",
    ok_bg="#E2F1E5",
    info="#1F4E8C",
    info_bg="#E4EDF8",
    mute="#45524F",
    mute_bg="#E7EDEC",
)

DARK = Theme(
    id="dark",
    title="深色",
    dark=True,
    contrast=False,
    bg="#12191A",
    surface="#1A2223",
    sunken="#222C2D",
    line="#303C3D",
    edge="#7F8F8D",
    text="#E4EBEA",
    text2="#B4C1BF",
    text3="#98A6A4",
    accent="#63C7D1",
    accent_hover="#7AD3DC",
    on_accent="#06262A",
    tint="#1F434A",
    tint_line="#3B7078",
    due="#F0C270",
    due_bg="#3A2E14",
    late="#FF9F95",
    late_bg="#45221F",
    ok="#8CD39E",
    ok_bg="#1B3623",
    info="#A1C6F6",
    info_bg="#1D314C",
    mute="#C2CECC",
    mute_bg="#2D3839",
)

CONTRAST_LIGHT = Theme(
    id="contrast_light",
    title="高对比（白底）",
    dark=False,
    contrast=True,
    bg="#FFFFFF",
    surface="#FFFFFF",
    sunken="#FFFFFF",
    line="#000000",
    edge="#000000",
    text="#000000",
    text2="#000000",
    text3="#3A3A3A",
    accent="#004C57",
    accent_hover="#00333B",
    on_accent="#FFFFFF",
    tint="#FFFFFF",
    tint_line="#6B8A8D",
    due="#5E3800",
    due_bg="#FFFFFF",
    late="#8A0F0A",
    late_bg="#FFFFFF",
    ok="#0B4A1E",
    ok_bg="#FFFFFF",
    info="#0E376B",
    info_bg="#FFFFFF",
    mute="#000000",
    mute_bg="#FFFFFF",
)

CONTRAST_DARK = Theme(
    id="contrast_dark",
    title="高对比（黑底）",
    dark=True,
    contrast=True,
    bg="#000000",
    surface="#000000",
    sunken="#000000",
    line="#FFFFFF",
    edge="#FFFFFF",
    text="#FFFFFF",
    text2="#FFFFFF",
    text3="#D0D0D0",
    accent="#7FE6F0",
    accent_hover="#A6F0F7",
    on_accent="#000000",
    tint="#000000",
    tint_line="#5C9CA3",
    due="#FFD27A",
    due_bg="#000000",
    late="#FFB3AB",
    late_bg="#000000",
    ok="#9BE8AE",
    ok_bg="#000000",
    info="#B5D4FF",
    info_bg="#000000",
    mute="#FFFFFF",
    mute_bg="#000000",
)

THEMES: Registry[Theme] = Registry("themes", (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK))

_current = LIGHT


def current() -> Theme:
    """Return the theme in use (GUI thread only)."""
    return _current


def use(theme: Theme) -> None:
    """Make ``theme`` the one in use; open windows follow after ``style.apply``."""
    global _current
    _current = theme


TONES = ("due", "late", "ok", "info", "mute")

# (text, ground) pairs that occur; each must reach 4.5.
PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "text2", "text3") for ground in ("bg", "surface", "sunken")),
    *((text, "tint") for text in ("text", "text2", "accent", "late", "due")),
    *(("accent", ground) for ground in ("bg", "surface", "sunken")),
    *((tone, f"{tone}_bg") for tone in TONES),
    *((tone, ground) for tone in TONES for ground in ("surface", "sunken", "bg")),
    *(("text", f"{tone}_bg") for tone in TONES),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("ink", "paper"),
)

# Lines and shapes that must be seen; each must reach 3.0.
SHAPES: tuple[tuple[str, str], ...] = (
    *(("edge", ground) for ground in ("bg", "surface", "sunken")),
    *(("accent", ground) for ground in ("bg", "surface", "sunken", "tint")),
)


def luminance(color: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
