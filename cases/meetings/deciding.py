"""Decide an item (议定), put it off (暂缓) or pass it up (上报). Nothing leaves without a lead and a date.

A decision is written down here and comes into force when the convener signs the minutes; until then it may be taken
back while the meeting is in session.
"""

from django.db import transaction
from django.utils.translation import gettext

from cases import deadlines, lifecycle, office, workflow
from cases.meetings import benches, guards, proposing, support, units
from cases.models import AgendaItem, Invitation, Milestone, Resolution

State = AgendaItem.State


class Overtaken(lifecycle.NotPossible):
    """Somebody else has typed meanwhile: `theirs` is their text, `version` the one to go on from."""

    def __init__(self, reason, theirs, version, who):
        super().__init__(reason)
        self.theirs, self.version, self.who = theirs, version, who


def keep_draft(item: AgendaItem, *, typed: dict, version: int, by, now) -> int:
    """Keep what is being typed about an item, and return the new version. Raises Overtaken with the other text."""
    guards.ask_in_session(item, by)
    with transaction.atomic():
        item = AgendaItem.objects.select_for_update(of=("self",)).select_related("draft_by").get(pk=item.pk)
        _not_overtaken(item, version, by)
        item.draft, item.draft_version, item.draft_by, item.draft_at = typed, item.draft_version + 1, by.user, now
        item.save(update_fields=["draft", "draft_version", "draft_by", "draft_at"])
    return item.draft_version


def resolve(item: AgendaItem, *, by, now, **decision) -> Resolution:
    """Decide an item: text, lead_department, lead_post, due_at; supporting, acceptance, milestones [(date, words)].

    Raises Incomplete beside the field, also for a lead that is not at the meeting, a day off, or a unit without a post.
    """
    return _resolve(item, guards.still_open, by=by, now=now, **decision)


def resolve_further(item: AgendaItem, *, by, now, **decision) -> Resolution:
    """Add another decision to a decided item, with a lead and a date of its own."""
    return _resolve(item, _is_decided, by=by, now=now, **decision)


def _resolve(
    item: AgendaItem,
    check,
    *,
    text,
    lead_department,
    lead_post,
    due_at,
    supporting=(),
    acceptance="",
    milestones=(),
    discussion="",
    version=None,
    by,
    now,
) -> Resolution:
    guards.ask_in_session(item, by)
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = guards.lock_in_session(item)
        check(item)
        _can_be_handed_on(change.case, item)
        _not_overtaken(item, version, by)
        supporting = [unit for unit in supporting if lead_department is None or unit.pk != lead_department.pk]
        person = _check(item, text, lead_department, lead_post, due_at, supporting, milestones, now)
        resolution = Resolution.objects.create(
            item=item,
            text=lifecycle.in_papers(change.case, text),
            lead_department=lead_department,
            lead_post=lead_post,
            person=person,
            due_at=due_at,
            supporting=[unit.pk for unit in supporting],
            acceptance=lifecycle.in_papers(change.case, acceptance, Resolution.acceptance),
            decided_at=now,
            decided_by=by.user,
        )
        Milestone.objects.bulk_create(
            Milestone(
                resolution=resolution, due_date=date, text=lifecycle.in_papers(change.case, words, Milestone.text)
            )
            for date, words in milestones
        )
        _settle(item, State.DECIDED, discussion, now)
        data = {"item": item.pk, "resolution": resolution.pk, "meeting": item.meeting_id}
        change.record("case.decided_in_session", note=resolution.text, data=data)
    return resolution


def take_back(item: AgendaItem, *, by, now) -> AgendaItem:
    """Take the decisions on an item back, before the minutes are signed; it is discussed again."""
    guards.ask_in_session(item, by)
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = guards.lock_in_session(item)
        if item.state != State.DECIDED or item.resolutions.filter(in_force_at__isnull=False).exists():
            raise lifecycle.NotPossible(gettext("There is no decision that can be taken back."), item.case)
        item.resolutions.all().delete()
        # what was solved since the decision is not discussed again
        item.state = State.ON_AGENDA if change.case.is_open else State.WITHDRAWN
        item.settled_at = None
        item.save()
        if item.state == State.WITHDRAWN:
            proposing.free_merged(item)
        change.record("case.decision_taken_back", data={"item": item.pk, "meeting": item.meeting_id})
    return item


def defer(item: AgendaItem, *, review_date, note, discussion="", version=None, by, now) -> AgendaItem:
    """Put an item off to a review date, a working day; it goes back to the unit's pool."""
    guards.ask_in_session(item, by)
    if review_date is None or review_date <= now.astimezone(deadlines.CITY_TZ).date():
        raise lifecycle.Incomplete({"review_date": gettext("Choose a day that is still to come.")})
    if not office.calendar(item.case.district_id).is_workday(review_date):
        raise lifecycle.Incomplete({"review_date": gettext("This is no working day; choose one before or after it.")})
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = guards.lock_in_session(item)
        guards.still_open(item)
        _not_overtaken(item, version, by)
        item.review_date, item.outcome_note = review_date, lifecycle.in_papers(change.case, note)
        _settle(item, State.DEFERRED, discussion, now)
        data = {"item": item.pk, "review_date": review_date.isoformat(), "meeting": item.meeting_id}
        change.record("case.deferred_at_meeting", note=note, data=data)
    return item


