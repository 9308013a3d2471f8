"""Co-handling orders: several units do their part, and the case is not fed back before each part is done or waived."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from cases import cohandling_due, deadlines, lifecycle, office, permissions
from cases.models import Case, CaseEvent, CoHandlingOrder, Notice
from tests.cases.conftest import settle

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def again(case):
    return Case.objects.for_page().get(pk=case.pk)


@pytest.fixture
def ask(world, who):
    """Let somebody ask posts to co-handle a case, and return their orders: ask(case, "worker", "window")."""

    def do(case, *names, by="cadre", limit="3D", note="请核对各自的资料。"):
        posts = [getattr(world, f"{name}_post") for name in names]
        lifecycle.split(case, posts=posts, note=note, limit=limit, by=who(by), now=world.now)
        settle(case, world.now)
        return [CoHandlingOrder.objects.get(case=case, post=post, state="asked") for post in posts]

    return do


@pytest.fixture
def feed_back(world, who):
    def do(case, by="cadre"):
        return lifecycle.feed_back(case, result="explained", note="都核对过了。", by=who(by), now=world.now)

    return do


def told(post):
    return list(Notice.objects.filter(post=post).order_by("pk").values_list("event__kind", flat=True))


def test_each_post_gets_an_order_with_a_limit_of_its_own_and_is_told(bring, ask, world):
    case = bring("in_progress")
    orders = ask(case, "worker", "window")

    case = again(case)
    assert case.owing == case.helpers == sorted([world.worker_post.pk, world.window_post.pk])
    assert [order.due_at.isoformat() for order in orders] == ["2026-11-26T09:00:00+00:00"] * 2  # Thursday, 17:00
    assert all(order.warn_at < order.due_at < case.handle_due_at for order in orders)
    assert all(order.is_leads_own and order.asked_from == world.cadre_post for order in orders)
    assert told(world.worker_post) == told(world.window_post) == ["case.cohandling_asked"]
    events = CaseEvent.objects.filter(case=case, kind="case.cohandling_asked")
    assert {event.data["post"] for event in events} == set(case.owing)


def test_an_order_is_never_due_later_than_the_case(bring, ask):
    case = bring("in_progress")
    [order] = ask(case, "window", limit="20D")

    assert order.due_at <= again(case).handle_due_at
    assert order.lamp(order.asked_at) == "green"
    assert order.lamp(order.warn_at) == "amber"
    assert order.lamp(order.due_at + SECOND) == "red"


def test_it_is_not_fed_back_before_each_order_is_done_or_waived(bring, ask, feed_back, who, world):
    case = bring("in_progress")
    first, second = ask(case, "worker", "window")
    with pytest.raises(lifecycle.NotPermitted, match="2 co-handling orders are still open"):
        feed_back(case)

    lifecycle.sign_order(case, order=first, by=who("worker"), now=world.now)
    lifecycle.report_order(case, order=first, note="管线已核对。", by=who("worker"), now=world.now)
    with pytest.raises(lifecycle.NotPermitted, match="1 co-handling order is still open"):
        feed_back(case)

    lifecycle.waive_order(case, order=second, note="已由市政一并办理。", by=who("cadre"), now=world.now)
    settle(case, world.now)
    assert again(case).owing == []
    assert feed_back(case).state == "feedback"
    assert "case.cohandling_done" in told(world.cadre_post)
    assert told(world.window_post)[-1] == "case.cohandling_waived"
    first.refresh_from_db()
    assert (first.state, first.answer, first.ended_by) == ("done", "管线已核对。", world.people["worker"])


def test_an_order_is_signed_for_once_and_before_it_is_reported(bring, ask, who, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    with pytest.raises(lifecycle.NotPossible, match="Sign for the order first"):
        lifecycle.report_order(case, order=order, note="办好了。", by=who("worker"), now=world.now)

    lifecycle.sign_order(case, order=order, by=who("worker"), now=world.now)
    with pytest.raises(lifecycle.NotPossible, match="signed for already"):
        lifecycle.sign_order(case, order=order, by=who("worker"), now=world.now)


def test_only_the_post_that_was_asked_signs_and_reports(bring, ask, who, world):
    case = bring("in_progress")
    first, _second = ask(case, "worker", "window")

    for name in ("window", "cadre", "district"):
        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.sign_order(case, order=first, by=who(name), now=world.now)
    first.refresh_from_db()
    assert first.state == "asked"


def test_it_is_waived_by_who_asked_or_from_above_and_by_nobody_else(bring, ask, who, world):
    case = bring("in_progress")
    [own] = ask(case, "worker")
    [districts] = ask(case, "window", by="district")
    case = again(case)

    def may(order):
        return {name for name in world.people if permissions.may_waive(order, case, who(name))}

    assert may(own) == {"cadre", "secretary", "streetleader", "street", "district", "official"}
    assert may(districts) == {"district", "official"}
    with pytest.raises(lifecycle.NotPermitted, match="Only who asked for it"):
        lifecycle.waive_order(case, order=districts, note="不用了。", by=who("cadre"), now=world.now)


def test_a_post_has_one_open_order_on_a_case_and_may_get_another_later(bring, ask, who, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    with pytest.raises(lifecycle.Incomplete) as refused:
        ask(case, "worker")
    assert set(refused.value.errors) == {"posts"}

    lifecycle.waive_order(case, order=order, note="先放一放。", by=who("cadre"), now=world.now)
    assert ask(case, "worker")[0].pk != order.pk


@pytest.mark.parametrize(
    ("posts", "note", "limit", "wrong"),
    [
        ((), "请协助。", "3D", {"posts"}), (("worker",), " ", "3D", {"note"}),
        (("worker",), "请协助。", "7D", {"limit"}),
        (("cadre",), "请协助。", "3D", {"posts"}), (("outsider",), "请协助。", "3D", {"posts"}),
    ],
)  # fmt: skip
def test_asking_needs_posts_of_the_place_words_and_a_limit(posts, note, limit, wrong, bring, world, who):
    case = bring("in_progress")
    chosen = [getattr(world, f"{name}_post") for name in posts]
    with pytest.raises(lifecycle.Incomplete) as refused:
        lifecycle.split(case, posts=chosen, note=note, limit=limit, by=who("cadre"), now=world.now)

    assert set(refused.value.errors) == wrong
    assert not CoHandlingOrder.objects.exists()


def test_what_is_open_lapses_when_the_case_goes_back_or_is_voided(bring, ask, who, world):
    back, void = bring("in_progress"), bring("in_progress")
    for case in (back, void):
        ask(case, "worker")
    lifecycle.request_return(back, reason="wrong_unit", note="应由市政办。", by=who("cadre"), now=world.now)
    lifecycle.approve_return(back, by=who("street"), now=world.now)
    lifecycle.request_void(void, reason="test", note="测试数据。", by=who("cadre"), now=world.now)
    lifecycle.void(void, by=who("district"), now=world.now)

    for case in (back, void):
        settle(case, world.now)
        order = CoHandlingOrder.objects.get(case=case)
        assert (order.state, again(case).owing, order.tell_at) == ("lapsed", [], None)
        assert order.answer.startswith("The case went on without it")
    assert told(world.worker_post).count("case.cohandling_lapsed") == 2


def test_the_order_of_a_post_that_takes_the_case_over_lapses_and_the_others_stay(bring, ask, who, world):
    case = bring("in_progress")
    ask(case, "worker", "window")
    lifecycle.reassign(case, post=world.worker_post, note="属市政管。", by=who("street"), now=world.now)

    assert again(case).owing == [world.window_post.pk]
    assert CoHandlingOrder.objects.get(post=world.worker_post).state == "lapsed"


def test_a_case_is_merged_only_before_anybody_co_handles_it(bring, ask, who, world):
    case, main = bring("in_progress"), bring("in_progress")
    ask(case, "worker")
    with pytest.raises(lifecycle.NotPossible):
        lifecycle.merge(case, main=main, by=who("district"), now=world.now)


def test_the_unit_is_told_when_it_is_nearly_due_and_all_who_wait_when_it_is_late_once_each(bring, ask, world):
    case = bring("in_progress")
    [order] = ask(case, "worker", by="street")
    assert cohandling_due.sweep(order.warn_at - SECOND) == {"reminded": 0, "failed": 0}
    for moment in (order.warn_at, order.due_at):
        assert cohandling_due.sweep(moment)["reminded"] == 1
        assert cohandling_due.sweep(moment)["reminded"] == 0
        settle(case, moment)

    assert cohandling_due.sweep(order.due_at + timedelta(days=30)) == {"reminded": 0, "failed": 0}
    assert told(world.worker_post).count("case.cohandling_due") == 2
    assert told(world.cadre_post).count("case.cohandling_due") == 1
    assert told(world.street_post).count("case.cohandling_due") == 1


def test_an_order_that_ended_is_not_reminded(bring, ask, who, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    lifecycle.waive_order(case, order=order, note="不用了。", by=who("cadre"), now=world.now)

    assert cohandling_due.sweep(order.due_at)["reminded"] == 0


def test_the_asked_unit_sees_the_case_then_and_afterwards_but_not_who_reported(bring, ask, who, world):
    case = bring("in_progress", name="王秀英", phone="13800001234")
    seen = Case.objects.visible_to(who("worker")).filter(pk=case.pk)
    assert not seen.exists()
    [order] = ask(case, "worker")
    assert seen.exists()
    assert not permissions.may_reveal(again(case), who("worker"))
    possible = {offer.name for offer in permissions.offers(again(case), who("worker"), world.now) if offer.verdict}
    assert possible == {"sign_order", "report_order"}

    lifecycle.waive_order(case, order=order, note="不用了。", by=who("cadre"), now=world.now)
    assert seen.exists()
    assert not [offer for offer in permissions.offers(again(case), who("worker"), world.now) if offer.verdict]


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("state = 'finished'", "Invalid transition"),
        ("state = 'done', ended_at = now(), answer = 'x'", "Invalid transition"),
        ("state = 'signed'", "an_order_has_what_its_state_says"),
        ("state = 'waived', ended_at = now()", "an_order_has_what_its_state_says"),
        ("state = 'waived', ended_at = now(), answer = 'x'", "only_open_orders_are_reminded"),
        ("state = 'waived', ended_at = now(), answer = 'x', tell_at = NULL", "are not those it lists"),
        ("due_at = asked_at - interval '1 hour'", "order_due_after_asked"),
        ("text = 'x'", "Cannot update rows"),
        ("post_id = asked_from_id", "Cannot update rows"),
    ],
)
def test_raw_sql_cannot_bring_an_order_into_an_impossible_state(bring, ask, change, rule):
    [order] = ask(bring("in_progress"), "worker")

    with pytest.raises(DatabaseError, match=rule):
        run(f"UPDATE cases_cohandlingorder SET {change} WHERE id = %s", order.pk)


def test_an_order_that_ended_never_changes_its_state_and_none_is_deleted(bring, ask, who, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    lifecycle.waive_order(case, order=order, note="不用了。", by=who("cadre"), now=world.now)

    with pytest.raises(DatabaseError, match="Invalid transition"):
        run("UPDATE cases_cohandlingorder SET state = 'asked' WHERE id = %s", order.pk)
    with pytest.raises(DatabaseError, match="Cannot delete"):
        run("DELETE FROM cases_cohandlingorder WHERE id = %s", order.pk)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("owing = '{}'", "are not those it lists"),
        ("owing = owing || 999999, helpers = helpers || 999999", "are not those it lists"),
        ("helpers = '{}'", "who_owes_was_asked"),
        ("state = 'feedback'", "never_fed_back_or_finished_with_an_open_order"),
        ("state = 'closed', closed_at = now()", "never_fed_back_or_finished_with_an_open_order"),
    ],
)
def test_raw_sql_cannot_make_a_case_forget_its_open_orders(bring, ask, change, rule):
    case = bring("in_progress")
    ask(case, "worker")

    with pytest.raises(IntegrityError, match=rule):
        run(f"UPDATE cases_case SET {change} WHERE id = %s", case.pk)


def test_a_second_open_order_for_a_post_is_refused_by_the_database(bring, ask):
    case = bring("in_progress")
    [order] = ask(case, "worker")

    with pytest.raises(IntegrityError, match="one_open_order_per_post"):
        CoHandlingOrder.objects.create(
            case=case,
            post=order.post,
            text="再来一次",
            asked_at=order.asked_at,
            warn_at=order.warn_at,
            due_at=order.due_at,
        )


@pytest.fixture
def hold(world, who):
    """Put a case on hold until Monday in two weeks, asked and granted by the usual two persons."""

    def do(case):
        until = (world.now + timedelta(days=20)).date()
        while until.weekday():
            until += timedelta(days=1)
        lifecycle.request_suspension(
            case, reason="season", until=until, note="等开春施工。", by=who("cadre"), now=world.now
        )
        return lifecycle.suspend(case, by=who("supervisor"), now=world.now)

    return do


def test_an_order_stands_still_while_its_case_is_on_hold(bring, ask, hold, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    held = hold(case)

    order.refresh_from_db()
    assert (order.paused_at, order.tell_at) == (world.now, None)
    assert order.lamp(order.due_at + SECOND) == "paused"
    assert cohandling_due.sweep(order.due_at + SECOND) == {"reminded": 0, "failed": 0}
    assert held.comes_back_at > order.due_at


def test_when_the_case_comes_back_its_orders_have_what_was_left_of_their_limits(bring, ask, hold, who, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    warn_at, due_at = order.warn_at, order.due_at
    held = hold(case)
    calendar = office.calendar(case.district_id)

    lifecycle.resume(held, by=who("supervisor"), now=held.comes_back_at)

    moved = [
        deadlines.shift(at, world.now, held.comes_back_at, deadlines.Limit.parse("3D"), calendar)
        for at in (warn_at, due_at)
    ]
    order.refresh_from_db()
    assert [order.warn_at, order.due_at] == moved
    assert (order.paused_at, order.tell_at) == (None, order.warn_at)
    assert order.due_at <= again(case).handle_due_at


def test_a_reminder_sent_before_the_hold_is_not_sent_again(bring, ask, hold, who, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    cohandling_due.sweep(order.warn_at)
    held = hold(case)

    lifecycle.resume(held, by=who("supervisor"), now=held.comes_back_at)

    order.refresh_from_db()
    assert (order.rung, order.tell_at) == (cohandling_due.NEARLY_DUE, order.due_at)


def test_an_order_can_be_done_while_its_case_is_on_hold(bring, ask, hold, who, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    held = hold(case)

    lifecycle.sign_order(held, order=order, by=who("worker"), now=world.now)
    lifecycle.report_order(again(case), order=order, note="已核对。", by=who("worker"), now=world.now)

    order.refresh_from_db()
    assert (order.state, order.paused_at) == ("done", None)
    assert again(case).owing == []


def test_what_has_ended_does_not_stand_still(bring, ask, world):
    case = bring("in_progress")
    [order] = ask(case, "worker")
    with pytest.raises(IntegrityError, match="only_open_orders_stand_still"), transaction.atomic():
        CoHandlingOrder.objects.filter(pk=order.pk).update(paused_at=world.now)  # while it would still be reminded
