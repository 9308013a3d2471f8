"""A household joins an open case that neighbours may see: no second case, one household more, a link of its own."""

import uuid

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext

from cases.lifecycle.change import changing
from cases.lifecycle.errors import NotPossible
from cases.models import Case, Joined

MOST_HOUSEHOLDS = 9999
_signer = Signer(salt="joined")


def join(case: Case, *, key: uuid.UUID, by, now) -> Joined:
    """Count one household more on a case; the same key again is the same household.

    Raises NotPossible where neighbours may not see the case (any more), or the key was used for another.
    """
    known = Joined.objects.filter(key=key).first()
    if known is None:
        with changing(case, by=by, now=now) as change:
            known, is_new = Joined.objects.get_or_create(key=key, defaults={"case": change.case, "at": now})
            if is_new:
                if not Case.objects.shown_to_neighbours().filter(pk=case.pk).exists():
                    raise NotPossible(
                        gettext("This one is closed, or no longer to be seen. Please report yours."), case
                    )
                change.case.households = min(change.case.households + 1, MOST_HOUSEHOLDS)
                change.record("case.joined", data={"households": change.case.households})
    if known.case_id != case.pk:
        raise NotPossible(gettext("This form has already been sent with other content."), case)
    return known


def link_of(joined: Joined) -> str:
    """Return what opens the public part of the case for this household, signed and stored nowhere."""
    return _signer.sign(joined.key.hex)


def by_link(link: str) -> Joined | None:
    """Return the household a link belongs to; None for a link that is not ours."""
    try:
        return Joined.objects.select_related("case").filter(key=uuid.UUID(_signer.unsign(link))).first()
    except (BadSignature, ValueError):
        return None
