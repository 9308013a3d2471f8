"""The queues: what lies in each, counted in one query; the list by due time."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from cases import lifecycle
from cases.desk import listing, queues
from cases.models import Case


def tally(who, name, now):
    return {name: found.total for name, found in queues.counts(who(name), now).items() if found.total}


def list_of(name, scope, now, mark=""):
    queue = queues.BY_NAME[name]
    return listing.page(
        queues.parts_inside(queue, scope, now), scope, now, queues.counts(scope, now)[name].by_day, mark
    )


def count_of(name, scope, now):
    return Case.objects.filter(queues.inside(queues.BY_NAME[name], scope, now)).count()


def test_it_counts_every_queue_in_one_query(who, bring, now, django_assert_num_queries):
    bring("assigned")
    scope = who("gridleader")
    queues.counts(scope, now)  # once a minute another one, for the posts that nobody holds

    with django_assert_num_queries(1):
        queues.counts(scope, now)


@pytest.mark.parametrize(
    ("state", "name", "queue"),
    [
        ("reported", "street", "triage"),
        ("assigned", "cadre", "sign"),
        ("in_progress", "cadre", "working"),
        ("feedback", "gridleader", "verify"),
        ("verified", "street", "call-back"),
    ],
)
def test_a_case_lies_in_the_queue_of_who_must_act(state, name, queue, who, bring, now):
    bring(state)

    assert tally(who, name, now)[queue] == 1


def test_a_finished_case_lies_in_no_queue(who, bring, now):
    bring("closed")

    assert tally(who, "cadre", now) == {}
    assert tally(who, "street", now) == {}


def test_late_is_what_has_passed_its_due_time(who, bring, now):
    case = bring("in_progress", "B01")

    assert "late" not in tally(who, "worker", case.due_at - timedelta(minutes=1))
    assert tally(who, "worker", case.due_at + timedelta(minutes=1))["late"] == 1


def test_a_territory_watches_the_clocks_of_all_its_cases(who, bring, now):
    case = bring("in_progress", "B01")

    assert tally(who, "streetleader", case.due_at + timedelta(minutes=1)) == {"late": 1, "area": 1}


def test_only_territories_are_offered_the_whole_area(who):
    assert "area" not in {queue.name for queue in queues.offered(who("cadre"))}
    assert "area" in {queue.name for queue in queues.offered(who("gridleader"))}


def test_a_case_whose_post_nobody_holds_is_without_an_owner(world, who, bring, now):
    bring("assigned")
    world.cadre_post.postings.update(active_to=now - timedelta(days=1))

    assert tally(who, "streetleader", now)["ownerless"] == 1


def test_a_hold_is_to_review_three_working_days_before_it_ends(who, bring, now):
    case = bring("in_progress")
    until = date(2026, 11, 30)
    asked = {"reason": "season", "until": until, "note": "等天气。", "by": who("cadre"), "now": now}
    case = lifecycle.suspend(lifecycle.request_suspension(case, **asked), by=who("supervisor"), now=now)

    assert "review" not in tally(who, "street", now)
    assert tally(who, "street", now + timedelta(days=3, hours=8))["review"] == 1  # Thursday evening
    assert tally(who, "street", now + timedelta(days=9))["review"] == 1  # past, if nothing has taken it up


def test_a_territory_oversees_what_is_to_be_signed_for_and_verified(who, bring, now):
    bring("assigned")
    bring("feedback")

    assert tally(who, "street", now)["sign"] == tally(who, "street", now)["verify"] == 1
    assert "verify" not in tally(who, "cadre", now)  # its owner never verifies it


@pytest.mark.parametrize("name", ["cadre", "street", "streetleader", "gridleader"])
def test_counts_and_lists_agree(name, who, bring, now):
    for state in ("reported", "assigned", "in_progress", "feedback", "verified"):
        bring(state)
    bring("in_progress", "B01", at=now - timedelta(days=3))
    scope = who(name)

    counted = {queue: found.total for queue, found in queues.counts(scope, now).items()}

    assert counted == {queue: count_of(queue, scope, now) for queue in counted}


def test_the_list_goes_by_due_time_and_continues_behind_its_mark(who, bring, now, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing._first_due, "plans", {})
    for n in range(5):
        bring("in_progress", "I01", at=now - timedelta(days=n))
    scope = who("cadre")
    seen, mark = [], ""
    for _page in range(3):
        page = list_of("mine", scope, now, mark)
        seen += [row.case.pk for row in page.rows]
        mark = page.later

    assert mark == ""
    assert seen == list(Case.objects.order_by("due_at", "pk").values_list("pk", flat=True))


def test_a_broken_mark_is_the_first_page(who, bring, now):
    bring("assigned")
    scope = who("cadre")

    page = list_of("mine", scope, now, "yesterday_x_1")

    assert len(page.rows) == 1


def test_rows_stand_under_their_due_day(who, bring, now):
    late = bring("in_progress", "B01", at=now - timedelta(days=1))
    open_one = bring("in_progress", "I01")
    scope = who("streetleader")

    with translation.override("en"):
        page = list_of("area", scope, now)
        found = [(group.label, group.total, group.rows[0].case.pk) for group in page.groups]

    assert found == [("Late", 1, late.pk), ("Later", 1, open_one.pk)]


def test_what_waits_for_my_approval_is_counted_and_listed_for_who_decides_and_nobody_else(bring, who, now):
    case = lifecycle.request_extension(
        bring("in_progress"), reason="weather", until=date(2026, 12, 25), note="连日下雨。", by=who("cadre"), now=now
    )

    waiting = {name: queues.counts(who(name), now)["decide"].total for name in ("streetleader", "street", "supervisor")}
    assert waiting == {"streetleader": 1, "street": 0, "supervisor": 0}
    assert list(Case.objects.filter(queues.inside(queues.BY_NAME["decide"], who("streetleader"), now))) == [case]
    assert "decide" not in queues.counts(who("cadre"), now)


def test_what_waits_for_ones_decision_is_among_ones_own(bring, who, now):
    case = lifecycle.request_return(
        bring("assigned"), reason="wrong_unit", note="不归我们管。", by=who("cadre"), now=now
    )
    asked = lifecycle.request_suspension(
        bring("in_progress"), reason="season", until=now.date() + timedelta(days=2), note="等开春。", by=who("cadre"),
        now=now,
    )  # fmt: skip

    supervisors = Case.objects.filter(queues.inside(queues.BY_NAME["mine"], who("supervisor"), now))
    assert asked in supervisors
    assert case not in supervisors
    assert queues.counts(who("supervisor"), now)["mine"].total == supervisors.count()
