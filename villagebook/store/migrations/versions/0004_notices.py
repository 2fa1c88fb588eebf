"""Notices: photos, what happened on the wall, objections, boards, kinds the village made; what was granted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from villagebook.store.migrations.changing import KEY, SORTED, changing, point, put

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what notices, objections and boards keep."""
    op.create_table(
        "board_panel",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_board_panel_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_panel")),
    )
    op.create_index(op.f("ix_board_panel_village_id"), "board_panel", ["village_id"], unique=False)
    op.create_table(
        "notice_form",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("code", SORTED, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("board", sa.Text(), nullable=True),
        sa.Column("ledger", SORTED, nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("choose", SORTED, nullable=True),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_notice_form_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_form")),
    )
    op.create_index(op.f("ix_notice_form_code"), "notice_form", ["code"], unique=False)
    op.create_index(op.f("ix_notice_form_village_id"), "notice_form", ["village_id"], unique=False)
    op.create_table(
        "notice_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("witness", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name=op.f("fk_notice_event_notice_id_notice"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_notice_event_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_event")),
    )
    op.create_index(op.f("ix_notice_event_notice_id"), "notice_event", ["notice_id"], unique=False)
    op.create_index(op.f("ix_notice_event_village_id"), "notice_event", ["village_id"], unique=False)
    op.create_table(
        "notice_photo",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("attachment_id", KEY, nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("view", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("taken_at", sa.Text(), nullable=True),
        sa.Column("located", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_notice_photo_attachment_id_attachment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name=op.f("fk_notice_photo_notice_id_notice"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_notice_photo_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_photo")),
    )
    op.create_index(op.f("ix_notice_photo_notice_id"), "notice_photo", ["notice_id"], unique=False)
    op.create_index(op.f("ix_notice_photo_village_id"), "notice_photo", ["village_id"], unique=False)
    op.create_table(
        "objection",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("code", SORTED, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("notice_id", KEY, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("line_text", sa.Text(), nullable=True),
        sa.Column("from_name", sa.Text(), nullable=True),
        sa.Column("from_phone", SORTED, nullable=True),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("handled_by", sa.Text(), nullable=True),
        sa.Column("handling", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_way", sa.Text(), nullable=True),
        sa.Column("correction_id", KEY, nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["notice.id"],
            name=op.f("fk_objection_correction_id_notice"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_objection_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name=op.f("fk_objection_notice_id_notice"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_objection_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_objection_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_code"), "objection", ["code"], unique=False)
    op.create_index(op.f("ix_objection_notice_id"), "objection", ["notice_id"], unique=False)
    op.create_index(op.f("ix_objection_project_id"), "objection", ["project_id"], unique=False)
    op.create_index(op.f("ix_objection_village_id"), "objection", ["village_id"], unique=False)
    with changing("contract") as batch:
        put(batch, "party_person", sa.Text(), after="party")
    with changing("dynamic_case") as batch:
        put(batch, "covered", sa.Integer(), after="target")
        put(batch, "grade", sa.Text(), after="covered")
        put(batch, "month_fen", sa.BigInteger(), after="grade")
    with changing("notice") as batch:
        put(batch, "open_ended", sa.Boolean(), after="days")
        put(batch, "issuer", sa.Text(), after="pdf_id")
        put(batch, "issued_by", sa.Text(), after="issuer")
        put(batch, "their_number", sa.Text(), after="issued_by")
        put(batch, "panel_id", KEY, after="their_number")
        point(batch, "notice", "panel_id", "board_panel")
        put(batch, "finalised_at", sa.DateTime(), after="panel_id")
        put(batch, "hung_by", sa.Text(), after="override_why")
        put(batch, "witness", sa.Text(), after="hung_by")
        put(batch, "hung_on", sa.Date(), after="witness")
        put(batch, "concluded_on", sa.Date(), after="result")
        put(batch, "corrected_on", sa.Date(), after="concluded_on")
        put(batch, "follows_id", KEY, after="replaces_id")
        point(batch, "notice", "follows_id", "notice")
