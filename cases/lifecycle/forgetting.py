"""Pseudonymise finished cases (PIPL art. 19, 47): who reported is erased, numbers in the texts are masked.

What happened, where, when and how it ended stays for statistics and archive, photos with it: they were re-encoded
without any data when they came. A batch is a transaction, claimed with SKIP LOCKED; whatever stops the run, the next
one goes on, and a restored backup is simply found to be due again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pgtrigger
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from cases import public_words, workflow
from cases.lifecycle.closing import RATING_PERIOD
from cases.models import Approval, Case, CaseEvent, CoHandlingOrder, Rating
from cases.workflow import State
from residents import register
from residents.models import Resident

BATCH = 200
CASE_TEXTS = ("title", "text", "address")
TEXTS = (
    (CaseEvent, "note"),
    (Rating, "text"),
    (Approval, "note"),
    (CoHandlingOrder, "text"),
    (CoHandlingOrder, "answer"),
)
FACTS = (
    "cases.CaseEvent:facts_stay",
    "cases.CoHandlingOrder:what_was_asked_stays",
)  # lifted to mask numbers, only here


@dataclass
class Done:
    """What one run did: cases pseudonymised, contacts erased, texts that held numbers."""

    cases: int = 0
    contacts: int = 0
    texts: int = 0


def is_out_of_use(case: Case, now: datetime) -> bool:
    """Tell whether nobody needs the reporter's contact any more: finished, and no longer to be objected to."""
    if case.state not in workflow.FINISHED or now < (case.closed_at or case.changed_at) + RATING_PERIOD:
        return False
    return case.state != State.MERGED or case.merged_into.state in workflow.FINISHED


def due(now: datetime, after: timedelta):
    """Return the cases to pseudonymise: finished for so long, or out of use and their reporter asked for it."""
    finished = Case.objects.filter(state__in=workflow.FINISHED, pseudonymised_at__isnull=True)
    finished = finished.alias(finished_at=Coalesce("closed_at", "changed_at"))
    unneeded = Q(merged_into__isnull=True) | Q(merged_into__state__in=workflow.FINISHED)
    old = finished.filter(finished_at__lte=now - after - RATING_PERIOD)
    asked = finished.filter(erasure_asked_at__isnull=False, finished_at__lte=now - RATING_PERIOD)
    return old.filter(unneeded), asked.filter(unneeded)


def pseudonymise(now: datetime, after: timedelta, limit: int = 20_000) -> Done:
    """Pseudonymise what is due, at most so many cases, and return what was done."""
    done = Done()
    for cases in due(now, after):
        while done.cases < limit and _some(cases.order_by(), now, done):
            pass
    return done


def _some(cases, now: datetime, done: Done) -> int:
    with transaction.atomic(), pgtrigger.ignore(*FACTS):
        found = list(cases.select_for_update(of=("self",), skip_locked=True, no_key=True)[:BATCH])
        keys = [case.pk for case in found]
        done.texts += sum(_mask(case, CASE_TEXTS) for case in found)
        for case in found:
            case.pseudonymised_at, case.form_digest = now, ""  # a digest of name and number could be tried out
        Case.objects.bulk_update(found, [*CASE_TEXTS, "pseudonymised_at", "form_digest"])
        done.texts += sum(_mask_all(model, name, keys) for model, name in TEXTS)
        still = Case.objects.filter(reporter=OuterRef("pk"), pseudonymised_at__isnull=True)
        people = Resident.objects.filter(pk__in=[case.reporter_id for case in found if case.reporter_id])
        done.contacts += register.erase(people.exclude(Exists(still)), now=now)
        CaseEvent.objects.bulk_create(
            CaseEvent(
                case=case, kind="case.pseudonymised", at=now, from_state=case.state, to_state=case.state, handled_at=now
            )
            for case in found
        )
        done.cases += len(found)
    return len(found)


def _mask_all(model, name: str, keys: list[int]) -> int:
    """Mask the numbers in one text of every row of some cases, and return how many held any."""
    rows = model.objects.filter(case__in=keys).exclude(**{name: ""}).only(name)
    changed = [row for row in rows if _mask(row, (name,))]
    model.objects.bulk_update(changed, [name], batch_size=BATCH)
    return len(changed)


def _mask(row, names: tuple[str, ...]) -> int:
    """Mask the numbers in some texts of a row in memory, and return how many held any."""
    count = 0
    for name in names:
        text = getattr(row, name)
        masked = public_words.masked(text)[: row._meta.get_field(name).max_length]
        count += masked != text
        setattr(row, name, masked)
    return count
