"""Palette and style sheet, both generated from the theme's tokens and the text size.

``apply`` is the only function that dresses the application; it may be called again at any time, and everything
that is open follows: the sheet and the fonts are replaced once, fixed sizes and layouts are rescaled, painted widgets
ask ``color`` and ``px`` when they paint. Widgets carry the properties ``kind``, ``role``, ``ground``, ``state`` and
``small``; none has a sheet of its own.

To add a look: one more rule in SHEET, a property on the widget, and (after changing a property) ``repolish``.
"""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from villagebook.ui import fonts, icons, scale, theme
from villagebook.ui.scale import px
from villagebook.ui.theme import Theme

_POLISHED = Qt.WidgetAttribute.WA_WState_Polished


@lru_cache(maxsize=256)
def _color(value: str) -> QColor:
    return QColor(value)


def color(token: str) -> QColor:
    """Return a token of the theme in use as QColor; do not change the returned object."""
    return _color(getattr(theme.current(), token))


def palette(colors: Theme) -> QPalette:
    """Return the palette for Qt's own drawing (menus, native dialogs, tables) from the tokens."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    result = QPalette()
    for name, token in (
        (role.Window, "bg"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "sunken"),
        (role.Text, "text"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "late"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.ToolTipBase, "text"),
        (role.ToolTipText, "surface"),
        (role.PlaceholderText, "text3"),
        (role.Light, "surface"),
        (role.Midlight, "sunken"),
        (role.Mid, "line"),
        (role.Dark, "edge"),
        (role.Shadow, "edge"),
        (role.Accent, "accent"),
    ):
        result.setColor(name, _color(getattr(colors, token)))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, name, _color(colors.text3))
    return result


# $token is a colour, $12px a measure at 100 %, $image(icon,token) a picture in the cache folder.
SHEET = """
QWidget { font-size: $14px; }
QToolTip { background: $text; color: $surface; border: 0; padding: $4px $8px; font-size: $13px; }

QLabel { background: transparent; color: $text; }
QLabel[role="figure"] { font-size: $25px; font-weight: 700; }
QLabel[role="title"] { font-size: $20px; font-weight: 700; }
QLabel[role="dialog"] { font-size: $17px; font-weight: 700; }
QLabel[role="section"] { font-size: $15px; font-weight: 700; }
QLabel[role="strong"] { font-weight: 500; }
QLabel[role="label"] { color: $text2; }
QLabel[role="second"] { font-size: $13px; color: $text2; }
QLabel[role="tiny"] { font-size: $12px; color: $text2; }
QLabel[role="link"] { color: $accent; }
QLabel[tone="due"] { color: $due; }
QLabel[tone="late"] { color: $late; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="info"] { color: $info; }
QLabel[tone="accent"] { color: $accent; }
QLabel:disabled { color: $text3; }

QFrame[ground="bg"], QWidget[ground="bg"] { background: $bg; border: 0; }
QFrame[ground="surface"], QWidget[ground="surface"] { background: $surface; border: 0; }
QFrame[ground="sunken"], QWidget[ground="sunken"] { background: $sunken; border: 0; }
QFrame[ground="due"] { background: $due_bg; border: $tone_border; }
QFrame[ground="late"] { background: $late_bg; border: $tone_border; }
QFrame[ground="ok"] { background: $ok_bg; border: $tone_border; }
QFrame[ground="info"] { background: $info_bg; border: $tone_border; }
QFrame[rounded="true"] { border-radius: $5px; }
QScrollArea[role="side"] { border-left: $side_border; }
QFrame[role="rule"] { background: $line; border: 0; }

QPushButton { min-height: $30px; padding: 0 $11px; border-radius: $5px; background: $surface;
  border: 1px solid $edge; color: $text; }
QPushButton:hover { background: $sunken; }
QPushButton:pressed { background: $tint; }
QPushButton:disabled { color: $text3; background: $sunken; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 500; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accent_hover;
  border-color: $accent_hover; }
QPushButton[kind="primary"]:disabled { background: $sunken; border-color: $line; color: $text3; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $accent; }
QPushButton[kind="quiet"]:hover, QPushButton[kind="quiet"]:pressed { background: $mute_bg; }
QPushButton[kind="tool"] { background: transparent; border-color: transparent; color: $text2;
  padding: 0 $7px; }
