"""Who types number and query code gets five wrong tries an hour for that number, whether there is such a case or not.

A try is counted before it is judged. From the sixth on nothing is looked up, so the right code gets the same refusal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases import codes
from cases.models import Case
from residents import counting
from residents.counting import Limit

PER_NUMBER = Limit("guess-number", most=5, window=timedelta(hours=1))
# Thousands of phones share one address of a mobile operator: above this work is asked for, nothing is blocked.
PER_ADDRESS = Limit("guess-address", most=300, window=timedelta(hours=1))


@dataclass(frozen=True)
class Answer:
    """The case that a code opens, or none; and from when on it may be tried again, if nothing was looked up."""

    case: Case | None = None
    free_at: datetime | None = None


def try_code(number: str, code: str, *, address: str, now: datetime) -> Answer:
    """Open a case with its query code. A wrong number and a wrong code take the same steps and get the same answer."""
    if counting.count(PER_NUMBER, number, now=now) >= PER_NUMBER.most:  # writes nothing, however often it is tried
        return Answer(free_at=counting.free_at(PER_NUMBER, number, now=now))
    if not counting.take(PER_NUMBER, number, now=now):  # several at the same moment
        counting.give_back(PER_NUMBER, number, now=now)
        return Answer(free_at=counting.free_at(PER_NUMBER, number, now=now))
    case = Case.objects.filter(number=number).only("number", "query_code_hash").first()
    if not codes.matches(case, code):
        counting.tally(PER_ADDRESS, address, now=now)
        return Answer()
    counting.give_back(PER_NUMBER, number, now=now)
    return Answer(case=case)


def needs_proof(address: str, *, now: datetime) -> bool:
    """Tell whether so many wrong codes came from an address that each further try needs a proof of work."""
    return counting.count(PER_ADDRESS, address, now=now) >= PER_ADDRESS.most
