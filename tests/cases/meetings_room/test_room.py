"""The room: decide, put off, pass up; nothing typed is lost, and refusals say why."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases import lifecycle, meetings
from cases.models import AgendaItem, Case, JointMeeting, Milestone, Resolution
from cases.workflow import State
from grids import roster
from grids.models import Department, Post, Role
from tests.cases import meeting as council
from tests.cases.conftest import settle


def room(meeting, **query):
    return reverse("meeting", args=[meeting.pk], query=query)


def test_it_opens_with_the_first_item_still_to_be_discussed(meeting, items, browse):
    page = browse("district").get(room(meeting))

    assert (page.context["item"], page.context["number"]) == (items[0], 1)
    assert [entry.look for entry in page.context["entries"]] == ["now", "wait", "wait"]


@pytest.mark.parametrize("odd", ["²", "٣", "-1", "9" * 5000, "one"])
def test_what_is_no_number_of_an_item_opens_the_first_one(meeting, items, browse, odd):
    page = browse("district").get(room(meeting, item=odd))

    assert page.status_code == 200
    assert page.context["item"] == items[0]


@pytest.mark.parametrize("name", ["district", "official"])
def test_what_somebody_types_is_kept_under_their_own_name_until_they_log_out(meeting, items, browse, world, name):
    page = browse(name).get(reverse("meeting", args=[meeting.pk])).content.decode()

    # logging out forgets what begins with "typed" (static/js/shell.js)
    assert f'data-draft="typed:item-{items[0].pk}:{world.people[name].pk}"' in page


def test_a_decision_is_written_down_and_goes_on_to_the_next_item(meeting, items, decide, decision, browse, world):
    answer = decide(items[0], decision)

    assert answer.url == room(meeting, item=items[1].pk)
    made = Resolution.objects.get()
    assert (made.item, made.lead_department, made.lead_post) == (
        items[0],
        world.departments["housing"],
        world.cadre_post,
    )
    assert made.supporting == [world.departments["municipal_works"].pk]
    assert (made.due_at.isoformat(), made.acceptance) == ("2027-01-12T09:00:00+00:00", "12 户拿到证")  # 17:00 here
    assert [(step.due_date, step.text) for step in made.milestones.all()] == [(date(2026, 12, 10), "缺件清单")]
    assert made.person == world.people["cadre"]
    assert Case.objects.get(pk=items[0].case_id).state == State.IN_PROGRESS  # until the minutes are signed
    assert browse("district").get(answer.url).context["item"] == items[1]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"text": " "}, "text", "Write down what was decided."),
        ({"lead_department": ""}, "lead_department", "No item leaves without a lead unit."),
        ({"lead_post": ""}, "lead_post", "Choose the post that answers for it."),
        ({"due_date": ""}, "due_date", "No item leaves without a date that is still to come."),
        ({"due_date": "2026-11-01"}, "due_date", "No item leaves without a date that is still to come."),
        ({"due_date": "soon"}, "due_date", "This is no day."),
        ({"milestone_date_1": "2027-03-01"}, "__all__", "A milestone cannot be later than the date itself."),
        ({"milestone_text_1": ""}, "__all__", "Milestone 1 needs a day and a few words."),
        ({"milestone_date_1": "2026-02-30"}, "__all__", "Milestone 1 needs a day and a few words."),
        ({"milestone_date_1": "2026-12-12"}, "__all__", "A milestone is no day off"),
        ({"outcome": "vanish"}, "outcome", "vanish"),
        ({"outcome": "defer", "review_date": ""}, "review_date", "Choose a day that is still to come."),
        ({"outcome": "pass_up", "pass_note": ""}, "pass_note", "Say why the level above must decide."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_typed_words_stay(items, decide, decision, changes, field, words):
    page = decide(items[0], {**decision, **changes})

    assert page.status_code == 422
    assert any(words in error for error in page.context["form"].errors[field])
    assert not Resolution.objects.exists()
    if "text" not in changes:
        assert decision["text"] in page.content.decode()
    assert "12 户拿到证" in page.content.decode()


def test_a_post_of_another_unit_cannot_answer_for_the_lead(items, decide, decision, world):
    page = decide(items[0], {**decision, "lead_post": world.worker_post.pk})

    assert "This post belongs to" in page.context["form"].errors["lead_post"][0]


def test_a_post_outside_the_case_s_path_is_no_choice(items, decide, decision, world):
    page = decide(items[0], {**decision, "lead_post": world.outsider_post.pk})

    assert page.status_code == 422
    assert not Resolution.objects.exists()


def test_an_item_put_off_comes_back_to_the_pool_with_its_day(items, decide, world):
    decide(items[0], {"outcome": "defer", "review_date": "2026-12-07", "defer_note": "等市里的政策"})

    item = AgendaItem.objects.get(pk=items[0].pk)
    assert (item.state, item.review_date, item.outcome_note) == ("deferred", date(2026, 12, 7), "等市里的政策")
    assert item in meetings.pool(world.district)


def test_an_item_is_not_passed_up_to_the_city_where_nobody_would_take_it(items, decide):
    page = decide(items[0], {"outcome": "pass_up", "pass_note": "要市里定"})

    assert page.status_code == 422
    assert "要市里定" in page.content.decode()
    assert AgendaItem.objects.get(pk=items[0].pk).state == "on_agenda"


def test_a_district_is_not_offered_to_pass_up_and_a_street_is(items, browse, bring, who, world, meeting):
    item = meetings.propose(bring("in_progress"), reason="legacy", level=1, by=who("cadre"), now=world.now)
    at = meeting.opened_at
    held = meetings.call(world.street, held_at=at + timedelta(hours=3), by=who("street"), now=at)
    meetings.put_on_agenda(item, held, by=who("street"), now=at)
    held = council.hold(held, by=who("street"))

    assert "pass_note" not in browse("district").get(room(meeting)).content.decode()
    assert "pass_note" in browse("street").get(room(held)).content.decode()


def test_a_second_decision_says_what_happened_and_keeps_the_words(items, decide, decision):
    decide(items[0], decision)
    page = decide(items[0], {**decision, "text": "另一个决定"})

    assert page.status_code == 409
    assert "decided already" in page.context["refusal"]
    assert "另一个决定" in page.content.decode()
    assert Resolution.objects.count() == 1


def test_a_year_without_an_official_calendar_warns(items, decide, decision):
    page = decide(items[0], {**decision, "text": ""})

    assert page.context["form"].due_year_unknown() == 2027
    assert "holidays of 2027 are not loaded" in page.content.decode()


def test_it_proposes_the_units_of_the_responsibility_list(meeting, items, browse, world):
    form = browse("district").get(room(meeting)).context["form"]

    assert form.initial["lead_department"] == world.departments["housing"].pk
    assert form.initial["lead_post"] == world.cadre_post.pk


def test_who_does_not_run_the_meeting_sees_it_without_a_form(meeting, items, browse, decide, decision):
    page = browse("cadre").get(room(meeting))

    assert page.status_code == 200
    assert page.context["form"] is None
    assert decide(items[0], decision, name="cadre").status_code == 403
    assert not Resolution.objects.exists()


def test_outside_its_territory_a_meeting_does_not_exist(meeting, items, browse, decide, decision):
    assert browse("outsider").get(room(meeting)).status_code == 404
    assert decide(items[0], decision, name="outsider").status_code == 404


def test_an_item_of_another_meeting_does_not_exist_here(meeting, items, browse, world, who):
    other = meetings.call(
        world.district, held_at=meeting.held_at.replace(year=2027), by=who("district"), now=meeting.held_at
    )

    assert browse("district").get(room(other, item=items[0].pk)).status_code == 404


def test_before_it_is_open_nothing_is_decided(proposed, who, world, browse, decide, decision):
    [item] = proposed()
    held = meetings.call(world.district, held_at=world.now.replace(day=30), by=who("district"), now=world.now)
    item = meetings.put_on_agenda(item, held, by=who("district"), now=world.now)

    assert browse("district").get(room(held, item=item.pk)).context["form"] is None
    assert decide(item, decision).status_code == 409


def test_it_is_opened_and_ended_by_its_office_only(meeting, browse):
    browse("cadre").post(reverse("meeting-end", args=[meeting.pk]))
    assert JointMeeting.objects.get().state == "in_session"

    browse("district").post(reverse("meeting-end", args=[meeting.pk]))
    assert JointMeeting.objects.get().state == "ended"
    assert not AgendaItem.objects.filter(state="on_agenda").exists()


def test_item_0_tells_how_earlier_decisions_stand(meeting, items, decide, decision, browse, who, world):
    decide(items[0], decision)
    council.sign(meeting, by=who("district"), at=meeting.opened_at)
    following = meetings.call(
        world.district, held_at=meeting.held_at.replace(month=12), by=who("district"), now=meeting.held_at
    )

    page = browse("district").get(room(following, item=0))

    [standing] = page.context["standings"]
    assert (standing.lamp, standing.is_on_time) == ("green", True)
    assert not browse("district").get(room(meeting, item=0)).context["standings"]


@pytest.mark.parametrize(("name", "is_done"), [("district", True), ("cadre", True), ("streetleader", False)])
def test_lead_and_office_tick_milestones(meeting, items, decide, decision, browse, who, name, is_done):
    decide(items[0], decision)
    council.sign(meeting, by=who("district"), at=meeting.held_at)
    step = Milestone.objects.get()

    answer = browse(name).post(reverse("meeting-tick", args=[meeting.pk, step.pk]))

    assert answer.url == room(meeting, item=items[0].pk)
    assert (Milestone.objects.get().done_at is not None) == is_done


def test_the_room_stays_under_twenty_queries(meeting, items, browse, django_assert_max_num_queries):
    district = browse("district")
    with django_assert_max_num_queries(19):
        district.get(room(meeting))


def test_the_form_shows_the_first_units_and_every_chosen_one_and_folds_the_rest(items, decide, decision, world):
    for number in range(9):
        made = Department.objects.create(code=f"a{number}", name_zh=f"一{number}", short_zh=f"一{number}")
        post = Post.objects.create(role=Role.DISTRICT_WINDOW, grid=world.district, department=made)
        roster.appoint(world.people["window"], post, from_at=world.now - timedelta(days=9), by=world.people["window"])
    last = Post.objects.get(department__code="a8", grid=world.district).department

    form = decide(items[0], {**decision, "text": "", "supporting": [last.pk]}).context["form"]

    shown = {box.data["value"] for box in form.units_shown()}
    assert str(last.pk) in map(str, shown)
    assert form.units_folded()
    assert len(form.units_shown()) + len(form.units_folded()) == len(form.fields["supporting"].choices)


def test_a_fourth_milestone_is_folded_away_until_it_was_typed(items, decide, decision):
    def rows(**typed):
        form = decide(items[0], {**decision, "text": "", **typed}).context["form"]
        return [[row["number"] for row in some] for some in (form.first_rows(), form.other_rows())]

    assert rows() == [[1, 2, 3], [4]]
    assert rows(milestone_text_4="发证") == [[1, 2, 3, 4], []]


def test_an_item_put_off_stays_on_the_page_of_its_meeting_when_it_goes_on_to_the_next(meeting, items, browse, who):
    office, at = who("district"), meeting.opened_at
    meetings.defer(items[0], review_date=date(2026, 12, 21), note="等资料。", by=office, now=at)
    meetings.end(meeting, by=office, now=at + timedelta(hours=1))
    following = meetings.call(meeting.grid, held_at=at + timedelta(days=7), by=office, now=at)
    for item in items[:2]:
        item.refresh_from_db()
        meetings.put_on_agenda(item, following, by=office, now=at + timedelta(hours=2))

    page = browse("district").get(room(meeting))

    assert [(each.item, each.words) for each in page.context["moved"]] == [
        (items[0], "put off, went on to a later meeting"),
        (items[1], "not decided, went back to the pool"),
        (items[2], "not decided, went back to the pool"),
    ]
    assert room(following, item=items[0].pk) in page.content.decode()
    assert browse("district").get(room(following, item=0)).context["moved"] == []


def test_somebody_of_the_unit_reads_only_the_cases_in_their_own_scope(meeting, items, browse):
    worker = browse("worker")  # another department's cadre in the same district

    for address in (room(meeting), room(meeting, item=items[0].pk), room(meeting, item=0)):
        page = worker.get(address)
        assert page.status_code == 200
        assert "房产证" not in page.content.decode()
    assert "房产证" in browse("supervisor").get(room(meeting)).content.decode()
    assert "房产证" in browse("cadre").get(room(meeting)).content.decode()


def test_a_unit_nobody_is_posted_for_cannot_be_chosen_and_the_field_says_so(
    meeting, items, browse, decide, decision, world
):
    page = browse("district").get(reverse("meeting", args=[meeting.pk]), {"item": items[0].pk}).content.decode()
    assert "Nobody is posted there for: natural_resources, tax." in page  # the responsibility list names them
    tax = world.departments["tax"].pk
    assert f'name="supporting" value="{tax}"' not in page

    refused = decide(items[0], {**decision, "supporting": [tax]})
    assert refused.status_code == 422
    assert "Nobody of a unit you chose is posted there; choose again." in refused.content.decode()


def test_what_is_wrong_with_milestones_is_said_at_the_milestones(items, decide, decision):
    page = decide(items[0], {**decision, "milestone_date_1": "2026-12-12"})

    milestones = page.content.decode().split("Milestones")[1].split("</fieldset>")[0]
    assert "A milestone is no day off" in milestones
    assert page.content.decode().count("A milestone is no day off") == 1


def test_a_case_finished_meanwhile_is_no_longer_on_the_page_nor_counted(meeting, items, browse, who):
    lifecycle.request_void(items[0].case, reason="test", note="测试数据。", by=who("street"), now=meeting.opened_at)
    settle(lifecycle.void(items[0].case, by=who("district"), now=meeting.opened_at), meeting.opened_at)
    page = browse("district").get(room(meeting))

    assert [entry.item for entry in page.context["entries"]] == items[1:]
    [gone] = page.context["moved"]
    assert (gone.item, gone.words) == (items[0], "withdrawn: the case was finished meanwhile")
    [listed] = browse("district").get(reverse("meetings")).context["coming"]
    assert listed.item_count == 2


def test_a_decision_on_a_case_not_accepted_says_which_and_keeps_the_words(items, decide, decision):
    Case.objects.filter(pk=items[0].case_id).update(state="reported")
    page = decide(items[0], decision)

    assert page.status_code == 409
    assert items[0].case.number in page.context["refusal"]
    assert decision["text"] in page.content.decode()
