"""The rule of the ladder for every sound ladder, the rows that make it, and the admin that refuses wrong rows."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import given, strategies as st

from cases import clocks, escalation, ladder, reckoning, rungs
from cases.deadlines import Limit, due, opening
from cases.ladder import Rung
from cases.models import Case, LadderRung, SupervisionNotice
from cases.reckoning import Entry
from tests.cases.test_deadlines import CITY, SHANGHAI, calendars, holds, limits, moments

graces = st.none() | st.builds(Limit, st.integers(1, 10), st.sampled_from("mEHDC"))
levels = st.integers(0, 3)
cards = st.sampled_from(ladder.SEVERITY)


@st.composite
def ladders(draw):
    """Draw five rungs an administrator might enter: sound ones only."""
    cards_up = sorted((draw(cards) for _n in range(4)), key=ladder.SEVERITY.index)
    levels_down = sorted((draw(levels) for _n in range(4)), reverse=True)
    third, fourth = sorted(draw(st.tuples(st.integers(101, 900), st.integers(101, 900))))
    percents, late = (draw(st.integers(10, 99)), 100, third, fourth), (None, None, draw(graces), draw(graces))
    four = [
        Rung(number, percent, level, card, grace)
        for number, percent, level, card, grace in zip((1, 2, 3, 4), percents, levels_down, cards_up, late, strict=True)
    ]
    return (*four, ladder.STANDARD[4])


@holds
@given(moments, limits, calendars, ladders())
def test_the_rungs_of_every_sound_ladder_come_in_order_and_the_second_is_the_deadline(start, limit, calendar, rungs):
    assert ladder.faults(rungs) == {}
    found = ladder.moments(start, limit, calendar, rungs)

    assert list(found) == sorted(found)
    assert found[1] == due(start, limit, calendar)


@holds
@given(ladders())
def test_a_ladder_that_is_no_ladder_is_found_out(rungs):
    first, second, third, fourth, fifth = rungs
    wrong = {
        "early": (Rung(1, 100, first.level, first.card), second, third, fourth, fifth),
        "deadline": (first, Rung(2, 99, second.level, second.card), third, fourth, fifth),
        "after": (first, second, Rung(3, 100, third.level, third.card), fourth, fifth),
        "meeting_date": (first, second, third, fourth, Rung(5, 100, 0, "red", meets=0)),
    }
    for code, broken in wrong.items():
        assert code in {found for codes in ladder.faults(broken).values() for found in codes}


@holds
@given(st.integers(1, 3), st.tuples(levels, cards), st.tuples(levels, cards))
def test_no_rung_has_fewer_watchers_or_a_milder_card_than_the_one_below(number, below, above):
    lower, higher = Rung(number, 80, *below), Rung(number + 1, 150, *above)
    codes = ladder.faults([lower, higher]).get(higher.number, [])

    assert ("watch" in codes) == (higher.level > lower.level)
    assert ("card" in codes) == (ladder.SEVERITY.index(higher.card) < ladder.SEVERITY.index(lower.card))


@holds
@given(moments, limits, calendars, ladders(), st.integers(1, 20), st.integers(1, 40))
def test_pauses_and_extensions_keep_the_rungs_in_order(start, limit, calendar, rungs, away, longer):
    paused_at = start + timedelta(hours=1)
    resumed_at = paused_at + timedelta(days=away)
    until = due(resumed_at, Limit(longer, "D"), calendar)
    entries = [Entry("pause", paused_at), Entry("resume", resumed_at), Entry("extend", resumed_at, until)]
    found = reckoning.reckon(start, limit, entries, calendar, rungs)

    assert list(found.rungs) == sorted(found.rungs)
    assert found.due_at >= until


@holds
@given(moments, limits, calendars)
def test_what_comes_in_the_night_is_acted_on_at_once_for_emergencies_and_at_opening_time_otherwise(
    start, limit, calendar
):
    at = ladder.acts_at(start, limit, calendar)

    if limit.is_round_the_clock:
        assert at == start
    else:
        local = at.astimezone(SHANGHAI)
        assert at >= start
        assert calendar.is_workday(local.date())
        assert any(opens <= local.time() <= closes for opens, closes in calendar.segments)
        assert at == start or opening(at, calendar) == at


@pytest.mark.parametrize(
    ("at", "acted"),
    [
        ("2026-11-27 22:10", "2026-11-30 09:00"),  # Friday night: Monday
        ("2026-11-27 12:30", "2026-11-27 13:00"),  # lunch
        ("2026-11-27 17:00", "2026-11-27 17:00"),  # closing
        ("2026-10-03 10:00", "2026-10-08 09:00"),  # National Day
    ],
)
def test_the_city_opens_at_nine(at, acted):
    local = [datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (at, acted)]

    assert ladder.acts_at(local[0], Limit(2, "C"), CITY) == local[1]
    assert ladder.acts_at(local[0], Limit(2, "E"), CITY) == local[0]


# The rows


@pytest.fixture
def row():
    """Add a row of the ladder and let this process see it."""

    def add(number, **columns):
        standard = ladder.STANDARD[number - 1]
        start = {"percent": standard.percent, "level": standard.level, "card": standard.card, "meets": standard.meets}
        added = LadderRung.objects.create(number=number, **{**start, **columns})
        rungs.forget()
        return added

    yield add
    rungs.forget()


def test_the_standard_ladder_is_loaded_as_rows(db):
    rungs.forget()
    stored = {row.number: rungs.as_rung(row) for row in LadderRung.objects.filter(category=None, urgency="")}

    assert tuple(stored[number] for number in ladder.NUMBERS) == ladder.STANDARD


def test_the_most_telling_row_holds_rung_by_rung(world, bring, row):
    case = bring("in_progress")
    row(3, category=case.category.parent, percent=110)
    row(3, category=case.category, urgency=case.urgency, percent=120)
    row(4, category=case.category.parent, percent=130)
    row(2, urgency="critical", card="yellow")

    assert [rung.percent for rung in rungs.of(case)] == [80, 100, 120, 130, 100]
    assert rungs.of(case)[1].card == "reminder", "that row is for other urgencies"


def test_a_row_changes_when_a_case_climbs_who_watches_and_which_card_goes_out(bring, world, row):
    row(1, category=world.categories["I01"], percent=50, level=2, card="reminder")
    case = bring("in_progress")
    assert case.escalate_at == clocks.rung_at(clocks.climbing([case.pk])[case.pk], 1, case)
    escalation.sweep(case.escalate_at)

    assert SupervisionNotice.objects.get(case=case).kind == "reminder"
    assert Case.objects.get(pk=case.pk).watch_level == 2


@pytest.fixture
def admin(db):
    user = get_user_model().objects.create_superuser(username="root", name="管理员")
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    yield client
    rungs.forget()


GOOD = {"number": 3, "urgency": "urgent", "percent": 120, "grace": "4H", "level": 1, "card": "yellow"}


def test_an_administrator_adds_a_row(admin):
    answer = admin.post("/admin/cases/ladderrung/add/", GOOD)

    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert LadderRung.objects.get(urgency="urgent").grace == "4H"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"percent": 90}, "Rungs 3 and 4 come after the deadline"),
        ({"grace": "soon"}, "Write a number and its unit"),
        ({"percent": 300}, "Rung 4: It would come before the rung below it."),
        ({"level": 3}, "never watched at a lower level"),
        ({"card": ""}, "The card would be milder"),
        ({"card": "red", "number": 5, "percent": 100, "grace": "", "level": 0, "meets": 0}, "Rung 5 is a red card"),
        ({"percent": 5000}, "Between 10 and 1000 per cent"),
        ({"urgency": ""}, "This rung has a row"),
    ],
)
def test_a_wrong_row_is_refused_with_the_reason(admin, wrong, said):
    before = LadderRung.objects.count()
    answer = admin.post("/admin/cases/ladderrung/add/", {**GOOD, **wrong})

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert LadderRung.objects.count() == before
