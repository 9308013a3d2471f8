"""Supporting units of a joint meeting's decision: their orders come with the signing, and feedback waits for them."""

from datetime import timedelta

import pytest
from django.utils import translation

from cases import lifecycle, meetings, permissions
from cases.models import Case, CoHandlingOrder, Minutes, Notice
from grids.models import Department
from tests.cases import meeting as council
from tests.cases.conftest import settle

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def session(bring, who, world):
    """A case on the agenda of the district's meeting in session: (item, meeting)."""
    case = bring("in_progress")
    item = meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now)
    meeting, [item] = council.call_and_hold(
        world.district, [item], by=who("district"), at=world.now + 2 * DAY, now=world.now
    )
    return item, meeting


@pytest.fixture
def decide(world, who):
    def do(item, *supporting, verb=meetings.resolve, **changes):
        decision = {
            "text": "由住建局牵头补办竣工验收。", "lead_department": world.departments["housing"],
            "lead_post": world.cadre_post, "due_at": world.now + 58 * DAY,
            "supporting": [world.departments[code] for code in supporting],
        }  # fmt: skip
        return verb(item, **{**decision, **changes}, by=who("district"), now=world.now + 2 * DAY)

    return do


@pytest.fixture
def sign(world, who):
    def do(meeting, at=2 * DAY):
        return council.sign(meeting, by=who("district"), at=world.now + at)

    return do


def again(item) -> Case:
    return Case.objects.for_page().get(pk=item.case_id)


def open_orders(item) -> dict:
    return {order.post: order for order in CoHandlingOrder.objects.open().filter(case=item.case_id)}


def refused(deed, *args, **more) -> dict:
    with pytest.raises(lifecycle.Incomplete) as refusal:
        deed(*args, **more)
    return refusal.value.errors


def test_signing_gives_each_supporting_unit_an_order_until_the_meetings_date(session, decide, sign, world):
    item, meeting = session
    decide(item, "municipal_works", "urban_management")
    assert open_orders(item) == {}  # nothing is in force before the signing
    minutes = sign(meeting)

    orders = open_orders(item)
    assert set(orders) == {world.worker_post, world.window_post}
    for order in orders.values():
        assert order.due_at == world.now + 58 * DAY
        assert minutes.number in order.text
        assert "由住建局牵头补办竣工验收。" in order.text
        assert (order.asked_from, order.is_leads_own) == (world.official_post, False)
    assert sorted(again(item).owing) == sorted(post.pk for post in orders)


def test_each_unit_is_told_once(session, decide, sign, world):
    item, meeting = session
    decide(item, "municipal_works")
    sign(meeting)
    settle(item.case, world.now + 2 * DAY)

    assert Notice.objects.filter(post=world.worker_post, event__kind="case.cohandling_asked").count() == 1


def test_the_leaders_of_street_and_community_are_asked_as_units_too(session, decide, sign, world):
    item, meeting = session
    street = Department.objects.create(code="street_office", name_zh="街道办事处", short_zh="街道")
    decide(item, supporting=[street])
    sign(meeting)

    assert set(open_orders(item)) == {world.streetleader_post}


def test_feedback_waits_until_each_order_is_done_or_waived(session, decide, sign, who, world):
    item, meeting = session
    decide(item, "municipal_works", "urban_management")
    sign(meeting)
    at = world.now + 3 * DAY
    lifecycle.sign_for(again(item), by=who("cadre"), now=at)
    answer = {"result": "solved", "note": "12户全部领证。", "by": who("cadre"), "now": at}
    with pytest.raises(lifecycle.NotPermitted, match="2 co-handling orders"):
        lifecycle.feed_back(again(item), **answer)

    orders = open_orders(item)
    lifecycle.sign_order(again(item), order=orders[world.worker_post], by=who("worker"), now=at)
    lifecycle.report_order(again(item), order=orders[world.worker_post], note="管线已核。", by=who("worker"), now=at)
    with pytest.raises(lifecycle.NotPermitted, match="1 co-handling order "):
        lifecycle.feed_back(again(item), **answer)
    lifecycle.waive_order(again(item), order=orders[world.window_post], note="不涉及。", by=who("district"), now=at)

    assert lifecycle.feed_back(again(item), **answer).state == "feedback"


def test_the_meetings_side_waives_what_the_meeting_asked_and_the_lead_unit_does_not(session, decide, sign, who, world):
    item, meeting = session
    decide(item, "municipal_works")
    sign(meeting)
    [order] = open_orders(item).values()

    assert not permissions.may_waive(order, again(item), who("cadre"))
    assert not permissions.may_waive(order, again(item), who("street"))
    for name in ("district", "official"):
        assert permissions.may_waive(order, again(item), who(name))


