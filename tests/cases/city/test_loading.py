"""The city's cases: what the tables demand, what the workflow allows, and the same again from the same seed."""

from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases import codes, workflow
from cases.city import loading
from cases.models import Case, CaseEvent, StageClock
from cases.workflow import State

WITHOUT_A_DUE_TIME = (State.SUSPENDED, State.NEED_INFO)


def catalogue():
    """Return the foreign keys and indexes of the tables that are filled."""
    tables = [model._meta.db_table for model in loading.MODELS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, convalidated FROM pg_constraint WHERE conrelid = ANY (%s::regclass[]) ORDER BY 1", [tables]
        )
        constraints = cursor.fetchall()
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = ANY (%s) ORDER BY 1", [tables])
        # PostgreSQL writes the same condition in other words once an index was made from its own words
        return constraints, [row[0].partition(" WHERE ")[0] for row in cursor.fetchall()]


def test_it_loads_as_many_as_asked(load):
    rows = load()

    assert Case.objects.count() == rows["cases_case"] == 400
    assert Case.objects.values("number").distinct().count() == 400


def test_the_same_seed_gives_the_same_city(load, facts):
    load(seed=3)
    first = facts()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_case, cases_caseday CASCADE")
    load(seed=3)

    assert facts() == first


def test_foreign_keys_and_indexes_are_back_afterwards(load):
    before = catalogue()

    load()

    assert catalogue() == before


def test_events_follow_the_workflow_and_end_in_the_state_of_the_case(load):
    load()

    targets = {(action.event, action.target) for action in workflow.ACTIONS.values()}
    staying = {action.event for action in workflow.ACTIONS.values() if action.target is None}
    for case in Case.objects.prefetch_related("events"):
        events = sorted(case.events.all(), key=lambda event: event.pk)
        assert events[0].from_state == State.DRAFT
        assert events[-1].to_state == case.state
        assert all(one.to_state == two.from_state and one.at <= two.at for one, two in pairwise(events))
        assert all((event.kind, State(event.to_state)) in targets or event.kind in staying for event in events)


def test_open_cases_have_somebody_who_must_act_and_a_due_time(load):
    load()

    assert Case.objects.open().exists()
    assert not Case.objects.open().filter(waiting_on=None).exists()
    assert not Case.objects.open().exclude(state__in=WITHOUT_A_DUE_TIME).filter(due_at=None).exists()
    assert not Case.objects.filter(state__in=workflow.FINISHED).exclude(due_at=None).exists()


def test_the_lamp_of_a_case_follows_its_running_clock(load):
    load()

    for case in Case.objects.open().exclude(state__in=WITHOUT_A_DUE_TIME):
        clock = StageClock.objects.get(case=case, stage=workflow.STATES[State(case.state)].clock, stopped_at=None)
        assert (clock.due_at, clock.warn_at) == (case.due_at, case.warn_at)


def test_no_clock_runs_on_a_finished_case(load):
    load()

    assert not StageClock.objects.filter(case__state__in=workflow.FINISHED, stopped_at=None).exists()


def test_nothing_happens_after_the_moment_of_the_city(load, world):
    load()

    assert CaseEvent.objects.order_by("at").last().at <= world.now + loading.timedelta(hours=8)
    assert not CaseEvent.objects.filter(handled_at=None).exists()


def test_numbers_and_keys_go_on_after_it(load, report):
    load()
    newest = Case.objects.order_by("pk").last()

    case = report(at=newest.reported_at, routed=False)

    assert case.pk > newest.pk
    assert case.number == f"{newest.number[:11]}{int(newest.number[11:]) + 1:06d}"


def test_it_refuses_a_database_with_cases(load, report):
    report(routed=False)

    with pytest.raises(loading.NotEmpty):
        load()


def test_the_command_says_what_is_missing(db):
    with pytest.raises(CommandError, match="load_grids"):
        call_command("load_city", cases=5)


def test_the_number_is_of_the_day_in_the_city(load):
    load(count=50)

    for number, at in Case.objects.values_list("number", "reported_at"):
        assert number[2:10] == at.astimezone(codes.CITY_TIME).strftime("%Y%m%d")
