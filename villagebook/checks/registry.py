"""All checks, in the order in which findings are listed: people, households, money, and the book's own rules."""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.checks import (
    disability,
    family,
    flows,
    identity,
    incomes,
    insurance,
    labour,
    living,
    projects,
    risks,
    rosters,
    scholarships,
    schooling,
    social_aid,
    values,
    vouchers,
)  # fmt: skip
from villagebook.checks.check import Check

CHECKS: Registry[Check] = Registry(
    "checks",
    (
        identity.id_length, identity.id_check_digit, identity.id_birth, identity.id_certificate,
        identity.sex_differs_from_id, identity.birth_differs_from_id, identity.id_twice, identity.id_missing,
        identity.id_ruined, identity.name_missing, identity.sex_missing, identity.ethnicity_missing,
        identity.household_unknown,
        family.relation_missing, family.relation_sex, family.relation_age, family.young_head,
        family.couple_sex,
        schooling.education_and_school, schooling.education_empty, schooling.compulsory_school, schooling.school_age,
        schooling.young_low_education, schooling.left_school_healthy,
        labour.health_missing, labour.labour_missing, disability.disabled_without_certificate,
        labour.child_with_labour, labour.student_with_labour, labour.elder_with_labour,
        labour.healthy_without_labour, labour.severe_limb_labour,
        insurance.no_medical_insurance, insurance.two_medical_insurances, insurance.no_serious_illness_insurance,
        insurance.pension_missing, insurance.aid_without_insurance,
        social_aid.healthy_destitute, disability.severe_disability_without_subsidy,
        scholarships.vocational_without_scholarship, living.person_phone,
        family.no_head, family.two_heads, family.two_spouses, family.member_count, family.empty_household,
        living.no_safe_water, living.dangerous_house, living.household_phone, identity.card_ruined,
        incomes.wage_parts, incomes.property_parts, incomes.transfer_parts, incomes.total, incomes.net,
        incomes.per_capita,
        social_aid.no_labour_no_subsistence, social_aid.no_labour_not_marked,
        risks.disability_without_disabled, risks.illness_without_patient, risks.illness_without_cost,
        risks.no_labour_with_workers, risks.work_without_worker,
        scholarships.scholarship_without_student, disability.disability_subsidy_for_nobody,
        social_aid.aid_not_listed, social_aid.aid_for_nobody, social_aid.only_social,
        insurance.insurance_subsidy_missing, insurance.insurance_subsidy_too_late,
        projects.sources_differ, projects.date_order, projects.project_notice_too_short,
        rosters.line_product, rosters.household_twice, rosters.roster_household_unknown,
        rosters.roster_project_unknown, rosters.sum_differs, rosters.count_differs,
        vouchers.incomplete, vouchers.sign, vouchers.voucher_twice, vouchers.voucher_gap, vouchers.project_unknown,
        vouchers.reversal,
        flows.source_without_grant, flows.overspent, flows.reimbursed_over_spent, flows.reimbursed_before_acceptance,
        flows.returned_over_balance, flows.received_over_granted, flows.granted_differs_from_plan,
        projects.notice_too_short,
        values.not_in_list, values.not_in_assumed_list, values.unread, values.own_value,
    ),
)  # fmt: skip
