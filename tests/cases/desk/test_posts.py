"""My posts on the desk: handing over, confirming, a deputy for some days, and working as one post of several."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import handovers, lifecycle
from cases.models import Case, Handover
from grids import roster
from grids.models import Leave, Posting, User

DAY = timedelta(days=1)


@pytest.fixture
def newcomer(world):
    world.people["newcomer"] = User.objects.create(username="newcomer", name="新来的")
    return world.people["newcomer"]


@pytest.fixture
def give(world, desk):
    """Send the hand-over form of the cadre's post as one of the cast."""

    def do(name, to="newcomer", posting=None):
        seen = posting or Posting.objects.filter(post=world.cadre_post).latest("active_from")
        return desk(name).post(reverse("desk-hand-over", args=[world.cadre_post.pk]), {"posting": seen.pk, "to": to})

    return do


@pytest.fixture
def handover(give, newcomer, bring):
    bring("in_progress")
    give("street")
    return Handover.objects.get()


@pytest.fixture
def away(world, desk):
    """Send the leave form of the cadre's post as one of the cast, from tomorrow on."""

    def do(name="cadre", deputy="secretary", first=1, last=3):
        today = world.now.date()
        answers = {
            "posting": Posting.objects.get(post=world.cadre_post).pk,
            "deputy": world.people[deputy].pk,
            "first_day": today + first * DAY,
            "last_day": today + last * DAY,
        }
        return desk(name).post(reverse("desk-leave", args=[world.cadre_post.pk]), answers)

    return do


def words(answer):
    return answer.content.decode()


# --- handing over -----------------------------------------------------------------------------------------------------


def test_the_holder_hands_over_and_comes_to_the_list(world, bring, give, newcomer):
    case = bring("in_progress")

    answer = give("cadre", to="secretary")

    handover = Handover.objects.get()
    assert answer.url == reverse("desk-handover", args=[handover.pk])
    assert roster.holder(world.cadre_post, world.now) == world.people["secretary"]
    assert [line.case_id for line in handover.items.all()] == [case.pk]


def test_a_colleague_is_found_by_name_and_a_stranger_by_account_only(world, give, newcomer):
    assert give("street", to="新来的").status_code == 422
    assert give("cadre").status_code == 422  # the holder gives it to no stranger at all
    assert not Handover.objects.exists()

    give("cadre", to="secretary")

    assert roster.holder(world.cadre_post, world.now) == world.people["secretary"]


def test_the_leaver_confirms_though_no_post_is_left(desk, handover):
    page = desk("cadre").get(reverse("desk-handover", args=[handover.pk]))
    assert reverse("desk-confirm", args=[handover.pk]) in words(page)

    desk("cadre").post(reverse("desk-confirm", args=[handover.pk]))
    desk("cadre").post(reverse("desk-confirm", args=[handover.pk]))

    handover.refresh_from_db()
    assert handover.confirmed_by_from_at
    assert handover.is_open
    assert reverse("desk-confirm", args=[handover.pk]) not in words(
        desk("cadre").get(reverse("desk-handover", args=[handover.pk]))
    )


def test_the_list_counts_cases_and_co_handling_orders_apart(world, desk, newcomer, bring, who, now):
    case = bring("in_progress")
    lifecycle.split(case, posts=[world.worker_post], note="请核对。", limit="1D", by=who("cadre"), now=now)
    handover = handovers.hand_over(roster.posting_at(world.worker_post, now), newcomer, by=who("street"), now=now)

    page = words(desk("newcomer").get(reverse("desk-handover", args=[handover.pk])))

    assert "<dt>Open cases</dt><dd>0</dd>" in page
    assert "<dt>Co-handling orders</dt><dd>1</dd>" in page


def test_the_successor_sees_in_every_frame_that_a_list_waits(desk, handover):
    def frame():
        return words(desk("newcomer").get(reverse("desk"))).split("</header>")[0]

    assert reverse("desk-handovers") in frame()

    desk("newcomer").post(reverse("desk-confirm", args=[handover.pk]))

    assert reverse("desk-handovers") not in frame()


@pytest.mark.parametrize("name", ["outsider", "gridleader", "window", "worker"])
def test_an_outsider_finds_neither_list_nor_post(world, desk, handover, name):
    client = desk(name)

    assert client.get(reverse("desk-handover", args=[handover.pk])).status_code == 404
    assert client.post(reverse("desk-confirm", args=[handover.pk])).status_code == 404
    assert client.get(reverse("desk-post", args=[world.cadre_post.pk])).status_code == 404
    assert client.post(reverse("desk-hand-over", args=[world.cadre_post.pk])).status_code == 404
    assert handover.number not in words(client.get(reverse("desk-handovers")))


