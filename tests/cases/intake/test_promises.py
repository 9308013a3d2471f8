"""What residents are promised, and what is said once the promise was kept, moved or missed."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from cases import escalation, lifecycle, meetings
from cases.intake import figures, journal, progress, promises
from cases.models import Case
from cases.workflow import Step
from tests.cases import meeting as council
from tests.cases.conftest import settle

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def read(follow, resident):
    """Return the tracking page of a case as its reporter reads it."""
    return lambda case: text_of(resident.get(reverse("track-case", args=[follow(case).number])))


@pytest.fixture
def decide(world, who):
    """Let a joint meeting decide a case five days on, with a date so many days after today."""

    def do(case, *, days, at=None):
        at = at or world.now + 5 * DAY
        item = meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=at - DAY)
        meeting = meetings.call(world.district, held_at=at, place="三楼", by=who("district"), now=at - DAY)
        meetings.put_on_agenda(item, meeting, by=who("district"), now=at - DAY)
        council.hold(meeting, by=who("district"))
        item.refresh_from_db()
        meetings.resolve(
            item, text="住建局牵头，集中办证。", by=who("district"), now=at, due_at=world.now + timedelta(days=days),
            lead_department=world.departments["housing"], lead_post=world.cadre_post,
        )  # fmt: skip
        council.sign(meeting, by=who("district"), at=at)
        settle(case, at)
        return Case.objects.for_page().get(pk=case.pk)

    return do


@pytest.fixture
def finish(who):
    """Sign for a case, feed back and close it at a moment."""

    def do(case, at):
        lifecycle.sign_for(case, by=who("cadre"), now=at)
        lifecycle.feed_back(case, result="solved", note="证已发齐。", by=who("cadre"), now=at)
        lifecycle.verify(case, note="看过。", by=who("gridleader"), now=at)
        lifecycle.close(case, note="已回访。", by=who("street"), now=at)
        return Case.objects.for_page().get(pk=case.pk)

    return do


class TestAfterAMeeting:
    def test_in_time_for_the_meeting_is_in_time_and_the_missed_first_promise_is_said(
        self, bring, decide, finish, read, world
    ):
        at = world.now + 50 * DAY
        case = finish(decide(bring("in_progress"), days=58), at)
        with time_machine.travel(at, tick=False):
            page = read(case)

        assert "Took 50 days</span>" in page
        assert "The meeting set 20 Jan; the first promise, 20 working days (21 Dec 2026), was not kept" in page
        assert figures.Solved(case, None, None).was_late is False

    def test_a_missed_meeting_date_is_late_even_within_the_limit(self, bring, decide, finish, world):
        case = finish(decide(bring("in_progress"), days=8), world.now + 12 * DAY)

        assert case.fed_back_at < case.original_due_at
        assert progress.of(case, world.now).was_late is True
        assert figures.Solved(case, None, None).was_late is True

    def test_a_first_promise_still_open_is_not_called_broken(self, bring, decide, world):
        case = decide(bring("in_progress"), days=58)

        assert (
            promises.told(case, world.now + 6 * DAY)
            == "The meeting set 20 Jan 2027; first promised: 20 working days (21 Dec)"
        )

    def test_the_log_goes_forward_in_time(self, bring, decide, finish, world):
        case = finish(decide(bring("in_progress"), days=58), world.now + 50 * DAY)
        stops = progress.of(case, world.now + 51 * DAY).stops
        shown = [entry.at for stop in stops for entry in stop.entries]
        handling = next(stop for stop in stops if stop.step == Step.HANDLE)

        assert shown == sorted(shown)
        assert [entry.text.split(":")[0] for entry in handling.entries] == [
            "housing signed for it",
            "Put to the joint meeting",
            "The joint meeting decided",
            "housing signed for it",
        ]
        assert handling.at == world.now


class TestRework:
    def test_the_first_feedback_stands_before_the_rework(self, bring, who, world):
        case = bring("feedback")
        lifecycle.order_rework(case, note="灯还不亮。", by=who("gridleader"), now=world.now + DAY)
        stops = progress.of(Case.objects.for_page().get(pk=case.pk), world.now + 2 * DAY).stops
        shown = [entry.at for stop in stops for entry in stop.entries]

        assert shown == sorted(shown)
        assert all(stop.phase != "next" for stop in stops if stop.entries)


class TestLate:
    @pytest.mark.parametrize(
        ("hours", "unit"), [(4.1, "Shengshi Community"), (6.1, "Zhongxinlu Subdistrict"), (8.1, "Shangjie District")]
    )
    def test_it_says_who_watches_now(self, bring, read, world, hours, unit):
        case = bring("in_progress", "B01")
        now = world.now + timedelta(hours=hours)
        escalation.sweep(now)
        with time_machine.travel(now, tick=False):
            page = read(case)

        assert f"We missed our time and are sorry. {unit} watches it now." in page

    def test_each_rung_is_a_line_of_its_own(self, bring, world):
        case = bring("in_progress", "B01")
        for hours in (4.1, 6.1, 8.1):
            escalation.sweep(world.now + timedelta(hours=hours))
        lines = [entry.text for entry in journal.entries(list(case.events.for_timeline()))]

        assert [line for line in lines if "watches" in line] == [
            "Not moving fast enough: Shengshi Community watches it now",
            "Not moving fast enough: Zhongxinlu Subdistrict watches it now",
            "Not moving fast enough: Shangjie District watches it now",
        ]

    def test_it_apologises_for_a_report_nobody_took_up(self, report, read, world):
        case = report("B01", routed=False)
        now = case.due_at + timedelta(minutes=1)
        with time_machine.travel(now, tick=False):
            page = read(case)

        assert "We missed our time and are sorry. The level above is being told." in page


class TestReceipt:
    def test_before_the_handing_over_it_names_the_limit_and_what_it_means_now(self, send, resident):
        send()
        page = text_of(resident.get(reverse("report-done")))

        assert "Done within 4 hours of handing over; if handed over now, by today 13:00" in page
        assert "data-settling" in page
        assert '<noscript><meta http-equiv="refresh" content="1"></noscript>' in page

    def test_without_a_worker_it_stops_asking_and_stays_true(self, send, resident, world):
        send()
        with time_machine.travel(world.now + timedelta(hours=1), tick=False):
            page = text_of(resident.get(reverse("report-done")))

        assert "if handed over now, by today 14:00" in page
        assert "data-settling" not in page
        assert "http-equiv" not in page

    def test_after_the_handing_over_it_names_the_date_alone(self, send, resident, world):
        _response, case = send()
        settle(case, world.now)
        page = text_of(resident.get(reverse("report-done")))

        assert "Done by <strong>today 13:00</strong> at the latest" in page
        assert "of handing over" not in page

    def test_a_place_still_to_be_found_gets_the_limit_without_a_date(self, send, resident):
        send(grid="", place_by="")
        page = text_of(resident.get(reverse("report-done")))

        assert "Done within 4 hours of handing over" in page
        assert "if handed over now" not in page
        assert "data-settling" not in page


def test_a_case_solved_on_the_spot_was_not_timed(send, world):
    _response, case = send()
    Case.objects.filter(pk=case.pk).update(fed_back_at=world.now, assigned_at=None)
    case.refresh_from_db()

    solved = figures.Solved(case, None, None)
    assert solved.on_the_spot is True
    assert solved.took == ""
