"""A meeting of the district in session, with three items, and browsers for the cast."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases import meetings
from cases.models import AgendaItem, Minutes
from tests.cases import meeting as council

DAY = timedelta(days=1)


@pytest.fixture
def browse(world):
    """Return a browser without JavaScript for one of the cast."""

    def log_in(name):
        client = Client(headers={"accept-language": "en"})
        client.force_login(world.people[name])
        return client

    return log_in


@pytest.fixture
def proposed(bring, who, world):
    """Return a function that puts new cases into the district's pool."""

    def propose(count=1):
        cases = [bring("in_progress", text=f"第 {number} 件：房产证一直办不下来。") for number in range(1, count + 1)]
        return [meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now) for case in cases]

    return propose


@pytest.fixture
def meeting(proposed, who, world):
    """The district's meeting in session two days later, three items on its agenda; the clock stands there."""
    office = who("district")
    items = proposed(3)
    held = meetings.call(world.district, held_at=world.now + 2 * DAY, place="三楼会议室", by=office, now=world.now)
    for item in items:
        meetings.put_on_agenda(item, held, by=office, now=world.now)
    with time_machine.travel(world.now + 2 * DAY, tick=False):
        yield council.hold(held, by=office)


@pytest.fixture
def items(meeting):
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))


@pytest.fixture
def decision(world):
    """Return the answers of a complete decision."""
    return {
        "outcome": "resolve",
        "text": "由住建局牵头补办竣工验收备案。",
        "lead_department": world.departments["housing"].pk,
        "lead_post": world.cadre_post.pk,
        "supporting": [world.departments["municipal_works"].pk],
        "due_date": "2027-01-12",
        "milestone_date_1": "2026-12-10",
        "milestone_text_1": "缺件清单",
        "acceptance": "12 户拿到证",
    }


@pytest.fixture
def decide(browse):
    """Send the decision form of an item as one of the cast."""

    def send(item, answers, name="district"):
        return browse(name).post(reverse("meeting-decide", args=[item.meeting_id, item.pk]), answers)

    return send


@pytest.fixture
def ended(meeting, items, decide, decision, browse):
    """The meeting of the room, one item decided, ended: its minutes."""
    decide(items[0], decision)
    browse("district").post(reverse("meeting-end", args=[meeting.pk]))
    return Minutes.objects.select_related("meeting").get(meeting=meeting)
