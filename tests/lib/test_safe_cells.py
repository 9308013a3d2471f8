"""What somebody typed stays a text in a spreadsheet."""

import pytest

from zhengzhou_grid.lib.safe_cells import safe


@pytest.mark.parametrize("sign", [*"=+-@", "\t", "\r", "\n", "\0", *"＝＋－＠"])
def test_a_text_that_could_run_is_marked(sign):
    assert safe(f"{sign}1+1").startswith("'")


@pytest.mark.parametrize("hidden", [" ", "  ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\x01", "\x7f", "\u202e"])
def test_nothing_unseen_hides_a_formula(hidden):
    assert safe(f"{hidden}=HYPERLINK(1)").startswith("'")


def test_control_characters_are_removed_and_line_ends_become_spaces():
    assert safe("一\x00二\x1b三\x9f\ufffe") == "一二三"
    assert safe("first\r\n=second\tthird") == "first  =second third"


@pytest.mark.parametrize("text", ["", "井盖缺失", "1+1=2", "0371-****1234", "a@b"])
def test_ordinary_texts_stay_as_they_are(text):
    assert safe(text) == text
