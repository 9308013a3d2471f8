"""The whistle: a street calls departments, each reports in, and how long it took is on record."""

from datetime import timedelta

import pytest

from cases import lifecycle, notice_permissions, whistles
from cases.models import CaseEvent, Notice, Whistle
from tests.cases.conftest import settle
from tests.cases.test_permissions import CAST

HOUR = timedelta(hours=1)


@pytest.fixture
def blow(bring, who, world):
    """Whistle on a case in progress for the works department's post and the housing cadre."""

    def do(name="street", **more):
        words = {
            "posts": [world.worker_post, world.cadre_post], "place": "12 号楼门前", "note": "管网塌陷，需现场会商。",
            "until": world.now + 2 * HOUR,
        } | more  # fmt: skip
        return whistles.blow(bring("in_progress"), **words, by=who(name), now=world.now)

    return do


def call_of(whistle, post):
    return whistle.calls.select_related("whistle__case").get(post=post)


def test_each_called_post_is_told_and_reports_in_with_its_time_on_record(blow, who, world):
    whistle = blow()
    settle(whistle.case, world.now)
    event = CaseEvent.objects.get(kind="case.whistled")
    assert set(Notice.objects.filter(event=event).values_list("post", flat=True)) == {
        world.worker_post.pk, world.cadre_post.pk,
    }  # fmt: skip

    call = whistles.report_in(
        call_of(whistle, world.worker_post), note="两人到场。", by=who("worker"), now=world.now + HOUR
    )
    assert (whistle.number, call.response, call.is_late) == ("吹哨〔2026〕1号", HOUR, False)
    late = whistles.report_in(call_of(whistle, world.cadre_post), note="", by=who("cadre"), now=world.now + 3 * HOUR)
    assert late.is_late


def test_a_unit_reports_in_once_and_nobody_does_it_for_another(blow, who, world):
    whistle = blow()
    with pytest.raises(lifecycle.NotPermitted):
        whistles.report_in(call_of(whistle, world.worker_post), note="", by=who("cadre"), now=world.now)
    whistles.report_in(call_of(whistle, world.worker_post), note="", by=who("worker"), now=world.now)
    with pytest.raises(lifecycle.NotPossible):
        whistles.report_in(call_of(whistle, world.worker_post), note="", by=who("worker"), now=world.now)


@pytest.mark.parametrize("name", sorted(set(CAST) - {"street", "streetleader", "district"}))
def test_only_an_office_whistles(blow, name):
    with pytest.raises(lifecycle.NotPermitted):
        blow(name)
    assert not Whistle.objects.exists()


@pytest.mark.parametrize(
    ("missing", "field"), [({"posts": []}, "posts"), ({"place": ""}, "place"), ({"note": " "}, "note")]
)
def test_nobody_is_called_without_whom_where_and_why(blow, missing, field):
    with pytest.raises(lifecycle.Incomplete) as refusal:
        blow(**missing)
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize("away", [timedelta(0), timedelta(days=31)])
def test_the_time_to_come_is_still_to_come_and_near(blow, world, away):
    with pytest.raises(lifecycle.Incomplete) as refusal:
        blow(until=world.now + away)
    assert list(refusal.value.errors) == ["until"]


def test_who_may_read_a_whistle_and_whose_list_it_is_on(blow, who, world):
    whistle = blow()
    readers = {name for name in CAST if notice_permissions.may_see_whistle(whistle, who(name))}

    assert readers == {"worker", "cadre", "street", "streetleader", "district", "official", "supervisor"}
    assert [call.post for call in notice_permissions.to_come(who("worker"))] == [world.worker_post]
    assert list(notice_permissions.called_by_us(who("district"))) == [whistle], (
        "the district sees its streets' whistles"
    )
    assert not notice_permissions.called_by_us(who("outsider")).exists()


def test_of_each_department_the_nearest_staffed_post_is_offered(bring, world):
    offered = set(whistles.callable_posts(bring("in_progress"), world.now))

    assert offered == {world.cadre_post, world.worker_post, world.window_post}
