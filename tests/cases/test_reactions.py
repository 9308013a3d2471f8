"""Reactions are safe to run again: a message delivered three times changes nothing more, a lost one is found."""

import threading
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from cases import outbox, reactions, sweeps
from cases.models import Case, CaseEvent, Notice, RoutingDecision, StageClock


def counts():
    return [model.objects.count() for model in (Case, CaseEvent, Notice, RoutingDecision, StageClock)]


def test_every_message_delivered_three_times_changes_nothing_more(bring, world):
    bring("closed")
    before = counts()
    versions = list(Case.objects.values_list("version", flat=True))

    for event in CaseEvent.objects.all():
        for _time in range(3):
            assert sweeps.handle(event.pk, world.now) == 0
    assert counts() == before
    assert list(Case.objects.values_list("version", flat=True)) == versions


@pytest.mark.django_db(transaction=True)
def test_the_sweep_finds_what_the_broker_lost(report, world):
    cases = [report(routed=False) for _n in range(3)]

    assert sweeps.outbox_sweep(world.now + outbox.GRACE - timedelta(seconds=1)) == 0, "still the worker's turn"
    sweeps.outbox_sweep(world.now + outbox.GRACE)
    assert {Case.objects.get(pk=case.pk).state for case in cases} == {"assigned"}
    assert not CaseEvent.objects.filter(handled_at__isnull=True).exists()


def test_a_failing_event_is_tried_five_times_then_listed_and_never_stops_the_rest(report, world, monkeypatch):
    broken, sound = report("B01", routed=False), report("I01", routed=False)
    choose = reactions.routing.choose

    def refuse_one(facts, rules, seats):
        if facts.category == "B01":
            raise ValueError("no such rule")
        return choose(facts, rules, seats)

    monkeypatch.setattr(reactions.routing, "choose", refuse_one)
    event = broken.events.get()
    sweeps.handle(event.pk, world.now)  # straight from the broker
    assert sweeps.outbox_sweep(world.now + timedelta(seconds=25)) == 1, "the sound one goes on"
    for attempt in range(1, 5):
        event.refresh_from_db()
        assert event.attempts == attempt
        assert sweeps.outbox_sweep(event.try_at - timedelta(seconds=1)) == 0, "not before its time"
        sweeps.outbox_sweep(event.try_at)
    event.refresh_from_db()
    sweeps.outbox_sweep(world.now + timedelta(days=1))

    assert list(CaseEvent.objects.stuck()) == [event]
    assert "no such rule" in event.last_error
    assert Case.objects.get(pk=sound.pk).state == "assigned"
    assert Case.objects.get(pk=broken.pk).state == "reported"


def test_a_task_whose_time_is_over_ends_and_its_event_counts_as_tried(report, world, monkeypatch):
    first, second = report("B01", routed=False), report("I01", routed=False)

    def take_too_long(*_facts):
        raise SoftTimeLimitExceeded

    with monkeypatch.context() as here:
        here.setattr(reactions.routing, "choose", take_too_long)
        with pytest.raises(SoftTimeLimitExceeded):
            sweeps.outbox_sweep(world.now + outbox.GRACE)

    assert sorted(CaseEvent.objects.values_list("attempts", flat=True)) == [0, 1]
    sweeps.outbox_sweep(world.now + timedelta(hours=1))
    assert set(Case.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)) == {"assigned"}


def test_a_report_without_category_waits_at_the_desk_which_is_told(report, world):
    case = report(None)

    assert (case.state, case.waiting_on) == ("reported", world.street_post)
    assert Notice.objects.get().post == world.street_post


def test_a_category_without_a_rule_goes_to_the_intake_desk_and_says_why(report, world):
    case = report("Z01")

    assert (case.state, case.owner) == ("assigned", world.street_post)
    assert [reason["code"] for reason in case.routings.get().reasons] == ["no_rule", "backstop_desk"]


def test_a_place_where_nobody_is_posted_stays_in_triage(report, world):
    case = report(grid=world.elsewhere, category="B01")

    assert (case.state, case.owner, case.triage_reason) == ("reported", None, "nobody_posted")
    assert case.due_at is not None
    assert case.routings.get().reasons[-1] == {"code": "nobody"}


def test_an_event_that_kills_its_process_counts_as_tried(report, world, monkeypatch):
    report(routed=False)

    def die(event_id, now):
        raise SystemExit

    monkeypatch.setattr(sweeps, "handle", die)
    later = world.now
    for _night in range(5):
        later += timedelta(hours=2)
        with pytest.raises(SystemExit):
            sweeps.outbox_sweep(later)

    assert CaseEvent.objects.stuck().count() == 1


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_the_same_event_assign_it_once(report, world):
    case = report(routed=False)
    event = case.events.get()
    start = threading.Barrier(3)
    handled = []

    def work():
        start.wait()
        handled.append(sweeps.handle(event.pk, world.now))
        connection.close()

    threads = [threading.Thread(target=work) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [count > 0 for count in sorted(handled)] == [False, False, True]
    assert case.events.filter(kind="case.assigned").count() == 1
    assert RoutingDecision.objects.count() == 1
