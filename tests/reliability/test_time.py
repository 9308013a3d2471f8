"""The clock jumps, the system sleeps, the year ends: the ladder is never early and never climbs a rung twice."""

from datetime import UTC, datetime, timedelta

import pytest

from cases import clocks, escalation, lifecycle, office, outbox, sweeps
from cases.models import Case, CaseEvent, Escalation, SupervisionNotice, WorkdayOverride
from zhengzhou_grid import schedule

HOUR = timedelta(hours=1)


def steps(case):
    """Return rung and moment of each step a case has climbed."""
    return list(Escalation.objects.filter(case=case).order_by("rung").values_list("rung", "at"))


def test_it_looks_at_least_every_two_minutes():
    assert schedule.beat_schedule["escalate"]["schedule"] <= 120
    assert schedule.beat_schedule["sweep-outbox"]["schedule"] <= 60


def test_a_clock_put_back_an_hour_climbs_no_rung_early_or_twice(bring):
    case = bring("in_progress")
    first_at = case.escalate_at
    sweeps.escalate(first_at)
    second_at = Case.objects.get(pk=case.pk).escalate_at

    for moment in (first_at - HOUR, first_at, first_at + HOUR, second_at - HOUR, second_at - timedelta(seconds=1)):
        sweeps.escalate(moment)
    assert steps(case) == [(1, first_at)]
    sweeps.escalate(second_at)
    sweeps.escalate(second_at - HOUR)
    sweeps.escalate(second_at)
    assert steps(case) == [(1, first_at), (2, second_at)]
    assert CaseEvent.objects.filter(case=case, kind="case.escalated").count() == 2


def test_a_case_reported_after_the_clock_was_put_back_has_its_own_moments(bring, world):
    late = bring("assigned", "B01")
    early = bring("assigned", "B01", at=world.now - HOUR)
    sweeps.escalate(early.escalate_at)

    assert [rung for rung, _at in steps(early)] == [1]
    assert steps(late) == []
    assert late.escalate_at - early.escalate_at == HOUR


def test_a_worker_whose_clock_is_behind_the_web_servers_still_routes(report, world):
    case = report("B01", routed=False)
    event = case.events.get()
    sweeps.handle(event.pk, world.now - timedelta(milliseconds=200))

    event.refresh_from_db()
    assert (event.attempts, event.last_error) == (0, "")
    assert Case.objects.get(pk=case.pk).state == "assigned"


def test_a_case_can_be_worked_on_after_the_clock_was_put_back(bring, who, world):
    case = bring("assigned")

    lifecycle.sign_for(case, by=who("cadre"), now=world.now - HOUR)
    assert Case.objects.get(pk=case.pk).state == "in_progress"


def test_after_a_day_of_downtime_every_rung_missed_is_climbed_once_and_at_once(bring, world):
    emergencies = [bring("assigned", "B01") for _n in range(5)]  # 4 hours round the clock: all rungs within 8
    difficult = bring("in_progress")
    awake = world.now + timedelta(hours=24)

    sweeps.escalate(awake)
    sweeps.escalate(awake + timedelta(minutes=1))
    for case in emergencies:
        assert steps(case) == [(rung, awake) for rung in (1, 2, 3, 4)]
    assert steps(difficult) == []
    assert SupervisionNotice.objects.count() == 3 * len(emergencies)


def test_a_limit_across_the_new_year_is_due_by_a_guessed_calendar_which_is_said(bring, world):
    monday = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
    case = bring("in_progress", at=monday)  # 20 working days, from 29 December, New Year's Day off

    assert case.handle_due_at.astimezone(office.calendar().tz).date().isoformat() == "2027-01-26"
    assert office.years_to_import(monday) == (2027,)

    rungs = clocks.climbing([case.pk])[case.pk]
    moments = [clocks.rung_at(rungs, rung, case) for rung in (1, 2, 3, 4)]
    assert moments[1] == case.handle_due_at
    step, moment = timedelta(hours=2), monday
    while moment <= moments[-1] + step:
        escalation.sweep(moment)
        moment += step
    climbed = steps(case)
    assert [rung for rung, _at in climbed] == [1, 2, 3, 4]
    assert all(due <= at < due + step for due, (_rung, at) in zip(moments, climbed, strict=True))
    assert SupervisionNotice.objects.order_by("pk").first().number == "督办〔2027〕1号"


def test_a_calendar_without_working_days_stops_no_emergency(report, world):
    difficult, emergency = report("I01", routed=False), report("B01", routed=False)
    days = (world.now.date() + timedelta(days=n) for n in range(800))
    WorkdayOverride.objects.bulk_create(WorkdayOverride(date=day, is_workday=False) for day in days)
    office.forget()

    sweeps.outbox_sweep(world.now + outbox.GRACE)
    assert Case.objects.get(pk=difficult.pk).state == "reported"
    assert difficult.events.get().attempts == 1
    assert Case.objects.get(pk=emergency.pk).state == "assigned"


@pytest.mark.parametrize("day", ["2026-12-31T15:59:59", "2026-12-31T16:00:00"])
def test_the_number_of_a_case_changes_its_year_at_midnight_in_zhengzhou(report, day):
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)

    expected = "ZZ20261231-000001" if moment.hour == 15 else "ZZ20270101-000001"
    assert report("A01", at=moment, routed=False).number == expected
