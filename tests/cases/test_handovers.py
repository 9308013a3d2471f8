"""Handing over a post: its open cases go along with a list, all at once or not at all, and both persons confirm."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import handovers, lifecycle
from cases.models import Case, CaseEvent, Handover, HandoverItem
from grids import permissions, roster, scope
from grids.models import Posting, Role, User

COUNT = 30


@pytest.fixture
def newcomer(world):
    return User.objects.create(username="newcomer", name="新来的")


@pytest.fixture
def posting(world):
    return roster.posting_at(world.cadre_post, world.now)


@pytest.fixture
def lot(world, bring):
    """Bring some cases to the cadre's post, as many as asked for: the first the real way, the others like it."""

    def many(count):
        first = Case.objects.filter(owner=world.cadre_post).first() or bring("in_progress")
        copies = []
        for number in range(1, count):
            copy = Case.objects.get(pk=first.pk)
            copy.pk, copy.number, copy.form_key = None, f"C-{count}-{number:04}", None
            copies.append(copy)
        Case.objects.bulk_create(copies)
        return first

    return many


def hand_over(posting, to, by, now):
    return handovers.hand_over(posting, to, by=by, now=now)


def test_thirty_open_cases_go_along_with_a_list(world, lot, posting, newcomer, who, now):
    lot(COUNT)

    handover = hand_over(posting, newcomer, who("street"), now)

    assert handover.number == "交接〔2026〕1号"
    assert roster.holder(world.cadre_post, now) == newcomer
    assert handover.items.count() == COUNT
    assert [item.position for item in handover.items.all()] == list(range(1, COUNT + 1))
    assert Case.objects.visible_to(scope.of(newcomer, now)).count() == COUNT
    assert not Case.objects.visible_to(scope.of(world.people["cadre"], now)).exists()


def test_each_case_keeps_in_its_history_who_handed_over_to_whom(world, lot, posting, newcomer, who, now):
    case = lot(2)
    before = Case.objects.get(pk=case.pk)

    handover = hand_over(posting, newcomer, who("street"), now)

    event = case.events.get(kind="case.handed_over")
    assert (event.by, event.post, event.at) == (world.people["street"], world.cadre_post, now)
    assert event.data == {"number": handover.number, "from": "cadre", "to": "新来的"}
    assert (event.from_state, event.to_state) == ("in_progress", "in_progress")
    assert not event.is_public
    after = Case.objects.get(pk=case.pk)
    assert {name: value for name, value in vars(after).items() if name != "_state"} == {
        name: value for name, value in vars(before).items() if name != "_state"
    }


def test_the_list_says_how_each_case_stood_and_stays_so(lot, posting, newcomer, who, now):
    case = lot(1)
    late = now + timedelta(days=60)
    due_at = Case.objects.get(pk=case.pk).due_at

    handover = hand_over(posting, newcomer, who("street"), late)
    lifecycle.feed_back(
        case, result="explained", note="已查看现场，缺竣工验收。", by=scope.of(newcomer, late), now=late
    )

    line = handover.items.get()
    assert (line.number, line.title, line.state, line.due_at, line.lamp) == (
        case.number, case.title, "in_progress", due_at, "red",
    )  # fmt: skip
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        HandoverItem.objects.update(lamp="green")
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        Handover.objects.update(note="anders")


def test_closed_cases_and_cases_of_other_posts_stay_where_they_are(bring, posting, newcomer, who, now):
    bring("closed")
    bring("in_progress", "B01")

    assert not hand_over(posting, newcomer, who("street"), now).items.exists()


def test_a_case_that_only_waits_for_the_post_goes_along(world, bring, newcomer, who, now):
    case = bring("feedback")  # waits for the grid leader, who does not own it

    handover = hand_over(Posting.objects.get(post=world.gridleader_post), newcomer, who("street"), now)

    assert [item.case_id for item in handover.items.all()] == [case.pk]


def test_the_co_handling_orders_of_the_post_go_along_on_the_list(world, bring, newcomer, who, now):
    case = bring("in_progress")
    lifecycle.split(case, posts=[world.worker_post], note="请核对。", limit="1D", by=who("cadre"), now=now)
    order = case.orders.get()

    handover = hand_over(roster.posting_at(world.worker_post, now), newcomer, who("street"), now)

    line = handover.items.get()
    assert (line.order, line.case, line.number, line.state, line.due_at, line.lamp) == (
        order, case, case.number, "asked", order.due_at, "green",
    )  # fmt: skip
    assert line.state_label == order.get_state_display()
    assert case.events.get(kind="case.handed_over").post == world.worker_post


