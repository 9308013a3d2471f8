"""A city of one line of grids with every post that acts, and cases loaded into it."""

from datetime import timedelta

import pytest

from cases.city import loading
from cases.models import Case, CaseEvent, Rating, StageClock

CASES = 400


@pytest.fixture
def load(world):
    """Load cases of a seed, as at the moment of the world."""
    return lambda seed=7, count=CASES: loading.load(count, seed=seed, now=world.now + timedelta(hours=8))


@pytest.fixture
def facts():
    """Return everything loaded, without the ids that the database gave."""

    def read():
        cases = list(Case.objects.order_by("number").values_list("number", "state", "text", "due_at", "owner"))
        events = list(CaseEvent.objects.order_by("case__number", "pk").values_list("case__number", "kind", "at"))
        clocks = list(StageClock.objects.order_by("case__number", "pk").values_list("case__number", "stage", "due_at"))
        ratings = list(Rating.objects.order_by("case__number").values_list("case__number", "satisfaction"))
        return cases, events, clocks, ratings

    return read
