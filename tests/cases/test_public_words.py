"""How a case is named where everybody can read it."""

import pytest

from cases import public_words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("汇才街2号院7号楼3单元暖气不热", "汇才街**号院**号楼**单元暖气不热"),
        ("十二号楼A座漏水", "**号楼A座漏水"),
        ("桐柏路的路灯不亮", "桐柏路的路灯不亮"),
        ("路灯连着五盏不亮", "路灯连着五盏不亮"),
        ("联系13800001111", "联系138****1111"),
    ],
)
def test_a_public_title_names_no_door_and_no_telephone(written, shown):
    assert public_words.title(written) == shown
