"""Projects and money: meetings, contracts, acceptances, assets, benefits, closings, bank statements, dossiers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from villagebook.store.migrations.changing import KEY, SORTED, changing, point, put

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what projects, their money and their dossiers keep."""
    op.create_table(
        "book_key",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_book_key_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_key")),
    )
    op.create_index(op.f("ix_book_key_village_id"), "book_key", ["village_id"], unique=False)
    op.create_table(
        "closing",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("first_voucher", SORTED, nullable=True),
        sa.Column("last_voucher", SORTED, nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("head", SORTED, nullable=False),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("reopened_by", sa.Text(), nullable=True),
        sa.Column("reopened_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_closing_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
    )
    op.create_index(op.f("ix_closing_village_id"), "closing", ["village_id"], unique=False)
    op.create_index(op.f("ix_closing_year"), "closing", ["year"], unique=False)
    op.create_table(
        "bank_statement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("attachment_id", KEY, nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("account_name", sa.Text(), nullable=True),
        sa.Column("account_tail", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("through_on", sa.Date(), nullable=True),
        sa.Column("opening_fen", sa.BigInteger(), nullable=True),
        sa.Column("closing_fen", sa.BigInteger(), nullable=True),
        sa.Column("reconciled_on", sa.Date(), nullable=True),
        sa.Column("reconciled_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_bank_statement_attachment_id_attachment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_bank_statement_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
    )
    op.create_index(op.f("ix_bank_statement_village_id"), "bank_statement", ["village_id"], unique=False)
    op.create_table(
        "bank_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("statement_id", KEY, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("in_fen", sa.BigInteger(), nullable=True),
        sa.Column("out_fen", sa.BigInteger(), nullable=True),
        sa.Column("balance_fen", sa.BigInteger(), nullable=True),
        sa.Column("counterpart", sa.Text(), nullable=True),
        sa.Column("counterpart_account", SORTED, nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("reference", SORTED, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["bank_statement.id"],
            name=op.f("fk_bank_line_statement_id_bank_statement"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_bank_line_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
    )
    op.create_index(op.f("ix_bank_line_statement_id"), "bank_line", ["statement_id"], unique=False)
    op.create_index(op.f("ix_bank_line_village_id"), "bank_line", ["village_id"], unique=False)
    op.create_table(
        "meeting_decision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("record", SORTED, nullable=False),
        sa.Column("record_id", KEY, nullable=False),
        sa.Column("passed", sa.Text(), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_decision_meeting_id_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_meeting_decision_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_decision")),
    )
    op.create_index(op.f("ix_meeting_decision_meeting_id"), "meeting_decision", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_meeting_decision_record_id"), "meeting_decision", ["record_id"], unique=False)
    op.create_index(op.f("ix_meeting_decision_village_id"), "meeting_decision", ["village_id"], unique=False)
    op.create_table(
        "meeting_member",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("attendance", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_meeting_member_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_member_meeting_id_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_meeting_member_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_meeting_member_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_member")),
    )
    op.create_index(op.f("ix_meeting_member_meeting_id"), "meeting_member", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_meeting_member_person_id"), "meeting_member", ["person_id"], unique=False)
    op.create_index(op.f("ix_meeting_member_village_id"), "meeting_member", ["village_id"], unique=False)
    op.create_table(
        "acceptance",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("planned_content", sa.Text(), nullable=True),
        sa.Column("done_content", sa.Text(), nullable=True),
        sa.Column("planned_fen", sa.BigInteger(), nullable=True),
        sa.Column("actual_fen", sa.BigInteger(), nullable=True),
        sa.Column("quality", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("to_mend", sa.Text(), nullable=True),
        sa.Column("mend_by", sa.Date(), nullable=True),
        sa.Column("mended_on", sa.Date(), nullable=True),
        sa.Column("village_opinion", sa.Text(), nullable=True),
        sa.Column("township_opinion", sa.Text(), nullable=True),
        sa.Column("county_opinion", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_acceptance_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_acceptance_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_acceptance_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    op.create_index(op.f("ix_acceptance_project_id"), "acceptance", ["project_id"], unique=False)
    op.create_index(op.f("ix_acceptance_village_id"), "acceptance", ["village_id"], unique=False)
    op.create_table(
        "asset",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("code", SORTED, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("subkind", sa.Text(), nullable=True),
        sa.Column("project_code", SORTED, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("origin_year", sa.Integer(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("money", sa.Text(), nullable=True),
        sa.Column("total_fen", sa.BigInteger(), nullable=True),
        sa.Column("original_fen", sa.BigInteger(), nullable=True),
        sa.Column("net_fen", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("built_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("handed_by", sa.Text(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("owner_level", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("household_code", SORTED, nullable=True),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("contract_from", sa.Date(), nullable=True),
        sa.Column("contract_through", sa.Date(), nullable=True),
        sa.Column("income_fen", sa.BigInteger(), nullable=True),
        sa.Column("sharing", sa.Text(), nullable=True),
        sa.Column("keeper", sa.Text(), nullable=True),
        sa.Column("supervisor", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("disposed_on", sa.Date(), nullable=True),
        sa.Column("disposed_how", sa.Text(), nullable=True),
        sa.Column("disposal_approval", sa.Text(), nullable=True),
        sa.Column("disposed_fen", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_asset_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_asset_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_asset_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_asset_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
    )
    op.create_index(op.f("ix_asset_code"), "asset", ["code"], unique=False)
    op.create_index(op.f("ix_asset_household_id"), "asset", ["household_id"], unique=False)
    op.create_index(op.f("ix_asset_name"), "asset", ["name"], unique=False)
    op.create_index(op.f("ix_asset_project_code"), "asset", ["project_code"], unique=False)
    op.create_index(op.f("ix_asset_project_id"), "asset", ["project_id"], unique=False)
    op.create_index(op.f("ix_asset_village_id"), "asset", ["village_id"], unique=False)
    op.create_table(
        "benefit_agreement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("code", SORTED, nullable=True),
        sa.Column("project_code", SORTED, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("operator_head", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("through_on", sa.Date(), nullable=True),
        sa.Column("money", sa.Text(), nullable=True),
        sa.Column("invested_fen", sa.BigInteger(), nullable=True),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.Column("profit_share", sa.BigInteger(), nullable=True),
        sa.Column("yearly_fen", sa.BigInteger(), nullable=True),
        sa.Column("pay_month", sa.Integer(), nullable=True),
        sa.Column("pay_day", sa.Integer(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_benefit_agreement_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_benefit_agreement_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_benefit_agreement_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_agreement")),
    )
    op.create_index(op.f("ix_benefit_agreement_code"), "benefit_agreement", ["code"], unique=False)
    op.create_index(op.f("ix_benefit_agreement_project_code"), "benefit_agreement", ["project_code"], unique=False)
    op.create_index(op.f("ix_benefit_agreement_project_id"), "benefit_agreement", ["project_id"], unique=False)
    op.create_index(op.f("ix_benefit_agreement_village_id"), "benefit_agreement", ["village_id"], unique=False)
    op.create_table(
        "committee",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_committee_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_committee_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_committee_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
    )
    op.create_index(op.f("ix_committee_project_id"), "committee", ["project_id"], unique=False)
    op.create_index(op.f("ix_committee_village_id"), "committee", ["village_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("project_code", SORTED, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("number", SORTED, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("chosen_by", sa.Text(), nullable=True),
        sa.Column("chosen_on", sa.Date(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("through_on", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("changed_fen", sa.BigInteger(), nullable=True),
        sa.Column("change_approval", sa.Text(), nullable=True),
        sa.Column("retention_share", sa.BigInteger(), nullable=True),
        sa.Column("retention_until", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_fen", sa.BigInteger(), nullable=True),
        sa.Column("audited_by", sa.Text(), nullable=True),
        sa.Column("audited_on", sa.Date(), nullable=True),
        sa.Column("audited_fen", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_contract_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_contract_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_contract_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
    op.create_index(op.f("ix_contract_number"), "contract", ["number"], unique=False)
    op.create_index(op.f("ix_contract_project_code"), "contract", ["project_code"], unique=False)
    op.create_index(op.f("ix_contract_project_id"), "contract", ["project_id"], unique=False)
    op.create_index(op.f("ix_contract_village_id"), "contract", ["village_id"], unique=False)
    op.create_table(
        "dossier_paper",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("slot", SORTED, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("attachment_id", KEY, nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_dossier_paper_attachment_id_attachment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_dossier_paper_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_dossier_paper_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_paper")),
    )
    op.create_index(op.f("ix_dossier_paper_attachment_id"), "dossier_paper", ["attachment_id"], unique=False)
    op.create_index(op.f("ix_dossier_paper_project_id"), "dossier_paper", ["project_id"], unique=False)
    op.create_index(op.f("ix_dossier_paper_village_id"), "dossier_paper", ["village_id"], unique=False)
    op.create_table(
        "social_help",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("code", SORTED, nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("giver", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("goods", sa.Text(), nullable=True),
        sa.Column("goods_fen", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("household_code", SORTED, nullable=True),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("project_code", SORTED, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("used", sa.Text(), nullable=True),
        sa.Column("used_fen", sa.BigInteger(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("receipt", SORTED, nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("handler", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_social_help_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_social_help_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_social_help_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_social_help_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_social_help")),
    )
    op.create_index(op.f("ix_social_help_code"), "social_help", ["code"], unique=False)
    op.create_index(op.f("ix_social_help_date"), "social_help", ["date"], unique=False)
    op.create_index(op.f("ix_social_help_household_id"), "social_help", ["household_id"], unique=False)
    op.create_index(op.f("ix_social_help_project_id"), "social_help", ["project_id"], unique=False)
    op.create_index(op.f("ix_social_help_village_id"), "social_help", ["village_id"], unique=False)
    op.create_table(
        "acceptance_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("acceptance_id", KEY, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("planned", sa.BigInteger(), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acceptance_id"],
            ["acceptance.id"],
            name=op.f("fk_acceptance_item_acceptance_id_acceptance"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_acceptance_item_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance_item")),
    )
    op.create_index(op.f("ix_acceptance_item_acceptance_id"), "acceptance_item", ["acceptance_id"], unique=False)
    op.create_index(op.f("ix_acceptance_item_village_id"), "acceptance_item", ["village_id"], unique=False)
    op.create_table(
        "acceptance_member",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("acceptance_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acceptance_id"],
            ["acceptance.id"],
            name=op.f("fk_acceptance_member_acceptance_id_acceptance"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_acceptance_member_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance_member")),
    )
    op.create_index(op.f("ix_acceptance_member_acceptance_id"), "acceptance_member", ["acceptance_id"], unique=False)
    op.create_index(op.f("ix_acceptance_member_village_id"), "acceptance_member", ["village_id"], unique=False)
    op.create_table(
        "asset_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("asset_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("meeting_id", KEY, nullable=True),
        sa.Column("approval", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["asset.id"],
            name=op.f("fk_asset_event_asset_id_asset"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_asset_event_meeting_id_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_asset_event_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_event")),
    )
    op.create_index(op.f("ix_asset_event_asset_id"), "asset_event", ["asset_id"], unique=False)
    op.create_index(op.f("ix_asset_event_village_id"), "asset_event", ["village_id"], unique=False)
    op.create_table(
        "benefit_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=True),
        sa.Column("project_code", SORTED, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("agreement_code", SORTED, nullable=True),
        sa.Column("agreement_id", KEY, nullable=True),
        sa.Column("household_code", SORTED, nullable=True),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("head_name", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("invested_fen", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("rate_fen", sa.BigInteger(), nullable=True),
        sa.Column("due_fen", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paid_fen", sa.BigInteger(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["benefit_agreement.id"],
            name=op.f("fk_benefit_line_agreement_id_benefit_agreement"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_benefit_line_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_benefit_line_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_benefit_line_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_benefit_line_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_line")),
    )
    op.create_index(op.f("ix_benefit_line_agreement_id"), "benefit_line", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_benefit_line_household_code"), "benefit_line", ["household_code"], unique=False)
    op.create_index(op.f("ix_benefit_line_household_id"), "benefit_line", ["household_id"], unique=False)
    op.create_index(op.f("ix_benefit_line_project_code"), "benefit_line", ["project_code"], unique=False)
    op.create_index(op.f("ix_benefit_line_project_id"), "benefit_line", ["project_id"], unique=False)
    op.create_index(op.f("ix_benefit_line_village_id"), "benefit_line", ["village_id"], unique=False)
    op.create_index(op.f("ix_benefit_line_year"), "benefit_line", ["year"], unique=False)
    op.create_table(
        "committee_member",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("committee_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committee.id"],
            name=op.f("fk_committee_member_committee_id_committee"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_committee_member_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_committee_member_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_committee_member_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
    )
    op.create_index(op.f("ix_committee_member_committee_id"), "committee_member", ["committee_id"], unique=False)
    op.create_index(op.f("ix_committee_member_person_id"), "committee_member", ["person_id"], unique=False)
    op.create_index(op.f("ix_committee_member_village_id"), "committee_member", ["village_id"], unique=False)
    op.create_table(
        "distribution",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("code", SORTED, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("asset_id", KEY, nullable=True),
        sa.Column("income_fen", sa.BigInteger(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", KEY, nullable=True),
        sa.Column("township_checked_on", sa.Date(), nullable=True),
        sa.Column("county_filed_on", sa.Date(), nullable=True),
        sa.Column("notice_id", KEY, nullable=True),
        sa.Column("paid_through", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["asset.id"],
            name=op.f("fk_distribution_asset_id_asset"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_distribution_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_distribution_meeting_id_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name=op.f("fk_distribution_notice_id_notice"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_distribution_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_distribution_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution")),
    )
    op.create_index(op.f("ix_distribution_asset_id"), "distribution", ["asset_id"], unique=False)
    op.create_index(op.f("ix_distribution_code"), "distribution", ["code"], unique=False)
    op.create_index(op.f("ix_distribution_project_id"), "distribution", ["project_id"], unique=False)
    op.create_index(op.f("ix_distribution_village_id"), "distribution", ["village_id"], unique=False)
    op.create_index(op.f("ix_distribution_year"), "distribution", ["year"], unique=False)
    op.create_table(
        "distribution_part",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("distribution_id", KEY, nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("planned_fen", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["distribution.id"],
            name=op.f("fk_distribution_part_distribution_id_distribution"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_distribution_part_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_part")),
    )
    op.create_index(
        op.f("ix_distribution_part_distribution_id"), "distribution_part", ["distribution_id"], unique=False
    )
    op.create_index(op.f("ix_distribution_part_village_id"), "distribution_part", ["village_id"], unique=False)
    op.create_table(
        "bank_match",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["fund_entry.id"],
            name=op.f("fk_bank_match_entry_id_fund_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["bank_line.id"],
            name=op.f("fk_bank_match_line_id_bank_line"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_bank_match_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_match")),
    )
    op.create_index(op.f("ix_bank_match_entry_id"), "bank_match", ["entry_id"], unique=False)
    op.create_index(op.f("ix_bank_match_line_id"), "bank_match", ["line_id"], unique=False)
    op.create_index(op.f("ix_bank_match_village_id"), "bank_match", ["village_id"], unique=False)
    op.create_table(
        "distribution_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("distribution_id", KEY, nullable=False),
        sa.Column("use", sa.Text(), nullable=True),
        sa.Column("household_code", SORTED, nullable=True),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", KEY, nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("card_tail", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["distribution.id"],
            name=op.f("fk_distribution_line_distribution_id_distribution"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["fund_entry.id"],
            name=op.f("fk_distribution_line_entry_id_fund_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_distribution_line_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_distribution_line_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_distribution_line_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_line")),
    )
    op.create_index(
        op.f("ix_distribution_line_distribution_id"), "distribution_line", ["distribution_id"], unique=False
    )
    op.create_index(op.f("ix_distribution_line_entry_id"), "distribution_line", ["entry_id"], unique=False)
    op.create_index(op.f("ix_distribution_line_household_id"), "distribution_line", ["household_id"], unique=False)
    op.create_index(op.f("ix_distribution_line_village_id"), "distribution_line", ["village_id"], unique=False)
    with changing("meeting") as batch:
        put(batch, "code", SORTED, after="village_id")
        put(batch, "four_step", sa.Text(), after="abstained")
        put(batch, "committee_id", KEY, after="four_step")
        put(batch, "speeches", sa.Text(), after="committee_id")
        put(batch, "note", sa.Text(), after="resolution")
    op.create_index(op.f("ix_meeting_code"), "meeting", ["code"], unique=False)
    op.create_index(op.f("ix_meeting_committee_id"), "meeting", ["committee_id"], unique=False)
    with changing("project") as batch:
        put(batch, "third_category", sa.Text(), after="subcategory")
        put(batch, "proposer", sa.Text(), after="nature")
        put(batch, "applicant", sa.Text(), after="proposer")
        put(batch, "declared_on", sa.Date(), after="applicant")
        put(batch, "covers_villages", sa.Text(), after="covers_people")
        put(batch, "goal_quantity", sa.Text(), after="goal")
        put(batch, "goal_quality", sa.Text(), after="goal_quantity")
        put(batch, "goal_time", sa.Text(), after="goal_quality")
        put(batch, "goal_cost", sa.Text(), after="goal_time")
        put(batch, "goal_benefit", sa.Text(), after="goal_cost")
        put(batch, "goal_satisfaction", sa.Text(), after="goal_benefit")
        put(batch, "participation", sa.Text(), after="goal_satisfaction")
        put(batch, "village_opinion", sa.Text(), after="library_notice_through")
        put(batch, "township_reviewed_on", sa.Date(), after="village_opinion")
        put(batch, "township_opinion", sa.Text(), after="township_reviewed_on")
        put(batch, "county_argued_on", sa.Date(), after="township_opinion")
        put(batch, "county_approved_on", sa.Date(), after="county_argued_on")
        put(batch, "county_opinion", sa.Text(), after="county_approved_on")
        put(batch, "approval_unit", sa.Text(), after="approval_number")
        put(batch, "deadline_on", sa.Date(), after="granted_on")
        put(batch, "start_notice_from", sa.Date(), after="deadline_on")
        put(batch, "start_notice_through", sa.Date(), after="start_notice_from")
        put(batch, "preliminary_on", sa.Date(), after="finished_on")
        put(batch, "claimed_on", sa.Date(), after="accepted_on")
        put(batch, "claim_signed_on", sa.Date(), after="claimed_on")
        put(batch, "paid_on", sa.Date(), after="claim_signed_on")
        put(batch, "completion_notice_from", sa.Date(), after="paid_on")
        put(batch, "completion_notice_through", sa.Date(), after="completion_notice_from")
        put(batch, "handed_on", sa.Date(), after="completion_notice_through")
        put(batch, "archived_on", sa.Date(), after="handed_on")
        put(batch, "archive_number", SORTED, after="archived_on")
        put(batch, "archive_term", sa.Text(), after="archive_number")
        put(batch, "archived_by", sa.Text(), after="archive_term")
        put(batch, "archive_checked_by", sa.Text(), after="archived_by")
        put(batch, "side_on", sa.Date(), after="side_state")
        put(batch, "side_why", sa.Text(), after="side_on")
    with changing("roster_line") as batch:
        put(batch, "bank", sa.Text(), after="card_tail")
    with changing("fund_entry") as batch:
        put(batch, "contract_id", KEY, after="reason")
        point(batch, "fund_entry", "contract_id", "contract")
        put(batch, "payment_step", sa.Text(), after="contract_id")
        put(batch, "claim_on", sa.Date(), after="payment_step")
        put(batch, "asset_id", KEY, after="claim_on")
        point(batch, "fund_entry", "asset_id", "asset")
        put(batch, "distribution_id", KEY, after="asset_id")
        point(batch, "fund_entry", "distribution_id", "distribution")
        put(batch, "social_help_id", KEY, after="distribution_id")
        point(batch, "fund_entry", "social_help_id", "social_help")
        put(batch, "posted_over", sa.Text(), after="posted_at")
    op.create_index(op.f("ix_fund_entry_asset_id"), "fund_entry", ["asset_id"], unique=False)
    op.create_index(op.f("ix_fund_entry_contract_id"), "fund_entry", ["contract_id"], unique=False)
    op.create_index(op.f("ix_fund_entry_distribution_id"), "fund_entry", ["distribution_id"], unique=False)
    op.create_index(op.f("ix_fund_entry_posted_at"), "fund_entry", ["posted_at"], unique=False)
    op.create_index(op.f("ix_fund_entry_social_help_id"), "fund_entry", ["social_help_id"], unique=False)
    op.create_index(
        op.f("ix_fund_entry_village_id_year_voucher"), "fund_entry", ["village_id", "year", "voucher"], unique=False
    )
