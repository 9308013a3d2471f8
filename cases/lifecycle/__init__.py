"""The verbs of casework. Only this package writes a case's state; every door calls one of these functions.

Each verb takes `by` (a staff member's Scope, permissions.REPORTER or permissions.SYSTEM) and `now`, works under the
row's lock in one transaction, and returns the changed case. Errors: NotPossible, NotPermitted, Incomplete.
"""

from cases.lifecycle.change import changing
from cases.lifecycle.closing import close, evaluate, reopen, urge
from cases.lifecycle.contacts import reveal
from cases.lifecycle.errors import AlreadyLogged, Incomplete, NotPermitted, NotPossible
from cases.lifecycle.handling import (
    feed_back,
    note_progress,
    order_rework,
    reply,
    respond,
    sign_for,
    verify,
)
from cases.lifecycle.reporting import Receipt, Report, close_on_the_spot, outside, report, report_and_close
from cases.lifecycle.taking import accept, assign, reassign, take_on

__all__ = [
    "AlreadyLogged",
    "Incomplete",
    "NotPermitted",
    "NotPossible",
    "Receipt",
    "Report",
    "accept",
    "assign",
    "changing",
    "close",
    "close_on_the_spot",
    "evaluate",
    "feed_back",
    "note_progress",
    "order_rework",
    "outside",
    "reassign",
    "reopen",
    "reply",
    "report",
    "report_and_close",
    "respond",
    "reveal",
    "sign_for",
    "take_on",
    "urge",
    "verify",
]
