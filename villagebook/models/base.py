"""What all records share: the key, the village, where a row came from, and cells under unknown headings."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped

from villagebook.models.fields import Privacy, field

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(DeclarativeBase):
    """Root of all records. Subclasses set ``title``, the office's word for one of them."""

    metadata = MetaData(naming_convention=NAMING)
    title = ""


class Keyed:
    """A record with a key people never see."""

    id: Mapped[uuid.UUID] = field("键", "key", Privacy.PUBLIC, primary_key=True, sort_order=-20)


class InVillage(Keyed):
    """A record of one village; on a township's shared database tables are partitioned by it."""

    village_id: Mapped[uuid.UUID] = field(
        "村", "ref", Privacy.PUBLIC, ref="village.id", required=True, index=True, sort_order=-19
    )


class Imported(InVillage):
    """A record that lists can bring.

    Attributes:
        extra: Cells under headings the program does not know, or whose text could not be read as the field's
            kind: heading -> text as it came. Secret, because nobody knows what is in it. None if there is none.
        import_row_id: The import row that last wrote this record; None if it was typed.
    """

    extra: Mapped[dict[str, Any] | None] = field("其他栏目", "json", Privacy.SECRET, sort_order=900)
    import_row_id: Mapped[uuid.UUID | None] = field(
        "来自导入", "ref", ref="import_row.id", sort_order=901, volatile=True
    )
