"""The table of time limits by stage and urgency."""

import pytest

from cases.deadlines import Limit
from cases.limits import LIMITS, STAGES, URGENCIES, limit_for


def test_it_has_a_limit_for_every_stage_and_urgency():
    assert tuple(LIMITS) == STAGES
    assert all(tuple(row) == URGENCIES for row in LIMITS.values())


@pytest.mark.parametrize(
    ("stage", "urgency", "expected"),
    [
        ("accept", "critical", "15m"),
        ("accept", "difficult", "2H"),
        ("assign", "urgent", "1E"),
        ("sign_for", "ordinary", "4H"),
        ("respond", "critical", "30m"),
        ("respond", "urgent", "2E"),
        ("verify", "urgent", "8H"),
        ("call_back", "difficult", "5D"),
    ],
)
def test_it_gives_the_limit_of_a_stage(stage, urgency, expected):
    assert limit_for(stage, urgency) == Limit.parse(expected)


def test_it_has_no_limit_for_handling_because_the_category_has():
    with pytest.raises(KeyError):
        limit_for("handle", "ordinary")
