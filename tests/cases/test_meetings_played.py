"""Random steps through joint meetings: no item is lost, decided twice, or left without lead, date and person.

Attendance, deferrals, cancellations, merging and passing up come as they come.
"""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from hypothesis import Phase, given, settings, strategies as st

from cases import lifecycle, meetings, workflow
from cases.models import (
    AgendaItem,
    Case,
    CoHandlingOrder,
    Invitation,
    JointMeeting,
    MeetingRule,
    Minutes,
    Resolution,
)
from tests.cases import meeting as council
from tests.cases.conftest import settle

LIVES, STEPS = 8, 80
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
State = AgendaItem.State
REFUSALS = (lifecycle.NotPossible, lifecycle.NotPermitted, lifecycle.Incomplete)


class Council:
    """Two units and the city above them, a clock that goes forward, and everybody who may do something."""

    def __init__(self, world, who, bring, chance, taken):
        self.world, self.who, self.bring, self.chance, self.taken = world, who, bring, chance, taken
        self.now = world.now
        self.offices = {world.district: who("district"), world.street: who("street"), None: who("supervisor")}

    # --- what may happen ----------------------------------------------------------------------------------------------

    def propose(self):
        case = self.bring("in_progress", at=self.now)
        meetings.propose(case, reason="legacy", level=self.chance.choice((0, 1)), by=self.who("cadre"), now=self.now)

    def call(self):
        grid = self.chance.choice(list(self.offices))
        meetings.call(grid, held_at=self.now + 3 * HOUR, by=self.offices[grid], now=self.now)

    def put_on_agenda(self):
        meeting = self.pick(JointMeeting.objects.filter(state__in=["planned", "in_session"]))
        item = self.pick(meetings.pool(meeting.grid))
        meetings.put_on_agenda(item, meeting, by=self.offices[meeting.grid], now=self.now)

    def take_off_agenda(self):
        item = self.pick(AgendaItem.objects.filter(state=State.ON_AGENDA))
        meetings.take_off_agenda(item, by=self.offices[item.grid], now=self.now)

    def merge(self):
        item = self.pick(AgendaItem.objects.filter(state__in=AgendaItem.IN_POOL))
        into = self.pick(AgendaItem.objects.filter(grid=item.grid))
        meetings.merge(item, into, by=self.offices[item.grid], now=self.now)

    def send_back(self):
        item = self.pick(AgendaItem.objects.filter(state__in=AgendaItem.IN_POOL))
        meetings.send_back(item, note="先协调。", by=self.offices[item.grid], now=self.now)

    def cancel(self):
        meeting = self.pick(JointMeeting.objects.filter(state="planned"))
        meetings.cancel(meeting, note="改日。", by=self.offices[meeting.grid], now=self.now)

    def open(self):
        meeting = self.pick(JointMeeting.objects.filter(state="planned"))
        by = self.offices[meeting.grid]
        if meeting.noticed_at is None:
            meetings.give_notice(meeting, is_urgent=True, by=by, now=self.now)
        for invitation in meeting.invitations.all():
            is_there = self.chance.random() < 0.9
            meetings.sign_in(invitation, attendance="present" if is_there else "absent", by=by, now=self.now)
        meetings.open(meeting, by=by, now=self.now)

    def resolve(self):
        item = self.pick(AgendaItem.objects.filter(meeting__state="in_session"))
        days = self.chance.choice((9, 12, 30))
        codes = self.chance.sample(("municipal_works", "urban_management", "tax"), self.chance.choice((0, 1, 1, 2)))
        meetings.resolve(
            item, text="由住建局牵头。", lead_department=self.world.departments["housing"],
            lead_post=self.world.cadre_post, due_at=self.now + days * DAY, by=self.offices[item.grid], now=self.now,
            supporting=[self.world.departments[code] for code in codes],
        )  # fmt: skip

    def defer(self):
        item = self.pick(AgendaItem.objects.filter(meeting__state="in_session"))
        review = (self.now + self.chance.choice((0, 7)) * DAY).date()
        meetings.defer(item, review_date=review, note="等政策。", by=self.offices[item.grid], now=self.now)

    def pass_up(self):
        item = self.pick(AgendaItem.objects.filter(meeting__state="in_session"))
        meetings.pass_up(item, note="上级定。", by=self.offices[item.grid], now=self.now)

    def take_back(self):
        item = self.pick(AgendaItem.objects.filter(meeting__state="in_session"))
        meetings.take_back(item, by=self.offices[item.grid], now=self.now)

    def end(self):
        meeting = self.pick(JointMeeting.objects.filter(state="in_session"))
        meetings.end(meeting, by=self.offices[meeting.grid], now=self.now)

    def resume(self):
        meeting = self.pick(JointMeeting.objects.filter(state="ended"))
        meetings.resume(meeting, by=self.offices[meeting.grid], now=self.now)

    def sign(self):
        minutes = self.pick(Minutes.objects.filter(signed_at=None))
        meetings.sign_off(minutes, by=council.holder(minutes.meeting.convener, self.now), now=self.now)

    def feed_back(self):
        case = self.pick(Case.objects.filter(resolution_due_at__isnull=False, owner=self.world.cadre_post))
        if case.state == "assigned":
            case = lifecycle.sign_for(case, by=self.who("cadre"), now=self.now)
        owed = case.orders.open().exists()
        case = lifecycle.feed_back(case, result="explained", note="已答复。", by=self.who("cadre"), now=self.now)
        assert not owed, "fed back over an open order"
        settle(case, self.now)

    def help(self):
        order = self.pick(CoHandlingOrder.objects.open())
        name = {self.world.worker_post: "worker", self.world.window_post: "window"}[order.post]
        if self.chance.random() < 0.3:
            lifecycle.waive_order(order.case, order=order, note="不用了。", by=self.who("district"), now=self.now)
            return
        if order.state == "asked":
            lifecycle.sign_order(order.case, order=order, by=self.who(name), now=self.now)
        lifecycle.report_order(
            Case.objects.get(pk=order.case_id), order=order, note="办好。", by=self.who(name), now=self.now
        )

    def climb(self):
        self.now += 12 * DAY
        meetings.climb_missed(self.now)

    def close(self):
        case = self.pick(Case.objects.filter(in_meeting=True))
        Case.objects.filter(pk=case.pk).update(state="verified", waiting_on=self.world.street_post)
        solved = self.chance.choice(("", "yes", "no"))  # where it is not solved, it is opened again at once
        case = lifecycle.close(
            Case.objects.get(pk=case.pk), note="已回访。", solved=solved, by=self.who("street"), now=self.now
        )
        settle(case, self.now)

    # --- what always holds --------------------------------------------------------------------------------------------

    def pick(self, rows):
        found = list(rows.order_by("pk"))
        if not found:
            raise lifecycle.NotPossible("none")
        return self.chance.choice(found)

    def tries(self, name) -> bool:
        """Try a deed; what is refused changes nothing."""
        before = (AgendaItem.objects.count(), Resolution.objects.count())
        try:
            getattr(self, name)()
            self.taken[name] += 1
            return True
        except REFUSALS:
            if name not in ("open", "sign", "feed_back", "help"):  # these do several things
                assert (AgendaItem.objects.count(), Resolution.objects.count()) == before
            return False

    def is_whole(self):
        for item in AgendaItem.objects.select_related("case", "meeting", "merged_into"):
            self.item_is_whole(item)
        for case in Case.objects.filter(in_meeting=True):
            pending = case.agenda_items.filter(state=State.DECIDED, meeting__minutes__signed_at=None)
            unsigned = pending.filter(resolutions__isnull=False).distinct().count()
            assert case.agenda_items.filter(state__in=AgendaItem.WAITING).count() + unsigned == 1, case.number

        for minutes in Minutes.objects.filter(signed_at__isnull=False):
            self.units_were_asked(minutes)

    def units_were_asked(self, minutes):
        """Each supporting unit of what was signed has an order with the number of these minutes, once a case."""
        for resolution in Resolution.objects.filter(item__meeting=minutes.meeting_id, in_force_at=minutes.signed_at):
            items = [resolution.item, *resolution.item.merged.filter(state=State.DECIDED)]
            for item in items:
                if not item.case.events.filter(data__minutes=minutes.number).exists():
                    continue  # it was solved before the signing
                orders = item.case.orders.filter(text__contains=minutes.number)
                units = orders.values_list("post__department", flat=True)
                assert sorted(units) == sorted(resolution.supporting), item.case.number

    def item_is_whole(self, item):
        resolutions = list(item.resolutions.all())
        if item.state == State.DECIDED:
            decided = resolutions or list(item.merged_into.resolutions.all())
            assert len(decided) == 1
            assert all(each.lead_department_id and each.lead_post_id and each.person_id for each in decided)
            assert all(each.due_at > each.decided_at for each in decided)
        else:
            assert resolutions == []
        if item.state == State.DEFERRED:
            assert item.review_date
        if item.state == State.PASSED_UP:
            later = AgendaItem.objects.filter(case=item.case, pk__gt=item.pk)
            assert later.exists()
        if item.state == State.ON_AGENDA:
            assert item.meeting.state in ("planned", "in_session")
        if item.state in AgendaItem.WAITING:
            assert item.case.state in workflow.OPEN
            assert item.case.in_meeting
        if item.state == State.MERGED:
            assert item.merged_into.state in (*AgendaItem.WAITING, State.DECIDED)