def test_nothing_has_changed_when_it_fails_midway(world, lot, posting, newcomer, who, now, monkeypatch):
    lot(COUNT)

    def fail(*_rows, **_options):
        raise IntegrityError("the disk is full")

    monkeypatch.setattr(HandoverItem.objects, "bulk_create", fail)
    with pytest.raises(IntegrityError), transaction.atomic():
        hand_over(posting, newcomer, who("street"), now)

    assert roster.holder(world.cadre_post, now) == world.people["cadre"]
    assert not CaseEvent.objects.filter(kind="case.handed_over").exists()
    assert not Handover.objects.exists()


def test_three_hundred_cases_take_no_more_queries_than_thirty(world, lot, posting, newcomer, who, now):
    def queries(posting, to, at):
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as captured:
            handover = handovers.hand_over(posting, to, by=who("street"), now=at)
        return handover.items.count(), [query["sql"].split(" ")[0] for query in captured]

    lot(30)
    count, few = queries(posting, newcomer, now)
    assert count == 30

    lot(271)  # one of them stands for the thirty that are there
    later = now + timedelta(minutes=1)
    count, many = queries(roster.posting_at(world.cadre_post, later), world.people["cadre"], later)
    assert count == 300
    assert many == few


def test_what_the_successor_has_handled_waits_for_somebody_else_to_verify_it(world, bring, who, now):
    case = bring("feedback")  # handled by the cadre, waits for the grid leader
    leader = Posting.objects.get(post=world.gridleader_post)

    handover = hand_over(leader, world.people["cadre"], who("street"), now)

    after = Case.objects.get(pk=case.pk)
    assert (after.waiting_on, after.version) == (world.secretary_post, case.version + 1)
    assert [item.case_id for item in handover.items.all()] == [case.pk]
    lifecycle.verify(after, note="到现场看过。", by=who("secretary"), now=now)


# --- a vacant post ----------------------------------------------------------------------------------------------------


@pytest.fixture
def vacant(world, lot, posting, now):
    """Leave the cadre's post with two cases and nobody on it since yesterday."""
    lot(2)
    roster.end(posting, now - timedelta(days=1), by=world.people["street"])
    return world.cadre_post


def test_a_vacant_post_is_filled_with_its_cases_and_a_list_of_them(world, vacant, newcomer, who, now):
    handover = handovers.fill(vacant, newcomer, by=who("street"), now=now)

    assert roster.holder(vacant, now) == newcomer
    assert (handover.from_person, handover.items.count()) == (None, 2)
    assert {event.data["from"] for event in CaseEvent.objects.filter(kind="case.handed_over")} == {""}
    assert list(Handover.objects.open()) == [handover]
    assert not handovers.confirm(handover, by=scope.of(newcomer, now), now=now).is_open
    assert not Handover.objects.open().exists()


def test_only_the_office_above_fills_a_vacant_post(world, vacant, newcomer, who, now):
    for name in {"secretary", "worker", "official", "outsider"}:
        with pytest.raises(lifecycle.NotPermitted):
            handovers.fill(vacant, newcomer, by=who(name), now=now)
    with pytest.raises(lifecycle.NotPermitted, match=r"自己|themselves"):
        handovers.fill(vacant, world.people["street"], by=who("street"), now=now)


def test_a_post_that_is_held_is_not_filled_over_its_holder(world, posting, newcomer, who, now):
    with pytest.raises(lifecycle.NotPossible):
        handovers.fill(world.cadre_post, newcomer, by=who("street"), now=now)
    assert roster.holder(world.cadre_post, now) == world.people["cadre"]
    assert not Handover.objects.exists()


# --- confirming -------------------------------------------------------------------------------------------------------


def test_a_list_is_open_until_both_have_confirmed(world, lot, posting, newcomer, who, now):
    lot(1)
    handover = hand_over(posting, newcomer, who("street"), now)
    leaver, later = scope.of(world.people["cadre"], now), now + timedelta(hours=1)

    handover = handovers.confirm(handover, by=leaver, now=later)
    assert handover.is_open
    assert list(Handover.objects.waiting_for(newcomer)) == [handover]
    assert not Handover.objects.waiting_for(world.people["cadre"]).exists()

    handover = handovers.confirm(handover, by=scope.of(newcomer, now), now=later)
    assert not handover.is_open
    assert not Handover.objects.open().exists()


