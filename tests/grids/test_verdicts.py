"""Allowed and Denied."""

import pytest

from zhengzhou_grid.lib.verdicts import ALLOWED, Denied


def test_it_is_true_when_allowed_and_false_with_a_reason_when_denied():
    assert ALLOWED
    refusal = Denied("Somebody was faster.")
    assert not refusal
    assert str(refusal) == refusal.reason == "Somebody was faster."


def test_it_refuses_a_refusal_without_a_reason():
    with pytest.raises(ValueError, match="reason"):
        Denied("")
