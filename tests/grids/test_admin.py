"""The administrator's pages: every list opens, postings begin and end through the roster."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from grids import roster
from grids.importing import reference
from grids.models import Category, Department, Grid, Post, Posting, ResponsibilityRule, Role, User

MODELS = [Category, Department, Grid, Post, Posting, ResponsibilityRule, User]


@pytest.fixture
def door(client, db):
    """The browser of an administrator."""
    client.force_login(User.objects.create_superuser("boss", name="郑欣"))
    return client


@pytest.fixture
def post(chain):
    return Post.objects.create(grid=chain[3], role=Role.GRID_LEADER)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("search", ["", "410106"])
def test_it_opens_every_list_with_few_queries(door, post, people, now, model, search, django_assert_max_num_queries):
    reference.load()
    roster.appoint(people[0], post, now, by=people[2])
    with django_assert_max_num_queries(14):
        page = door.get(reverse(f"admin:grids_{model._meta.model_name}_changelist"), {"q": search} if search else {})
    assert page.status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_it_opens_a_row_of_every_list(door, post, people, now, model):
    reference.load()
    roster.appoint(people[0], post, now, by=people[2])
    row = model.objects.first()
    assert door.get(reverse(f"admin:grids_{model._meta.model_name}_change", args=[row.pk])).status_code == 200


def test_it_begins_a_posting_through_the_roster(door, post, people, now):
    form = {"person": people[0].pk, "post": post.pk, "active_from_0": "2026-11-23", "active_from_1": "09:00"}
    answer = door.post(reverse("admin:grids_posting_add"), form)
    assert answer.status_code == 302
    assert roster.holder(post, now) == people[0]


def test_it_says_who_holds_a_post_already(door, post, people, now):
    roster.appoint(people[0], post, now, by=people[2])
    form = {"person": people[1].pk, "post": post.pk, "active_from_0": "2026-11-24", "active_from_1": "09:00"}
    answer = door.post(reverse("admin:grids_posting_add"), form)
    assert answer.status_code == 200
    assert "周明岚" in str(answer.context["adminform"].form.errors["post"])
    assert Posting.objects.count() == 1


def test_it_refuses_a_posting_that_would_run_into_a_later_one(door, post, people, now):
    roster.appoint(people[0], post, now, by=people[2])
    form = {"person": people[1].pk, "post": post.pk, "active_from_0": "2026-11-01", "active_from_1": "09:00"}
    answer = door.post(reverse("admin:grids_posting_add"), form)
    assert "周明岚" in str(answer.context["adminform"].form.errors["post"])
    assert Posting.objects.count() == 1


def test_it_sends_who_fills_a_post_again_to_the_desk_that_writes_the_hand_over_list(door, post, people, now):
    former = roster.appoint(people[0], post, now, by=people[2])
    roster.end(former, now + timedelta(hours=1), by=people[2])
    form = {"person": people[1].pk, "post": post.pk, "active_from_0": "2026-11-24", "active_from_1": "09:00"}
    answer = door.post(reverse("admin:grids_posting_add"), form)
    [error] = answer.context["adminform"].form.errors["post"].as_data()
    assert reverse("desk-post", args=[post.pk]) in error.message
    assert Posting.objects.count() == 1


def test_it_explains_a_posting_of_a_closed_account(door, post, people):
    User.objects.filter(pk=people[1].pk).update(is_active=False)
    form = {"person": people[1].pk, "post": post.pk, "active_from_0": "2026-11-01", "active_from_1": "09:00"}
    answer = door.post(reverse("admin:grids_posting_add"), form, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Posting.objects.exists()


def test_it_ends_the_chosen_postings(door, post, people, now):
    posting = roster.appoint(people[0], post, now.replace(year=2025), by=people[2])
    door.post(
        reverse("admin:grids_posting_changelist"), {"action": "end_now", admin.helpers.ACTION_CHECKBOX_NAME: posting.pk}
    )
    posting.refresh_from_db()
    assert posting.active_to is not None


def test_it_never_adds_changes_or_removes_a_grid(door, chain):
    assert door.get(reverse("admin:grids_grid_add")).status_code == 403
    assert door.post(reverse("admin:grids_grid_change", args=[chain[3].pk]), {"name": "x"}).status_code == 403
    assert door.post(reverse("admin:grids_grid_delete", args=[chain[3].pk]), {"post": "yes"}).status_code == 403
