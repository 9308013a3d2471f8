"""Joint meetings (联席会): the real procedure of DOMAIN §3.7, one subject a file. The only writer of meetings.

proposing → calling → visiting → holding → deciding → minutes → following; units says who meets and who runs it.
While a case waits for a meeting its handling clock keeps running; otherwise a meeting would be a way to hide lateness.
A decision names a lead, a person and a date, and comes into force when the convener signs the minutes; the original due
time stays on record beside the meeting's own.
"""

from cases.meetings.calling import call, cancel, earliest, give_notice, invite, move, name_convener, reply
from cases.meetings.climbing import climb_missed
from cases.meetings.deciding import Overtaken, defer, keep_draft, pass_up, resolve, resolve_further, take_back
from cases.meetings.following import (
    agree,
    apply_for_striking_off,
    finish_milestone,
    strike_off,
)
from cases.meetings.holding import end, open, quorum, resume, sign_in, take_up
from cases.meetings.minutes import edit, sign_off, supplement
from cases.meetings.proposing import (
    merge,
    pool,
    propose,
    propose_once,
    put_on_agenda,
    send_back,
    take_off_agenda,
)
from cases.meetings.units import managed_by, may_manage, open_to, visible_to
from cases.meetings.visiting import record_visit

__all__ = [
    "Overtaken",
    "agree",
    "apply_for_striking_off",
    "call",
    "cancel",
    "climb_missed",
    "defer",
    "earliest",
    "edit",
    "end",
    "finish_milestone",
    "give_notice",
    "invite",
    "keep_draft",
    "managed_by",
    "may_manage",
    "merge",
    "move",
    "name_convener",
    "open",
    "open_to",
    "pass_up",
    "pool",
    "propose",
    "propose_once",
    "put_on_agenda",
    "quorum",
    "record_visit",
    "reply",
    "resolve",
    "resolve_further",
    "resume",
    "send_back",
    "sign_in",
    "sign_off",
    "strike_off",
    "supplement",
    "take_back",
    "take_off_agenda",
    "take_up",
    "visible_to",
]
