"""Locks that several packages must share, because a library below them is not safe for threads."""

from __future__ import annotations

import threading

#: PDFium may be used by one thread at a time: the preview draws pages while a notice is being scanned for posting.
PDFIUM = threading.RLock()
