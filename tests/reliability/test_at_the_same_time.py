"""Two sweeps, fifty people, twenty copies of a form: what is done at the same moment is done once."""

import threading
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from cases import handovers, lifecycle, outbox, permissions
from cases.models import AgendaItem, Case, CaseEvent, Escalation, Handover, SupervisionNotice
from grids import roster, scope, tree
from grids.models import Post, Role, User
from residents.models import Resident
from tests.reliability import counts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone, pytest.mark.usefixtures("sends_there")]

DUE = 120
OVERDUE = 300
PEOPLE = 50


def test_two_sweeps_at_the_same_time_handle_each_of_300_events_and_rungs_once(world, at_the_same_time):
    form = lifecycle.Report(text="垃圾没人收。", category=world.categories["A01"], grid=world.grid)
    pks = [lifecycle.report(form, by=permissions.REPORTER, now=world.now).case.pk for _n in range(DUE)]

    handled = at_the_same_time("sweep_outbox", (world.now + outbox.GRACE).isoformat())
    assert (sum(handled), min(handled) > 0) == (DUE, True), "both had a share of the work"
    counts.assert_each_assigned_once(pks)

    due_at = Case.objects.order_by("-due_at").first().due_at
    climbed = at_the_same_time("escalate", due_at.isoformat())
    assert [share["failed"] for share in climbed] == [0, 0]
    assert sum(share["climbed"] for share in climbed) == DUE
    assert min(share["climbed"] for share in climbed) > 0
    rungs = Counter(Escalation.objects.values_list("case", "rung"))
    assert rungs == Counter((pk, rung) for pk in pks for rung in (1, 2))
    events = CaseEvent.objects.filter(kind="case.escalated").values_list("case", "data__rung")
    assert Counter(events) == rungs
    numbers = list(SupervisionNotice.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == DUE


def test_two_schedulers_put_300_overdue_cases_of_15_districts_on_the_right_agenda_once_each(world, at_the_same_time):
    overdue_at = world.now + timedelta(days=60)
    places = [world.grid, *(tree.plant(f"4101{n:02}", name=f"第{n}区", name_en=f"District {n}") for n in range(50, 64))]
    cases = [bring_to(world, place) for place in places for _n in range(OVERDUE // len(places))]

    climbed = at_the_same_time("escalate", overdue_at.isoformat())

    assert [share["failed"] for share in climbed] == [0, 0]
    assert sum(share["climbed"] for share in climbed) == OVERDUE == len(cases)
    assert min(share["climbed"] for share in climbed) > 0, "both had a share of the work"
    items = AgendaItem.objects.values_list("case", "grid", "reason", "state")
    assert Counter(items) == Counter((case.pk, case.district_id, "overdue", "proposed") for case in cases)
    assert len({grid for _case, grid, *_rest in items}) == 15
    assert Counter(Escalation.objects.values_list("case", "rung")) == Counter(
        (case.pk, rung) for case in cases for rung in (1, 2, 3, 4)
    )
    proposed = CaseEvent.objects.filter(kind="case.proposed_to_meeting").values_list("case", flat=True)
    assert Counter(proposed) == Counter(case.pk for case in cases)
    sequences = sorted(SupervisionNotice.objects.values_list("sequence", flat=True))
    assert sequences == list(range(1, 3 * OVERDUE + 1)), "no number is missing and none was given twice"


def bring_to(world, place) -> Case:
    """Return a case of a place that somebody has signed for."""
    case = lifecycle.report(
        lifecycle.Report(text="垃圾没人收。", category=world.categories["A01"], grid=place), by=permissions.REPORTER,
        now=world.now,
    ).case  # fmt: skip
    by = scope.Scope((Post.objects.with_places().get(pk=district_desk(place, world)),), world.people["district"])
    case = lifecycle.accept(case, category=world.categories["A01"], grid=place, by=by, now=world.now)
    return lifecycle.assign(case, post=by.posts[0], note="", by=by, now=world.now)


def district_desk(place, world) -> int:
    """Return the key of the dispatch desk of a place's district, made where there is none."""
    district = place.get_root()
    desk, _new = Post.objects.get_or_create(role=Role.DISTRICT_DESK, grid=district, department=None)
    return desk.pk


@pytest.mark.parametrize(
    ("state", "verb", "who_does", "kind"),
    [
        ("assigned", lambda case, **more: lifecycle.sign_for(case, **more), "cadre", "case.signed_for"),
        ("verified", lambda case, **more: lifecycle.close(case, note="已回访。", **more), "street", "case.closed"),
    ],
    ids=["signing for", "closing"],
)
def test_of_fifty_people_at_the_same_case_one_wins(bring, who, world, together, state, verb, who_does, kind):
    case, by = bring(state), who(who_does)

    outcomes = together(lambda _n: verb(case, by=by, now=world.now), PEOPLE)

    won = [outcome for outcome in outcomes if isinstance(outcome, Case)]
    assert len(won) == 1
    assert Counter(type(outcome) for outcome in outcomes) == {Case: 1, lifecycle.NotPossible: PEOPLE - 1}
    assert CaseEvent.objects.filter(case=case, kind=kind).count() == 1
    assert Case.objects.get(pk=case.pk).version == case.version + 1


def test_of_fifty_people_who_saw_the_same_version_one_may_write_a_note(bring, who, world, together):
    case, by = bring("in_progress"), who("cadre")

    outcomes = together(
        lambda n: lifecycle.note_progress(case, note=f"第{n}次", by=by, now=world.now, version=case.version), PEOPLE
    )

    assert Counter(type(outcome) for outcome in outcomes) == {Case: 1, lifecycle.NotPossible: PEOPLE - 1}
    assert CaseEvent.objects.filter(case=case, kind="case.noted").count() == 1


def test_the_same_form_sent_twenty_times_at_once_is_one_case_with_one_number(world, together):
    form = lifecycle.Report(
        text="路灯不亮。", category=world.categories["A01"], grid=world.grid, form_key=uuid.uuid4(), name="李霞",
        phone="13800000000",
    )  # fmt: skip

    receipts = together(lambda _n: lifecycle.report(form, by=permissions.REPORTER, now=world.now), 20)

    assert [type(receipt) for receipt in receipts] == [lifecycle.Receipt] * 20
    assert len({(receipt.case.number, receipt.code) for receipt in receipts}) == 1
    assert sum(receipt.is_new for receipt in receipts) == 1
    assert (Case.objects.count(), CaseEvent.objects.count(), Resident.objects.count()) == (1, 1, 1)


def test_two_hundred_cases_made_at_once_have_two_hundred_numbers(world, together):
    form = lifecycle.Report(text="路灯不亮。", category=world.categories["A01"], grid=world.grid)

    def make_five(_n):
        made = []
        for turn in range(5):
            with transaction.atomic():
                made.append(lifecycle.report(form, by=permissions.REPORTER, now=world.now).case.number)
                transaction.set_rollback(turn == 2)  # one in five comes to nothing
        return made

    told = [number for numbers in together(make_five, 40) for number in numbers]

    numbers = list(Case.objects.values_list("number", flat=True))
    assert (len(told), len(numbers), len(set(numbers))) == (200, 160, 160)
    assert set(numbers) <= set(told)
    assert all(number.startswith("ZZ20261123-") for number in numbers)


def test_a_report_that_is_not_stored_yet_keeps_no_other_one_waiting(world, together):
    form = lifecycle.Report(text="路灯不亮。", category=world.categories["A01"], grid=world.grid)
    lifecycle.report(form, by=permissions.REPORTER, now=world.now)  # the first of a day may be waited for
    begun, done = threading.Event(), threading.Event()

    def report(turn):
        if turn == 1:
            begun.wait(timeout=10)
        with transaction.atomic():
            case = lifecycle.report(form, by=permissions.REPORTER, now=world.now).case
            if turn == 0:
                begun.set()
                assert done.wait(timeout=3), "the other one was stored meanwhile"
        done.set()
        return case.number

    assert sorted(together(report, 2)) == ["ZZ20261123-000002", "ZZ20261123-000003"]


def test_of_ten_hand_overs_of_a_post_at_the_same_moment_one_wins(bring, who, world, together):
    case, by, posting = bring("in_progress"), who("street"), roster.posting_at(world.cadre_post, world.now)
    people = [User.objects.create(username=f"newcomer{number}") for number in range(10)]

    outcomes = together(lambda n: handovers.hand_over(posting, people[n], by=by, now=world.now), len(people))

    assert Counter(type(outcome) for outcome in outcomes) == {Handover: 1, lifecycle.NotPossible: len(people) - 1}
    assert roster.holder(world.cadre_post, world.now) == Handover.objects.get().to_person
    assert CaseEvent.objects.filter(case=case, kind="case.handed_over").count() == 1


def test_a_case_that_closes_while_its_post_is_handed_over_is_on_the_list_only_if_it_was_open_then(
    bring, who, world, together
):
    cases, desk, district = [bring("verified") for _n in range(8)], who("street"), who("district")
    posting = roster.posting_at(world.street_post, world.now)
    newcomer = User.objects.create(username="newcomer")

    def act(number):
        if number == 4:
            return handovers.hand_over(posting, newcomer, by=district, now=world.now)
        return lifecycle.close(cases[number - (number > 4)], note="已回访。", by=desk, now=world.now)

    outcomes = together(act, len(cases) + 1)

    assert Counter(type(outcome) for outcome in outcomes) == {Case: len(cases), Handover: 1}
    listed = set(Handover.objects.get().items.values_list("case", flat=True))
    noted = {event.case_id: event.pk for event in CaseEvent.objects.filter(kind="case.handed_over")}
    closed = {event.case_id: event.pk for event in CaseEvent.objects.filter(kind="case.closed")}
    assert listed == set(noted)
    assert all(noted[case] < closed[case] for case in listed)


def test_a_list_confirmed_ten_times_at_once_by_both_bears_one_time_of_each(who, world, together):
    newcomer = User.objects.create(username="newcomer")
    posting = roster.posting_at(world.cadre_post, world.now)
    handover = handovers.hand_over(posting, newcomer, by=who("street"), now=world.now)
    sides = [scope.of(person, world.now) for person in (world.people["cadre"], newcomer)]
    times = [world.now + timedelta(seconds=n) for n in range(10)]

    outcomes = together(lambda n: handovers.confirm(handover, by=sides[n % 2], now=times[n]), len(times))

    after = Handover.objects.get()
    assert {type(outcome) for outcome in outcomes} == {Handover}
    assert after.confirmed_by_from_at in times[0::2]
    assert after.confirmed_by_to_at in times[1::2]
