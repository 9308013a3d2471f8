"""The demo's cases: played through the real verbs, whole, consistent, and the same every time."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Q

from cases import meetings
from cases.demo import plan, play, texts
from cases.desk import queues
from cases.models import (
    AgendaItem,
    Case,
    CaseEvent,
    CoHandlingOrder,
    Escalation,
    JointMeeting,
    Notice,
    Photo,
    Rating,
    Resolution,
)
from cases.workflow import State
from grids import locating, scope
from grids.importing import demo_staff
from grids.models import Category, Grid, User
from tests import city

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday, 11:00 in Zhengzhou
FEW = 25


@pytest.fixture(scope="module")
def outcome(city_template, django_db_blocker):
    """Play a small demo once, in a copy of the whole city with its staff."""
    with django_db_blocker.unblock(), city.whole.copy():
        demo_staff.post_everyone("for this test only", NOW)
        yield play.play(NOW, ordinary=FEW)


def test_it_tells_something_about_every_category(outcome):
    assert set(texts.matters()) == set(Category.objects.filter(parent__isnull=False).values_list("code", flat=True))


def test_it_plays_every_deed_of_the_plan(outcome):
    assert outcome.refused == []
    assert outcome.deeds > 300


def test_it_shows_every_state_of_the_line(outcome):
    line = {"reported", "assigned", "in_progress", "feedback", "verified", "closed", "evaluated", "reopened", "rework"}
    beside = {"return_requested", "suspended", "voided"}  # where somebody asked for an exception
    assert set(outcome.states) == line | beside


def test_it_leaves_nothing_for_the_worker(outcome):
    assert not CaseEvent.objects.filter(handled_at__isnull=True).exists()


def test_it_leaves_no_placed_case_without_somebody_who_acts_next(outcome):
    placed = Case.objects.open().filter(district__isnull=False)
    assert not placed.filter(waiting_on__isnull=True).exists()
    assert not placed.exclude(state=State.REPORTED).filter(owner__isnull=True).exists()


def test_it_leaves_only_the_last_day_s_notices_unread(outcome):
    unread = Notice.objects.filter(read_at__isnull=True)
    assert Notice.objects.filter(read_at__isnull=False).exists()
    assert not unread.filter(at__lt=NOW - timedelta(days=1)).exists()


def test_it_never_dates_anything_in_the_future(outcome):
    assert not CaseEvent.objects.filter(at__gt=NOW).exists()
    assert not Photo.objects.filter(added_at__gt=NOW).exists()


def test_it_keeps_the_verifier_apart_from_who_handled_it(outcome):
    assert not CaseEvent.objects.filter(kind="case.verified", by=F("case__handled_by")).exists()


def test_it_puts_its_points_into_the_grids_it_names(outcome):
    case = Case.objects.filter(lng__isnull=False, grid__code__startswith="410106").first()
    assert locating.at(case.lng, case.lat) == case.grid


@pytest.mark.parametrize(
    ("account", "wanted"),
    [
        ("gridleader", ["verify"]), ("cadre", ["sign", "working", "soon", "late"]), ("community", ["verify", "late"]),
        ("street", ["triage", "sign", "working", "verify", "call-back", "late"]),
        ("street", ["decide", "returned", "held", "review"]),
        ("district", ["triage", "verify", "call-back", "decide", "late"]),
        ("supervisor", ["area", "soon", "late"]),
    ],
)  # fmt: skip
def test_it_fills_the_desk_of_each_account(outcome, account, wanted):
    tally = queues.counts(scope.of(User.objects.get(username=account), NOW), NOW)
    assert all(tally[queue].total for queue in wanted), tally


def test_it_climbs_every_rung_of_the_ladder(outcome):
    assert set(Escalation.objects.values_list("rung", flat=True)) == {1, 2, 3, 4, 5}


def test_it_holds_meetings_that_decide_and_calls_one_with_an_agenda(outcome):
    held = JointMeeting.objects.filter(grid__code="410106").order_by("held_at")
    assert [meeting.state for meeting in held] == ["ended", "ended", "planned"]
    assert held[2].items.filter(state=AgendaItem.State.ON_AGENDA).count() == 3
    assert meetings.pool(Grid.objects.get(code="410106")).count() == 2
    decided = Resolution.objects.filter(item__grid__code="410106")
    assert decided.filter(item__case__state=State.EVALUATED).exists()
    assert decided.filter(item__case__state=State.IN_PROGRESS, milestones__done_at__isnull=True).exists()


def test_the_supporting_units_of_what_was_decided_have_their_orders(outcome):
    asked = {(order.case_id, order.state) for order in CoHandlingOrder.objects.filter(text__contains="议定事项")}
    running = Resolution.objects.filter(struck_off_at__isnull=True, in_force_at__isnull=False)
    assert {pk for pk, state in asked if state == "asked"} == set(running.values_list("item__case", flat=True))
    assert {state for _pk, state in asked} == {"asked", "done"}


def test_what_the_district_passed_up_was_decided_by_the_citys_meeting(outcome):
    passed = AgendaItem.objects.get(state=AgendaItem.State.PASSED_UP)
    decided = AgendaItem.objects.get(case=passed.case, grid__isnull=True)
    assert decided.state == AgendaItem.State.DECIDED
    assert decided.meeting.minutes.number.startswith("郑联纪〔")
    runs_it = scope.of(User.objects.get(username="supervisor"), NOW)
    assert None in meetings.managed_by(runs_it)


def test_it_shares_two_cases_among_several_units(outcome):
    shared = Case.objects.exclude(owing=[]).filter(agenda_items=None)
    assert {case.category.code for case in shared} == {"I01", "B03"}
    states = set(CoHandlingOrder.objects.values_list("state", flat=True))
    assert states == {"asked", "signed", "done"}
    cadre = scope.of(User.objects.get(username="cadre"), NOW)
    assert queues.counts(cadre, NOW)["co-handle"].total == 1


def test_it_gives_ratings_and_pictures_for_the_home_page(outcome):
    assert Rating.objects.filter(satisfaction="very_satisfied").exists()
    assert Rating.objects.filter(solved="no").exists()
    shown = Case.objects.shown_publicly().filter(Q(photos__moment="reported") | Q(photos__moment="before"))
    assert shown.filter(photos__moment="after").exists()
    assert Photo.objects.filter(case__title__startswith="院内环境", moment="reported").count() == 9
    assert any(len(title) == 60 for title in Case.objects.values_list("title", flat=True))


def test_it_plans_the_same_for_the_same_seed_only(outcome):
    first = plan.deeds(plan.world_at(NOW), FEW)
    assert plan.deeds(plan.world_at(NOW), FEW) == first
    assert plan.deeds(plan.world_at(NOW, seed="another"), FEW) != first


def test_it_does_nothing_the_second_time(outcome, settings):
    settings.DEMO = True
    before, said = Case.objects.count(), io.StringIO()
    call_command("load_demo", stdout=said)
    assert Case.objects.count() == before
    assert "already there" in said.getvalue()


def test_it_refuses_where_it_is_no_demo(outcome, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command("load_demo", stdout=io.StringIO())
