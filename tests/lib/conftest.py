"""Four people to ask for, whose keys and days tell them apart."""

from datetime import UTC, datetime, timedelta

import pytest

from grids.models import User

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture
def people(db):
    """Add four people, one a day from NOON on."""
    names = ("Li", "Wang", "Zhao", "Chen")
    return [  # with keys too large to belong to the shape of a query
        User.objects.create(pk=1000 + day, username=name, date_joined=NOON + timedelta(days=day))
        for day, name in enumerate(names)
    ]
