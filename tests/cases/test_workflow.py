"""The table of the workflow is whole: every state is reached, and left or an end; docs/workflow.md says the same."""

import re
from pathlib import Path

import pytest

from cases import reactive, workflow
from cases.reactions import REACTIONS
from cases.workflow import ACTIONS, Clock, State

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "workflow.md"

HAPPY = ["report", "accept", "assign", "sign_for", "respond", "feed_back", "verify", "close", "evaluate"]
SCENARIOS = [
    HAPPY,
    ["report", "close_on_the_spot", "evaluate"],
    ["report", "ask_for_details", "supply_details", "accept", "assign"],
    ["report", "request_decline", "decline"],
    ["report", "merge", "unmerge", "accept"],
    ["report", "accept", "merge"],
    ["report", "accept", "assign", "request_return", "approve_return", "assign", "sign_for"],
    ["report", "accept", "assign", "sign_for", "request_return", "refuse_return", "feed_back"],
    ["report", "accept", "assign", "sign_for", "request_suspension", "suspend", "resume", "feed_back"],
    ["report", "accept", "assign", "sign_for", "feed_back", "order_rework", "feed_back", "verify"],
    ["report", "accept", "assign", "sign_for", "propose_to_meeting", "resolve_at_meeting", "sign_for", "feed_back"],
    [*HAPPY[:-1], "reopen", "feed_back", "verify", "close", "evaluate"],
    [*HAPPY, "object", "feed_back", "verify", "close", "evaluate"],
    ["report", "accept", "assign", "request_void", "void"],
    ["report", "accept", "assign", "sign_for", "add_remark", "withdraw"],
    ["report", "accept", "assign", "sign_for", "split", "sign_order", "report_order", "waive_order", "feed_back"],
]


@pytest.mark.parametrize("actions", SCENARIOS, ids=lambda actions: "-".join(actions)[:60])
def test_it_plays_the_scenarios_of_the_domain(actions):
    state = State.DRAFT
    for name in actions:
        state = workflow.target(state, name)

    assert state in State


def test_it_refuses_an_action_from_a_wrong_state():
    with pytest.raises(ValueError, match="sign_for does not start from closed"):
        workflow.target(State.CLOSED, "sign_for")


def test_it_reaches_every_state():
    reached = {State.DRAFT} | {action.target for action in ACTIONS.values() if action.target}

    assert reached == set(State)


def test_it_leaves_every_state_that_is_no_end():
    left = {state for action in ACTIONS.values() if action.target for state in action.sources}

    assert set(State) - left == workflow.TERMINAL


def test_it_never_starts_from_an_end():
    for name, action in ACTIONS.items():
        assert not action.sources & workflow.TERMINAL, name


def test_every_action_has_an_actor_an_event_and_words():
    for name, action in ACTIONS.items():
        assert action.by, name
        assert action.event.startswith("case."), name
        assert action.label, name


def test_whoever_handles_a_case_never_verifies_it():
    assert workflow.Actor.OWNER not in ACTIONS["verify"].by
    assert workflow.Actor.OWNER not in ACTIONS["order_rework"].by


def test_feedback_stops_the_handling_clock_and_nothing_else_but_an_end_or_a_new_unit_does():
    stopping = {name for name, action in ACTIONS.items() if Clock.HANDLE in action.stops}

    assert stopping == {
        "feed_back", "approve_return", "close_on_the_spot", "decline", "merge", "close", "void", "withdraw",
    }  # fmt: skip


def test_everything_reacted_to_is_something_that_happens():
    by_itself = {"case.cohandling_due", "case.cohandling_lapsed"}  # nobody's action
    beside_the_table = {
        "case.others_merged",
        "case.notice_answered",
        "case.notice_struck_off",
        "case.reported_in",
        "case.joined",
    }
    of_meetings = {"case.passed_up", "case.sent_back_from_meeting"}  # no edges of the machine
    events = {action.event for action in ACTIONS.values()} | by_itself | beside_the_table | of_meetings

    assert set(REACTIONS) == reactive.KINDS
    assert events >= reactive.KINDS


def test_the_document_lists_every_state_and_every_transition():
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    actions = {name: (sources.strip(), target.strip()) for name, sources, target in rows if name in ACTIONS}
    states = {name for name, *_rest in rows if name in set(State)}

    assert states == set(State)
    assert actions == {
        name: (", ".join(sorted(action.sources)), action.target or "stays") for name, action in ACTIONS.items()
    }
