"""A week with known answers, and browsers for the cast."""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from cases import lifecycle, permissions
from cases.models import Case
from cases.periods import WEEK, Period
from grids import scope

CITY = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def on():
    """Return a moment of November 2026 in the city's time: on(17, 9)."""
    return lambda day, hour, minute=0: datetime(2026, 11, day, hour, minute, tzinfo=CITY)


@pytest.fixture
def last_week(world, now, report, bring, on):
    """Ten cases around the week of 16 to 22 November; what they add up to stands beside each.

    A01 has four working hours and one working day to respond, I01 twenty working days and one to respond.
    """

    def handled(case, at):
        owner = scope.of(case.owner.postings.get().person, now)
        case = lifecycle.sign_for(case, by=owner, now=at)
        return lifecycle.feed_back(case, result="explained", note="看过现场。", by=owner, now=at)

    def put(case, state):
        Case.objects.filter(pk=case.pk).update(state=state, comes_back_at=on(30, 9) if state == "suspended" else None)
        return case

    made = SimpleNamespace(
        on_time=handled(report("A01", at=on(17, 9)), on(17, 11)),  # due 17th 14:00, response due 18th: both kept
        late=handled(report("A01", at=on(17, 9)), on(17, 16)),  # two hours late; response kept
        untouched=report("A01", at=on(18, 9)),  # due 18th 14:00, response due 19th: both missed, overdue now
        week_before=handled(report("A01", at=on(13, 9)), on(13, 10)),  # due 13th; response due Monday 16th, kept
        long=report("I01", at=on(16, 9), source="patrol"),  # due in December; response due 17th, missed; self-found
        voided=put(report("A01", at=on(18, 9)), "voided"),  # out of everything
        on_hold=put(report("A01", at=on(18, 10)), "suspended"),  # subtracted
        partly=bring("closed", "A01", at=on(19, 10)),  # on time; rated: partly solved, fairly satisfied
        happy=bring("closed", "A01", at=on(19, 11)),  # on time; rated: solved, satisfied
        unrated=bring("closed", "A01", at=on(20, 9)),  # on time
    )
    rate = {"by": permissions.REPORTER, "now": on(20, 12)}
    lifecycle.evaluate(made.partly, solved="partly", satisfaction="fairly_satisfied", **rate)
    lifecycle.evaluate(made.happy, solved="yes", satisfaction="satisfied", **rate)
    return made


@pytest.fixture
def week():
    return Period(WEEK, datetime(2026, 11, 16, tzinfo=CITY).date())


@pytest.fixture
def browse(world):
    """Return a browser for one of the cast: browse("official").get("/dashboard/")."""

    def log_in(name):
        client = Client(headers={"accept-language": "en"})
        client.force_login(world.people[name])
        return client

    return log_in
