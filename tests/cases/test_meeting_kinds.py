"""Meetings other than the regular one of a district: a special one at short notice, and a community's own."""

from datetime import date, timedelta

import pytest

from cases import lifecycle, meetings
from cases.meetings import units
from cases.models import Case, JointMeeting, Notice, Resolution
from tests.cases import meeting as council

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def proposed(bring, who, world):
    def propose(level):
        case = bring("in_progress")
        return meetings.propose(
            case, reason="joint_enforcement", level=level, tried="劝阻两次。", by=who("cadre"), now=world.now
        )

    return propose


def decision(world, **changes):
    return {
        "text": "由住建局牵头，市政配合，三日内排险。", "lead_department": world.departments["housing"],
        "lead_post": world.cadre_post, "supporting": [world.departments["municipal_works"]],
        "due_at": world.now + 3 * DAY, "acceptance": "险情解除", **changes,
    }  # fmt: skip


def test_a_special_meeting_is_called_and_held_the_same_day_and_its_minutes_say_so(proposed, who, world):
    office, held_at = who("district"), world.now + 3 * HOUR
    item = proposed(level=0)
    meeting = meetings.call(
        world.district, held_at=held_at, place="区应急指挥中心", is_special=True, by=office, now=world.now
    )
    meetings.put_on_agenda(item, meeting, by=office, now=world.now)
    with pytest.raises(lifecycle.Incomplete):
        meetings.give_notice(meeting, by=office, now=world.now)  # two hours are for what is urgent
    meeting = meetings.give_notice(meeting, is_urgent=True, by=office, now=world.now)
    asked = set(meeting.invitations.values_list("post", flat=True))
    assert set(Notice.objects.filter(meeting=meeting).values_list("post", flat=True)) == asked

    mine = meeting.invitations.get(post=world.cadre_post)
    mine = meetings.reply(mine, answer="substitute", substitute="许向晚", authority="可以表态", by=who("cadre"),
                          now=world.now + HOUR)  # fmt: skip
    meetings.sign_in(mine, attendance="substitute", by=office, now=held_at)
    convener = meeting.invitations.get(part="convener")
    meetings.sign_in(convener, attendance="present", by=office, now=held_at)
    meeting = meetings.open(meeting, by=office, now=held_at)
    item = council.fresh(item)
    meetings.take_up(item, by=office, now=held_at)
    steps = [(date(2026, 11, 24), "设围挡"), (date(2026, 11, 26), "排险完成")]
    meetings.resolve(item, **decision(world, milestones=steps), by=office, now=held_at + HOUR)
    minutes = council.sign(meeting, by=office, at=held_at + HOUR)

    assert "区应急指挥中心主持召开上街区专题联席会议" in minutes.opening
    assert minutes.number == "上街联纪〔2026〕1号"
    case = Case.objects.get(pk=item.case_id)
    assert (case.state, case.resolution_due_at) == ("assigned", world.now + 3 * DAY)
    assert case.orders.get().post == world.worker_post
    assert Resolution.objects.get().milestones.count() == 2


def test_a_community_holds_its_own_meeting_and_its_secretary_signs(proposed, who, world):
    office, held_at = who("secretary"), world.now + 2 * DAY
    first, second, third = (proposed(level=2) for _number in range(3))
    assert list(meetings.pool(world.community)) == [first, second, third]
    assert units.managed_by(office) == [world.community]

    meeting, [first, second, third] = council.call_and_hold(
        world.community, [first, second, third], by=office, at=held_at, now=world.now
    )
    assert meeting.convener == world.secretary_post
    meetings.resolve(first, **decision(world, due_at=world.now + 10 * DAY), by=office, now=held_at)
    meetings.defer(second, review_date=date(2026, 12, 2), note="等业主大会。", by=office, now=held_at)
    higher = meetings.pass_up(third, note="社区定不了。", by=office, now=held_at)
    minutes = council.sign(meeting, by=office, at=held_at)

    assert minutes.number == "盛世社区联纪〔2026〕1号"
    assert "主持召开盛世社区联席会议" in minutes.opening
    assert [section["heading"][2:4] for section in minutes.sections] == ["上次", "关于", "暂缓", "上报"]
    assert "提请中心路街道联席会议研究" in minutes.sections[3]["text"]
    assert higher.grid == world.street
    assert list(meetings.pool(world.street)) == [higher]
    case = Case.objects.get(pk=first.case_id)
    assert (case.state, case.resolution_due_at) == ("assigned", world.now + 10 * DAY)
    for name in ("district", "street", "cadre"):
        with pytest.raises(lifecycle.NotPermitted):
            meetings.call(world.community, held_at=held_at + 7 * DAY, by=who(name), now=held_at)
    assert JointMeeting.objects.count() == 1
