"""The list of meetings and the pool of what waits for one."""

import pytest
from django.urls import reverse

from cases import meetings
from cases.models import AgendaItem, JointMeeting


def test_the_office_sees_its_pool_with_reasons(proposed, browse, world):
    [item] = proposed()
    page = browse("district").get("/meetings/")

    [unit] = page.context["units"]
    assert (unit.grid, unit.waiting) == (world.district, [item])
    assert "Legacy problem" in page.content.decode()


def test_who_runs_no_meeting_sees_the_list_only(meeting, browse):
    page = browse("cadre").get("/meetings/")

    assert (page.context["units"], page.context["coming"]) == ([], [meeting])
    assert browse("outsider").get("/meetings/").context["coming"] == []


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("", "", "Choose a day and a time."),
        ("2026-13-01", "15:00", "This is no day."),
        ("2020-01-01", "15:00", "still to come"),
    ],
)
def test_a_meeting_needs_a_time_still_to_come_and_keeps_what_was_typed(world, browse, day, time, words):
    answers = {"held_at_0": day, "held_at_1": time, "place": "三楼会议室"}
    page = browse("district").post(reverse("meeting-call", args=[world.district.code]), answers)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert "三楼会议室" in page.content.decode()
    assert not JointMeeting.objects.exists()


def test_calling_a_meeting_leads_into_its_room(world, browse):
    answers = {"held_at_0": "2036-11-30", "held_at_1": "15:00", "place": "三楼会议室"}
    answer = browse("district").post(reverse("meeting-call", args=[world.district.code]), answers)

    made = JointMeeting.objects.get()
    assert answer.url == reverse("meeting", args=[made.pk])
    assert (made.held_at.isoformat(), made.place) == ("2036-11-30T07:00:00+00:00", "三楼会议室")


@pytest.mark.parametrize(("name", "status"), [("supervisor", 403), ("cadre", 404), ("outsider", 404)])
def test_only_the_office_calls_a_meeting(world, browse, name, status):
    answers = {"held_at_0": "2036-11-30", "held_at_1": "15:00"}

    assert browse(name).post(reverse("meeting-call", args=[world.district.code]), answers).status_code == status
    assert not JointMeeting.objects.exists()


def test_chosen_items_go_on_the_agenda_in_order(proposed, browse, world, who):
    items = proposed(3)
    held = meetings.call(world.district, held_at=world.now.replace(year=2036), by=who("district"), now=world.now)
    chosen = [items[0].pk, items[2].pk]

    browse("district").post(reverse("meeting-add", args=[world.district.code]), {"meeting": held.pk, "items": chosen})

    assert list(held.items.order_by("position").values_list("pk", flat=True)) == chosen
    assert list(meetings.pool(world.district)) == [items[1]]


def test_choosing_nothing_changes_nothing(proposed, browse, world):
    proposed()
    answer = browse("district").post(reverse("meeting-add", args=[world.district.code]), {})

    assert answer.url == "/meetings/"
    assert AgendaItem.objects.get().state == "proposed"


def test_nobody_puts_items_on_another_unit_s_agenda(proposed, browse, world, who):
    [item] = proposed()
    held = meetings.call(world.district, held_at=world.now.replace(year=2036), by=who("district"), now=world.now)

    browse("street").post(reverse("meeting-add", args=[world.street.code]), {"meeting": held.pk, "items": [item.pk]})
    answer = browse("street").post(
        reverse("meeting-add", args=[world.district.code]), {"meeting": held.pk, "items": [item.pk]}
    )

    assert answer.status_code == 404
    assert AgendaItem.objects.get().state == "proposed"
