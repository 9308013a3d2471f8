"""The whole life of a case as tables: states, actions, who may, what each needs, what it does to the clocks.

Pure: nothing is imported from Django but the marking of words for translation. docs/workflow.md is held to these
tables by a test. The states and transitions follow DOMAIN §3.4, built on the Zhengzhou platform's seven steps
「采集、上报、交办、办理、反馈、办结、评价」 (郑政办[2013]1号, training text of 2014-08-06).
"""

from cases.workflow.actions import ACTIONS, allowed, deciding, target
from cases.workflow.actors import ASKED_LABELS, Action, Actor, Asked, Group
from cases.workflow.reasons import (
    DECLINE_REASONS,
    EXTENSION_REASONS,
    MEETING_REASONS,
    RESULTS,
    RETURN_REASONS,
    SUSPENSION_REASONS,
    VOID_REASONS,
)
from cases.workflow.states import (
    CLOCK_LABELS,
    CO_HANDLED,
    FINISHED,
    NEVER_PUBLIC,
    OPEN,
    PAUSED,
    STATES,
    STEP_LABELS,
    TERMINAL,
    TRIAGE,
    WORKING,
    Clock,
    Look,
    State,
    Step,
)

__all__ = [
    "ACTIONS", "ASKED_LABELS", "CLOCK_LABELS", "CO_HANDLED", "DECLINE_REASONS", "EXTENSION_REASONS", "FINISHED",
    "MEETING_REASONS", "NEVER_PUBLIC", "OPEN", "PAUSED", "RESULTS", "RETURN_REASONS", "STATES", "STEP_LABELS",
    "SUSPENSION_REASONS", "TERMINAL", "TRIAGE", "VOID_REASONS", "WORKING", "Action", "Actor", "Asked", "Clock", "Group",
    "Look", "State", "Step", "allowed", "deciding", "target",
]  # fmt: skip
