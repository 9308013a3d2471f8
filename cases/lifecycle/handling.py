"""Sign for, respond, report progress, feed back, verify, send back."""

from django.utils.translation import gettext

from cases import clocks, deadlines, seats, workflow
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete
from cases.models import Case, Photo
from cases.photos import keep
from cases.workflow import Clock
from grids.models import Post


def sign_for(case: Case, *, by, now, version=None) -> Case:
    """Sign for an assigned case (签收)."""
    with changing(case, by=by, now=now, version=version) as change:
        change.do("sign_for", signed_at=now)
    return change.case


def respond(case: Case, *, note: str, by, now, version=None) -> Case:
    """Record that the reporter was contacted or the site reached (响应). Response is not resolution."""
    _need_note(note)
    with changing(case, by=by, now=now, version=version) as change:
        change.do("respond", note=note, responded_at=now)
    return change.case


def note_progress(case: Case, *, note: str, by, now, mention: Post | None = None, version=None) -> Case:
    """Add an internal note that only staff see; the post that is mentioned is told. It has to see the case already."""
    _need_note(note)
    with changing(case, by=by, now=now, version=version) as change:
        if mention and not seats.seeing(change.case, now).filter(pk=mention.pk).exists():
            raise Incomplete({"mention": gettext("This post does not see the case, so it cannot be mentioned.")})
        change.do("note_progress", note=note, data={"post": mention.pk} if mention else {})
    return change.case


def reply(case: Case, *, note: str, by, now, version=None) -> Case:
    """Write to the reporter; the words appear on the tracking page."""
    _need_note(note)
    with changing(case, by=by, now=now, version=version) as change:
        change.do("reply", note=note, is_public=True)
    return change.case


def feed_back(case: Case, *, result: str, note: str, by, now, photos=(), version=None) -> Case:
    """Feed back the result (反馈); the handling clock stops. Needs a photo where the category asks for one."""
    errors = {}
    if result not in workflow.RESULTS:
        errors["result"] = gettext("Choose the result.")
    if not note.strip():
        errors["note"] = gettext("Say what was done.")
    if case.category and case.category.needs_photo and result == "solved" and not photos:
        errors["photos"] = gettext("This category needs a photo of the result.")
    if errors:
        raise Incomplete(errors)
    with changing(case, by=by, now=now, version=version) as change:
        change.case.handled_by = by.user
        change.do(
            "feed_back",
            note=note,
            result=result,
            fed_back_at=now,
            is_public=True,
            data={"result": result},
            responded_at=change.case.responded_at or now,
        )
        for photo in photos:
            keep(change.case, photo, moment=Photo.Moment.AFTER, now=now, by=by.user)
    return change.case


def verify(case: Case, *, note: str, by, now, photos=(), version=None) -> Case:
    """Confirm on site or by telephone that it is done (核查通过); never by the person who handled it."""
    _need_note(note)
    with changing(case, by=by, now=now, version=version) as change:
        change.do("verify", note=note, verified_at=now)
        for photo in photos:
            keep(change.case, photo, moment=Photo.Moment.VERIFIED, now=now, by=by.user)
    return change.case


def order_rework(case: Case, *, note: str, by, now, version=None) -> Case:
    """Send a case back for rework (返工) with half the limit, at least four hours."""
    _need_note(note)
    with changing(case, by=by, now=now, version=version) as change:
        limit = deadlines.half(clocks.limit_of(change.case, Clock.HANDLE))
        change.do(
            "order_rework",
            note=note,
            limit=limit,
            rework_count=change.case.rework_count + 1,
            fed_back_at=None,
            result="",
            resolution_due_at=None,
        )
    return change.case


def _need_note(note: str) -> None:
    if not note.strip():
        raise Incomplete({"note": gettext("Please write a few words.")})
