from __future__ import annotations

import pytest

from villagebook.exporting.leaks import KINDS, LeakRules, Literals, scan_text
from villagebook.exporting.leaks.search import FINDERS

ID, CARD, PHONE = "350699195803040020", "6228480012345678901", "13800138000"
BARE = LeakRules()


def kinds(text, rules=BARE):
    return [hit.kind for hit in scan_text(text, rules)]


def test_every_finder_has_a_kind_with_a_title():
    assert set(KINDS.ids) == {*FINDERS, "location", "unchecked"}


@pytest.mark.parametrize("text", [
    ID, f"身份证{ID}号", "35069919580304002X", "35069919580304002x", "３５０６９９１９５８０３０４００２４",
    "350699 19580304 0024", "3506 9919 5803 0400 24", f"{ID[:3]}  {ID[3:9]}  {ID[9:]}",
    "350699195803\n040024", "350699-19580304-0024", "3506\u200b99195803040024", "350699580304002", "350699101203000101",
    f"{ID}43", f"{ID}43B1", f"1{ID}7", " ".join("350699195803040024"), "350699 580304 002", "350699195803 04\n0024",
    "3506\n9919\n5803\n0400\n24", "350699.19580304.0024", "350699/1958/0304/0024", "350699_1958_03_04_0024",
    "350699195803\n04·0024",
])
def test_id_shapes_are_found(text):
    assert kinds(text) == ["id_number"]


@pytest.mark.parametrize("text", [CARD, "6228 4800 1234 5678 901", "6228-4800-1234-5678-901", "4111 1111 1111 1111",
                                  "5100000000000000", "622848001234567\n8903", " ".join(CARD),
                                  "6228 4800\n1234 5678 901", "6228 48\n00 1234 5678 901"])
def test_card_shapes_are_found(text):
    assert kinds(text) == ["card"]


@pytest.mark.parametrize("text", [
    PHONE, "138 0013 8000", "138-0013-8000", "+86 13800138000", "8613800138000", "+86 138 0013 8000",
    "１３８００１３８０００", "138 00138000", "1380013 8000", "1 3 8 0 0 1 3 8 0 0 0", "138 001 38000", "138.0013.8000",
    "1 3 8 0 0 1\n3 8 0 0 0", "138/00138000",
    "电话1，13800138000", "13800138000。", "138\u200b00138000"])
def test_mobile_numbers_are_found(text):
    assert kinds(text) == ["mobile"]


def test_two_numbers_joined_by_a_comma_are_both_found():
    assert kinds("13900139000,13800138000") == ["mobile", "mobile"]


@pytest.mark.parametrize("text", [
    "3506**********1217", "3506****1217", "350699********1217", "138****8000", "6228 **** **** 8901", "3506●●●●●●1217",
    "350699××××××××121X",
    "350699○○○○○○○○1217", "350699########1217", "35069919580304****", "350699xxxxxxxx1217",
    "350699195803******", "**************1217"])
def test_partly_starred_numbers_are_found(text):
    assert kinds(text) == ["masked"]


@pytest.mark.parametrize("text", [
    "清溪公示〔2025〕17号", "核对码 8f3a91c4", "3f786850e387550fdab836ed7e6dc88138001380002300d6f7c1a2b3c4d5e6f70",
    "项目编号 35069910120301", "户编号 3506991012030001", "监督电话 12317", "0593-8765432", "20250311",
    "2025-03-11至2025-03-21", "13,800,138,000.00", "13800138000.00", "1,234.56 2,345.67", "共 120 户 4512 人",
    "张*三", "第 1 页 共 20 页", "5000 5200 4300 1251 300", "1380 0138 000", "35 0699 1200 2500 4000 17",
    "2026-03-11 09:30:00",
    "3506991012030001\n6 户", "1.38001.38000", "138,001,380.00",
    "户数\n1380\n0138\n0003", "3506.9919.5803", "坐标118.1234567,24.1234567",
    "****", "防治水稻因病虫害减产", "重大病虫害防治", "其中风险户 3 户",
])
def test_ordinary_text_is_silent(text):
    assert kinds(text) == []


