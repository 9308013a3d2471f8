"""Who reported: masked everywhere, shown in full to somebody who says what for. Each look stays on record.

And what reporters may ask for (PIPL art. 44-50): a copy, a correction, and to be forgotten. Each leaves an event
without a word of what was there.
"""

from django.db import transaction
from django.utils.translation import gettext

from cases import permissions
from cases.lifecycle import discretion, forgetting
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete, NotPermitted, NotPossible
from cases.models import Case, CoSigner
from residents import privacy, register
from residents.models import Resident

SHORTEST_REASON = 2


def reveal(case: Case, *, reason: str, by, now) -> Resident:
    """Write down that somebody looks up who reported and why, and return the reporter.

    Raises Incomplete without a reason, NotPossible for a report without a name, NotPermitted for who may not call.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Incomplete({"reason": gettext("Please say in a few words what you need the number for.")})
    with changing(case, by=by, now=now) as change:
        verdict = permissions.may_reveal(change.case, by)
        if not verdict:
            nobody = change.case.reporter is None or change.case.reporter.erased_at
            raise NotPossible(verdict.reason, change.case) if nobody else NotPermitted(verdict.reason)
        change.record(
            "case.contact_revealed", post=permissions.revealing_post(change.case, by), note=privacy.mask_text(reason)
        )
    return change.case.reporter


def note_copy(case: Case, *, by, now) -> Case:
    """Note that the reporter took a copy of what is stored about them (PIPL art. 45)."""
    with changing(case, by=by, now=now) as change:
        change.record("case.data_copied")
    return change.case


def correct_contact(case: Case, *, name: str, phone: str, by, now) -> Case:
    """Put the reporter's right name and number in place of the wrong ones, at once (PIPL art. 46).

    Raises Incomplete when both are empty: erasing is asked for by its own name. NotPossible once it is pseudonymised.
    """
    name, phone = name.strip(), phone.strip()
    if not (name or phone):
        raise Incomplete({"name": gettext("Write a name or a number. To have both erased, use the button below.")})
    with changing(case, by=by, now=now) as change:
        if change.case.pseudonymised_at:
            raise NotPossible(gettext("The contact of this case was erased; it takes no new one."), change.case)
        if change.case.reporter is None:
            change.case.reporter = register.enter(name=name, phone=phone, now=now)
        else:
            known = change.case.reporter
            register.correct(known, name=name or known.name, phone=phone or known.phone)
        change.case.erasure_asked_at = None
        discretion.hide_again(change.case)
        change.record("case.contact_corrected")
    return change.case


def ask_erasure(case: Case, *, by, now) -> Case:
    """Erase the reporter's contact at once where nobody needs it any more, else keep the wish for the schedule.

    It is needed until the case is finished and the time for objecting is over: to ask what is missing, to call back
    (PIPL art. 47). Raises NotPossible where there is none, or where it was asked for before.
    """
    with transaction.atomic():
        with changing(case, by=by, now=now) as change:
            reporter = change.case.reporter
            if reporter is None or reporter.erased_at:
                raise NotPossible(gettext("No name and no number are stored with this case."), change.case)
            is_free = forgetting.is_out_of_use(change.case, now)
            if change.case.erasure_asked_at and not is_free:
                raise NotPossible(gettext("You have asked for this already; it is done by itself."), change.case)
            change.case.erasure_asked_at = change.case.erasure_asked_at or now
            change.record("case.contact_erased" if is_free else "case.erasure_asked")
        if is_free:
            forgetting.at_once(change.case, now)
    return Case.objects.select_related("reporter").get(pk=case.pk)


def erase_co_signer(case: Case, *, signer: CoSigner, by, now) -> Case:
    """Erase name and number of somebody who signed with the reporter, at once: nobody calls co-signers back.

    Raises NotPossible for somebody who did not sign this case, or was erased before.
    """
    with changing(case, by=by, now=now) as change:
        if signer.case_id != case.pk or not register.erase(Resident.objects.filter(pk=signer.resident_id), now=now):
            raise NotPossible(gettext("No name and no number are stored of this person."), change.case)
        change.record("case.co_signer_erased")
    return change.case
