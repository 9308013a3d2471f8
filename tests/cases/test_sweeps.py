"""What the worker does by itself with one case after another: what fails stops no other and is tried again."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.test import Client
from django.urls import reverse

from cases import lifecycle, sweeps
from cases.models import CaseEvent
from grids.models import User

HOUR = timedelta(hours=1)


@pytest.fixture
def held(bring, who, world):
    """Return two cases on hold whose review date has come, with that moment."""

    def hold():
        case = lifecycle.request_suspension(
            bring("in_progress"), reason="season", until=world.now.date() + timedelta(days=2), note="等开春。",
            by=who("cadre"), now=world.now,
        )  # fmt: skip
        return lifecycle.suspend(case, by=who("supervisor"), now=world.now)

    return hold(), hold()


@pytest.fixture
def failing(monkeypatch):
    """Let taking a case up fail with an error for a while."""

    @contextmanager
    def fail(error):
        def resume(_case, **_answers):
            raise error

        with monkeypatch.context() as here:
            here.setattr(lifecycle, "resume", resume)
            yield

    return fail


def test_a_case_that_could_not_go_on_is_tried_again_in_an_hour(held, failing):
    at = held[0].comes_back_at
    with failing(ValueError("broken")):
        assert sweeps.come_back(at) == 0

    assert CaseEvent.objects.filter(kind="case.coming_back_failed").count() == 2
    assert sweeps.come_back(at + HOUR / 2) == 0
    assert sweeps.come_back(at + HOUR) == 2


def test_an_administrator_finds_it(held, failing):
    with failing(ValueError("broken")):
        sweeps.come_back(held[0].comes_back_at)
    browser = Client()
    browser.force_login(User.objects.create_superuser("root", password="only-here"))

    page = browser.get(reverse("admin:cases_caseevent_changelist"), {"trouble": "ladder"}).text
    assert held[0].number in page


def test_a_run_whose_time_is_over_ends_and_blames_no_case(held, failing):
    at = held[0].comes_back_at
    with failing(SoftTimeLimitExceeded()), pytest.raises(SoftTimeLimitExceeded):
        sweeps.come_back(at)

    assert not CaseEvent.objects.filter(kind="case.coming_back_failed").exists()
    assert sweeps.come_back(at) == 2


def test_a_long_run_leaves_the_rest_to_the_next(held, monkeypatch):
    at = held[0].comes_back_at
    monkeypatch.setattr(sweeps, "ENOUGH", 0)

    assert [sweeps.come_back(at), sweeps.come_back(at), sweeps.come_back(at)] == [1, 1, 0]
