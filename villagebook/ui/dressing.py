"""The application's dress: Chinese, fonts, theme, text size."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from villagebook.ui import fonts, scale, style


def translate(app: QApplication) -> None:
    """Let Qt's own dialogs speak Chinese."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)


def prepare(app: QApplication, theme_id: str = "light", text_size: float | None = None) -> None:
    """Dress a new application: Chinese, fonts, theme, text size (None proposes one for the screen)."""
    from villagebook.ui.theme import THEMES

    translate(app)
    screen = app.primaryScreen()
    size = text_size or scale.proposed(screen.size().height() if screen is not None else 768)
    style.apply(app, THEMES[theme_id], size)


def load_rare_characters() -> None:
    """Load the faces for rare characters; called once the window is on the screen."""
    fonts.load_rare()
