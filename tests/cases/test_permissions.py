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
    "close_on_the_spot": {"gridleader", "secretary", "streetleader", "street", "district"},
    "accept": {"street", "district", "official"},
    "ask_for_details": {"street", "district", "official"},
    "supply_details": {"street", "district", "official"},
    "request_decline": {"street", "district", "official"},
    "decline": {"street", "district", "official"},
    "refuse_decline": {"street", "district", "official"},
    "merge": {"street", "district", "official"},
    "unmerge": {"street", "district", "official"},
    "assign": {"street", "district", "official"},
    "reassign": {"street", "district", "official"},
    "sign_for": {"cadre"},
    "respond": {"cadre"},
    "note_progress": {
        "cadre", "gridleader", "secretary", "streetleader", "street", "district", "official", "supervisor",
    },
    "reply": {"cadre", "gridleader", "street", "district", "official"},
    "set_tags": {
        "cadre", "gridleader", "secretary", "streetleader", "street", "district", "official", "supervisor",
    },
    "split": {"cadre", "secretary", "streetleader", "street", "district", "official"},
    "sign_order": {"window"},
    "report_order": {"window"},
    "waive_order": {"cadre", "secretary", "streetleader", "street", "district", "official"},
    "request_return": {"cadre"},
    "approve_return": {"street", "district", "official"},
    "refuse_return": {"street", "district", "official"},
    "request_extension": {"cadre"},
    "approve_extension": {"streetleader", "district", "official"},
    "refuse_extension": {"streetleader", "district", "official"},
    "request_suspension": {"cadre"},
    "suspend": {"supervisor", "district", "official"},
    "refuse_suspension": {"supervisor", "district", "official"},
    "resume": {"cadre", "supervisor", "district", "official"},
    "feed_back": {"cadre"},
    "verify": {"gridleader"},
    "order_rework": {"gridleader"},
    "note_call": {"street", "district", "official"},
    "close": {"street", "district", "official"},
    "reopen": {"street", "district", "official"},
    "request_void": {"cadre", "secretary", "streetleader", "street", "district", "official"},
    "void": {"district", "official"},
    "refuse_void": {"district", "official"},
    "urge": {"secretary", "streetleader", "district", "official", "supervisor"},
    "propose_to_meeting": {
        "cadre", "gridleader", "secretary", "streetleader", "street", "district", "official", "supervisor",
    },
    "issue_notice": {"streetleader", "district", "official", "supervisor"},
    "whistle": {"street", "streetleader", "district"},
    "resolve_at_meeting": {"secretary", "streetleader", "street", "district", "official"},
}  # fmt: skip
NOBODY_ON_A_POST = {"evaluate", "object", "escalate", "add_remark", "withdraw"}
ABOUT_AN_ORDER = permissions.ABOUT_ORDERS  # played with an open co-handling order of the window's


def test_no_action_is_missing_from_the_table():
    assert set(MAY) | NOBODY_ON_A_POST | {"report", "praise"} == set(workflow.ACTIONS)


@pytest.fixture
def case_in(bring, world):
    """Return a case of the housing cadre that waits for its verifier, put into any state in memory."""
    case = bring("feedback")
    verifier = case.waiting_on

    def put(state, action=""):
        case.owing = [world.window_post.pk] if action in ABOUT_AN_ORDER else []
        case.state, case.in_meeting, case.responded_at, case.asked, case.asked_by = state, False, None, "", None
        case.waiting_on = verifier if state == State.FEEDBACK else None
        return case

    return put


@pytest.fixture
def everybody(who):
    return {name: who(name) for name in CAST}


def test_each_role_may_do_what_the_table_says_and_nothing_else(case_in, everybody):
    for action, edge in workflow.ACTIONS.items():
        for state in sorted(edge.sources - {State.DRAFT}):
            case = case_in(state, action)
            case.asked = edge.grants or edge.refuses or ""
            allowed = {name for name, scope in everybody.items() if permissions.may(action, case, scope)}
            assert allowed == MAY.get(action, set()), (action, state)


def test_whoever_asked_never_decides(case_in, everybody):
    for action, edge in workflow.ACTIONS.items():
        asked = edge.grants or edge.refuses
        for name in MAY[action] if asked else ():
            case = case_in(sorted(edge.sources)[0])
            case.asked, case.asked_by = asked, everybody[name].user
            assert not permissions.may(action, case, everybody[name]), (action, name)


def test_nobody_feeds_back_while_a_co_handling_order_is_open(case_in, everybody, world):
    case = case_in(State.IN_PROGRESS)
    case.owing = [world.window_post.pk, world.worker_post.pk]

    verdict = permissions.may("feed_back", case, everybody["cadre"])
    assert not verdict
    assert "2" in verdict.reason


def test_a_second_extension_is_not_for_the_street(case_in, everybody):
    case = case_in(State.IN_PROGRESS)
    case.asked, case.asked_of = "extension", "district"

    allowed = {name for name, scope in everybody.items() if permissions.may("approve_extension", case, scope)}
    assert allowed == {"district", "official"}


def test_nobody_grants_what_nobody_asked(case_in, everybody):
    for action, edge in workflow.ACTIONS.items():
        if edge.grants or edge.refuses:
            case = case_in(sorted(edge.sources)[0])
            assert not any(permissions.may(action, case, scope) for scope in everybody.values()), action


def test_anybody_on_a_post_may_log_a_matter_and_close_it_on_the_spot(case_in, everybody):
    draft = case_in(State.DRAFT)

    for action in ("report", "close_on_the_spot"):
        assert all(permissions.may(action, draft, scope) for scope in everybody.values())


def test_nobody_may_do_anything_from_a_state_where_it_does_not_start(case_in, everybody):
    for action, edge in workflow.ACTIONS.items():
        for state in sorted(set(State) - edge.sources):
            case = case_in(state)
            for name, scope in everybody.items():
                verdict = permissions.may(action, case, scope)
                assert not verdict, (action, state, name)
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
