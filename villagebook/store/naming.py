"""What people call a record: its code, or what it hangs on, never its key.

To add a record: one line in ``NAMED_BY``; a test walks the records.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from villagebook.store.images import Image, shape

#: Per table the fields that name a row: of each group the first that is filled. A reference stands for the name
#: of the row it points to.
NAMED_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    "village": (("name",),),
    "village_year": (("year",),),
    "village_group": (("name",),),
    "officer": (("name",),),
    "meeting": (("held_on",), ("kind",)),
    "override": (("subject",),),
    "attachment": (("file_name",),),
    "attachment_link": (("attachment_id",), ("role",)),
    "import_file": (("file_name",),),
    "import_row": (("file_id",), ("sheet",), ("row",)),
    "person": (("code", "name"),),
    "household": (("code", "head_name"),),
    "membership": (("person_id",), ("household_code", "household_id")),
    "household_year": (("household_id",), ("year",)),
    "income_item": (("household_year_id",), ("item",)),
    "person_year": (("person_id",), ("year",)),
    "project": (("code", "name"),),
    "project_source": (("project_id",), ("source",)),
    "fund_entry": (("voucher", "memo"),),
    "roster_line": (("household_code", "head_name"), ("project_code",)),
    "notice": (("number",),),
    "notice_photo": (("notice_id",), ("moment",), ("view",)),
    "notice_event": (("notice_id",), ("kind",), ("on",)),
    "objection": (("code", "received_on"), ("kind",)),
    "board_panel": (("name",),),
    "notice_form": (("name",),),
    "status_period": (("household_id",), ("kind",)),
    "code_value": (("list",), ("value",)),
    "heading_map": (("kind",), ("shape",)),
    "dynamic_case": (("code", "household_id"), ("kind",)),
    "case_step": (("case_id",), ("step",)),
    "guarantee": (("household_id",), ("stage",)),
    "measure": (("household_id", "household_code"), ("person_name",), ("kind",)),
    "visit": (("household_id", "household_code"), ("on",)),
    "work_record": (("person_id",), ("year", "from_on")),
    "doubt": (("household_code", "name"), ("sheet",), ("row",)),
    "acknowledgement": (("check",), ("subject",)),
    "committee": (("name",),),
    "committee_member": (("committee_id",), ("name",)),
    "meeting_member": (("meeting_id",), ("name",)),
    "meeting_decision": (("meeting_id",), ("record",)),
    "social_help": (("code", "giver"), ("date",)),
    "contract": (("number", "name"),),
    "acceptance": (("project_id",), ("kind",)),
    "acceptance_item": (("acceptance_id",), ("item",)),
    "acceptance_member": (("acceptance_id",), ("name",)),
    "asset": (("code", "name"),),
    "asset_event": (("asset_id",), ("kind",), ("on",)),
    "benefit_agreement": (("code", "operator"), ("project_id", "project_code")),
    "benefit_line": (("household_code", "household_id"), ("project_code",)),
    "dossier_paper": (("project_id",), ("slot",)),
    "book_key": (("id",),),
    "closing": (("year",), ("month",)),
    "bank_statement": (("file_name",),),
    "bank_line": (("statement_id",), ("row",)),
    "bank_match": (("line_id",), ("entry_id",)),
    "distribution": (("code", "name"),),
    "distribution_part": (("distribution_id",), ("use",)),
    "distribution_line": (("distribution_id",), ("name", "household_code")),
    "operation": (("seq",),),
    "change": (("record",), ("position",)),
}

#: Gives the image of a row that a reference points to, None if there is none.
Follow = Callable[[str, uuid.UUID], Image | None]


def code(table: str, id: uuid.UUID, image: Image | None, follow: Follow) -> str:
    """Return the people-code of a row; the last digits of its key if nothing names it."""
    return _name(table, image, follow) or f"…{id.hex[-6:]}"


def _name(table: str, image: Image | None, follow: Follow) -> str:
    if image is None:
        return ""
    words = [
        next((word for name in group if (word := _word(table, name, image, follow))), "") for group in NAMED_BY[table]
    ]
    return " ".join(word for word in words if word)


def _word(table: str, name: str, image: Image, follow: Follow) -> str:
    value = image.get(name)
    if value is None:
        return ""
    keys = shape(table).table.c[name].foreign_keys
    if not keys:
        return str(value).strip()
    target = next(iter(keys)).column.table.name
    return _name(target, follow(target, uuid.UUID(value)), follow)
