"""The registry: cases, guarantees, measures, visits, work, problem lists, acknowledgements, own code values."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from villagebook.store.migrations.changing import KEY, SORTED, changing, point, put

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what the registry of people and households keeps."""
    op.create_table(
        "acknowledgement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("check", SORTED, nullable=False),
        sa.Column("record", SORTED, nullable=True),
        sa.Column("record_id", KEY, nullable=True),
        sa.Column("subject", SORTED, nullable=False),
        sa.Column("field_name", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_acknowledgement_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    op.create_index(op.f("ix_acknowledgement_check"), "acknowledgement", ["check"], unique=False)
    op.create_index(op.f("ix_acknowledgement_record_id"), "acknowledgement", ["record_id"], unique=False)
    op.create_index(op.f("ix_acknowledgement_village_id"), "acknowledgement", ["village_id"], unique=False)
    op.create_table(
        "code_value",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("list", SORTED, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_code_value_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_value")),
    )
    op.create_index(op.f("ix_code_value_list"), "code_value", ["list"], unique=False)
    op.create_index(op.f("ix_code_value_village_id"), "code_value", ["village_id"], unique=False)
    op.create_table(
        "heading_map",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("shape", SORTED, nullable=False),
        sa.Column("kind", SORTED, nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_heading_map_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heading_map")),
    )
    op.create_index(op.f("ix_heading_map_shape"), "heading_map", ["shape"], unique=False)
    op.create_index(op.f("ix_heading_map_village_id"), "heading_map", ["village_id"], unique=False)
    op.create_table(
        "work_record",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("worked", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("county", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("through_on", sa.Date(), nullable=True),
        sa.Column("month_pay_fen", sa.BigInteger(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("point_to_point", sa.Text(), nullable=True),
        sa.Column("transport_fen", sa.BigInteger(), nullable=True),
        sa.Column("planned", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_work_record_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_work_record_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_work_record_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_record")),
    )
    op.create_index(op.f("ix_work_record_person_id"), "work_record", ["person_id"], unique=False)
    op.create_index(op.f("ix_work_record_village_id"), "work_record", ["village_id"], unique=False)
    op.create_table(
        "doubt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("household_code", SORTED, nullable=True),
        sa.Column("person_code", SORTED, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("id_number", SORTED, nullable=True),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("field_name", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["import_file.id"],
            name=op.f("fk_doubt_file_id_import_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_doubt_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_doubt_person_id_person"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_doubt_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
    )
    op.create_index(op.f("ix_doubt_file_id"), "doubt", ["file_id"], unique=False)
    op.create_index(op.f("ix_doubt_household_id"), "doubt", ["household_id"], unique=False)
    op.create_index(op.f("ix_doubt_person_id"), "doubt", ["person_id"], unique=False)
    op.create_index(op.f("ix_doubt_village_id"), "doubt", ["village_id"], unique=False)
    op.create_table(
        "dynamic_case",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("code", SORTED, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("household_id", KEY, nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("lead_source", sa.Text(), nullable=True),
        sa.Column("lead_on", sa.Date(), nullable=True),
        sa.Column("lead_who", sa.Text(), nullable=True),
        sa.Column("lead_text", sa.Text(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_dynamic_case_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_dynamic_case_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_dynamic_case_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dynamic_case")),
    )
    op.create_index(op.f("ix_dynamic_case_code"), "dynamic_case", ["code"], unique=False)
    op.create_index(op.f("ix_dynamic_case_household_id"), "dynamic_case", ["household_id"], unique=False)
    op.create_index(op.f("ix_dynamic_case_village_id"), "dynamic_case", ["village_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("household_code", SORTED, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("person_name", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("policy", sa.Text(), nullable=True),
        sa.Column("project_code", SORTED, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("through_on", sa.Date(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_measure_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_measure_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_measure_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_measure_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_measure_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index(op.f("ix_measure_household_code"), "measure", ["household_code"], unique=False)
    op.create_index(op.f("ix_measure_household_id"), "measure", ["household_id"], unique=False)
    op.create_index(op.f("ix_measure_person_id"), "measure", ["person_id"], unique=False)
    op.create_index(op.f("ix_measure_village_id"), "measure", ["village_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("household_code", SORTED, nullable=True),
        sa.Column("head_name", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("visitor", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("met", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("solved", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_visit_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_visit_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_visit_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_household_code"), "visit", ["household_code"], unique=False)
    op.create_index(op.f("ix_visit_household_id"), "visit", ["household_id"], unique=False)
    op.create_index(op.f("ix_visit_village_id"), "visit", ["village_id"], unique=False)
    op.create_table(
        "case_step",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("step", SORTED, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("passed", sa.Text(), nullable=True),
        sa.Column("papers", sa.Text(), nullable=True),
        sa.Column("meeting_id", KEY, nullable=True),
        sa.Column("notice_id", KEY, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["dynamic_case.id"],
            name=op.f("fk_case_step_case_id_dynamic_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_case_step_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_case_step_meeting_id_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name=op.f("fk_case_step_notice_id_notice"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_case_step_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_step_village_id"), "case_step", ["village_id"], unique=False)
    op.create_table(
        "guarantee",
        sa.Column("id", KEY, nullable=False),
        sa.Column("village_id", KEY, nullable=False),
        sa.Column("household_id", KEY, nullable=False),
        sa.Column("status_id", KEY, nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("food", sa.Text(), nullable=True),
        sa.Column("clothes", sa.Text(), nullable=True),
        sa.Column("house_problem", sa.Text(), nullable=True),
        sa.Column("school_problem", sa.Text(), nullable=True),
        sa.Column("water_problem", sa.Text(), nullable=True),
        sa.Column("medical_problem", sa.Text(), nullable=True),
        sa.Column("wage_fen", sa.BigInteger(), nullable=True),
        sa.Column("business_fen", sa.BigInteger(), nullable=True),
        sa.Column("property_fen", sa.BigInteger(), nullable=True),
        sa.Column("transfer_fen", sa.BigInteger(), nullable=True),
        sa.Column("cost_fen", sa.BigInteger(), nullable=True),
        sa.Column("net_fen", sa.BigInteger(), nullable=True),
        sa.Column("per_capita_fen", sa.BigInteger(), nullable=True),
        sa.Column("claims_fen", sa.BigInteger(), nullable=True),
        sa.Column("out_of_pocket_fen", sa.BigInteger(), nullable=True),
        sa.Column("reference_fen", sa.BigInteger(), nullable=True),
        sa.Column("reference_per_capita_fen", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("import_row_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_guarantee_household_id_household"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_row_id"],
            ["import_row.id"],
            name=op.f("fk_guarantee_import_row_id_import_row"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["status_id"],
            ["status_period.id"],
            name=op.f("fk_guarantee_status_id_status_period"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["village.id"],
            name=op.f("fk_guarantee_village_id_village"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee")),
    )
    op.create_index(op.f("ix_guarantee_household_id"), "guarantee", ["household_id"], unique=False)
    op.create_index(op.f("ix_guarantee_village_id"), "guarantee", ["village_id"], unique=False)
    with changing("import_file") as batch:
        put(batch, "decisions", sa.JSON(), after="counts")
    with changing("person") as batch:
        put(batch, "living_state", sa.Text(), after="disability_card_year")
    op.create_index(op.f("ix_person_former_name"), "person", ["former_name"], unique=False)
    with changing("village_year") as batch:
        put(batch, "delisted", sa.Text(), after="monitoring_line_fen")
        put(batch, "per_capita_fen", sa.BigInteger(), after="delisted")
        put(batch, "natural_villages", sa.Integer(), after="per_capita_fen")
        put(batch, "minority_people", sa.Integer(), after="natural_villages")
        put(batch, "labour_people", sa.Integer(), after="minority_people")
        put(batch, "trained_people", sa.Integer(), after="labour_people")
        put(batch, "away_people", sa.Integer(), after="trained_people")
        put(batch, "outside_province_people", sa.Integer(), after="away_people")
        put(batch, "poor_households", sa.Integer(), after="outside_province_people")
        put(batch, "relocated_households", sa.Integer(), after="poor_households")
        put(batch, "relocated_people", sa.Integer(), after="relocated_households")
        put(batch, "subsistence_households", sa.Integer(), after="relocated_people")
        put(batch, "subsistence_people", sa.Integer(), after="subsistence_households")
        put(batch, "destitute_people", sa.Integer(), after="subsistence_people")
        put(batch, "disabled_people", sa.Integer(), after="destitute_people")
        put(batch, "pension_people", sa.Integer(), after="disabled_people")
        put(batch, "primary_schools", sa.Integer(), after="pension_people")
        put(batch, "clinics", sa.Integer(), after="primary_schools")
        put(batch, "doctors", sa.Integer(), after="clinics")
        put(batch, "public_toilets", sa.Integer(), after="doctors")
        put(batch, "libraries", sa.Integer(), after="public_toilets")
        put(batch, "waste_points", sa.Integer(), after="libraries")
        put(batch, "coach", sa.Text(), after="waste_points")
        put(batch, "paved_road", sa.Text(), after="coach")
        put(batch, "unsafe_water_households", sa.Integer(), after="paved_road")
        put(batch, "dangerous_households", sa.Integer(), after="unsafe_water_households")
        put(batch, "farmland", sa.BigInteger(), after="dangerous_households")
        put(batch, "forest", sa.BigInteger(), after="farmland")
        put(batch, "pasture", sa.BigInteger(), after="forest")
        put(batch, "water_area", sa.BigInteger(), after="pasture")
    with changing("household") as batch:
        put(batch, "ended_on", sa.Date(), after="forest")
        put(batch, "ended_why", sa.Text(), after="ended_on")
        put(batch, "merged_into", KEY, after="ended_why")
        point(batch, "household", "merged_into", "household")
        put(batch, "collected_on", sa.Date(), after="collected_by_phone")
        put(batch, "helper", sa.Text(), after="collected_on")
        put(batch, "helper_sex", sa.Text(), after="helper")
        put(batch, "helper_politics", sa.Text(), after="helper_sex")
        put(batch, "helper_unit", sa.Text(), after="helper_politics")
        put(batch, "helper_from", sa.Date(), after="helper_unit")
        put(batch, "helper_through", sa.Date(), after="helper_from")
        put(batch, "helper_phone", SORTED, after="helper_through")
    op.create_index(op.f("ix_household_merged_into"), "household", ["merged_into"], unique=False)
    with changing("person_year") as batch:
        put(batch, "school_name", sa.Text(), after="not_at_school")
        put(batch, "graduate_unemployed", sa.Text(), after="work_channel")
    with changing("status_period") as batch:
        put(batch, "risk_note", sa.Text(), after="disaster")
        put(batch, "case_id", KEY, after="contact_phone")
        point(batch, "status_period", "case_id", "dynamic_case")
        put(batch, "ended_case_id", KEY, after="case_id")
        point(batch, "status_period", "ended_case_id", "dynamic_case")
        put(batch, "ended_why", sa.Text(), after="notice_id")
