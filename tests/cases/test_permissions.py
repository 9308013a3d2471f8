"""Who may do what: the whole table of role × action, for the state in which the action starts."""

import pytest

from cases import permissions, workflow
from cases.models import Case
from cases.workflow import State

CAST = (
    "gridleader", "secretary", "cadre", "worker", "window", "street", "streetleader", "district", "official",
    "supervisor", "outsider",
)  # fmt: skip

# For a title-certificate case with the housing cadre of the community. No action is missing from this table.
MAY = {
    "report": {*CAST},
    "close_on_the_spot": {*CAST},
    "accept": {"street", "district", "official"},
    "ask_for_details": {"street", "district", "official"},
    "decline": {"street", "district", "official"},
    "merge": {"street", "district", "official"},
    "assign": {"street", "district", "official"},
    "reassign": {"street", "district", "official"},
    "sign_for": {"cadre"},
    "respond": {"cadre"},
    "note_progress": {
        "cadre", "gridleader", "secretary", "streetleader", "street", "district", "official", "supervisor",
    },
    "reply": {"cadre", "gridleader", "street", "district", "official"},
    "request_return": {"cadre"},
    "approve_return": {"street", "district", "official"},
    "refuse_return": {"street", "district", "official"},
    "request_extension": {"cadre"},
    "approve_extension": {"secretary", "streetleader", "district", "official"},
    "refuse_extension": {"secretary", "streetleader", "district", "official"},
    "suspend": {"supervisor", "district", "official"},
    "resume": {"cadre", "supervisor", "district", "official"},
    "feed_back": {"cadre"},
    "verify": {"gridleader"},
    "order_rework": {"gridleader"},
    "close": {"street", "district", "official"},
    "reopen": {"street", "district", "official"},
    "void": {"district", "official"},
    "urge": {"secretary", "streetleader", "district", "official", "supervisor"},
    "propose_to_meeting": {
        "cadre", "gridleader", "secretary", "streetleader", "street", "district", "official", "supervisor",
    },
    "resolve_at_meeting": {"secretary", "streetleader", "street", "district", "official"},
}  # fmt: skip
NOBODY_ON_A_POST = {"supply_details", "evaluate", "escalate"}


def test_no_action_is_missing_from_the_table():
    assert set(MAY) | NOBODY_ON_A_POST == set(workflow.ACTIONS)


@pytest.fixture
def case_in(bring, world):
    """Return a case of the housing cadre, put into any state as the database allows it."""

    def put(state):
        case = bring("feedback")
        if state == State.FEEDBACK:
            return case
        closed_at = world.now if state in ("closed", "evaluated") else None
        Case.objects.filter(pk=case.pk).update(
            state=state, closed_at=closed_at, waiting_on=None, responded_at=None, in_meeting=False
        )
        return Case.objects.for_page().get(pk=case.pk)

    return put


@pytest.mark.parametrize("action", sorted(workflow.ACTIONS))
def test_each_role_may_do_what_the_table_says_and_nothing_else(action, case_in, who):
    for state in sorted(workflow.ACTIONS[action].sources):
        case = case_in(state)
        allowed = {name for name in CAST if permissions.may(action, case, who(name))}

        expected = MAY.get(action, set())
        if action in ("report", "close_on_the_spot"):
            assert allowed == expected, state
        else:
            assert allowed == expected, state
            assert "outsider" not in allowed


@pytest.mark.parametrize("action", sorted(workflow.ACTIONS))
def test_nobody_may_do_anything_from_a_state_where_it_does_not_start(action, case_in, who):
    for state in sorted(set(State) - workflow.ACTIONS[action].sources)[::3]:
        case = case_in(state)

        for name in ("cadre", "gridleader", "district"):
            verdict = permissions.may(action, case, who(name))
            assert not verdict
            assert verdict.reason


def test_a_person_sees_the_cases_of_their_posts_and_no_others(bring, who, world):
    case = bring("in_progress")
    seen = {name for name in CAST if Case.objects.visible_to(who(name)).filter(pk=case.pk).exists()}

    assert seen == set(CAST) - {"worker", "window", "outsider"}


def test_an_account_without_a_post_sees_nothing(bring, who):
    bring("in_progress")

    assert Case.objects.visible_to(permissions.Scope()).count() == 0


def test_a_case_without_a_place_is_seen_by_every_district_desk(report, who):
    case = report(None, grid=None)

    assert Case.objects.visible_to(who("district")).get() == case
    assert not Case.objects.visible_to(who("street")).exists()
