"""Masking: enough to tell two people apart, not enough to call or to know them."""

import pytest

from residents import privacy


@pytest.mark.parametrize(
    ("name", "shown"), [("", ""), ("张三", "张*"), ("张小三", "张**"), ("欧阳小三", "欧阳**"), ("李", "李*")]
)
def test_a_name_keeps_its_surname(name, shown):
    assert privacy.mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812341234", "138****1234"), ("0371-12345678", "0371-****5678"), ("12345", "*****"), ("", "")],
)
def test_a_phone_keeps_its_ends(phone, shown):
    assert privacy.mask_phone(phone) == shown


@pytest.mark.parametrize(
    "typed",
    ["13812341234", " 138 1234 1234", "138-1234–1234", "+86 138.1234.1234", "（+86）13812341234", "008613812341234",
     "86１３８１２３４１２３４"],
)  # fmt: skip
def test_a_mobile_number_in_one_piece_is_one_however_it_was_typed(typed):
    assert privacy.plain_phone(typed) == "13812341234"


@pytest.mark.parametrize(("typed", "plain"), [("0371-6788 1234", "037167881234"), ("86371", "86371"), ("", "")])
def test_what_is_no_mobile_number_keeps_all_its_digits(typed, plain):
    assert privacy.plain_phone(typed) == plain


@pytest.mark.parametrize(
    "number", ["13812341234", "138 1234 1234", "138-1234-1234", "138 12341234", "+86 138 1234 1234", "8613812341234"]
)
def test_a_mobile_number_in_a_text_is_masked_however_it_is_written(number):
    assert privacy.mask_text(f"请打{number}，谢谢") == "请打138****1234，谢谢"


@pytest.mark.parametrize("number", ["410102198001011234", "410102 19800101 1234", "410102-1980-0101-1234"])
def test_an_id_number_in_a_text_is_masked(number):
    assert privacy.mask_text(f"身份证{number}。") == "身份证4101**********1234。"


def test_an_id_number_that_ends_in_x_is_masked():
    assert privacy.mask_text("41010219800101123X") == "4101**********123X"


@pytest.mark.parametrize("text", ["12户", "ZZ20261123-000001", "2026-11-23 18:30", "电话12345", "38.5平方米 2026年"])
def test_other_numbers_in_a_text_stay(text):
    assert privacy.mask_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0371-67881234", "0371-****1234"),
        ("豫A12348", "豫A****8"),
        ("zhang.san@x.com", "z***@x.com"),
        ("410102 800101 123", "4101*******1123"),
        ("6222 0212 3456 7890 128", "***************0128"),
    ],
)
def test_each_kind_of_number_has_its_mask(text, shown):
    assert privacy.mask_text(f"是{text}。") == f"是{shown}。"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("12 号楼门前", "12 号楼门前"),
        ("3号楼2单元1502室", "3号楼**单元**室"),
        ("桐柏路12号院5号楼3-502", "桐柏路12号院5号楼3-**"),
        ("金苑小区东单元六层", "金苑小区**单元**层"),
        ("建设路8号", "建设路8号"),
    ],
)
def test_an_address_is_told_down_to_the_building(address, shown):
    assert privacy.mask_home(address) == shown


def test_a_person_is_taken_out_of_a_text():
    text = "我是王秀英，电话13800001234，王秀英谢谢。"

    assert privacy.without_person(text, name="王秀英", phone="13800001234") == "我是***，电话***，***谢谢。"


@pytest.mark.parametrize("phone", ["+8613812345678", "008613812345678", "138 1234 5678"])
def test_a_number_given_with_the_code_of_the_country_is_found_without_it(phone):
    assert privacy.without_person("打我电话13812345678", name="", phone=phone) == "打我电话***"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("3号楼2单元1502", "3号楼**单元**"),
        ("3号楼1502", "3号楼**"),
        ("12栋 301", "12栋**"),
        ("建设路3号楼120号", "建设路3号楼120号"),
    ],
)
def test_a_flat_is_hidden_without_the_word_for_it_too(address, kept):
    assert privacy.mask_home(address) == kept


def test_a_number_written_behind_an_address_of_mail_is_masked_with_it():
    assert "13812345678" not in privacy.mask_text("a@qq.com13812345678")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("3号楼1502的孟家", "3号楼***的孟家"),
        ("1502室漏水，11502不是", "***室漏水，11502不是"),
        ("2单元没灯，15户受影响", "2单元没灯，15户受影响"),
    ],
)
def test_the_flat_of_an_address_is_found_in_other_texts(text, kept):
    assert privacy.without_home(text, address="3号楼2单元1502室") == kept