QPushButton[kind="tool"]:hover, QPushButton[kind="tool"]:pressed, QPushButton[kind="tool"]:checked {
  background: $mute_bg; color: $text; }
QPushButton[kind="tool"]:disabled, QPushButton[kind="quiet"]:disabled { background: transparent;
  border-color: transparent; color: $text3; }
QPushButton[kind="task"] { color: $accent; }
QPushButton[kind="edge"] { background: transparent; border: 0; padding: 0; min-height: 0; }
QPushButton[kind="edge"]:hover { background: $mute_bg; }
QPushButton[kind="danger"] { color: $late; border-color: $late; }
QPushButton[small="true"] { min-height: $24px; padding: 0 $9px; font-size: $13px; }
QPushButton:focus { border: 2px solid $accent; padding: 0 $10px; }
QPushButton[kind="tool"]:focus { padding: 0 $6px; }
QPushButton[small="true"]:focus { padding: 0 $8px; }
QPushButton[kind="foot"] { background: transparent; border-color: transparent; color: $text2; padding: 0 $1px;
  font-size: $13px; min-height: $20px; }
QPushButton[kind="foot"]:hover { color: $accent; }
QPushButton[kind="foot"]:focus { border: 1px solid $accent; padding: 0 $1px; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton::menu-indicator { image: none; width: 0; }

QScrollArea, QAbstractScrollArea { border: 0; background: transparent; }

QLineEdit, QPlainTextEdit { background: $sunken; border: 0; border-bottom: 1px solid $edge; color: $text;
  border-top-left-radius: $4px; border-top-right-radius: $4px; padding: 0 $8px;
  placeholder-text-color: $text3; selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { padding: $4px; }
QLineEdit:focus, QPlainTextEdit:focus { background: $surface; border: 2px solid $accent; border-radius: $4px;
  padding: 0 $6px; }
QPlainTextEdit:focus { padding: $3px; }
QLineEdit[state="warn"], QPlainTextEdit[state="warn"] { background: $due_bg; border-bottom: 2px solid $due; }
QLineEdit[state="error"], QPlainTextEdit[state="error"] { background: $late_bg; border-bottom: 2px solid $late; }
QLineEdit[state="locked"], QPlainTextEdit[state="locked"] { background: transparent;
  border-bottom: 1px solid $line; }
QLineEdit[state="warn"]:focus, QLineEdit[state="error"]:focus, QLineEdit[state="locked"]:focus {
  background: $surface; border: 2px solid $accent; }
QFrame[kind="searchframe"] { background: $surface; border: 2px solid $accent; border-radius: $4px; }
QLineEdit[kind="search"], QLineEdit[kind="search"]:focus { background: transparent; border: 0; padding: 0;
  font-size: $17px; }
QLineEdit[kind="cell"] { background: $surface; border: 2px solid $accent; border-radius: $4px; padding: 0 $4px; }

QCheckBox, QRadioButton { color: $text; spacing: $8px; background: transparent; padding: 0;
  border: 2px solid transparent; border-radius: $4px; margin-left: -2px; min-height: $26px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $text3; }
QCheckBox::indicator, QRadioButton::indicator { width: $16px; height: $16px; }
QCheckBox::indicator:unchecked { image: $image(square,edge); }
QCheckBox::indicator:checked { image: $image(square-check,accent); }
QCheckBox::indicator:indeterminate { image: $image(square-minus,accent); }
QCheckBox::indicator:unchecked:disabled { image: $image(square,line); }
QCheckBox::indicator:checked:disabled { image: $image(square-check,text3); }
QRadioButton::indicator:unchecked { image: $image(circle,edge); }
QRadioButton::indicator:checked { image: $image(radio-on,accent); }
QRadioButton::indicator:unchecked:disabled { image: $image(circle,line); }
QRadioButton::indicator:checked:disabled { image: $image(radio-on,text3); }

QScrollBar:vertical { width: $8px; background: transparent; margin: 0; border: 0; }
QScrollBar:horizontal { height: $8px; background: transparent; margin: 0; border: 0; }
QScrollBar::handle:vertical { background: $handle; min-height: $32px; margin: 0 $1px; }
QScrollBar::handle:horizontal { background: $handle; min-width: $32px; margin: $1px 0; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $surface; border: 1px solid $edge; padding: $4px 0; }
QMenu::item { padding: $6px $28px $6px $12px; background: transparent; color: $text; }
QMenu::item:selected { background: $tint; color: $text; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: $4px 0; }
QMenu::icon { padding-left: $8px; }
QMenu::indicator { width: $16px; height: $16px; padding-left: $8px; }
QMenu::indicator:non-exclusive:unchecked { image: $image(square,edge); }
QMenu::indicator:non-exclusive:checked { image: $image(square-check,accent); }
QMenu::indicator:exclusive:unchecked { image: $image(circle,edge); }
QMenu::indicator:exclusive:checked { image: $image(radio-on,accent); }

QListView[kind="popup"] { background: $surface; border: 1px solid $edge; outline: 0; padding: 0; }
QListView[kind="popup"]::item { min-height: $28px; padding: 0 $8px; color: $text; }
QListView[kind="popup"]::item:selected { background: $tint; color: $text; }

QSplitter::handle { background: $line; }
QCalendarWidget QToolButton { color: $text; background: transparent; border: 0; padding: $4px $8px; font-weight: 500; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QToolButton:hover { background: $mute_bg; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QAbstractItemView { background: $surface; color: $text; selection-background-color: $accent;
  selection-color: $on_accent; outline: 0; }
QCalendarWidget QSpinBox { min-width: $60px; }
"""


def cache_folder() -> Path:
    """Return the folder for indicator pictures; made if it is missing, and safe to delete."""
    base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    folder = Path(base) / "villagebook" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _picture(name: str, token: str, colors: Theme) -> str:
    """Write the icon as PNG (plain, @2x and @3x, which Qt picks by itself) and return a sheet's ``url(…)``."""
    value = getattr(colors, token)
    stem = f"{name}-{value[1:]}-{px(16)}"
    folder = cache_folder()
    for ratio, suffix in ((1, ""), (2, "@2x"), (3, "@3x")):
        file = folder / f"{stem}{suffix}.png"
        if not file.exists():
            icons.image(name, value, px(16), ratio).save(str(file))
    return f"url({(folder / f'{stem}.png').as_posix()})"


def sheet(colors: Theme) -> str:
    """Return the style sheet for the theme at the present text size."""
    extra = {
        "handle": colors.edge if colors.contrast else colors.line,
        # Tinted grounds vanish in high contrast; a frame takes their place.
        "side_border": f"1px solid {colors.line}" if colors.contrast else "0",
        "tone_border": f"1px solid {colors.edge}" if colors.contrast else "0",
    }
    values = dataclasses.asdict(colors) | extra

    def filled(match: re.Match[str]) -> str:
        image, token, measure, name = match.groups()
        if image:
            return _picture(image, token, colors)
        return f"{px(float(measure))}px" if measure else str(values[name])

    return re.sub(r"\$image\(([\w-]+),(\w+)\)|\$([\d.]+)px|\$(\w+)", filled, SHEET)


def apply(app: QApplication, colors: Theme | None = None, text_size: float | None = None) -> None:
    """Dress the application, again after every change of theme or text size.

    Args:
        colors: The theme; None keeps the present one.
        text_size: 0.9–2.0; None keeps the present one.
    """
    if colors is not None:
        theme.use(colors)
    if text_size is not None:
        scale.set_text_size(text_size)
    fonts.load()
    if not app.property("vb_fusion"):
        # Asking the style for its name does not tell: the sheet wraps it.
        app.setStyle("Fusion")
        app.setProperty("vb_fusion", True)
        app.aboutToQuit.connect(icons.forget)
    app.setPalette(palette(theme.current()))
    app.setFont(fonts.font(14))
    app.setStyleSheet(sheet(theme.current()))
    for widget in app.allWidgets():
        scale.rescale(widget)


def show_if(widget: QWidget, shown: bool) -> None:
    """Show or hide a part; one that has no parent yet is left to be shown with its parent.

    Qt would make a window of it, which flashes on the screen and takes the focus with it.
    """
    if shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(shown)


def repolish(widget: QWidget) -> None:
    """Make the sheet look again at the widget's properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def mark(widget: QWidget, **properties: object) -> None:
    """Set properties that the sheet selects by (``kind``, ``role``, ``ground``, ``state``, ``tone`` …)."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed and widget.testAttribute(_POLISHED):
        repolish(widget)
