"""What the case page says about time: the clock beside the leading one, and a joint meeting's date after the limit."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from cases import escalation, lifecycle, meetings, workflow
from cases.desk import clock_account, due_lines
from cases.desk.forms import FORMS
from cases.models import Case
from cases.office import calendar
from cases.permissions import REPORTERS
from grids import scope
from tests.cases import meeting as council

DAY = timedelta(days=1)


@pytest.fixture
def see(desk):
    """Return the text of a case's page for one of the cast."""
    return lambda name, case: desk(name).get(reverse("desk-case", args=[case.number])).content.decode()


@pytest.fixture
def lines(now):
    """Return the words of a case's due lines at a moment."""

    def read(case, at=now):
        with translation.override("en"):
            return [line.words for line in due_lines.of(case, list(case.clocks.all()), at)]

    return read


@pytest.fixture
def decided(bring, who, world):
    """A case whose limit of 20 working days passed while it waited; on day 40 the district set a date 10 days on."""
    case, office = bring("in_progress"), who("district")
    item = meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now)
    held = meetings.call(world.district, held_at=world.now + 40 * DAY, by=office, now=world.now)
    item = meetings.put_on_agenda(item, held, by=office, now=world.now)
    item.meeting = council.hold(held, by=office)
    meetings.resolve(
        item,
        text="由住建局牵头。",
        lead_department=world.departments["housing"],
        lead_post=world.cadre_post,
        due_at=world.now + 50 * DAY,
        by=office,
        now=world.now + 40 * DAY,
    )
    council.sign(held, by=office, at=world.now + 40 * DAY)
    case = Case.objects.for_page().get(pk=case.pk)
    return lifecycle.sign_for(case, by=scope.of(world.people["cadre"], world.now), now=world.now + 40 * DAY)


def test_before_signing_the_handling_time_stands_below(bring, see, lines):
    case = bring("assigned", "B01")

    with time_machine.travel(case.reported_at, tick=False):
        assert "Handle · until today 13:00" in see("worker", case)
    assert lines(case) == ["Handle · until today 13:00"]


def test_a_handling_time_that_has_passed_has_the_red_lamp(bring, now):
    case = bring("assigned", "B01")

    [line] = due_lines.of(case, list(case.clocks.all()), now + 5 * timedelta(hours=1))
    assert line.color == "red"


def test_while_handling_it_is_the_response_that_stands_below_until_it_is_noted(bring, who, now, lines):
    case = bring("in_progress")

    assert lines(case) == ["Respond · until tomorrow 17:00"]
    case = lifecycle.respond(case, note="已电话联系。", by=who("cadre"), now=now)
    assert lines(case) == []


def test_a_finished_case_has_no_lines(bring, lines):
    assert lines(bring("closed")) == []


def test_after_a_meeting_the_page_says_whose_date_counts(decided, see, now):
    with time_machine.travel(now + 41 * DAY, tick=False):
        page = see("cadre", decided)

    assert "Past the original limit; the joint meeting set 12 Jan" in page
    assert "The joint meeting named your post to lead on it." in page


def test_after_a_meeting_the_bar_of_handling_runs_to_its_date_and_marks_the_old_limit(decided, now):
    def bar(at):
        bars = clock_account.of(list(decided.clocks.all()), at, calendar(), decided.resolution_due_at)
        return bars[clock_account.STAGES.index("handle")]

    early, late = bar(now + 39 * DAY), bar(now + 51 * DAY)
    assert (early.state, early.color, round(early.share, 2)) == ("running", "", 0.78)
    assert 0.5 < early.original < 0.6  # 21 December of 23 November to 12 January
    assert (bar(now + 45 * DAY).color, late.color) == ("amber", "red")


def test_the_reason_leads_to_the_meeting_for_who_may_see_it(decided, see):
    held = decided.agenda_items.get().meeting
    link = f'href="{reverse("meeting", args=[held.pk])}"'

    assert link in see("cadre", decided)
    assert link in see("official", decided)


def test_every_action_offered_has_its_page(bring, desk):
    case = bring("in_progress")
    page = desk("cadre").get(reverse("desk-case", args=[case.number]))

    ready = {offer.name for group in page.context["groups"] for offer in group["ready"]}
    assert {"feed_back", "request_return", "request_extension", "request_suspension", "request_void"} <= ready
    assert set(workflow.ACTIONS) - set(FORMS) == {"report", "praise", "escalate", "resolve_at_meeting"} | REPORTERS


def test_a_notice_of_an_overdue_case_names_its_card_and_the_limit(bring, desk, now):
    case = bring("assigned", "B01")
    case = lifecycle.sign_for(case, by=scope.of(case.owner.postings.get().person, now), now=now)
    later = now + timedelta(hours=4, minutes=5)
    escalation.sweep(later)
    [card] = case.supervision_notices.values_list("number", flat=True)
    event = case.events.get(kind="case.escalated", data__notice=card)
    case.owner.notices.create(event=event, at=later)

    with time_machine.travel(later, tick=False):
        page = desk("worker").get("/desk/notices/")
    line = next(line for line in page.context["lines"] if line.notice.event_id == event.pk)
    assert (line.card, line.stage, line.is_late) == (card, "Handle", True)
    assert "Handle · until today 13:00" in page.content.decode()


def test_a_number_outside_my_scope_is_answered_without_saying_whether_it_exists(bring, desk):
    case = bring("assigned")
    pages = [desk("outsider").get("/desk/", {"q": number}) for number in (case.number, "ZZ20200101-000001")]

    for page in pages:
        assert "not among the cases you may see, or it is mistyped" in page.content.decode()
        assert case.title not in page.content.decode()
