"""The verbs of casework. Only this package writes a case's state; every door calls one of these functions.

Each verb takes `by` (a staff member's Scope, permissions.REPORTER or permissions.SYSTEM) and `now`, works under the
row's lock in one transaction, and returns the changed case. Errors: NotPossible, NotPermitted, Incomplete.
"""

from cases.lifecycle.asking import (
    approve_extension,
    decline,
    refuse_decline,
    refuse_extension,
    refuse_suspension,
    refuse_void,
    request_decline,
    request_extension,
    request_suspension,
    request_void,
    resume,
    suspend,
    void,
)
from cases.lifecycle.change import changing
from cases.lifecycle.closing import CALL_ATTEMPTS, close, evaluate, note_call, reopen, urge
from cases.lifecycle.cohandling import report_order, sign_order, split, waive_order
from cases.lifecycle.contacts import ask_erasure, correct_contact, erase_co_signer, note_copy, reveal
from cases.lifecycle.details import ask_for_details, supply_details
from cases.lifecycle.discretion import about as kept, in_papers, in_papers_on
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
from cases.lifecycle.joining import by_link, join, link_of
from cases.lifecycle.merging import merge, tell_merged, unmerge
from cases.lifecycle.passing_on import pass_on
from cases.lifecycle.recounting import preview as preview_recount, recount
from cases.lifecycle.remarks import add_remark, photos_left, withdraw
from cases.lifecycle.reporting import Receipt, Report, close_on_the_spot, outside, praise, report, report_and_close
from cases.lifecycle.returning import (
    TO_THE_MEETING as REFUSALS_TO_THE_MEETING,
    approve_return,
    refuse_return,
    request_return,
)
from cases.lifecycle.tagging import set_tags
from cases.lifecycle.taking import accept, assign, reassign, take_on

__all__ = [
    "CALL_ATTEMPTS",
    "REFUSALS_TO_THE_MEETING",
    "AlreadyLogged",
    "Incomplete",
    "NotPermitted",
    "NotPossible",
    "Receipt",
    "Report",
    "accept",
    "add_remark",
    "approve_extension",
    "approve_return",
    "ask_erasure",
    "ask_for_details",
    "assign",
    "by_link",
    "changing",
    "close",
    "close_on_the_spot",
    "correct_contact",
    "decline",
    "erase_co_signer",
    "evaluate",
    "feed_back",
    "in_papers",
    "in_papers_on",
    "join",
    "kept",
    "link_of",
    "merge",
    "note_call",
    "note_copy",
    "note_progress",
    "order_rework",
    "outside",
    "pass_on",
    "photos_left",
    "praise",
    "preview_recount",
    "reassign",
    "recount",
    "refuse_decline",
    "refuse_extension",
    "refuse_return",
    "refuse_suspension",
    "refuse_void",
    "reopen",
    "reply",
    "report",
    "report_and_close",
    "report_order",
    "request_decline",
    "request_extension",
    "request_return",
    "request_suspension",
    "request_void",
    "respond",
    "resume",
    "reveal",
    "set_tags",
    "sign_for",
    "sign_order",
    "split",
    "supply_details",
    "suspend",
    "take_on",
    "tell_merged",
    "unmerge",
    "urge",
    "verify",
    "void",
    "waive_order",
    "withdraw",
]
