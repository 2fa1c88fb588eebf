"""The records of the book. Each field is declared once, with ``field(...)``, in the record it belongs to.

Lives here: record classes, the kinds of columns, the code lists. Does not live here: connections, the journal's
making, reading of files, rules.

To add a field: one ``field(...)`` line, one migration step in store/migrations. To add a record: a class here, its
name in ``RECORDS``, one migration. To add a code list: one value in codes.py.
"""

from villagebook.models.archive import Attachment, AttachmentLink, HeadingMap, ImportFile, ImportRow
from villagebook.models.base import Imported, InVillage, Keyed, Record
from villagebook.models.benefits import BenefitAgreement, BenefitLine
from villagebook.models.donations import SocialHelp
from villagebook.models.dossier import DossierPaper
from villagebook.models.dynamic import Case, CaseStep, Guarantee
from villagebook.models.fields import FieldInfo, Privacy, field, fields_of, info
from villagebook.models.help import Measure, Visit, WorkRecord
from villagebook.models.household import Household, HouseholdYear, IncomeItem, StatusPeriod
from villagebook.models.journal import BookKey, Change, Operation
from villagebook.models.meetings import Committee, CommitteeMember, Meeting, MeetingDecision, MeetingMember
from villagebook.models.money import (
    BankLine,
    BankMatch,
    BankStatement,
    Closing,
    Distribution,
    DistributionLine,
    DistributionPart,
    FundEntry,
)
from villagebook.models.notice import BoardPanel, Notice, NoticeEvent, NoticeForm, NoticePhoto, Objection
from villagebook.models.office import Acknowledgement, CodeValue, Doubt
from villagebook.models.person import Membership, Person, PersonYear
from villagebook.models.project import Project, ProjectSource, RosterLine
from villagebook.models.village import Group, Officer, Override, Village, VillageYear
from villagebook.models.works import (
    Acceptance,
    AcceptanceItem,
    AcceptanceMember,
    Asset,
    AssetEvent,
    Contract,
)

#: All records, parents before children: the order in which rows may be written one by one.
RECORDS: tuple[type[Record], ...] = (
    Village, VillageYear, Group, Officer, Override, CodeValue,
    Attachment, AttachmentLink, ImportFile, ImportRow, HeadingMap,
    Person, Household, Membership, HouseholdYear, IncomeItem, PersonYear,
    Project, ProjectSource, Committee, CommitteeMember, Meeting, MeetingMember, MeetingDecision, RosterLine, BoardPanel, NoticeForm, Notice,
    NoticePhoto, NoticeEvent, Objection,
    BenefitAgreement, BenefitLine, Contract, Acceptance, AcceptanceItem, AcceptanceMember, Asset, AssetEvent, SocialHelp,
    Distribution, DistributionPart, FundEntry, DistributionLine, Closing, BankStatement, BankLine, BankMatch, DossierPaper,
    Case, CaseStep, StatusPeriod, Guarantee, Measure, Visit, WorkRecord, Doubt, Acknowledgement,
    Operation, Change, BookKey,
)

#: Tables of the journal and of import history: not part of "the book as it stands".
JOURNAL_TABLES = ("operation", "change", "book_key")
HISTORY_TABLES = ("import_file", "import_row", "attachment", "attachment_link")

BY_TABLE: dict[str, type[Record]] = {record.__tablename__: record for record in RECORDS}

__all__ = [
    "BY_TABLE", "HISTORY_TABLES", "JOURNAL_TABLES", "RECORDS", "Acceptance", "AcceptanceItem", "AcceptanceMember", "Acknowledgement", "Asset", "AssetEvent", "Attachment", "AttachmentLink", "BankLine", "BankMatch", "BankStatement", "BenefitAgreement", "BenefitLine", "BoardPanel", "BookKey", "Case", "CaseStep", "Change", "Closing", "CodeValue", "Committee", "CommitteeMember", "Contract", "Distribution", "DistributionLine", "DistributionPart", "DossierPaper", "Doubt", "FieldInfo", "FundEntry", "Group", "Guarantee", "HeadingMap", "Household", "HouseholdYear", "ImportFile", "ImportRow", "Imported", "InVillage", "IncomeItem", "Keyed", "Measure", "Meeting", "MeetingDecision", "MeetingMember", "Membership", "Notice", "NoticeEvent", "NoticeForm", "NoticePhoto", "Objection", "Officer", "Operation", "Override", "Person", "PersonYear", "Privacy", "Project", "ProjectSource", "Record", "RosterLine", "SocialHelp", "StatusPeriod", "Village", "VillageYear", "Visit", "WorkRecord", "field", "fields_of", "info",
]
