"""Striking off a decision takes two people: one of the meeting's office, and who leads the place of the case."""

from datetime import date, timedelta

import pytest

from cases import lifecycle, meetings
from cases.meetings import following
from cases.models import Case, MeetingRule, Milestone, Resolution
from grids import roster, scope
from grids.models import Post, Role
from tests.cases import meeting as council
from tests.cases.conftest import settle

DAY = timedelta(days=1)


@pytest.fixture
def in_force(bring, who, world):
    """A decision of the district's meeting that its lead has said to be carried out."""
    item = meetings.propose(bring("in_progress"), reason="legacy", level=0, by=who("cadre"), now=world.now)
    at = world.now + 2 * DAY
    meeting, [item] = council.call_and_hold(world.district, [item], by=who("district"), at=at, now=world.now)
    made = meetings.resolve(
        item, text="由住建局牵头补办。", lead_department=world.departments["housing"], lead_post=world.cadre_post,
        due_at=world.now + 58 * DAY, by=who("district"), now=at,
    )  # fmt: skip
    council.sign(meeting, by=who("district"), at=at)
    return Resolution.objects.select_related("item__case", "item__grid").get(pk=made.pk)


@pytest.fixture
def done(in_force, who, world):
    return meetings.apply_for_striking_off(in_force, note="都办好了。", by=who("cadre"), now=world.now + 3 * DAY)


@pytest.fixture
def in_the_office(world):
    """Return a function that gives somebody a post in the office of the district's meeting as well."""

    def appoint(person) -> Post:
        post = Post.objects.create(role=Role.DISTRICT_WINDOW, grid=world.district, department=world.departments["fire"])
        roster.appoint(person, post, from_at=world.now - DAY, by=person)
        rule = MeetingRule.objects.create(level=0, grid=world.district, rhythm="monthly")
        rule.office.add(post)
        return post

    return appoint


def fresh(resolution) -> Resolution:
    return Resolution.objects.select_related("item__case", "item__grid").get(pk=resolution.pk)


@pytest.mark.parametrize(
    ("level", "leader", "others"),
    [
        ("community", "secretary", ("cadre", "streetleader", "gridleader")),
        ("street", "streetleader", ("worker", "secretary", "street")),
        ("district", "official", ("window", "supervisor", "streetleader")),
    ],
)
def test_of_a_case_in_no_grid_only_who_leads_the_place_agrees(done, who, level, leader, others):
    columns = ("community", "street", "district")
    lower = {f"{name}_id": None for name in ("grid", *columns[: columns.index(level)])}
    Case.objects.filter(pk=done.item.case_id).update(**lower)
    found = fresh(done)

    assert "leader" in following.agreeing_as(found, who(leader))
    for name in others:
        assert "leader" not in following.agreeing_as(found, who(name)), name


def test_nobody_agrees_for_both_sides(done, in_the_office, world):
    both = world.people["gridleader"]  # leads the grid, and works in the office of the meeting as well
    in_the_office(both)
    at = world.now + 4 * DAY
    meetings.agree(done, by=scope.of(both, at), now=at)

    with pytest.raises(lifecycle.NotPermitted):
        meetings.agree(fresh(done), by=scope.of(both, at), now=at)
    assert fresh(done).struck_off_at is None


def test_verifying_the_case_is_no_second_agreement_of_who_agreed_for_the_office(in_force, in_the_office, who, world):
    at = world.now + 3 * DAY
    leader = world.people["gridleader"]
    post = in_the_office(leader)
    case = lifecycle.sign_for(Case.objects.get(pk=in_force.item.case_id), by=who("cadre"), now=at)
    case = lifecycle.feed_back(case, result="explained", note="证已发。", by=who("cadre"), now=at)
    settle(case, at)
    meetings.agree(fresh(in_force), by=scope.of(leader, at).as_one(post.pk), now=at)
    assert fresh(in_force).office_agreed_by == leader
    settle(lifecycle.verify(case, note="户户核过。", by=scope.of(leader, at), now=at), at)

    found = fresh(in_force)
    assert (found.leader_agreed_at, found.struck_off_at) == (None, None)