OFTEN = {"propose": 3, "call": 2, "put_on_agenda": 6, "open": 6, "resolve": 20, "take_back": 2, "sign": 9,
         "resume": 8, "defer": 3, "pass_up": 4, "merge": 3, "feed_back": 9, "help": 12}  # fmt: skip
SELDOM = ("take_off_agenda", "send_back", "cancel", "end", "climb", "close")
DEEDS = [*SELDOM, *(name for name, times in OFTEN.items() for _turn in range(times))]


@pytest.mark.long
def test_no_item_is_lost_decided_twice_or_left_without_lead_date_and_person(world, who, bring):
    rule = MeetingRule.objects.get(level=-1)
    rule.convener = world.supervisor_post
    rule.save()
    taken: Counter[str] = Counter()

    @settings(max_examples=LIVES, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(seed=st.integers(0, 2**32))
    def live(seed):
        played = Council(world, who, bring, Random(seed), taken)
        for step in range(STEPS):
            played.now += played.chance.choice((timedelta(minutes=10), HOUR))
            any(played.tries(played.chance.choice(DEEDS)) for _turn in range(6))
            if step % 15 == 0:
                played.is_whole()
        played.is_whole()

    live()
    assert set(DEEDS) - set(taken) == set(), taken


def test_an_absent_lead_keeps_a_meeting_from_opening(world, who, bring):
    case = bring("in_progress")
    item = meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now)
    meeting = meetings.call(world.district, held_at=world.now + 3 * HOUR, by=who("district"), now=world.now)
    meetings.put_on_agenda(item, meeting, by=who("district"), now=world.now)
    meetings.give_notice(meeting, is_urgent=True, by=who("district"), now=world.now)
    convener = meeting.invitations.get(part=Invitation.Part.CONVENER)
    meetings.sign_in(convener, attendance="present", by=who("district"), now=world.now)

    assert not meetings.quorum(meeting)
