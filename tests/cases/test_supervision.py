"""Supervision notices: numbered without gaps, answered by the unit, struck off by the office, counted with a reason."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from cases import escalation, lifecycle, notice_permissions, supervision
from cases.models import Case, CaseEvent, Notice, SupervisionNotice
from tests.cases.conftest import settle
from tests.cases.test_permissions import CAST

DAY = timedelta(days=1)
WORDS = {"grounds": "超期两天没有反馈。", "demand": "一、今日到场；\n二、明日反馈。"}


@pytest.fixture
def issue(bring, who, world):
    """Issue a notice by hand on a case in progress: issue("supervisor", kind="red")."""

    def do(name="supervisor", case=None, **more):
        case = case or bring("in_progress")
        words = {"kind": "yellow", **WORDS, **more}
        return supervision.issue(case, **words, by=who(name), now=world.now)

    return do


@pytest.fixture
def answered(issue, who, world):
    return supervision.answer(issue(), text="明日办结。", by=who("cadre"), now=world.now + DAY)


def allowed(verdict_for, who):
    return {name for name in CAST if verdict_for(who(name))}


def test_it_goes_to_the_post_that_has_the_case_with_two_working_days_to_answer(issue, world):
    notice = issue()

    assert (notice.number, notice.to_post, notice.office) == ("督办〔2026〕1号", world.cadre_post, world.district)
    assert notice.reply_due_at == world.now.replace(hour=9) + 2 * DAY  # 17:00 in Zhengzhou, Wednesday
    assert (notice.counts, notice.issued_by) == (True, world.people["supervisor"])
    settle(notice.case, world.now)
    event = CaseEvent.objects.get(case=notice.case, kind="case.notice_issued")
    assert list(Notice.objects.filter(event=event).values_list("post", flat=True)) == [world.cadre_post.pk]


def test_who_issues_which_kind(bring, who):
    case = bring("in_progress")

    def kinds(name):
        return notice_permissions.kinds_for(case, who(name))

    assert {name for name in CAST if "red" in kinds(name)} == {"district", "official", "supervisor"}
    assert {name for name in CAST if kinds(name) == ["reminder", "yellow"]} == {"streetleader"}
    assert {name for name in CAST if not kinds(name)} == {
        "gridleader", "secretary", "cadre", "worker", "window", "street", "outsider",
    }  # fmt: skip


def test_the_streets_leader_issues_in_the_name_of_the_street_and_no_red_card(issue, world):
    assert issue("streetleader").office == world.street
    with pytest.raises(lifecycle.NotPermitted):
        issue("streetleader", kind="red")


def test_only_a_person_in_charge_copies_a_red_card_upwards(issue):
    assert issue("official", kind="red", copy_to="discipline").copy_to == "discipline"
    with pytest.raises(lifecycle.NotPermitted):
        issue("district", kind="red", copy_to="city")
    with pytest.raises(lifecycle.Incomplete):
        issue("official", kind="yellow", copy_to="city")


def test_the_database_lets_no_card_go_up_by_itself(bring, world):
    case = bring("in_progress")
    escalation.sweep(case.handle_due_at)

    with pytest.raises(IntegrityError, match="only_a_person_copies_a_notice_upwards"), transaction.atomic():
        SupervisionNotice.objects.filter(case=case).update(copy_to="city")


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"kind": "blue"}, "kind"), ({"grounds": " "}, "grounds"), ({"demand": ""}, "demand"),
        ({"reply_due_at": "past"}, "reply_due_at"),
    ],
)  # fmt: skip
def test_nothing_is_issued_without_kind_grounds_demand_and_a_limit_to_come(issue, world, missing, field):
    if missing.get("reply_due_at"):
        missing = {"reply_due_at": world.now - DAY}
    with pytest.raises(lifecycle.Incomplete) as refusal:
        issue(**missing)
    assert list(refusal.value.errors) == [field]
    assert not SupervisionNotice.objects.exists()


def test_the_unit_is_not_asked_to_answer_on_a_day_off_but_in_an_emergency(bring, who, world):
    saturday = world.now + (5 - world.now.weekday()) % 7 * DAY
    case = bring("in_progress")

    def issue_until(day):
        return supervision.issue(
            case, kind="yellow", grounds="超期。", demand="办结。", reply_due_at=day, by=who("district"), now=world.now
        )

    with pytest.raises(lifecycle.Incomplete) as refusal:
        issue_until(saturday)
    assert list(refusal.value.errors) == ["reply_due_at"]

    Case.objects.filter(pk=case.pk).update(urgency="critical")
    case.refresh_from_db()
    assert issue_until(saturday).reply_due_at == saturday


def test_numbers_have_no_gaps_even_where_something_was_rolled_back(issue, bring, world):
    issue()
    with transaction.atomic():
        issue()
        transaction.set_rollback(True)
    escalation.sweep(bring("in_progress").handle_due_at)
    issue()

    numbers = SupervisionNotice.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_a_notice_is_never_deleted(issue):
    with pytest.raises(DatabaseError), transaction.atomic():
        issue().delete()


def test_who_answers_who_strikes_off_and_who_decides_whether_it_counts(issue, answered, who):
    fresh = issue()

    assert allowed(lambda by: notice_permissions.may_answer(fresh, by), who) == {"cadre"}
    assert allowed(lambda by: notice_permissions.may_strike_off(answered, by), who) == {
        "district", "official", "supervisor",
    }  # fmt: skip
    assert allowed(lambda by: notice_permissions.may_count(fresh, by), who) == {"official", "supervisor"}
    streets = issue("streetleader")
    assert "streetleader" in allowed(lambda by: notice_permissions.may_strike_off(streets, by), who)


def test_who_reads_a_notice(issue, who):
    notice = issue()

    assert allowed(lambda by: notice_permissions.may_see(notice, by), who) == set(CAST) - {
        "worker",
        "window",
        "outsider",
    }


def test_it_is_answered_once_and_struck_off_after_the_answer(issue, who, world):
    notice = issue()
    with pytest.raises(lifecycle.NotPossible):
        supervision.strike_off(notice, note="", by=who("supervisor"), now=world.now)
    notice = supervision.answer(notice, text="已到场。", by=who("cadre"), now=world.now + 5 * DAY)
    assert (notice.replied_by, notice.is_late) == (world.people["cadre"], True)
    with pytest.raises(lifecycle.NotPossible):
        supervision.answer(notice, text="再说一遍。", by=who("cadre"), now=world.now + 5 * DAY)

    notice = supervision.strike_off(notice, note="情况属实。", by=who("supervisor"), now=world.now + 6 * DAY)
    assert (notice.struck_off_by, notice.strike_note) == (world.people["supervisor"], "情况属实。")
    with pytest.raises(lifecycle.NotPossible):
        supervision.strike_off(notice, note="", by=who("supervisor"), now=world.now + 6 * DAY)


def test_refused_deeds_leave_no_trace(issue, answered, who, world):
    with pytest.raises(lifecycle.NotPermitted):
        supervision.answer(issue(), text="我来答。", by=who("outsider"), now=world.now)
    with pytest.raises(lifecycle.NotPermitted):
        supervision.strike_off(answered, note="", by=who("cadre"), now=world.now)
    with pytest.raises(lifecycle.Incomplete):
        supervision.answer(issue(), text="  ", by=who("cadre"), now=world.now)

    answered.refresh_from_db()
    assert answered.struck_off_at is None
    assert SupervisionNotice.objects.unanswered().count() == 2


def test_whether_it_counts_is_decided_with_a_reason(issue, who, world):
    notice = issue()
    with pytest.raises(lifecycle.Incomplete):
        supervision.count(notice, counts=False, reason="", by=who("official"), now=world.now)
    notice = supervision.count(notice, counts=False, reason="雨天不能施工。", by=who("official"), now=world.now)

    assert (notice.counts, notice.counts_reason) == (False, "雨天不能施工。")
    with pytest.raises(lifecycle.NotPermitted):
        supervision.count(issue(kind="reminder"), counts=True, reason="算。", by=who("official"), now=world.now)


def test_the_cards_of_the_ladder_demand_something_and_reminders_do_not_count(bring, world):
    case = bring("in_progress")
    escalation.sweep(world.now + 60 * DAY)

    notices = list(case.supervision_notices.order_by("sequence"))
    assert [(notice.kind, notice.counts) for notice in notices] == [
        ("reminder", False), ("yellow", True), ("red", True),
    ]  # fmt: skip
    assert all(notice.demand and notice.grounds and notice.office == world.district for notice in notices)


def test_my_notices_are_those_to_my_posts_and_to_the_cadres_below_my_window(issue, bring, who, world):
    own = issue()
    other = issue(case=bring("in_progress", "B01"))
    world.window_post.department = world.departments["housing"]
    world.window_post.save()

    assert list(notice_permissions.to_answer(who("cadre"))) == [own]
    assert list(notice_permissions.to_answer(who("worker"))) == [other]
    assert list(notice_permissions.to_answer(who("window"))) == [own], "the window answers for its department's cadre"
    assert set(notice_permissions.issued_by_us(who("supervisor"))) == {own, other}
    assert not notice_permissions.issued_by_us(who("cadre")).exists()


def test_closing_a_case_strikes_its_notices_off(issue, who, world):
    notice = issue()
    case = lifecycle.feed_back(notice.case, result="solved", note="办完了。", by=who("cadre"), now=world.now)
    case = lifecycle.verify(case, note="看过。", by=who("gridleader"), now=world.now)
    case = lifecycle.close(case, note="回访满意。", by=who("street"), now=world.now)
    settle(case, world.now)

    notice.refresh_from_db()
    assert notice.struck_off_at == Case.objects.get(pk=case.pk).closed_at
