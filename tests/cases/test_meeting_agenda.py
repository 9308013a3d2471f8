"""The agenda of a meeting: who is told of what is added, what is off it again, who convenes, when it may be opened."""

from datetime import timedelta

import pytest

from cases import lifecycle, meetings
from cases.meetings import wording
from cases.models import AgendaItem, Invitation, JointMeeting, Notice
from tests.cases import meeting as council
from tests.cases.conftest import settle

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def proposed(bring, who, world):
    def propose(**more):
        return meetings.propose(bring("in_progress"), reason="legacy", level=0, by=who("cadre"), now=world.now, **more)

    return propose


@pytest.fixture
def called(proposed, who, world):
    """A meeting in two days with one item, its notice given: (meeting, item)."""
    meeting = meetings.call(world.district, held_at=world.now + 2 * DAY, by=who("district"), now=world.now)
    item = meetings.put_on_agenda(proposed(), meeting, by=who("district"), now=world.now)
    return meetings.give_notice(meeting, by=who("district"), now=world.now), item


def told(meeting) -> set[int]:
    return set(Notice.objects.filter(meeting=meeting, about="called").values_list("post", flat=True))


class TestAfterTheNotice:
    def test_the_units_of_an_item_that_is_added_are_told_at_once(self, called, proposed, who, world):
        meeting, _item = called
        works = world.departments["municipal_works"]
        assert world.worker_post.pk not in told(meeting)

        meetings.put_on_agenda(proposed(suggested=[works]), meeting, by=who("district"), now=world.now + HOUR)

        assert meeting.invitations.get(post=world.worker_post).part == "supporting"
        assert world.worker_post.pk in told(meeting)
        assert Notice.objects.filter(meeting=meeting, about="called", post=world.cadre_post).count() == 1

    def test_the_units_of_an_item_heard_with_one_on_the_agenda_are_asked_and_told(self, called, proposed, who, world):
        meeting, item = called
        other = proposed(suggested=[world.departments["municipal_works"]])

        meetings.merge(other, AgendaItem.objects.get(pk=item.pk), by=who("district"), now=world.now + HOUR)

        assert world.worker_post.pk in told(meeting)
        assert meeting.invitations.filter(post=world.worker_post).exists()

    def test_before_the_notice_nobody_is_told(self, proposed, who, world):
        meeting = meetings.call(world.district, held_at=world.now + 2 * DAY, by=who("district"), now=world.now)
        meetings.put_on_agenda(proposed(), meeting, by=who("district"), now=world.now)

        assert not told(meeting)


class TestTheDay:
    def sign_everybody_in(self, meeting, by, now):
        for invitation in meeting.invitations.all():
            meetings.sign_in(invitation, attendance=Invitation.Attendance.PRESENT, by=by, now=now)

    def test_it_is_not_opened_days_before_and_says_how_to_hold_it_earlier(self, called, who, world):
        meeting, _item = called
        early = world.now + DAY
        self.sign_everybody_in(meeting, who("district"), early)

        with pytest.raises(lifecycle.Incomplete) as refused:
            meetings.open(meeting, by=who("district"), now=early)
        assert list(refused.value.errors) == ["held_at"]
        assert JointMeeting.objects.get().state == "planned"

    def test_on_its_day_it_may_begin_some_hours_earlier(self, called, who, world):
        meeting, _item = called
        morning = meeting.held_at - HOUR
        self.sign_everybody_in(meeting, who("district"), morning)

        assert meetings.open(meeting, by=who("district"), now=morning).state == "in_session"

    def test_what_is_urgent_is_moved_and_held_today(self, called, who, world):
        meeting, _item = called
        today = world.now + 3 * HOUR
        meeting = meetings.move(meeting, held_at=today, is_urgent=True, by=who("district"), now=world.now)
        self.sign_everybody_in(meeting, who("district"), today)

        assert meetings.open(meeting, by=who("district"), now=today).state == "in_session"


class TestWithdrawn:
    @pytest.fixture
    def withdrawn(self, called, proposed, who, world):
        """A second item whose case is voided before the meeting: (meeting, the first item, the withdrawn one)."""
        meeting, first = called
        gone = meetings.put_on_agenda(proposed(), meeting, by=who("district"), now=world.now)
        lifecycle.request_void(gone.case, reason="test", note="测试数据。", by=who("street"), now=world.now)
        settle(lifecycle.void(gone.case, by=who("district"), now=world.now), world.now)
        return meeting, first, council.fresh(gone)

    def test_it_is_not_in_the_minutes_nor_counted_there(self, withdrawn, who, world):
        meeting, first, gone = withdrawn
        assert gone.state == AgendaItem.State.WITHDRAWN
        at = meeting.held_at
        for invitation in meeting.invitations.all():
            meetings.sign_in(invitation, attendance=Invitation.Attendance.PRESENT, by=who("district"), now=at)
        meeting = meetings.open(meeting, by=who("district"), now=at)
        meetings.defer(
            council.fresh(first), review_date=(at + 7 * DAY).date(), note="等档案。", by=who("district"), now=at
        )

        words = wording.of(meeting)
        assert "研究1个议题" in words["opening"]
        assert [section["item"] for section in words["sections"]] == [None, first.pk]
        assert "等事项" not in words["title"]


class TestConvener:
    @pytest.fixture
    def vacant(self, world):
        """Nobody holds the post that convenes, and another leader does."""
        world.official_post.is_active = False
        world.official_post.save()

    def test_another_post_is_named_where_nobody_convenes(self, vacant, proposed, who, world):
        meeting = meetings.call(world.district, held_at=world.now + 2 * DAY, by=who("district"), now=world.now)
        meetings.put_on_agenda(proposed(), meeting, by=who("district"), now=world.now)
        with pytest.raises(lifecycle.Incomplete) as refused:
            meetings.give_notice(meeting, by=who("district"), now=world.now)
        assert "convener" in refused.value.errors

        meeting = meetings.name_convener(meeting, world.supervisor_post, by=who("district"), now=world.now)
        meeting = council.hold(meeting, by=who("district"))
        meetings.end(meeting, by=who("district"), now=meeting.held_at)
        signed = meetings.sign_off(meeting.minutes, by=who("supervisor"), now=meeting.held_at)
        assert signed.signed_post_id == world.supervisor_post.pk

    def test_a_post_that_nobody_holds_cannot_convene(self, called, who, world):
        meeting, _item = called
        world.supervisor_post.postings.update(active_to=world.now - HOUR)

        with pytest.raises(lifecycle.Incomplete):
            meetings.name_convener(meeting, world.supervisor_post, by=who("district"), now=world.now)

    def test_the_convener_before_is_asked_as_an_observer_and_the_new_one_is_told(self, called, who, world):
        meeting, _item = called
        meetings.name_convener(meeting, world.supervisor_post, by=who("district"), now=world.now)

        parts = dict(meeting.invitations.values_list("post", "part"))
        assert (parts[world.official_post.pk], parts[world.supervisor_post.pk]) == ("observer", "convener")
        assert world.supervisor_post.pk in told(meeting)
