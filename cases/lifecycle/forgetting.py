"""Pseudonymise finished cases (PIPL art. 19, 47): who reported is erased, their names and all numbers are masked.

What happened, where, when and how it ended stays for statistics and archive, photos with it: they were re-encoded
without any data when they came. Households that joined stay too: a mark and a moment, nobody knows whose. So do the
signed decisions of meetings, which are archived as they are and name no private number from the start
(discretion.in_papers). A batch is a transaction, claimed with SKIP LOCKED; whatever stops the run, the next
one goes on, and a restored backup is simply found to be due again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pgtrigger
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from cases import public_words, workflow
from cases.lifecycle import discretion
from cases.lifecycle.closing import RATING_PERIOD
from cases.models import (
    AgendaItem,
    Answers,
    Approval,
    Case,
    CaseEvent,
    CoHandlingOrder,
    Rating,
    Resolution,
    SiteVisit,
    SupervisionNotice,
    Whistle,
    WhistleCall,
)
from cases.workflow import State
from residents import privacy, register
from residents.models import Resident

BATCH = 200
CASE_TEXTS = ("title", "text", "address")  # the last goes down to the building besides
TEXTS = (  # model, the way to its case, what people wrote there
    (CaseEvent, "case", ("note",)),
    (Rating, "case", ("text",)),
    (Approval, "case", ("note",)),
    (CoHandlingOrder, "case", ("text", "answer")),
    (SupervisionNotice, "case", ("grounds", "demand", "reply", "strike_note", "counts_reason")),
    (Whistle, "case", ("place", "reason")),
    (WhistleCall, "whistle__case", ("note",)),
    (AgendaItem, "case", ("problem", "tried", "asked", "outcome_note", "discussion")),
    (SiteVisit, "item__case", ("present", "text")),
    (Resolution, "item__case", ("applied_note",)),
)
FACTS = (
    "cases.CaseEvent:facts_stay",
    "cases.CoHandlingOrder:what_was_asked_stays",
)  # lifted to mask names and numbers, only here


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


def at_once(case: Case, now: datetime) -> None:
    """Pseudonymise one case that is out of use."""
    _some(Case.objects.filter(pk=case.pk), now, Done())


def people(keys: list[int]):
    """Return those who reported some cases, alone or together, as residents."""
    return Resident.objects.filter(Q(cases__in=keys) | Q(co_signed__case__in=keys))


def _some(cases, now: datetime, done: Done) -> int:
    with transaction.atomic(), pgtrigger.ignore(*FACTS):
        found = list(cases.select_for_update(of=("self",), skip_locked=True, no_key=True)[:BATCH])
        keys = [case.pk for case in found]
        who = _who(found)
        done.texts += sum(_mask(case, CASE_TEXTS, who[case.pk]) for case in found)
        for case in found:
            case.address = privacy.mask_home(case.address)
            case.pseudonymised_at, case.form_digest = now, ""  # a digest of name and number could be tried out
        Case.objects.bulk_update(found, [*CASE_TEXTS, "pseudonymised_at", "form_digest"])
        done.texts += sum(_mask_all(model, way, names, keys, who) for model, way, names in TEXTS)
        done.texts += _mask_values(CaseEvent, "data", keys, who, only=discretion.WORDS_IN_FACTS)
        done.texts += _mask_values(Answers, "given", keys, who)
        AgendaItem.objects.filter(case__in=keys).exclude(draft={}).update(draft={})
        still = Case.objects.filter(reporter=OuterRef("pk"), pseudonymised_at__isnull=True)
        done.contacts += register.erase(people(keys).exclude(Exists(still)), now=now)
        CaseEvent.objects.bulk_create(
            CaseEvent(
                case=case, kind="case.pseudonymised", at=now, from_state=case.state, to_state=case.state, handled_at=now
            )
            for case in found
        )
        done.cases += len(found)
    return len(found)


@dataclass(frozen=True)
class Who:
    """What the texts of a case may no longer say: who reported it, alone or together, and the flat."""

    people: list[discretion.Person]
    home: str


def _who(cases: list[Case]) -> dict[int, Who]:
    """Return who reported each case, read before they are gone."""
    with_people = Case.objects.filter(pk__in=[case.pk for case in cases]).select_related("reporter")
    return {
        case.pk: Who(discretion.people(case), f"{case.address} {case.reporter.address if case.reporter else ''}")
        for case in with_people.prefetch_related("co_signers__resident")
    }


def _mask_all(model, way: str, names: tuple[str, ...], keys: list[int], who) -> int:
    """Mask the texts of every row of some cases, and return how many held anybody."""
    rows = model.objects.filter(**{f"{way}__in": keys}).annotate(of_case=F(way)).only(*names)
    counts = [(row, _mask(row, names, who[row.of_case])) for row in rows]
    model.objects.bulk_update([row for row, count in counts if count], names, batch_size=BATCH)
    return sum(count for _row, count in counts)


def _mask_values(model, name: str, keys: list[int], who, only: tuple[str, ...] = ()) -> int:
    """Mask the texts in a JSON column of some cases, all or `only` some keys, and return how many rows changed."""
    changed, asked = [], {f"{name}__has_any_keys": list(only)} if only else {}
    for row in model.objects.filter(case__in=keys, **asked).only("case", name):
        values = getattr(row, name)
        masked = {
            key: _masked(value, who[row.case_id]) if isinstance(value, str) and (not only or key in only) else value
            for key, value in values.items()
        }
        if masked != values:
            setattr(row, name, masked)
            changed.append(row)
    model.objects.bulk_update(changed, [name], batch_size=BATCH)
    return len(changed)


def _mask(row, names: tuple[str, ...], who: Who) -> int:
    """Mask some texts of a row in memory, and return how many held anybody."""
    count = 0
    for name in names:
        text = getattr(row, name)
        masked = _masked(text, who)[: row._meta.get_field(name).max_length]
        count += masked != text
        setattr(row, name, masked)
    return count


def _masked(text: str, who: Who) -> str:
    """Return a text without private numbers, without the names of who reported and their flat."""
    return public_words.masked(discretion.words(text, who.people, home=who.home)) if text else text
