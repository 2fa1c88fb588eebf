"""The window: the only package that knows PySide6.

Pages ask services for frozen values through the runner and show them; no session, no ORM object and no policy number is
known here, and nothing but ``runner`` starts a thread.

    theme, scale, fonts, icons, style    how everything looks
    runner, errors                       the seam to the book, and the boundary for bugs
    models/, widgets/                    tables and parts, without pages
    page, pages/, frame                  pages and the window around them

To add a page: a Page in pages/ and one value in PAGES. A part: widgets/. A kind of column: models/columns.KINDS.
A kind of field: widgets/editors.EDITORS. A theme: theme.THEMES.
"""
