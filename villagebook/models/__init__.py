"""The records of the book. Each field is declared once, with ``field(...)``, in the record it belongs to.

Lives here: record classes, the kinds of columns, the code lists. Does not live here: connections, the journal's
making, reading of files, rules.

To add a field: one ``field(...)`` line, one migration step in store/migrations. To add a record: a class here, its
name in ``RECORDS``, one migration. To add a code list: one value in codes.py.
"""

from villagebook.models.archive import Attachment, AttachmentLink, HeadingMap, ImportFile, ImportRow
from villagebook.models.base import Imported, InVillage, Keyed, Record
from villagebook.models.dynamic import Case, CaseStep, Guarantee
from villagebook.models.fields import FieldInfo, Privacy, field, fields_of, info
from villagebook.models.help import Measure, Visit, WorkRecord
from villagebook.models.household import Household, HouseholdYear, IncomeItem, StatusPeriod
from villagebook.models.journal import Change, Operation
from villagebook.models.notice import Notice
from villagebook.models.office import Acknowledgement, CodeValue, Doubt
from villagebook.models.person import Membership, Person, PersonYear
from villagebook.models.project import FundEntry, Project, ProjectSource, RosterLine
from villagebook.models.village import Group, Meeting, Officer, Override, Village, VillageYear

#: All records, parents before children: the order in which rows may be written one by one.
RECORDS: tuple[type[Record], ...] = (
    Village, VillageYear, Group, Officer, Meeting, Override, CodeValue,
    Attachment, AttachmentLink, ImportFile, ImportRow, HeadingMap,
    Person, Household, Membership, HouseholdYear, IncomeItem, PersonYear,
    Project, ProjectSource, FundEntry, RosterLine, Notice,
    Case, CaseStep, StatusPeriod, Guarantee, Measure, Visit, WorkRecord, Doubt, Acknowledgement,
    Operation, Change,
)

#: Tables of the journal and of import history: not part of "the book as it stands".
JOURNAL_TABLES = ("operation", "change")
HISTORY_TABLES = ("import_file", "import_row", "attachment", "attachment_link")

BY_TABLE: dict[str, type[Record]] = {record.__tablename__: record for record in RECORDS}

__all__ = [
    "BY_TABLE", "HISTORY_TABLES", "JOURNAL_TABLES", "RECORDS",
    "Acknowledgement", "Attachment", "AttachmentLink", "Case", "CaseStep", "Change", "CodeValue", "Doubt", "FieldInfo",
    "FundEntry", "Group", "Guarantee", "HeadingMap", "Household", "HouseholdYear", "ImportFile", "ImportRow", "Imported",
    "InVillage", "IncomeItem", "Keyed", "Measure", "Meeting", "Membership", "Notice", "Officer", "Operation", "Override",
    "Person", "PersonYear", "Privacy", "Project", "ProjectSource", "Record", "RosterLine", "StatusPeriod", "Village",
    "VillageYear", "Visit", "WorkRecord", "field", "fields_of", "info",
]
