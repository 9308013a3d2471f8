"""The database itself refuses what must never be: each rule is broken by raw SQL, past every line of Python."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.models import CaseEvent


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("state = 'finished'", "case_state_exists"),
        ("state = 'closed'", "closed_cases_have_a_closing_time"),
        ("closed_at = now()", "closed_cases_have_a_closing_time"),
        ("owner_id = NULL", "handled_cases_have_an_owner_and_a_due_time"),
        ("handle_due_at = NULL", "handled_cases_have_an_owner_and_a_due_time"),
        ("handle_due_at = reported_at - interval '1 second'", "nothing_is_due_before_it_was_reported"),
        ("households = 0", "at_least_one_household"),
        ("state = 'suspended'", "paused_cases_come_back"),
        ("state = 'merged'", "merged_cases_have_a_main_case"),
        ("asked = 'void'", "what_is_asked_has_somebody_who_asks"),
        ("extension_count = 3", "extended_at_most_twice"),
        ("reopen_count = 3", "reopened_at_most_twice"),
    ],
)
def test_a_case_cannot_be_brought_into_an_impossible_state(bring, change, rule):
    case = bring("in_progress")

    with pytest.raises(IntegrityError, match=rule):
        run(f"UPDATE cases_case SET {change} WHERE id = %s", case.pk)


def test_an_event_is_never_deleted(bring):
    case = bring("in_progress")

    with pytest.raises(DatabaseError):
        run("DELETE FROM cases_caseevent WHERE case_id = %s", case.pk)


@pytest.mark.parametrize("column", ["kind = 'case.closed'", "note = 'x'", "at = now()", "by_id = NULL", "data = '[1]'"])
def test_the_facts_of_an_event_never_change(bring, column):
    case = bring("in_progress")

    with pytest.raises(DatabaseError):
        run(f"UPDATE cases_caseevent SET {column} WHERE case_id = %s AND kind = 'case.signed_for'", case.pk)


def test_the_delivery_marks_of_an_event_may_change(bring):
    case = bring("in_progress")
    run("UPDATE cases_caseevent SET attempts = 3 WHERE case_id = %s", case.pk)

    assert set(CaseEvent.objects.filter(case=case).values_list("attempts", flat=True)) == {3}


def test_a_clock_runs_once_at_a_time_and_never_backwards(bring):
    case = bring("in_progress")
    clock = case.clocks.get(stage="handle")

    with pytest.raises(IntegrityError, match="one_running_clock_per_stage"):
        run(
            'INSERT INTO cases_stageclock (case_id, stage, "limit", started_at, warn_at, due_at, is_moved, is_void)'
            ' SELECT case_id, stage, "limit", started_at, warn_at, due_at, is_moved, is_void FROM cases_stageclock'
            " WHERE id = %s",
            clock.pk,
        )
    with pytest.raises(IntegrityError, match="clock_stops_after_start"):
        run("UPDATE cases_stageclock SET stopped_at = started_at - interval '1 hour' WHERE id = %s", clock.pk)
    with pytest.raises(IntegrityError, match="clock_due_after_start"):
        run("UPDATE cases_stageclock SET due_at = started_at - interval '1 hour' WHERE id = %s", clock.pk)


def test_a_number_is_given_once(bring):
    first, second = bring("assigned"), bring("assigned")

    with pytest.raises(IntegrityError):
        run("UPDATE cases_case SET number = %s WHERE id = %s", first.number, second.pk)
