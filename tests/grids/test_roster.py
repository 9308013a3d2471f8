"""The roster: who holds which post when."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from grids import roster
from grids.models import Post, Posting, Role

YEAR = timedelta(days=365)


@pytest.fixture
def post(chain):
    return Post.objects.create(grid=chain[3], role=Role.GRID_LEADER)


def test_it_appoints_a_person_to_a_post(post, people, now):
    zhou, _, zheng = people
    roster.appoint(zhou, post, now, by=zheng)
    assert roster.holder(post, now) == zhou
    assert roster.holder(post, now - timedelta(seconds=1)) is None
    assert LogEntry.objects.get().user == zheng


def test_it_refuses_a_second_holder_and_keeps_the_first(post, people, now):
    zhou, wu, zheng = people
    roster.appoint(zhou, post, now, by=zheng)
    with pytest.raises(roster.AlreadyHeld):
        roster.appoint(wu, post, now + YEAR, by=zheng)
    assert roster.holder(post, now + YEAR) == zhou


def test_it_refuses_closed_accounts_and_posts(post, people, now):
    zhou, wu, zheng = people
    zhou.is_active = False
    with pytest.raises(roster.NotInUse):
        roster.appoint(zhou, post, now, by=zheng)
    Post.objects.update(is_active=False)
    with pytest.raises(roster.NotInUse):
        roster.appoint(wu, post, now, by=zheng)
    assert not Posting.objects.exists()


def test_it_ends_a_posting(post, people, now):
    zhou, _, zheng = people
    posting = roster.appoint(zhou, post, now - YEAR, by=zheng)
    roster.end(posting, now, by=zheng)
    assert roster.holder(post, now) is None
    assert roster.holder(post, now - timedelta(seconds=1)) == zhou


def test_it_refuses_to_end_what_has_ended_or_has_not_begun(post, people, now):
    zhou, _, zheng = people
    posting = roster.appoint(zhou, post, now, by=zheng)
    with pytest.raises(roster.TooEarly):
        roster.end(posting, now, by=zheng)
    roster.end(posting, now + YEAR, by=zheng)
    with pytest.raises(roster.NotHeld):
        roster.end(posting, now + YEAR, by=zheng)


def test_it_hands_over_without_a_gap(post, people, now):
    zhou, wu, zheng = people
    roster.appoint(zhou, post, now - YEAR, by=zheng)
    roster.hand_over(post, wu, now, by=zheng)
    assert roster.holder(post, now - timedelta(microseconds=1)) == zhou
    assert roster.holder(post, now) == wu
    assert list(Posting.objects.order_by("active_from").values_list("person", "active_to")) == [
        (zhou.pk, now),
        (wu.pk, None),
    ]


def test_it_refuses_to_hand_over_a_vacant_post(post, people, now):
    with pytest.raises(roster.NotHeld):
        roster.hand_over(post, people[0], now, by=people[2])


def test_it_changes_nothing_when_the_successor_cannot_begin(post, people, now):
    zhou, wu, zheng = people
    roster.appoint(zhou, post, now - YEAR, by=zheng)
    wu.is_active = False
    with pytest.raises(roster.NotInUse):
        roster.hand_over(post, wu, now, by=zheng)
    assert roster.holder(post, now) == zhou
    assert Posting.objects.get().active_to is None


def test_it_finds_all_holders_in_one_query(chain, people, now, django_assert_num_queries):
    posts = [Post.objects.create(grid=grid, role=Role.STREET_DESK) for grid in chain]
    roster.appoint(people[0], posts[0], now, by=people[2])
    roster.appoint(people[1], posts[2], now, by=people[2])
    with django_assert_num_queries(1):
        assert roster.holders(posts, now) == {posts[0].pk: people[0], posts[2].pk: people[1]}


def test_it_lists_the_posts_of_a_person_widest_first(chain, people, now):
    unit = Post.objects.create(grid=chain[3], role=Role.GRID_LEADER)
    street = Post.objects.create(grid=chain[1], role=Role.STREET_DESK)
    past = Post.objects.create(grid=chain[2], role=Role.COMMUNITY_SECRETARY)
    for post in (unit, street, past):
        posting = roster.appoint(people[0], post, now - YEAR, by=people[2])
    roster.end(posting, now, by=people[2])
    assert roster.posts_of(people[0], now) == [street, unit]


def test_it_appoints_many_or_none(chain, people, now):
    posts = [Post.objects.create(grid=grid, role=Role.STREET_DESK) for grid in chain]
    roster.appoint(people[0], posts[3], now, by=people[2])
    with pytest.raises(roster.AlreadyHeld):
        roster.appoint_many([(people[1], post) for post in posts], now)
    assert Posting.objects.count() == 1
    assert roster.appoint_many([(people[1], post) for post in posts[:3]], now) == 3


@pytest.mark.django_db(transaction=True)
def test_it_lets_one_of_two_simultaneous_appointments_win(post, people, now):
    gate, outcomes = Barrier(2), []

    def appoint(person):
        gate.wait()
        try:
            roster.appoint(person, post, now, by=people[2])
            outcomes.append("held")
        except roster.AlreadyHeld:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=appoint, args=[person]) for person in people[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["held", "refused"]
    assert Posting.objects.count() == 1