def test_a_second_click_keeps_the_first_time(world, posting, newcomer, who, now):
    handover = hand_over(posting, newcomer, who("street"), now)
    leaver = scope.of(world.people["cadre"], now)

    handovers.confirm(handover, by=leaver, now=now)
    again = handovers.confirm(handover, by=leaver, now=now + timedelta(hours=1))

    assert again.confirmed_by_from_at == now


def test_nobody_else_confirms(posting, newcomer, who, now):
    handover = hand_over(posting, newcomer, who("street"), now)

    with pytest.raises(lifecycle.NotPermitted, match=r"两人|two persons"):
        handovers.confirm(handover, by=who("street"), now=now)


def test_lists_are_seen_by_the_two_and_by_the_office_above(world, posting, newcomer, who, now):
    hand_over(posting, newcomer, who("street"), now)

    def sees(name):
        return handovers.visible_to(who(name)).exists()

    assert handovers.visible_to(scope.of(newcomer, now)).exists()
    assert {name for name in world.people if sees(name)} == {"cadre", "street", "streetleader", "district"}


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("post", "may"),
    [
        ("cadre", {"cadre", "street", "streetleader", "district"}),
        ("gridleader", {"gridleader", "street", "streetleader", "district"}),
        ("secretary", {"secretary", "street", "streetleader", "district"}),
        ("worker", {"worker", "street", "streetleader", "district"}),  # a cadre of the street
        ("window", {"window", "district"}),
        ("street", {"street", "district"}),
        ("streetleader", {"streetleader", "district"}),
        ("supervisor", {"supervisor", "district"}),
        ("district", {"district"}),
        ("outsider", {"outsider"}),
    ],
)
def test_a_post_is_handed_over_by_its_holder_and_the_office_above(world, who, post, may):
    place, holder = getattr(world, f"{post}_post"), world.people[post]

    assert {name for name in world.people if permissions.may_staff(place, holder, who(name))} == may
    listed = {name for name in world.people if permissions.posts_staffed_by(who(name)).filter(pk=place.pk).exists()}
    assert listed == may - {post}


def test_the_holder_hands_over_to_a_colleague_and_to_no_stranger(world, posting, newcomer, who, now):
    for stranger in (newcomer, world.people["outsider"]):
        with pytest.raises(lifecycle.Incomplete):
            hand_over(posting, stranger, who("cadre"), now)
    assert roster.holder(world.cadre_post, now) == world.people["cadre"]

    hand_over(posting, world.people["secretary"], who("cadre"), now)

    assert roster.holder(world.cadre_post, now) == world.people["secretary"]


def test_nobody_hands_over_to_a_closed_account(world, posting, newcomer, who, now):
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    newcomer.refresh_from_db()

    with pytest.raises(lifecycle.NotPermitted):
        hand_over(posting, newcomer, who("street"), now)


def test_an_administrator_hands_over_any_post(world, posting, newcomer, now):
    admin = User.objects.create(username="admin", is_staff=True, is_superuser=True)

    handover = hand_over(posting, newcomer, scope.of(admin, now), now)

    assert handover.proposed_by == admin


def test_a_deputy_does_not_hand_over_the_post_stood_in_for(world, posting, newcomer, who, now):
    roster.leave(posting, world.people["secretary"], now, now + timedelta(days=3), by=world.people["cadre"])

    with pytest.raises(lifecycle.NotPermitted):
        hand_over(posting, newcomer, who("secretary"), now)


def test_nobody_gives_a_post_to_themselves(world, posting, who, now):
    with pytest.raises(lifecycle.NotPermitted, match=r"自己|themselves"):
        hand_over(posting, world.people["street"], who("street"), now)
    with pytest.raises(lifecycle.NotPermitted):
        hand_over(posting, world.people["cadre"], who("street"), now)


def test_a_second_hand_over_from_the_same_page_is_refused(world, posting, newcomer, who, now):
    hand_over(posting, newcomer, who("street"), now)

    with pytest.raises(lifecycle.NotPossible):
        hand_over(posting, world.people["worker"], who("street"), now + timedelta(seconds=5))
    assert Handover.objects.count() == 1
    assert roster.holder(world.cadre_post, now) == newcomer


def test_what_a_deputy_does_is_recorded_on_the_post(world, bring, posting, who, now):
    case = bring("in_progress")
    roster.leave(posting, world.people["worker"], now, now + timedelta(days=3), by=world.people["cadre"])

    lifecycle.note_progress(case, note="已联系开发商。", by=who("worker"), now=now)

    event = case.events.get(kind="case.noted")
    assert (event.by, event.post) == (world.people["worker"], world.cadre_post)
    assert event.post.role == Role.CADRE
