"""The figures of a week with known answers, and that each is as long as the list behind it."""

from datetime import timedelta

import pytest
from django.db.models import Q

from cases import lifecycle, measures, meetings, workflow
from cases.dashboards import figures
from cases.dashboards.figures import Ratio
from cases.measures import RATES, SETS, SHARES, Window, cases_behind
from cases.models import Case, Resolution
from cases.workflow import Step
from tests.cases import meeting as council


@pytest.fixture
def shown(last_week, world, week, now):
    return figures.of(world.district, week, now)


@pytest.fixture
def window(week, now):
    return Window.of(week, now)


@pytest.mark.parametrize(
    ("rate", "part", "whole"),
    [
        ("on_time", 4, 6),
        ("response", 5, 7),
        ("solved", 1, 2),
        ("satisfied", 2, 2),
        ("self_found", 1, 8),
        ("returned", 0, 8),
        ("extended", 0, 8),
        ("held", 0, 8),
        ("voided", 0, 9),
    ],
)
def test_it_counts_what_one_counts_by_hand(shown, week, rate, part, whole):
    assert shown.rates[rate][week] == Ratio(part, whole)


def test_a_case_belongs_to_the_week_in_which_its_limit_falls(shown, week):
    assert shown.rates["on_time"][week.previous] == Ratio(1, 1)
    assert shown.rates["response"][week.previous] == Ratio()


def test_without_a_denominator_there_is_no_rate():
    assert Ratio(0, 0).percent is None
    assert Ratio(1, 4).percent == 25


def test_what_falls_due_later_in_a_running_week_is_not_yet_late(world, report, now, week):
    report("A01", at=now)

    running = figures.of(world.district, week.next, now)

    assert running.rates["on_time"][week.next] == Ratio()


def test_it_counts_what_waits_at_each_step(shown):
    counts = {step: (waiting.count, waiting.late) for step, waiting in shown.waiting.items() if waiting.count}

    assert counts == {
        Step.ASSIGN: (2, 2),  # two never signed for
        Step.HANDLE: (1, 1),  # on hold, its old due time still in the row
        Step.FEED_BACK: (3, 3),  # two working days to verify have passed
        Step.EVALUATE: (1, 0),
    }


def test_it_puts_every_case_with_the_unit_below(shown, world, week):
    assert dict(shown.by_child[world.street.pk])[week] == Ratio(4, 6)
    assert shown.waiting_by_child[world.street.pk].count == 6


def test_it_counts_categories_and_who_has_their_late_cases(shown, world):
    [category] = shown.categories

    assert (category.code, category.due, category.late) == ("A01", 6, 2)
    assert category.late_by_child == {world.street.pk: 2}


@pytest.mark.parametrize("rate", {rate.name: rate for rate in (*SHARES, *RATES)}.values(), ids=lambda rate: rate.name)
@pytest.mark.parametrize("level", ["district", "street", "community", "grid"])
def test_each_rate_is_as_long_as_the_lists_behind_it(last_week, world, week, window, now, rate, level):
    grid = getattr(world, level)
    ratio = figures.of(grid, week, now).rates[rate.name][week]

    assert cases_behind(rate.part, grid, window).count() == ratio.part
    assert cases_behind(rate.whole, grid, window).count() == ratio.whole


@pytest.mark.parametrize("step", Step)
def test_each_step_is_as_long_as_the_lists_behind_it(shown, world, window, step):
    assert cases_behind(f"wait_{step.value}", world.district, window).count() == shown.waiting[step].count
    if step in measures.PASSING:
        passed = shown.passed.get(step)
        behind = cases_behind(f"passed_{measures.PASSING[step].value}", world.district, window)
        assert behind.count() == (passed.count if passed else 0)


def test_late_and_due_soon_are_as_long_as_the_lists_behind_them(shown, world, window):
    waiting = shown.waiting_by_child[world.street.pk]

    assert cases_behind("late", world.district, window).count() == waiting.late
    assert cases_behind("soon", world.district, window).count() == waiting.soon
    assert cases_behind("open", world.district, window).count() == waiting.count


def test_each_set_can_be_listed_and_stays_inside_its_territory(last_week, world, window):
    for name in SETS:
        inside = cases_behind(name, world.street, window)
        assert inside.count() <= Case.objects.count()
        assert not cases_behind(name, world.elsewhere, window).exists()


def test_on_time_and_late_make_up_what_fell_due(last_week, world, window):
    due, kept, late = (set(cases_behind(name, world.grid, window)) for name in ("due", "due_on_time", "due_late"))

    assert late == {last_week.late, last_week.untouched}
    assert kept | late == due
    assert not kept & late


@pytest.fixture
def decided(world, who, bring, on):
    """Return a function: decide a title case at a meeting at a moment, for a date."""

    def decide(at, due_at):
        reported_at = on(2, 9)
        case = bring("in_progress", at=reported_at)
        item = meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=reported_at)
        office = who("district")
        held = meetings.call(world.district, held_at=at, by=office, now=reported_at)
        item = meetings.put_on_agenda(item, held, by=office, now=reported_at)
        item.meeting = council.hold(held, by=office)
        meetings.resolve(
            item, text="由住建局牵头。", lead_department=world.departments["housing"], lead_post=world.cadre_post,
            due_at=due_at, by=office, now=at,
        )  # fmt: skip
        council.sign(held, by=office, at=at)
        return Case.objects.get(pk=case.pk)

    return decide


def test_a_meeting_before_the_limit_moves_the_case_to_the_week_of_its_date(decided, world, on):
    case = decided(on(10, 9), due_at=on(27, 17))
    before = Window(case.original_due_at - timedelta(days=1), case.original_due_at + timedelta(days=1), on(29, 9))
    after = Window(on(23, 0), on(29, 9), on(29, 9))

    assert set(cases_behind("due", world.district, after)) == {case}
    assert not cases_behind("due", world.district, before).exists()


def test_a_meeting_after_the_limit_does_not_erase_lateness(decided, world, on):
    case = decided(on(10, 9), due_at=on(27, 17))
    case.clocks.filter(stage="handle").update(due_at=on(9, 17))  # the limit had passed the day before
    week = Window(on(9, 0), on(16, 0), on(29, 9))

    assert Resolution.objects.get().decided_at > on(9, 17)
    assert set(cases_behind("due_late", world.district, week)) == {case}


def test_a_void_clock_counts_for_nobody(last_week, world, window):
    last_week.untouched.clocks.update(is_void=True)

    assert last_week.untouched not in cases_behind("due", world.district, window)


def test_a_case_that_was_reworked_counts_once(last_week, world, who, window, week, now, on):
    lifecycle.order_rework(last_week.on_time, note="没有清干净。", by=who("gridleader"), now=on(17, 15))

    assert cases_behind("due", world.district, window).count() == 6
    assert figures.of(world.district, week, now).rates["on_time"][week] == Ratio(3, 6)


def test_a_page_costs_eight_grouped_queries_whatever_the_size(
    last_week, world, week, now, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        figures.of(world.district, week, now)


def test_every_open_state_belongs_to_a_step_of_the_river():
    assert {state for states in measures.WAITING.values() for state in states} == workflow.OPEN


def test_the_territory_is_the_column_of_the_units_level(world):
    assert measures.territory(world.street) == Q(street=world.street.pk)