def test_who_sees_a_post_without_staffing_it_reads_the_reason(world, desk, give, newcomer):
    page = desk("secretary").get(reverse("desk-post", args=[world.cadre_post.pk]))

    assert page.status_code == 200
    assert "Only its holder" in words(page)
    assert reverse("desk-hand-over", args=[world.cadre_post.pk]) not in words(page)
    assert give("secretary").status_code == 403
    assert not Handover.objects.exists()


def test_a_second_click_hands_nothing_over_again(world, give, newcomer):
    seen = Posting.objects.get(post=world.cadre_post)
    give("street", posting=seen)

    with time_machine.travel(world.now + timedelta(seconds=3), tick=False):
        again = give("street", posting=seen)

    assert again.status_code == 409
    assert "meanwhile" in words(again)
    assert Handover.objects.count() == 1


def test_a_vacant_post_is_filled_from_its_page_once(world, desk, newcomer, bring):
    bring("in_progress")
    roster.end(Posting.objects.get(post=world.cadre_post), world.now - DAY, by=world.people["street"])
    address, fill = (reverse(name, args=[world.cadre_post.pk]) for name in ("desk-post", "desk-hand-over"))

    page = words(desk("street").get(address))
    assert fill in page
    assert reverse("desk-leave", args=[world.cadre_post.pk]) not in page
    assert desk("street").post(fill, {"posting": 0, "to": "newcomer"}).status_code == 302
    assert desk("street").post(fill, {"posting": 0, "to": "newcomer"}).status_code == 409

    paper = words(desk("street").get(reverse("desk-handover", args=[Handover.objects.get().pk])))
    assert "nobody (the post was vacant)" in paper or "原岗位空缺" in paper
    assert "None" not in paper + words(desk("street").get(address)) + words(desk("newcomer").get(reverse("desk-posts")))


def test_a_posts_page_tells_who_held_it_when(world, desk, give, newcomer):
    with time_machine.travel(world.now + DAY, tick=False):
        give("street")
        page = words(desk("street").get(reverse("desk-post", args=[world.cadre_post.pk])))

    held = page.split("Who held the post")[1]
    assert held.index("新来的") < held.index("<b>cadre</b>")
    assert Handover.objects.get().number in page


def test_an_administrator_without_a_post_finds_posts_by_place(world, desk):
    world.people["admin"] = User.objects.create(username="admin", is_staff=True, is_superuser=True)

    page = words(desk("admin").get(reverse("desk-posts"), {"place": "盛世社区"}))

    assert reverse("desk-post", args=[world.cadre_post.pk]) in page
    assert reverse("desk-post", args=[world.window_post.pk]) not in page


def test_a_street_finds_the_posts_below_it_and_no_others(world, desk):
    def finds(word):
        return words(desk("street").get(reverse("desk-posts"), {"place": word}))

    assert reverse("desk-post", args=[world.cadre_post.pk]) in finds("cadre")
    assert reverse("desk-post", args=[world.outsider_post.pk]) not in finds("outsider")
    assert reverse("desk-post", args=[world.district_post.pk]) not in finds("district")


def test_a_page_of_a_list_asks_as_much_for_many_cases_as_for_one(world, desk, bring, give, newcomer):
    def queries(handover):
        client = desk("newcomer")
        client.get(reverse("desk-handover", args=[handover.pk]))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("desk-handover", args=[handover.pk])).status_code == 200
        return len(captured)

    first = bring("in_progress")
    give("street")
    few = queries(Handover.objects.get())
    copies = [Case.objects.get(pk=first.pk) for _number in range(40)]
    for number, copy in enumerate(copies):
        copy.pk, copy.number, copy.form_key = None, f"C-{number:04}", None
    Case.objects.bulk_create(copies)
    with time_machine.travel(world.now + DAY, tick=False):
        give("street", to="cadre")
        many = queries(Handover.objects.first())

    assert Handover.objects.first().items.count() == 41
    assert many == few <= 12


# --- a deputy ---------------------------------------------------------------------------------------------------------


