"""Kinds of notices about projects: N1 to N5. To add one: a value here; its tables and draft in its own module."""

from __future__ import annotations

from villagebook.notices.kind import Disclosure, NoticeKind
from villagebook.notices.projects import LIBRARY_TABLE, ROSTER_TABLE, draft_library, draft_roster
from villagebook.notices.works import DONE_TABLE, START_TABLE, draft_done, draft_start

#: Names of programmes that contain a sensitive word; allowed in titles that carry a project's name.
PROGRAMMES = frozenset({"残疾人", "大病保险", "大病救助", "大病补充保险"})

_HOUSEHOLD_RULE = "国开办发〔2018〕11号：到户项目公示受益户名单；分配结果包括金额"

PROJECT_KINDS: tuple[NoticeKind, ...] = (
    NoticeKind(
        id="project-library",
        number="N1",
        name="项目库入库公示",
        mode="公示",
        days="notice.project_library.days",
        signers=("committee",),
        board="项目",
        asks=("year", "project"),
        tables=(LIBRARY_TABLE,),
        discloses=(),
        title=("{village}", "{year}", "项目库入库", "公示"),
        basis="现将拟申报进入项目库的项目予以公示，接受群众监督。",
        draw=draft_library,
        source="村级申报项目入库前公示（项目库建设规定，2018年起）",
    ),
    NoticeKind(
        id="project-start",
        number="N3",
        name="项目实施前公示",
        mode="公示",
        days="notice.project_start.days",
        signers=("committee",),
        board="项目",
        asks=("project",),
        tables=(START_TABLE,),
        discloses=(),
        title=("{village}", "{year}", "{project}", "项目实施前", "公示"),
        basis="现将{project}项目的实施情况予以公示，接受群众监督。",
        draw=draft_start,
        title_words=PROGRAMMES,
        source="到村项目实施前公示（国开办发〔2018〕11号）",
    ),
    NoticeKind(
        id="roster-beneficiaries",
        number="N4",
        name="到户项目受益户公示",
        mode="公示",
        days="notice.household_beneficiaries.days",
        signers=("committee",),
        board="名单",
        asks=("project",),
        tables=(ROSTER_TABLE,),
        discloses=(
            Disclosure("roster_line.amount_fen", _HOUSEHOLD_RULE),
            Disclosure("roster_line.note", "到户项目受益户公示表的备注栏；含个人情况的词由张贴前检查拦下"),
        ),
        title=("{village}", "{year}", "{project}", "到户项目", "受益户公示"),
        basis="现将{project}到户项目的受益户和补助金额予以公示，接受群众监督。",
        draw=draft_roster,
        title_words=PROGRAMMES,
        source="到户项目公示受益户名单（国开办发〔2018〕11号）",
    ),
    NoticeKind(
        id="project-completion",
        number="N5",
        name="竣工公告",
        mode="公告",
        days="notice.project_completion.days",
        signers=("committee",),
        board="项目",
        asks=("project",),
        tables=(DONE_TABLE,),
        discloses=(),
        title=("{village}", "{year}", "{project}", "项目竣工", "公告"),
        basis="现将{project}项目的完成情况予以公告，接受群众监督。",
        draw=draft_done,
        title_words=PROGRAMMES,
        source="到村项目竣工后公告（国开办发〔2018〕11号）",
    ),
)
