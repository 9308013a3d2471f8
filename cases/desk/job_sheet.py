"""The job sheet 处置单 of a case: what somebody takes along on paper, on one page, without anybody's full number."""

from dataclasses import dataclass

from cases.desk import case_page
from cases.models import Case
from grids.models import User
from grids.scope import Scope
from residents import privacy

MOST_WORDS = 160  # of a report; more would push the places for handwriting onto a second page
MOST_OF_A_REPLY = 100
MOST_OF_AN_ADDRESS = 70
MOST_OF_ANSWERS = 120


@dataclass(frozen=True)
class Sheet:
    """One printed page; words are the report with numbers masked, said the latest feedback."""

    case: Case
    unit: str
    person: User | None
    phone: str
    title: str
    address: str
    words: str
    is_cut: bool
    said: str
    answered: str
    shows_reporter: bool


def of(case: Case, scope: Scope) -> Sheet:
    """Return what the sheet of a case says. One query, for what was fed back last."""
    owner = case.owner
    person = case_page.holder(owner)
    words = " ".join(privacy.mask_text(case.text).split())
    fed_back = case.events.filter(kind__in=("case.fed_back", "case.closed_on_the_spot")).order_by("-at", "-id").first()
    return Sheet(
        case=case,
        unit=str(owner) if owner else "",
        person=person,
        phone=(owner.phone if owner else "") or (person.work_phone if person else ""),
        title=privacy.mask_text(case.title),
        address=privacy.mask_text(case.address)[:MOST_OF_AN_ADDRESS],
        words=f"{words[:MOST_WORDS]}…" if len(words) > MOST_WORDS else words,
        is_cut=len(words) > MOST_WORDS,
        said=privacy.mask_text(fed_back.note)[:MOST_OF_A_REPLY] if fed_back else "",
        answered=_answered(case),
        shows_reporter=case_page.shows_reporter(case, scope),
    )


def _answered(case: Case) -> str:
    """Return what the reporter answered, in one masked line."""
    line = " · ".join(f"{label} {words}" for label, words in case.answered)
    return privacy.mask_text(line)[:MOST_OF_ANSWERS]
