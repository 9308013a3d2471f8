"""A deputy stands in for the holder of a post: from the first moment of a leave until its end, no longer."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from grids import roster, scope
from grids.models import Leave, Post, Role

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def posting(chain, people, now):
    """周明岚 leads the first grid."""
    post = Post.objects.create(grid=chain[3], role=Role.GRID_LEADER)
    return roster.appoint(people[0], post, now - 300 * DAY, by=people[2])


@pytest.fixture
def away(posting, people, now):
    """Let 吴建军 stand in for some days from now on."""
    return lambda start=0, days=5: roster.leave(
        posting, people[1], now + start * DAY, now + (start + days) * DAY, by=people[2]
    )


def test_the_deputys_scope_begins_and_ends_exactly_with_the_leave(posting, people, now, away):
    away()

    def posts(moment):
        return scope.of(people[1], moment).posts

    assert posts(now - MOMENT) == ()
    assert posts(now) == (posting.post,)
    assert posts(now + 5 * DAY - MOMENT) == (posting.post,)
    assert posts(now + 5 * DAY) == ()


def test_the_deputy_is_marked_and_the_holder_sees_the_post_as_before(posting, people, now, away):
    away()

    assert [post.acting_for for post in scope.of(people[1], now).posts] == ["周明岚"]
    assert [post.acting_for for post in scope.of(people[0], now).posts] == [None]
    assert roster.holder(posting.post, now) == people[0]


def test_a_deputys_scope_takes_one_query_beside_posts_of_their_own(chain, people, now, away, django_assert_num_queries):
    own = Post.objects.create(grid=chain[1], role=Role.STREET_DESK)
    roster.appoint(people[1], own, now - DAY, by=people[2])
    leave = away()

    with django_assert_num_queries(1):
        found = scope.of(people[1], now)
        assert found.posts == (own, leave.post)
        assert found.territories == (chain[1],)


def test_a_second_deputy_in_the_same_days_is_refused(people, now, away):
    away()

    with pytest.raises(roster.AlreadyDeputised):
        away(start=4)
    assert Leave.objects.count() == 1
    away(start=5)  # the next begins where the first ends


def test_the_database_refuses_overlapping_leaves(posting, people, now, away):
    leave = away()

    with pytest.raises(IntegrityError, match="one_deputy_per_post_at_a_time"), transaction.atomic():
        Leave.objects.create(
            post=leave.post, person=people[0], deputy=people[2], active_from=now + DAY, active_to=now + 2 * DAY
        )


def test_the_database_refuses_a_deputy_for_oneself_and_an_empty_period(posting, people, now):
    with pytest.raises(IntegrityError, match="nobody_is_their_own_deputy"), transaction.atomic():
        roster.leave(posting, people[0], now, now + DAY, by=people[2])
    with pytest.raises(roster.TooEarly):
        roster.leave(posting, people[1], now, now, by=people[2])


def test_a_leave_beyond_the_posting_is_refused(posting, people, now, away):
    roster.end(posting, now + 2 * DAY, by=people[2])

    with pytest.raises(roster.NotHeld):
        away()
    away(days=2)


def test_a_leave_can_end_early_and_leaves_its_trace(people, now, away):
    leave = away()

    roster.end_leave(leave, now + DAY, by=people[0])

    assert scope.of(people[1], now + DAY).is_empty
    assert not scope.of(people[1], now + DAY - MOMENT).is_empty
    assert LogEntry.objects.filter(user=people[0]).count() == 1
    with pytest.raises(roster.NotHeld):
        roster.end_leave(leave, now + DAY, by=people[0])


def test_a_leave_still_to_come_is_taken_back(people, now, away):
    roster.end_leave(away(start=3), now, by=people[0])

    assert not Leave.objects.exists()


def test_nobody_stands_in_any_longer_when_the_post_is_handed_over(posting, people, now, away):
    away()
    away(start=9)

    roster.hand_over(posting.post, people[2], now + DAY, by=people[2])

    assert Leave.objects.get().active_to == now + DAY
    assert scope.of(people[1], now + DAY).is_empty


def test_a_hand_over_of_a_posting_that_has_ended_meanwhile_is_refused(posting, people, now):
    roster.hand_over(posting.post, people[1], now, by=people[2])

    with pytest.raises(roster.NotHeld):
        roster.hand_over(posting.post, people[2], now + DAY, by=people[2], seen=posting)
    assert roster.holder(posting.post, now + DAY) == people[1]


def test_working_as_one_post_narrows_and_never_widens(chain, people, now):
    street = Post.objects.create(grid=chain[1], role=Role.STREET_DESK)
    unit = Post.objects.create(grid=chain[3], role=Role.GRID_LEADER)
    foreign = Post.objects.create(grid=chain[0], role=Role.DISTRICT_DESK)
    for post in (street, unit):
        roster.appoint(people[0], post, now - DAY, by=people[2])
    everything = scope.of(people[0], now)

    narrow = everything.as_one(unit.pk)

    assert narrow.posts == (unit,)
    assert narrow.territories == (chain[3],)
    assert set(narrow.every_post) == {street, unit}
    assert everything.as_one(foreign.pk) == everything
    assert everything.as_one(None) == everything
    assert narrow.as_one(street.pk) == narrow  # what is put aside does not come back by another hat