@pytest.fixture
def two_leads(bring, who, world):
    """Two decisions in force about one case: the cadre's, who has the case, and one of the municipal works."""
    at, office = world.now + 2 * DAY, who("district")
    item = meetings.propose(bring("in_progress"), reason="legacy", level=0, by=who("cadre"), now=world.now)
    meeting, [item] = council.call_and_hold(world.district, [item], by=office, at=at, now=world.now)
    meetings.invite(meeting, world.worker_post, part="supporting", by=office, now=at)
    meetings.sign_in(meeting.invitations.get(post=world.worker_post), attendance="present", by=office, now=at)
    decision = {"text": "补办。", "due_at": world.now + 58 * DAY, "by": office, "now": at}
    housing, works = (world.departments[code] for code in ("housing", "municipal_works"))
    first = meetings.resolve(item, **decision, lead_department=housing, lead_post=world.cadre_post)
    second = meetings.resolve_further(
        council.fresh(item), **decision, lead_department=works, lead_post=world.worker_post,
        milestones=[(date(2026, 12, 10), "管线改好")],
    )  # fmt: skip
    council.sign(meeting, by=office, at=at)
    return fresh(first), fresh(second)


def test_a_rework_takes_back_what_the_case_s_owner_did_and_not_what_another_unit_did(two_leads, who, world):
    mine, other = two_leads
    at = world.now + 3 * DAY
    meetings.finish_milestone(other.milestones.get(), by=who("worker"), now=at)
    meetings.apply_for_striking_off(other, note="管线改好。", by=who("worker"), now=at)
    meetings.apply_for_striking_off(mine, note="材料补齐。", by=who("cadre"), now=at)
    following.case_reworked(Case.objects.get(pk=mine.item.case_id))

    assert (fresh(mine).applied_at, fresh(other).applied_at) == (None, at)


def test_who_has_the_case_now_says_that_its_main_decision_is_done(two_leads, who, world):
    mine, other = two_leads
    at = world.now + 3 * DAY
    with pytest.raises(lifecycle.NotPermitted):
        meetings.apply_for_striking_off(mine, note="办好了。", by=who("window"), now=at)
    Case.objects.filter(pk=mine.item.case_id).update(owner=world.window_post)

    assert meetings.apply_for_striking_off(fresh(mine), note="办好了。", by=who("window"), now=at).applied_at == at
    with pytest.raises(lifecycle.NotPermitted):
        meetings.apply_for_striking_off(fresh(other), note="办好了。", by=who("window"), now=at)


def test_the_feedback_of_who_has_the_case_now_counts_for_its_main_decision(two_leads, world):
    mine, other = two_leads
    Case.objects.filter(pk=mine.item.case_id).update(owner=world.window_post, result="explained")
    at = world.now + 3 * DAY
    following.case_fed_back(Case.objects.get(pk=mine.item.case_id), world.people["window"], at)

    assert (fresh(mine).applied_at, fresh(other).applied_at) == (at, None)


def test_a_milestone_is_ticked_from_the_signing_until_the_striking_off(two_leads, who, world):
    _mine, decided = two_leads
    step, at = decided.milestones.get(), world.now + 3 * DAY
    Milestone.objects.filter(pk=step.pk).update(done_at=at)
    meetings.apply_for_striking_off(decided, note="好了。", by=who("worker"), now=at)
    meetings.agree(decided, by=who("district"), now=at)
    meetings.agree(decided, by=who("gridleader"), now=at)
    with pytest.raises(lifecycle.NotPossible):
        meetings.finish_milestone(step, by=who("worker"), now=at)


def test_no_milestone_is_ticked_before_the_minutes_are_signed(bring, who, world):
    at, office = world.now + 2 * DAY, who("district")
    item = meetings.propose(bring("in_progress"), reason="legacy", level=0, by=who("cadre"), now=world.now)
    _meeting, [item] = council.call_and_hold(world.district, [item], by=office, at=at, now=world.now)
    made = meetings.resolve(
        item, text="补办。", lead_department=world.departments["housing"], lead_post=world.cadre_post,
        due_at=world.now + 58 * DAY, milestones=[(date(2026, 12, 10), "缺件清单")], by=office, now=at,
    )  # fmt: skip

    with pytest.raises(lifecycle.NotPossible):
        meetings.finish_milestone(made.milestones.get(), by=who("cadre"), now=at)
