"""Doing each verb of contracts, acceptances and assets once to the sample book, for test_verbs."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from typing import Any

from PIL import Image

from tests import made_books
from tests.registries.doings_meetings import prepared
from villagebook.services import acceptances, asset_events, asset_photos, assets, contracts, projects, works_money
from villagebook.store import Book

TODAY = made_books.TODAY
ACTOR = "测试"
DONE = {"actor": ACTOR, "today": TODAY}
LAMPS, ROAD = "35069920250712", "35069920250701"


def a_project(book: Book, code: str = LAMPS) -> uuid.UUID:
    """A project of the sample."""
    return projects.key_of(book, code)


def a_contract(book: Book) -> uuid.UUID:
    """A contract of this test under a project of the sample."""
    return contracts.add(book, a_project(book), {"party": "试用工程队", "amount_fen": "1000"}, actor=ACTOR)[1]


def settled(book: Book) -> uuid.UUID:
    """A contract that was settled."""
    key = a_contract(book)
    contracts.settle(book, key, TODAY, 90_000, actor=ACTOR)
    return key


def to_mend(book: Book) -> uuid.UUID:
    """An acceptance that found something to mend."""
    texts = {"kind": "村级自验", "accepted_on": "2025-07-01", "result": "整改", "to_mend": "灯杆不直"}
    return acceptances.add(book, a_project(book), texts, [acceptances.Item("路灯", "盏")], **DONE)[1]


def an_asset(book: Book) -> uuid.UUID:
    """An asset of this test."""
    return assets.add(book, {"name": "试用路灯", "kind": "公益性资产"}, actor=ACTOR)[1]


def an_event(book: Book) -> uuid.UUID:
    """An event of an asset of this test."""
    key = an_asset(book)
    asset_events.count(book, key, TODAY, state="损毁", **DONE)
    return assets.view(book, key, TODAY).events[0].key


def a_picture() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#607080").save(out, "PNG")
    return out.getvalue()


PICTURE = a_picture()


def a_photo(book: Book) -> uuid.UUID:
    """A photo of an asset of this test."""
    key = an_asset(book)
    asset_photos.attach(book, key, [asset_photos.Given("冷库.png", PICTURE)], actor=ACTOR)
    return asset_photos.photos(book, key)[0].link


DOINGS: dict[str, Callable[[Book], Any]] = {
    "contract.add": lambda book: contracts.add(
        book, a_project(book), {"party": "试用工程队", "amount_fen": "1000"}, actor=ACTOR),
    "contract.correct": prepared(a_contract, lambda book, key: contracts.correct(
        book, key, {"content": "试"}, actor=ACTOR)),
    "contract.amend": prepared(a_contract, lambda book, key: contracts.amend(book, key, 100, "村两委", actor=ACTOR)),
    "contract.settle": prepared(a_contract, lambda book, key: contracts.settle(book, key, TODAY, 1, actor=ACTOR)),
    "contract.audit": prepared(settled, lambda book, key: contracts.audit(
        book, key, TODAY, "试用审计所", 80_000, actor=ACTOR)),
    "contract.pay": prepared(a_contract, lambda book, key: works_money.pay(
        book, key, TODAY, {"县": 10_000, "社会捐赠": 5_000}, actor=ACTOR)),
    "contract.remove": prepared(a_contract, lambda book, key: contracts.remove(book, key, actor=ACTOR)),
    "acceptance.add": lambda book: acceptances.add(
        book, a_project(book), {"kind": "村级自验", "accepted_on": "2025-07-01"}, **DONE),
    "acceptance.correct": prepared(to_mend, lambda book, key: acceptances.correct(
        book, key, {"quality": "合格"}, items=[acceptances.Item("灯杆", "根")], **DONE)),
    "acceptance.mend": prepared(to_mend, lambda book, key: acceptances.mend(book, key, TODAY, **DONE)),
    "acceptance.remove": prepared(to_mend, lambda book, key: acceptances.remove(book, key, actor=ACTOR)),
    "asset.form": lambda book: assets.form(book, a_project(book), {}, actor=ACTOR),
    "asset.add": lambda book: assets.add(book, {"name": "试用路灯", "kind": "公益性资产"}, actor=ACTOR),
    "asset.correct": prepared(an_asset, lambda book, key: assets.correct(book, key, {"place": "村部"}, actor=ACTOR)),
    "asset.remove": prepared(an_asset, lambda book, key: assets.remove(book, key, actor=ACTOR)),
    "asset.confirm": prepared(an_asset, lambda book, key: asset_events.confirm(
        book, key, TODAY, owner="上云村村民委员会", **DONE)),
    "asset.hand_over": prepared(an_asset, lambda book, key: asset_events.hand_over(
        book, key, TODAY, "镇政府", "村委会", **DONE)),
    "asset.count": prepared(an_asset, lambda book, key: asset_events.count(book, key, TODAY, **DONE)),
    "asset.let": prepared(an_asset, lambda book, key: asset_events.let(
        book, key, TODAY, "试用公司", from_on=TODAY, through_on=TODAY, income_fen=1, **DONE)),
    "asset.take_back": prepared(an_asset, lambda book, key: asset_events.take_back(book, key, TODAY, **DONE)),
    "asset.repair": prepared(an_asset, lambda book, key: asset_events.repair(book, key, TODAY, **DONE)),
    "asset.dispose": prepared(an_asset, lambda book, key: asset_events.dispose(
        book, key, TODAY, "报废", approval="镇政府批复", **DONE)),
    "asset.earn": prepared(an_asset, lambda book, key: works_money.earn(book, key, TODAY, 100, actor=ACTOR)),
    "asset.attach": prepared(an_asset, lambda book, key: asset_photos.attach(
        book, key, [asset_photos.Given("冷库.png", PICTURE)], actor=ACTOR)),
    "asset.detach": prepared(a_photo, lambda book, link: asset_photos.detach(book, link, actor=ACTOR)),
    "asset.drop_event": prepared(an_event, lambda book, event: asset_events.drop_event(book, event, actor=ACTOR)),
}  # fmt: skip
