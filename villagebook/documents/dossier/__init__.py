"""The printed volume of a project (一本清): cover, contents, spine labels, separators, placeholders, the whole.

``volume`` sets all of it into one PDF from plain values; what goes in is decided in ``services.dossier.volume``.
"""

from villagebook.documents.dossier.separators import Separator, render_separators
from villagebook.documents.dossier.spine import SpineLabel, render_spine
from villagebook.documents.dossier.volume import (
    Counts,
    Entry,
    Finished,
    Photo,
    Picture,
    Volume,
    VolumePdf,
    render_volume,
)

__all__ = [
    "Counts", "Entry", "Finished", "Photo", "Picture", "Separator", "SpineLabel", "Volume", "VolumePdf",
    "render_separators", "render_spine", "render_volume",
]  # fmt: skip
