"""Which fields of a household, its members, statuses and years the pages show and edit, in eye order.

``SHOWN`` is all of them by record: a test demands that no field people type is missing.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The sections of the page 基本 and the fields in them.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("基本情况", (
        "head_name", "group_name", "phone", "card", "address", "bank", "standard", "attribute", "main_cause",
        "second_cause",
    )),
    ("住房、饮水和道路", (
        "house_area", "house_structure", "house_built", "dangerous_house", "danger_grade", "safe_water", "water_kind",
        "toilet", "toilet_usable", "road_kind", "road_hardened", "road_distance", "home_power", "production_power",
        "broadcast", "fuel",
    )),
    ("土地和经营", (
        "farmland", "forest", "orchard", "returned_forest", "pasture", "water_area", "cooperative", "leading_company",
        "leading_person", "industry_help", "industry", "industry_organisation", "industry_gain", "mutual_fund",
    )),
    ("帮扶责任人", (
        "helper", "helper_phone", "helper_unit", "helper_sex", "helper_politics", "helper_from", "helper_through",
    )),
    ("其他", (
        "code", "head_code", "head_id_number", "military_family", "only_child", "two_daughters", "no_labour_covered",
        "relocated", "relocation_way", "relocation_address", "in_resettlement", "collected_by", "collected_by_phone",
        "collected_on", "ended_on", "ended_why", "note",
    )),
)  # fmt: skip
#: Fields only an operation writes (整户销户, 合户).
BY_OPERATION = ("ended_on", "ended_why")

MEMBER_FIELDS = (
    "name", "former_name", "sex", "born", "id_number", "id_kind", "phone", "ethnicity", "politics", "code",
    "disability", "disability_grade", "disability_card_year", "living_state", "speaks_mandarin", "unattended_child",
    "relocated", "identified_on", "note",
)  # fmt: skip
MEMBER_YEAR_FIELDS = (
    "education", "school", "school_name", "not_at_school", "graduate_unemployed", "health", "labour", "work_state",
    "work_months", "work_place", "work_company", "work_industry", "work_channel", "works_abroad", "post_kind",
    "post_months", "resident_medical", "employee_medical", "serious_illness", "commercial_medical", "accident_subsidy",
    "illness_aid", "medical_aid", "other_health_aid", "resident_pension", "employee_pension", "subsistence",
    "subsistence_policy", "destitute", "destitute_policy",
)  # fmt: skip
MEMBERSHIP_FIELDS = ("relation", "from_on", "why", "through_on", "why_ended")

INCOME_FIELDS = (
    "wage_fen", "post_wage_fen", "other_wage_fen", "business_fen", "industry_award_fen", "employment_award_fen",
    "property_fen", "dividend_fen", "other_property_fen", "transfer_fen", "family_planning_fen", "subsistence_fen",
    "destitute_fen", "pension_fen", "ecology_fen", "other_transfer_fen", "cost_fen", "cost_subsidy_fen", "total_fen",
    "net_fen", "population", "current_population", "per_capita_fen", "out_of_pocket_fen", "claims_fen",
)  # fmt: skip

#: The monitored status as the page 基本 shows it, and any status as the page 身份 does.
MONITORED_FIELDS = ("kind", "from_on", "risk1", "development", "removed", "contact")
STATUS_FIELDS = (
    "kind", "from_on", "through_on", "ended_why", "first_identified_on", "lift_state", "lifted_year",
    "pre_lifted_year", "planned_lift_year", "returned_year", "returned_cause", "risk1", "risk2", "risk3", "risk4",
    "risk5", "disaster", "risk_note", "development", "removed", "removed_way", "removed_on", "contact",
    "contact_phone", "note",
)  # fmt: skip

#: Everything shown, by record. The code of a member's household and the year stand in headings.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "household": tuple(name for _, names in SECTIONS for name in names),
    "person": MEMBER_FIELDS,
    "membership": (*MEMBERSHIP_FIELDS, "household_code"),
    "person_year": (*MEMBER_YEAR_FIELDS, "year"),
    "household_year": (*INCOME_FIELDS, "year"),
    "status_period": STATUS_FIELDS,
}
