"""What happened to one case, as steps of the workflow with their moments. Pure: a random source in, steps out."""

from datetime import datetime, timedelta

from cases.city.times import STEP

TAKEN = ("report", "accept", "assign")
HANDLED = (*TAKEN, "sign_for", "respond")
DONE = (*HANDLED, "feed_back", "verify", "close")

ENDED = {
    "plain": DONE,
    "on_the_spot": ("report", "close_on_the_spot"),
    "rework": (*HANDLED, "feed_back", "order_rework", "feed_back", "verify", "close"),
    "returned": (*TAKEN, "request_return", "approve_return", "assign", *DONE[3:]),
    "reopened": (*DONE, "reopen", "respond", "feed_back", "verify", "close"),
    "on_hold": (*HANDLED, "request_suspension", "suspend", "resume", "feed_back", "verify", "close"),
    "not_accepted": ("report", "request_decline", "decline"),
    "merged": ("report", "merge"),
    "voided": (*TAKEN, "request_void", "void"),
}
STANDING = {
    "reported": ("report",),
    "need_info": ("report", "ask_for_details"),
    "accepted": ("report", "accept"),
    "assigned": TAKEN,
    "in_progress": HANDLED,
    "return_requested": (*TAKEN, "request_return"),
    "suspended": (*HANDLED, "request_suspension", "suspend"),
    "feedback": (*HANDLED, "feed_back"),
    "rework": (*HANDLED, "feed_back", "order_rework"),
    "verified": (*HANDLED, "feed_back", "verify"),
    "reopened": (*DONE, "reopen"),
}
# How much of its limit a step takes on average, as minutes where the limit does not matter.
QUICK = {
    "accept": 25, "assign": 10, "sign_for": 90, "respond": 150, "verify": 900, "close": 1500, "close_on_the_spot": 15,
    "decline": 60, "merge": 40, "void": 600, "request_return": 60, "approve_return": 90, "order_rework": 700,
    "request_suspension": 300, "request_decline": 30, "request_void": 200,
    "reopen": 2800, "suspend": 600, "resume": 30 * 24 * 60, "ask_for_details": 40,
}  # fmt: skip
LATE = 0.13  # of the cases, handling took longer than allowed


def moments(random, names: tuple[str, ...], start: datetime, span: timedelta) -> list[datetime]:
    """Return when each step was done; `span` is about how long handling may take."""
    at, found = start, [start]
    for name in names[1:]:
        if name == "feed_back":
            share = random.uniform(1.02, 2.2) if random.random() < LATE else random.uniform(0.1, 0.9)
            wait = span * share
        else:
            wait = timedelta(minutes=QUICK[name] * random.uniform(0.2, 1.8))
        at += max(STEP, STEP * (wait // STEP))
        found.append(at)
    return found


def squeezed(found: list[datetime], end: datetime) -> list[datetime]:
    """Return the moments drawn together so that the last comes at `end` and their order stays."""
    start, last = found[0], found[-1]
    if last == start:
        return found
    share = (end - start) / (last - start)
    return [start + STEP * ((moment - start) * share // STEP) for moment in found]
