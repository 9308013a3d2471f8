"""Following a case, mentioning a unit, seeing who else has it open: those who may see it are told, nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from cases import following, lifecycle
from cases.models import Case, Follow, Notice
from grids import roster
from tests.cases.conftest import settle


def told(world, name, case) -> list[str]:
    """Return the kinds of events of a case that somebody's post was told of."""
    notices = Notice.objects.filter(post=getattr(world, f"{name}_post"), event__case=case)
    return list(notices.order_by("event").values_list("event__kind", flat=True))


def press(desk, name, case, on):
    return desk(name).post(reverse("desk-follow", args=[case.number]), {"on": on})


def test_who_follows_is_told_of_events_until_they_let_go(desk, world, bring, who, now):
    case = bring("assigned")
    press(desk, "official", case, "1")
    press(desk, "official", case, "1")
    lifecycle.sign_for(case, by=who("cadre"), now=now)
    lifecycle.note_progress(case, note="材料齐了", by=who("cadre"), now=now)
    settle(case, now)
    press(desk, "official", case, "0")
    lifecycle.reply(case, note="在办", by=who("cadre"), now=now)
    settle(case, now)

    assert told(world, "official", case) == ["case.signed_for", "case.noted"]


def test_nobody_is_told_what_they_did_themselves(desk, world, bring, who, now):
    case = bring("in_progress")
    press(desk, "street", case, "1")
    lifecycle.note_progress(case, note="我自己写的", by=who("street"), now=now)
    settle(case, now)

    assert told(world, "street", case) == []


def test_who_lost_the_post_hears_no_more(desk, world, bring, who, now):
    case = bring("in_progress")
    press(desk, "official", case, "1")
    roster.end(world.official_post.postings.get(), now, by=world.people["official"])
    lifecycle.note_progress(case, note="材料齐了", by=who("cadre"), now=now)
    settle(case, now + timedelta(minutes=1))

    assert told(world, "official", case) == []


def test_a_case_outside_the_scope_cannot_be_followed(desk, bring):
    case = bring("assigned")

    assert press(desk, "outsider", case, "1").status_code == 404
    assert not Follow.objects.exists()


def test_at_its_end_a_case_is_let_go(desk, bring, who, now):
    case = bring("in_progress")
    following.follow(case, who("supervisor"))
    lifecycle.request_void(case, reason="test", note="测试件", by=who("district"), now=now)
    lifecycle.void(Case.objects.get(pk=case.pk), note="同意", by=who("official"), now=now)
    settle(case, now)

    assert not case.follows.exists()


@pytest.mark.parametrize(("on", "word"), [("1", "Unfollow"), ("0", "Follow")])
def test_the_page_offers_the_other_way(desk, bring, on, word):
    case = bring("assigned")
    press(desk, "official", case, on)

    assert f"</svg>{word}</button>" in desk("official").get(reverse("desk-case", args=[case.number])).content.decode()


def test_a_mentioned_post_is_told_and_the_note_says_so(desk, act, world, bring, now):
    case = bring("in_progress")
    act("cadre", case, "note_progress", note="请看一下", mention=world.gridleader_post.pk)
    settle(case, now)

    page = desk("cadre").get(reverse("desk-case", args=[case.number])).content.decode()
    assert told(world, "gridleader", case) == ["case.noted"]
    assert "mentions Shengshi Community Grid 1 Grid leader" in page


@pytest.mark.parametrize("name", ["worker", "outsider"])
def test_a_post_that_does_not_see_the_case_cannot_be_mentioned(act, world, bring, name):
    case = bring("in_progress")
    answer = act("cadre", case, "note_progress", note="请看一下", mention=getattr(world, f"{name}_post").pk)

    assert answer.status_code == 422
    assert not case.events.filter(kind="case.noted").exists()


def test_the_small_box_leads_to_the_units_and_keeps_what_is_typed(act, bring):
    case = bring("in_progress")
    page = act("cadre", case, "note_progress", note="写到一半", more="1").content.decode()

    assert "写到一半</textarea>" in page
    assert 'name="mention"' in page
    assert not case.events.filter(kind="case.noted").exists()


# --- who has it open ------------------------------------------------------------------------------------------------


def beat(desk, name, case) -> str:
    return desk(name).post(reverse("desk-still-open", args=[case.number])).content.decode()


@pytest.fixture
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("_empty_cache")
def test_colleagues_see_each_other_and_nobody_sees_themselves(desk, bring):
    case = bring("assigned")
    desk("cadre").get(reverse("desk-case", args=[case.number]))

    assert "cadre has it open now" in beat(desk, "street", case)
    assert "street has it open now" in beat(desk, "cadre", case)


@pytest.mark.usefixtures("_empty_cache")
def test_who_has_gone_is_forgotten_within_two_beats(desk, bring, now):
    case = bring("assigned")
    beat(desk, "cadre", case)

    with time_machine.travel(now + timedelta(seconds=76), tick=False):
        assert "has it open" not in beat(desk, "street", case)


@pytest.mark.usefixtures("_empty_cache")
def test_without_the_cache_nobody_is_seen_and_the_page_works(desk, bring, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"},
    }
    case = bring("assigned")
    desk("cadre").get(reverse("desk-case", args=[case.number]))

    page = desk("street").get(reverse("desk-case", args=[case.number]))
    assert page.status_code == 200
    assert "has it open" not in page.content.decode()


def test_a_case_outside_the_scope_takes_no_sign_of_life(desk, bring):
    assert desk("outsider").post(reverse("desk-still-open", args=[bring("assigned").number])).status_code == 404