@pytest.mark.parametrize("text", [
    PHONE, "138 0013 8000", "138\n00138000", f"联系{PHONE}，白天", "1 3 8 0 0 1 3 8 0 0 0"])
def test_a_stored_phone_is_found_however_it_is_spaced(text):
    assert kinds(text, LeakRules(secrets=Literals([PHONE]))) == ["secret_number"]


@pytest.mark.parametrize(("stored", "text"), [
    (ID, "3506991958\n03040020"), (ID + "43", ID), (ID + "43B1", ID), ("35069919580304002x", "35069919580304002X"),
    (" 350699195803040025 ", "编号1350699195803040025"), ("0593-8765432", "05938765432"), ("8765432", "电话8765432"),
    ("外出，电话13900139000", "139 0013 9000"), (CARD, "622848001234567\n8901"),
])
def test_stored_numbers_are_found(stored, text):
    assert kinds(text, LeakRules(secrets=Literals([stored]))) == ["secret_number"]


@pytest.mark.parametrize("text", ["138.0013.8000", "138，0013，8000", "13800、138000", "1380013·8\n000"])
def test_a_stored_phone_is_found_with_points_between(text):
    assert kinds(text, LeakRules(secrets=Literals([PHONE]))) == ["secret_number"]


@pytest.mark.parametrize(("stored", "text"), [
    ("8765432", "118765432"), ("8765432", "8765432.00"), ("8765432", "87  65432"),
    ("20250311", "2025-03-11"), ("2019", "2019"), ("13800138000", "113800138000"),
    ("一级", "一级"), ("小学", "小学"), ("", "甲"),
])
def test_coincidences_are_silent(stored, text):
    assert kinds(text, LeakRules(secrets=Literals([stored]), words=())) == []


def test_a_stored_remark_is_found_across_blanks():
    rules = LeakRules(secrets=Literals(["长期住院，由女儿照顾"]))
    assert kinds("说明：长期住院，\n由女儿 照顾。", rules) == ["secret_text"]


def test_office_phones_and_allowed_codes_are_silent():
    rules = LeakRules(secrets=Literals([PHONE, "8765432"]), office_phones=[PHONE, "0593-8765432"],
                      allowed=["4206991012030001", "示范县残疾人联合会"])
    assert kinds("电话 138-0013-8000、0593-8765432；户编号 4206991012030001；示范县残疾人联合会", rules) == []
    assert kinds("4206991012030002", rules) == ["card"]


def test_an_allowed_number_inside_a_secret_does_not_hide_it():
    assert kinds(ID, LeakRules(allowed=[ID[:14]])) == ["id_number"]


def test_a_household_code_beside_a_number_of_people_is_silent_once_it_is_allowed():
    assert kinds("3506992002030112 48") == ["id_number"]
    assert kinds("3506992002030112 48", LeakRules(allowed=["3506992002030112"])) == []


@pytest.mark.parametrize("text", ["致贫原因：因病", "因 残", "患有大病", "长期慢性病", "肢体残疾二级"])
def test_health_and_cause_words_are_found(text):
    assert set(kinds(text)) == {"word"}


def test_title_words_are_allowed_in_the_title_only():
    rules = LeakRules(titles=["清溪村2025年残疾人两项补贴发放公示"], title_words=["残疾人两项补贴"])
    assert kinds("清溪村2025年残疾人\n两项补贴发放公示", rules) == []
    assert kinds("清溪村2025年残疾人两项补贴发放公示 残疾人两项补贴 80 元", rules) == ["word"]
    assert kinds("清溪村2025年残疾人两项补贴发放公示", LeakRules(titles=rules.titles)) == ["word"]


def test_one_place_is_reported_once_by_the_weightiest_kind():
    assert kinds(ID, LeakRules(secrets=Literals([ID]))) == ["secret_number"]


def test_what_is_shown_is_masked():
    hit, = scan_text(ID, BARE, "第 1 页")
    assert ID not in str(hit)
    assert ID[6:16] not in str(hit)
    assert hit.shown == "350*************20"
    secret, = scan_text("长期住院，由女儿照顾", LeakRules(secrets=Literals(["长期住院，由女儿照顾"])))
    assert "女儿" not in str(secret)