def pass_up(item: AgendaItem, *, note, discussion="", version=None, by, now) -> AgendaItem:
    """Pass an item up to the meeting of the level above and return the new item there.

    Raises Incomplete without words, and for a district while the city's meeting has no office: an item there would
    wait for nobody.
    """
    guards.ask_in_session(item, by)
    if not note.strip():
        raise lifecycle.Incomplete({"note": gettext("Say why the level above must decide.")})
    if item.grid is None or not units.is_set_up(units.above(item.grid)):
        raise lifecycle.Incomplete({"note": gettext("There is no joint meeting above the district yet.")})
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = guards.lock_in_session(item)
        guards.still_open(item)
        _not_overtaken(item, version, by)
        item.outcome_note = lifecycle.in_papers(change.case, note)
        _settle(item, State.PASSED_UP, discussion, now)
        higher = proposing.pass_up_from(item, note, by, now)
        change.record("case.passed_up", note=note, data={"item": item.pk, "grid": item.grid.parent_id})
    return higher


def _is_decided(item: AgendaItem) -> None:
    if item.state != State.DECIDED:
        raise lifecycle.NotPossible(gettext("Decide the item first."), item.case)


def _can_be_handed_on(case, item: AgendaItem) -> None:
    """Refuse while the item's case, or one heard with it, could not be handed to a lead at the signing."""
    guards.can_be_handed_on(case)
    for each in item.merged.filter(state=State.MERGED).select_related("case"):
        if each.case.state not in workflow.FINISHED:
            guards.can_be_handed_on(each.case)


def _settle(item: AgendaItem, state: str, discussion: str, now) -> None:
    item.state, item.settled_at = state, now
    item.discussion = lifecycle.in_papers(item.case, discussion) or item.discussion
    item.draft, item.draft_version = {}, item.draft_version + 1
    item.save()


def _not_overtaken(item: AgendaItem, version: int | None, by) -> None:
    """Refuse a text begun from an older one than is kept, unless it was typed by the same person."""
    if version is None or version == item.draft_version:
        return
    if item.draft_by_id is None or (by.user and item.draft_by_id == by.user.pk):
        return
    words = gettext("%(who)s has typed here meanwhile.") % {"who": item.draft_by}
    raise Overtaken(words, item.draft, item.draft_version, str(item.draft_by))


def _check(item, text, lead_department, lead_post, due_at, supporting, milestones, now):
    """Return the person who will answer; raise Incomplete with what is missing beside its field."""
    errors = {}
    if not text.strip():
        errors["text"] = gettext("Write down what was decided.")
    person = None
    if lead_department is None:
        errors["lead_department"] = gettext("No item leaves without a lead unit.")
    if lead_post is None:
        errors["lead_post"] = gettext("Choose the post that answers for it.")
    else:
        person = benches.holder(lead_post.pk, now)
        if person is None:
            errors["lead_post"] = gettext("Nobody holds this post now; somebody must answer for it.")
    if lead_department and lead_post and not _is_there(item, lead_department, lead_post):
        errors["lead_department"] = gettext("%(unit)s is not at this meeting; sign it in first.") % {
            "unit": lead_department.short
        }
    main = item.resolutions.order_by("pk").first()  # a further decision helps with the case of the first one's lead
    has = main.lead_department_id if main else None
    leads = main.lead_post_id if main else lead_post and lead_post.pk
    if said := support.refusal(item, [unit for unit in supporting if unit.pk != has], leads, now):
        errors["supporting"] = said
    further = [lead_department] if main and lead_department and lead_department.pk != has else []
    if said := support.refusal(item, further, leads, now):
        errors.setdefault("lead_department", said)
    errors |= _check_days(item, due_at, milestones, now)
    if errors:
        raise lifecycle.Incomplete(errors)
    return person


def _check_days(item, due_at, milestones, now) -> dict[str, str]:
    if due_at is None or due_at <= now:
        return {"due_at": gettext("No item leaves without a date that is still to come.")}
    day, today = (each.astimezone(deadlines.CITY_TZ).date() for each in (due_at, now))
    works = office.calendar(item.case.district_id).is_workday
    if not works(day):
        return {"due_at": gettext("This is no working day; choose one before or after it.")}
    if any(date > day for date, _words in milestones):
        return {"milestones": gettext("A milestone cannot be later than the date itself.")}
    if any(date < today for date, _words in milestones):
        return {"milestones": gettext("A milestone cannot be in the past.")}
    if any(not works(date) for date, _words in milestones):
        return {"milestones": gettext("A milestone is no day off; choose a working day before or after it.")}
    if any(not words.strip() for _date, words in milestones):
        return {"milestones": gettext("A milestone needs a few words.")}
    return {}


def _is_there(item: AgendaItem, department, post) -> bool:
    there = item.meeting.invitations.filter(attendance__in=Invitation.THERE)
    return any(each.post_id == post.pk or each.department_id == department.pk for each in there)
