"""From decision to signature: what cannot be handed on is named, nothing typed is lost, nothing slips in between."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from cases import lifecycle, meetings
from cases.models import AgendaItem, Case, Milestone, Minutes, Notice, Resolution
from tests.cases import meeting as council

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def session(bring, who, world):
    """A meeting in session with two items: (meeting, items, the moment)."""
    at = world.now + 2 * DAY
    items = [
        meetings.propose(bring("in_progress"), reason="legacy", level=0, by=who("cadre"), now=world.now)
        for _number in range(2)
    ]
    meeting, items = council.call_and_hold(world.district, items, by=who("district"), at=at, now=world.now)
    return meeting, items, at


@pytest.fixture
def resolve(world, who):
    def do(item, at, verb=meetings.resolve, **changes):
        decision = {
            "text": "由住建局牵头补办。", "lead_department": world.departments["housing"],
            "lead_post": world.cadre_post, "due_at": world.now + 58 * DAY,
        }  # fmt: skip
        return verb(item, **{**decision, **changes}, by=who("district"), now=at)

    return do


def minutes_of(meeting) -> Minutes:
    return Minutes.objects.select_related("meeting__grid", "meeting__convener").get(meeting=meeting)


def type_into(minutes, by, at, **texts):
    """Change the minutes: section_2="…" for one section."""
    sections = [texts.get(f"section_{number}", each["text"]) for number, each in enumerate(minutes.sections, 1)]
    return meetings.edit(
        minutes, version=minutes.version, title=texts.get("title", minutes.title),
        opening=texts.get("opening", minutes.opening), sections=sections, sent_to=minutes.sent_to, by=by, now=at,
    )  # fmt: skip


class TestHandingOn:
    @pytest.mark.parametrize("state", ["reported", "need_info"])
    def test_a_case_no_lead_could_be_given_is_refused_at_the_item_by_its_number(self, session, resolve, state):
        _meeting, [item, _other], at = session
        Case.objects.filter(pk=item.case_id).update(
            state=state, comes_back_at=at + DAY if state == "need_info" else None
        )

        with pytest.raises(lifecycle.NotPossible) as refused:
            resolve(item, at)
        assert item.case.number in refused.value.reason
        assert AgendaItem.objects.get(pk=item.pk).state == "on_agenda"

    def test_neither_can_a_case_that_is_heard_with_it(self, session, resolve, bring, who, world):
        _meeting, [item, _other], at = session
        heard = meetings.propose(bring("in_progress"), reason="legacy", level=0, by=who("cadre"), now=world.now)
        meetings.merge(heard, council.fresh(item), by=who("district"), now=at)
        Case.objects.filter(pk=heard.case_id).update(state="reported")

        with pytest.raises(lifecycle.NotPossible) as refused:
            resolve(item, at)
        assert heard.case.number in refused.value.reason

    def test_a_returned_case_that_waits_to_be_assigned_is_assigned_by_the_meeting(self, session, resolve, who, world):
        meeting, [item, _other], at = session
        case = Case.objects.get(pk=item.case_id)
        Case.objects.filter(pk=case.pk).update(state="return_requested")
        lifecycle.approve_return(Case.objects.get(pk=case.pk), by=who("street"), now=at)
        resolve(council.fresh(item), at)
        council.sign(meeting, by=who("district"), at=at)

        case = Case.objects.get(pk=case.pk)
        assert (case.state, case.owner) == ("assigned", world.cadre_post)
        running = set(case.clocks.filter(stopped_at=None).values_list("stage", flat=True))
        assert running == {"sign_for", "handle"}
        assert case.original_due_at

    def test_at_the_signing_the_refusal_names_the_case(self, session, resolve, who):
        meeting, [item, other], at = session
        resolve(item, at)
        resolve(other, at)
        meetings.end(meeting, by=who("district"), now=at)
        Case.objects.filter(pk=other.case_id).update(state="reported")

        with pytest.raises(lifecycle.NotPossible) as refused:
            meetings.sign_off(minutes_of(meeting), by=who("official"), now=at)
        assert other.case.number in refused.value.reason
        assert not Resolution.objects.exclude(in_force_at=None).exists()


class TestBackIntoTheMeeting:
    def test_typed_minutes_stay_and_a_further_decision_comes_in(self, session, resolve, who):
        meeting, [item, other], at = session
        resolve(item, at)
        meetings.end(meeting, by=who("district"), now=at)
        typed = type_into(
            minutes_of(meeting),
            who("district"),
            at,
            title="改过的标题",
            opening="改过的开头。",
            section_2="办公室写的。",
        )
        meetings.resume(meeting, by=who("district"), now=at)
        meetings.put_on_agenda(council.fresh(other), meeting, by=who("district"), now=at)
        resolve(council.fresh(other), at, discussion="第二项的讨论。")
        meetings.end(meeting, by=who("district"), now=at + HOUR)

        again = minutes_of(meeting)
        assert (again.title, again.opening) == ("改过的标题", "改过的开头。")
        assert [section["text"] for section in again.sections][1:] == ["办公室写的。", "第二项的讨论。"]
        assert again.version > typed.version

    def test_what_was_typed_about_an_item_not_reached_after_all_is_there_at_the_next_meeting(
        self, session, resolve, who
    ):
        meeting, [item, _other], at = session
        resolve(item, at)
        meetings.end(meeting, by=who("district"), now=at)
        type_into(minutes_of(meeting), who("district"), at, section_2="会议认为应当容缺补办。")
        meeting = meetings.resume(meeting, by=who("district"), now=at)
        meetings.take_back(council.fresh(item), by=who("district"), now=at)
        meetings.end(meeting, by=who("district"), now=at + HOUR)

        assert len(minutes_of(meeting).sections) == 1
        assert AgendaItem.objects.get(pk=item.pk).discussion == "会议认为应当容缺补办。"

    def test_the_convener_is_told_again_that_there_is_something_to_sign(self, session, resolve, who, world):
        meeting, [item, _other], at = session
        resolve(item, at)
        meetings.end(meeting, by=who("district"), now=at)
        meetings.resume(meeting, by=who("district"), now=at)
        meetings.end(meeting, by=who("district"), now=at + HOUR)

        to_sign = Notice.objects.filter(meeting=meeting, about="to_sign", post=world.official_post)
        assert [notice.at for notice in to_sign.order_by("at")] == [at, at + HOUR]


class TestRaces:
    """A page loaded before the meeting ended acts as another connection does: on what it saw, against what is."""

    def test_what_was_decided_is_not_taken_back_nor_added_to_once_the_meeting_has_ended(self, session, resolve, who):
        meeting, [item, _other], at = session
        resolve(item, at)
        seen = council.fresh(item)
        assert seen.meeting.state == "in_session"
        meetings.end(meeting, by=who("district"), now=at)

        with pytest.raises(lifecycle.NotPossible):
            meetings.take_back(seen, by=who("district"), now=at)
        with pytest.raises(lifecycle.NotPossible):
            resolve(seen, at, verb=meetings.resolve_further)
        assert AgendaItem.objects.get(pk=item.pk).state == "decided"
        assert Resolution.objects.count() == 1

    def test_the_case_is_locked_before_the_meeting_and_the_meeting_before_the_item(self, session, resolve):
        _meeting, [item, _other], at = session
        with CaptureQueriesContext(connection) as queries:
            resolve(item, at)

        locked = [
            query["sql"] for query in queries if "FOR UPDATE" in query["sql"] or "FOR NO KEY UPDATE" in query["sql"]
        ]
        tables = [sql.split(' FROM "')[1].split('"')[0] for sql in locked]
        assert tables[:3] == ["cases_case", "cases_jointmeeting", "cases_agendaitem"]


@pytest.mark.django_db(transaction=True)
class TestTwoConnections:
    """One verb has done its work and not committed; the other begins meanwhile, waits, and sees what became of it."""

    def at_once(self, first, second) -> list[Exception]:
        """Begin the second between the work of the first and its commit; return what the second refused."""
        done, go, refused = threading.Event(), threading.Event(), []

        def work():
            try:
                with transaction.atomic():
                    first()
                    done.set()
                    go.wait(10)
            finally:
                connections.close_all()

        def follow():
            try:
                second()
            except lifecycle.NotPossible as refusal:
                refused.append(refusal)
            finally:
                connections.close_all()

        working, following = threading.Thread(target=work), threading.Thread(target=follow)
        working.start()
        assert done.wait(10)
        following.start()
        following.join(0.5)
        assert following.is_alive(), "it did not wait for the lock"
        go.set()
        working.join(10)
        following.join(10)
        return refused

    def test_what_is_being_decided_is_not_withdrawn_with_its_case(self, session, resolve):
        _meeting, [item, _other], at = session

        assert self.at_once(lambda: resolve(item, at), lambda: meetings.strike_off(item.case, at)) == []
        assert AgendaItem.objects.get(pk=item.pk).state == "decided"

    def test_nothing_is_taken_back_while_the_meeting_ends(self, session, resolve, who):
        meeting, [item, _other], at = session
        resolve(item, at)
        seen, office = council.fresh(item), who("district")

        [_refusal] = self.at_once(
            lambda: meetings.end(meeting, by=office, now=at), lambda: meetings.take_back(seen, by=office, now=at)
        )
        assert AgendaItem.objects.get(pk=item.pk).state == "decided"

    def test_nothing_is_taken_back_while_the_minutes_are_signed(self, session, resolve, who):
        meeting, [item, _other], at = session
        resolve(item, at)
        seen, office = council.fresh(item), who("district")
        meetings.end(meeting, by=office, now=at)
        minutes, convener = minutes_of(meeting), who("official")

        [_refusal] = self.at_once(
            lambda: meetings.sign_off(minutes, by=convener, now=at),
            lambda: resolve(seen, at, verb=meetings.resolve_further),
        )
        assert Resolution.objects.exclude(in_force_at=None).count() == 1


class TestMilestones:
    @pytest.fixture
    def signed(self, session, resolve, who):
        meeting, [item, _other], at = session
        resolution = resolve(item, at, milestones=[(date(2026, 12, 10), "缺件清单")])
        council.sign(meeting, by=who("district"), at=at)
        return resolution

    def test_a_day_off_is_refused(self, session, resolve):
        _meeting, [item, _other], at = session

        with pytest.raises(lifecycle.Incomplete) as refused:
            resolve(item, at, milestones=[(date(2026, 12, 12), "星期六的节点")])
        assert list(refused.value.errors) == ["milestones"]

    def test_they_are_locked_with_the_signature_and_only_ticked_then(self, signed, who, world):
        for change in (
            lambda: signed.milestones.update(due_date=date(2027, 1, 1)),
            lambda: signed.milestones.update(text="改"),
            lambda: signed.milestones.all().delete(),
            lambda: Milestone.objects.create(resolution=signed, due_date=date(2026, 12, 11), text="加"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        step = meetings.finish_milestone(signed.milestones.get(), by=who("cadre"), now=world.now + 10 * DAY)
        assert step.done_at
