"""Call back and close, hear the verdict, reopen, urge."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cases import permissions
from cases.lifecycle import discretion
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete, NotPossible
from cases.models import Case, Rating
from cases.workflow import State

RATING_PERIOD = timedelta(days=15)  # DOMAIN §3.4: the link is valid for 15 days
CALL_ATTEMPTS = 3  # DOMAIN §3.4: then it may be closed without contact
URGE_PAUSE = timedelta(hours=24)


def close(case: Case, *, note: str, by, now, contacted: bool | None = None, solved: str = "", version=None) -> Case:
    """Close a verified case after the call-back (办结). `contacted`: whether the reporter was reached.

    Where the reporter says that it is not solved, the case is opened again at once, at most twice (DOMAIN §3.4).
    """
    if not note.strip():
        raise Incomplete({"note": gettext("Say what the call-back brought.")})
    with changing(case, by=by, now=now, version=version) as change:
        if contacted is False and by.user is not None and change.case.call_attempts < CALL_ATTEMPTS:
            said = gettext("Only after three attempts; %(count)s noted so far.") % {"count": change.case.call_attempts}
            raise Incomplete({"contacted": said})
        change.do("close", note=note, closed_at=now, in_meeting=False, data={"contacted": contacted, "solved": solved})
        if solved == Rating.Solved.NO and change.case.reopen_count < permissions.MOST_REOPENINGS:
            _reopen(change, gettext("The reporter says it is not solved."), {})
    return change.case


def note_call(case: Case, *, note: str, by, now, version=None) -> Case:
    """Note that the reporter was not reached (回访未接通); three such attempts allow closing without contact."""
    if not note.strip():
        raise Incomplete({"note": gettext("Say when and how you tried.")})
    with changing(case, by=by, now=now, version=version) as change:
        change.do("note_call", note=note, call_attempts=change.case.call_attempts + 1)
    return change.case


def evaluate(case: Case, *, solved: str, satisfaction: str, by, now, was_contacted=None, text="", version=None) -> Case:
    """Store the resident's verdict (评价), once per closing and within 15 days of it.

    Raises Incomplete for answers that do not exist, NotPossible when it is too late or done already.
    """
    errors = {}
    if solved not in Rating.Solved.values:
        errors["solved"] = gettext("Please choose an answer.")
    if satisfaction not in Rating.Satisfaction.values:
        errors["satisfaction"] = gettext("Please choose an answer.")
    if errors:
        raise Incomplete(errors)
    if case.closed_at and now > case.closed_at + RATING_PERIOD:
        raise NotPossible(gettext("The 15 days for rating are over. You can report it again."), case)
    try:
        with transaction.atomic():
            Rating.objects.create(
                case=case,
                round=case.reopen_count,
                was_contacted=was_contacted,
                solved=solved,
                satisfaction=satisfaction,
                text=discretion.about(case, text.strip()[:500])[:500],
                at=now,
            )
            return _judged(case, solved, satisfaction, text.strip(), by=by, now=now, version=version)
    except IntegrityError as error:
        raise NotPossible(gettext("This closing has been rated already."), case) from error


def _judged(case: Case, solved: str, satisfaction: str, text: str, *, by, now, version) -> Case:
    """Turn a verdict into the next state: not solved opens the case again, at most twice; all else ends it."""
    verdict = {"solved": solved, "satisfaction": satisfaction}
    with changing(case, by=by, now=now, version=version) as change:
        if solved == Rating.Solved.NO and change.case.reopen_count < permissions.MOST_REOPENINGS:
            _reopen(change, text or gettext("The reporter says it is not solved."), verdict, is_public=bool(text))
        else:
            change.do("evaluate", data=verdict)
    return change.case


def reopen(case: Case, *, note: str, by, now, version=None) -> Case:
    """Open a closed case again (重办), at most twice; the reporter within 15 days of closing, also after a verdict."""
    if not note.strip():
        raise Incomplete({"note": gettext("Say why it is opened again.")})
    objects = by == permissions.REPORTER
    with changing(case, by=by, now=now, version=version) as change:
        closed_at = change.case.closed_at
        if objects and closed_at and now > closed_at + RATING_PERIOD:
            raise NotPossible(gettext("The 15 days for objecting are over. You can report it again."), change.case)
        action = "object" if objects and change.case.state == State.EVALUATED else "reopen"
        _reopen(change, note.strip(), {}, action=action, is_public=objects)
    return change.case


def _reopen(change, note: str, data: dict, *, action: str = "reopen", is_public: bool = False) -> None:
    change.do(
        action,
        note=note,
        data=data,
        is_public=is_public,
        reopen_count=change.case.reopen_count + 1,
        closed_at=None,
        verified_at=None,
        fed_back_at=None,
        responded_at=None,
        result="",
        resolution_due_at=None,
        assigned_at=change.now,
        call_attempts=0,
        extension_count=0,
        in_meeting=change.case.agenda_items.before_a_meeting(),
    )


def urge(case: Case, *, by, now, note="", version=None, batch="") -> Case:
    """Urge the responsible post (催办); the same person once a day. Raises NotPossible within the day."""
    with changing(case, by=by, now=now, version=version) as change:
        latest = change.case.events.filter(kind="case.urged", by=by.user).order_by("-at").first()
        if latest and latest.at > now - URGE_PAUSE:
            raise NotPossible(gettext("Urged within the last day already; the unit has been told."), change.case)
        data = {"batch": batch} if batch else None
        count = change.case.urge_count + 1
        change.do("urge", note=note, urge_count=count, is_public=by.user is None, data=data)
    return change.case
