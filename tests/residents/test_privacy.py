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