def test_a_deputy_works_on_the_post_during_the_leave_and_is_marked(world, desk, away, bring):
    case = bring("in_progress", "I01")
    assert away(deputy="outsider").status_code == 422  # of another unit
    assert away(deputy="streetleader").status_code == 422
    away()
    leave = Leave.objects.get()
    assert (leave.active_from.isoformat(), leave.active_to.isoformat()) == (
        "2026-11-23T16:00:00+00:00", "2026-11-26T16:00:00+00:00",
    )  # fmt: skip

    def page():
        return words(desk("secretary").get(reverse("desk-posts")))

    assert reverse("desk-post", args=[world.cadre_post.pk]) not in page().split("</header>")[1].split("posts-others")[0]
    with time_machine.travel(leave.active_from, tick=False):
        assert "acting for cadre" in page()
        assert desk("cadre").get(reverse("desk-case", args=[case.number])).status_code == 200
    with time_machine.travel(leave.active_to, tick=False):
        assert "acting for cadre" not in page()


def test_days_that_overlap_another_leave_are_refused(away):
    away()

    assert away(first=3, last=5).status_code == 409
    assert Leave.objects.count() == 1


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (3, 2), (1, 800)])
def test_days_past_reversed_or_endless_are_refused_beside_the_field(away, first, last):
    answer = away(first=first, last=last)

    assert answer.status_code == 422
    assert "errorlist" in words(answer)


def test_a_leave_begun_today_begins_now_and_is_ended_by_one_click(world, desk, away):
    away(first=0)
    leave = Leave.objects.get()
    assert leave.active_from == world.now

    with time_machine.travel(world.now + DAY, tick=False):
        assert desk("outsider").post(reverse("desk-end-leave", args=[leave.pk])).status_code == 404
        desk("cadre").post(reverse("desk-end-leave", args=[leave.pk]))

    assert Leave.objects.get().active_to == world.now + DAY


# --- hats -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_posts(world, bring):
    """The secretary has taken over the worker's post beside their own; return a case of each."""
    cases = bring("in_progress", "I01"), bring("assigned", "B01")
    roster.end(Posting.objects.get(post=world.worker_post), world.now - DAY, by=world.people["worker"])
    roster.appoint(world.people["secretary"], world.worker_post, world.now - DAY, by=world.people["secretary"])
    return cases


def test_a_hat_narrows_every_page_and_shows_in_the_bar(world, desk, two_posts):
    housing, manhole = two_posts
    client = desk("secretary")
    hat = reverse("desk-hat")

    def sees():
        pages = {case: client.get(reverse("desk-case", args=[case.number])) for case in two_posts}
        return {case for case, page in pages.items() if page.status_code == 200}

    assert sees() == {housing, manhole}
    client.post(hat, {"post": world.worker_post.pk})
    assert sees() == {manhole}
    assert "Working as" in words(client.get(reverse("desk")))
    assert client.get(reverse("dashboard")).status_code == 403  # a cadre answers for no territory

    client.post(hat, {"post": ""})
    assert sees() == {housing, manhole}
    assert "Working as" not in words(client.get(reverse("desk")))


def test_a_hat_never_widens(world, desk, two_posts):
    case = two_posts[0]
    client = desk("outsider")

    client.post(reverse("desk-hat"), {"post": world.cadre_post.pk})

    assert client.get(reverse("desk-case", args=[case.number])).status_code == 404
    assert client.post(reverse("desk-hat"), {"post": "nonsense"}).status_code == 302


def test_a_hat_that_is_lost_leaves_what_one_still_holds(world, desk, two_posts):
    client = desk("secretary")
    client.post(reverse("desk-hat"), {"post": world.worker_post.pk})

    roster.end(Posting.objects.get(post=world.worker_post, active_to=None), world.now, by=world.people["secretary"])

    assert "Working as" not in words(client.get(reverse("desk")))


def test_nobody_without_an_account_comes_in():
    for name in ("desk-posts", "desk-handovers"):
        assert "/accounts/login/" in Client().get(reverse(name)).url


def test_who_stood_in_last_time_is_chosen_already(world, away, desk):
    away()

    page = words(desk("cadre").get(reverse("desk-post", args=[world.cadre_post.pk])))

    assert f'<option value="{world.people["secretary"].pk}" selected>' in page


def test_the_menu_leads_to_the_post_where_one_goes_on_leave(world, desk):
    page = words(desk("cadre").get("/desk/"))

    assert f'<a href="{reverse("desk-post", args=[world.cadre_post.pk])}">' in page


def test_a_leave_until_the_end_of_a_day_names_that_day(world, away, desk):
    away(last=3)

    page = words(desk("cadre").get(reverse("desk-post", args=[world.cadre_post.pk])))

    assert "11/26/2026 11:59 p.m." in page
    assert "11/27/2026" not in page
