"""Papers the program makes for a project's file: declared forms, one module a subject, set by one press.

A module here declares ``Form`` values (documents.forms): from each come the filled page, the blank page, its
continuation pages and its plain text. What fills them, for which record and into which place of the binder, is
declared in ``services.papers``. ``press`` sets any of them into a document, alone or inside a volume.

To add a paper: a Form in the module of its subject here, a ``MadePaper`` in the module of its subject there.
"""

from villagebook.documents.papers.press import Copy, MissingChar, PaperPress, PapersPdf, blank_papers, render_papers

__all__ = ["Copy", "MissingChar", "PaperPress", "PapersPdf", "blank_papers", "render_papers"]