def test_the_meeting_asks_anew_where_the_lead_unit_had_asked_before(session, decide, sign, who, world):
    item, meeting = session
    lifecycle.split(
        again(item), posts=[world.worker_post], note="先核对管线。", limit="3D", by=who("cadre"), now=world.now
    )
    before = open_orders(item)[world.worker_post]
    decide(item, "municipal_works")
    minutes = sign(meeting)

    before.refresh_from_db()
    assert (before.state, before.answer) == ("lapsed", "The joint meeting decided anew.")
    order = open_orders(item)[world.worker_post]
    assert minutes.number in order.text
    assert order.pk != before.pk


def test_what_a_second_meeting_decides_takes_the_place_of_the_first_ones_orders(
    session, decide, sign, bring, who, world
):
    item, meeting = session
    decide(item, "municipal_works")
    sign(meeting)
    later = world.now + 60 * DAY
    meetings.climb_missed(later)
    case = again(item)
    second = case.agenda_items.get(reason="missed", grid=world.district)
    at = later + 2 * DAY
    third, [second] = council.call_and_hold(world.district, [second], by=who("district"), at=at, now=later)
    meetings.resolve(
        second, text="再限三十日。", lead_department=world.departments["housing"], lead_post=world.cadre_post,
        due_at=world.now + 93 * DAY, supporting=[world.departments["municipal_works"]], by=who("district"), now=at,
    )  # fmt: skip
    council.sign(third, by=who("district"), at=at)

    [order] = open_orders(item).values()
    assert "再限三十日。" in order.text
    assert order.due_at == world.now + 93 * DAY


def test_a_post_with_two_parts_has_one_order_due_with_the_last(session, decide, sign, who, world):
    item, meeting = session
    meetings.invite(meeting, world.window_post, part="supporting", by=who("district"), now=world.now + 2 * DAY)
    there = meeting.invitations.get(post=world.window_post)
    meetings.sign_in(there, attendance="present", by=who("district"), now=world.now + 2 * DAY)
    decide(item, "municipal_works", "urban_management")
    decide(
        item, "municipal_works", "housing", verb=meetings.resolve_further, text="由城管清理占道。",
        lead_department=world.departments["urban_management"], lead_post=world.window_post,
        due_at=world.now + 81 * DAY,
    )  # fmt: skip
    sign(meeting)

    orders = open_orders(item)
    assert set(orders) == {world.worker_post, world.window_post}  # housing has the case itself
    for order in orders.values():
        assert "由住建局牵头补办竣工验收。" in order.text
        assert "由城管清理占道。" in order.text
        assert order.due_at == world.now + 81 * DAY


def test_a_supporting_unit_without_a_post_there_is_refused_at_the_field(session, decide, world):
    item, _meeting = session

    assert refused(decide, item, "municipal_works", "tax", "fire") == {
        "supporting": "Nobody is posted there for: tax, fire."
    }
    assert not item.resolutions.exists()


def test_so_is_a_unit_whose_post_nobody_holds(session, decide, world):
    item, _meeting = session
    world.worker_post.postings.update(active_to=world.now)

    assert "supporting" in refused(decide, item, "municipal_works")


def test_so_is_one_that_is_not_posted_where_a_case_heard_with_it_lies(bring, decide, who, world):
    other = world.elsewhere
    first, second = bring("in_progress"), bring("in_progress")
    items = [
        meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now) for case in (first, second)
    ]
    Case.objects.filter(pk=second.pk).update(street=None, community=None, grid=None, district=other)
    meetings.merge(items[1], items[0], by=who("district"), now=world.now)
    _meeting, [item] = council.call_and_hold(
        world.district, [items[0]], by=who("district"), at=world.now + 2 * DAY, now=world.now
    )

    assert second.number in refused(decide, item, "municipal_works")["supporting"]


def test_minutes_signed_after_the_date_leave_orders_that_are_due_at_once(session, decide, sign, world):
    item, meeting = session
    decide(item, "municipal_works", due_at=world.now + 9 * DAY)
    sign(meeting, at=12 * DAY)

    [order] = open_orders(item).values()
    assert order.due_at == order.asked_at == world.now + 12 * DAY


def test_a_post_vacated_since_the_decision_still_gets_its_order(session, decide, sign, world):
    item, meeting = session
    decide(item, "municipal_works")
    world.worker_post.postings.update(active_to=world.now + 2 * DAY)
    sign(meeting)

    assert set(open_orders(item)) == {world.worker_post}


def test_minutes_are_not_signed_when_a_unit_has_no_post_any_more_and_nothing_is_half_done(session, decide, sign, world):
    item, meeting = session
    decide(item, "municipal_works")
    world.worker_post.is_active = False
    world.worker_post.save()
    with pytest.raises(lifecycle.NotPossible, match="municipal_works"):
        sign(meeting)

    assert Minutes.objects.get(meeting=meeting).signed_at is None
    assert again(item).state == "in_progress"
    assert not CoHandlingOrder.objects.exists()
