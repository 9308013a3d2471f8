"""Follow decisions up (跟踪督办): how each stands, its steps, striking off (销号)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext as _

from cases import deadlines, lifecycle
from cases.meetings import units
from cases.models import AgendaItem, Case, JointMeeting, Milestone, Resolution
from cases.workflow import OPEN
from grids.models import Role

State = AgendaItem.State
SOON = timedelta(days=3)  # a step's lamp turns yellow
# Who agrees for the place: the grid leader; for a case that lies in no grid, who leads the smallest place it lies in.
LEADERS = {
    0: (Role.DISTRICT_OFFICIAL,),
    1: (Role.STREET_LEADER,),
    2: (Role.COMMUNITY_SECRETARY,),
    3: (Role.GRID_LEADER, Role.DEPUTY_GRID_LEADER),
}


@dataclass(frozen=True)
class Step:
    """A milestone with its lamp."""

    milestone: Milestone
    lamp: str


@dataclass(frozen=True)
class Standing:
    """How far one decision has come: its lamp and the words beside it, and its steps with lamps of their own."""

    resolution: Resolution
    lamp: str
    words: str
    is_on_time: bool
    steps: list[Step]


def loaded():
    """Return resolutions with what their lines show."""
    return Resolution.objects.select_related(
        "item__case",
        "item__grid",
        "item__meeting__grid",
        "lead_department",
        "lead_post__grid",
        "lead_post__department",
        "person",
    ).prefetch_related("milestones")


def open_of(unit, before: JointMeeting | None = None):
    """Return a unit's decisions not struck off, the next due first, without those of one meeting."""
    found = loaded().filter(item__grid=unit, struck_off_at__isnull=True).order_by("due_at", "pk")
    return found.exclude(item__meeting=before) if before is not None else found


def before(meeting: JointMeeting) -> list[Standing]:
    """Return how the unit's earlier decisions stood when a meeting was held: the first item of every meeting."""
    at = meeting.ended_at or meeting.opened_at or meeting.held_at
    return [standing(each, at) for each in open_of(meeting.grid, meeting) if each.decided_at <= at]


def standing(resolution: Resolution, now: datetime) -> Standing:
    """Return the lamp of a decision: struck off, said to be done, running, nearly due (80 %), late."""
    return Standing(resolution, *_lamp(resolution, now), steps(resolution, now))


def _lamp(resolution: Resolution, now: datetime) -> tuple[str, str, bool]:
    """Return lamp, words, and whether it is in time."""
    due = resolution.due_at
    if resolution.struck_off_at:
        is_on_time = (resolution.applied_at or resolution.struck_off_at) <= due
        return "", _("struck off %(day)s") % {"day": _day(resolution.struck_off_at)}, is_on_time
    if resolution.applied_at:
        is_on_time = resolution.applied_at <= due
        words = _("done %(day)s") % {"day": _day(resolution.applied_at)}
        return "green" if is_on_time else "red", words, is_on_time
    if resolution.in_force_at is None:
        return "", _("minutes not signed yet"), True
    if resolution.item.case.state not in OPEN:
        return "", str(resolution.item.case.state_label), True
    if due < now:
        return "red", _("late since %(day)s") % {"day": _day(due)}, False
    used = (now - resolution.decided_at) / (due - resolution.decided_at)
    days = (timezone.localtime(due).date() - timezone.localtime(now).date()).days
    lamp = "amber" if used >= deadlines.WARN_SHARE else "green"
    return lamp, _("%(days)d days left") % {"days": days}, True


def steps(resolution: Resolution, now: datetime) -> list[Step]:
    """Return the milestones with their lamps: green done or far, yellow within three days, red past. No queries."""
    return [Step(each, step_lamp(each, now)) for each in resolution.milestones.all()]


def step_lamp(milestone: Milestone, now: datetime) -> str:
    today = timezone.localtime(now).date()
    if milestone.done_at:
        return "green" if timezone.localtime(milestone.done_at).date() <= milestone.due_date else "red"
    if milestone.due_date < today:
        return "red"
    return "amber" if milestone.due_date - today <= SOON else "green"


def finish_milestone(milestone: Milestone, *, by, now) -> Milestone:
    """Tick a milestone of a decision in force as done; the lead unit or the meeting's office may."""
    resolution = milestone.resolution
    if not leads(resolution, by) and not units.may_manage(resolution.item.grid, by):
        raise lifecycle.NotPermitted(gettext("Only the lead unit or the office of the meeting may do this."))
    with transaction.atomic():
        resolution = lock(resolution)
        if resolution.in_force_at is None:
            raise lifecycle.NotPossible(gettext("The minutes are not signed yet."))
        if resolution.struck_off_at is not None:
            raise lifecycle.NotPossible(gettext("This decision is struck off already."))
        milestone.refresh_from_db(fields=["done_at"])
        if milestone.done_at is None:
            milestone.done_at = now
            milestone.save(update_fields=["done_at"])
    return milestone


def leads(resolution: Resolution, by) -> bool:
    """Say whether somebody answers for a decision: its lead; for its case's main one, who has the case now as well."""
    posts = {post.pk for post in by.posts}
    return resolution.lead_post_id in posts or (resolution.item.case.owner_id in posts and is_main(resolution))


def is_main(resolution: Resolution) -> bool:
    """Say whether a decision is the first of its item: whoever has the case carries it out. One query."""
    return not Resolution.objects.filter(item=resolution.item_id, pk__lt=resolution.pk).exists()


def apply_for_striking_off(resolution: Resolution, *, note, by, now) -> Resolution:
    """Say as the lead unit that a decision is carried out. Raises Incomplete while a step is open or without words."""
    if not leads(resolution, by):
        raise lifecycle.NotPermitted(gettext("Only the lead unit says that it is done."))
    errors = {}
    if not note.strip():
        errors["note"] = gettext("Say how it was done.")
    still = [step.text for step in resolution.milestones.all() if step.done_at is None]
    if still:
        errors["milestones"] = gettext("Not done yet: %(steps)s.") % {"steps": "、".join(still)}
    if errors:
        raise lifecycle.Incomplete(errors)
    with transaction.atomic():
        resolution = lock(resolution)
        if resolution.in_force_at is None:
            raise lifecycle.NotPossible(gettext("The minutes are not signed yet."))
        if resolution.applied_at is None:
            _apply(resolution, note, by.user, now)
    return resolution


def agree(resolution: Resolution, *, by, now) -> Resolution:
    """Agree that a decision is carried out, as the meeting's office or as the grid leader of the place.

    Struck off once both have, two different people, and never who carried it out.
    """
    if not agreeing_as(resolution, by):
        raise lifecycle.NotPermitted(gettext("Only the office of the meeting and the grid leader strike off."))
    with transaction.atomic():
        resolution = lock(resolution)
        if resolution.applied_at is None:
            raise lifecycle.NotPossible(gettext("The lead unit has not said yet that it is done."))
        if by.user and by.user.pk == resolution.applied_by_id:
            raise lifecycle.NotPermitted(gettext("Whoever carried it out does not strike it off."))
        side = side_to_agree(resolution, by)
        if side is None:
            raise lifecycle.NotPossible(gettext("Already done."))
        if _agreed_for_the_other(resolution, side, by.user):
            raise lifecycle.NotPermitted(gettext("You agreed for the other side already; somebody else must."))
        _agree(resolution, side, by.user, now)
    return resolution


def agreeing_as(resolution: Resolution, by) -> list[str]:
    """Return as what somebody may agree: "leader", "office", or both of them; of the leaders there are fewer."""
    found = ["office"] if units.may_manage(resolution.item.grid, by) else []
    case = resolution.item.case
    levels = (case.district_id, case.street_id, case.community_id, case.grid_id)
    nearest = max((level for level, pk in enumerate(levels) if pk), default=None)
    if nearest is not None and any(
        post.grid_id == levels[nearest] and post.role in LEADERS[nearest] for post in by.posts
    ):
        found.insert(0, "leader")
    return found


def side_to_agree(resolution: Resolution, by) -> str | None:
    """Return for which side somebody's agreement would count now; None where both they could agree for have agreed."""
    return next(
        (role for role in agreeing_as(resolution, by) if getattr(resolution, f"{role}_agreed_at") is None), None
    )


def _agreed_for_the_other(resolution: Resolution, side: str, user) -> bool:
    """Tell whether somebody has agreed for the other side: striking off takes two people."""
    other = resolution.office_agreed_by_id if side == "leader" else resolution.leader_agreed_by_id
    return user is not None and other == user.pk


def case_fed_back(case: Case, by, now) -> None:
    """Take feedback on a case as its owner's word that the decisions it leads are carried out, and the main ones.

    The word is kept in Chinese, the language of official papers, whatever language the lead's page is in.
    """
    with translation.override("zh-hans"):
        said = str(case.get_result_display())
    for resolution in _owners(case).filter(applied_at__isnull=True):
        _apply(lock(resolution), said, by, now)


def case_verified(case: Case, by, now) -> None:
    """Take the grid leader's verification as their agreement to strike off, unless they agreed for the office."""
    for found in _running(case).filter(applied_at__isnull=False, leader_agreed_at__isnull=True):
        resolution = lock(found)
        if resolution.leader_agreed_at is None and not _agreed_for_the_other(resolution, "leader", by):
            _agree(resolution, "leader", by, now)


def case_reworked(case: Case) -> None:
    """Take back, after a rework, that its owner's decisions were carried out; other units' stay done."""
    _owners(case).update(
        applied_at=None, applied_by=None, applied_note="", office_agreed_at=None, office_agreed_by=None,
        leader_agreed_at=None, leader_agreed_by=None,
    )  # fmt: skip


def strike_off(case: Case, now) -> None:
    """Take a closed case off the agendas: waiting items are withdrawn, what was to be heard with them waits on.

    Its decisions stay until the meeting's office has agreed as well.
    """
    with transaction.atomic():
        # locked, and looked at again then: what a meeting decides at this moment stays decided
        waiting = list(case.agenda_items.select_for_update(of=("self",)).filter(state__in=AgendaItem.WAITING))
        for item in waiting:
            item.merged.filter(state=State.MERGED).update(state=State.PROPOSED, merged_into=None)
        case.agenda_items.filter(pk__in=[item.pk for item in waiting]).update(state=State.WITHDRAWN, merged_into=None)


def _running(case: Case):
    return Resolution.objects.filter(item__case=case, in_force_at__isnull=False, struck_off_at__isnull=True)


def _owners(case: Case):
    """Return the running decisions that a case's owner answers for: those it leads, and the first of each item."""
    earlier = Resolution.objects.filter(item=OuterRef("item"), pk__lt=OuterRef("pk"))
    return _running(case).filter(Q(lead_post=case.owner_id) | ~Exists(earlier))


def _apply(resolution: Resolution, note: str, user, now) -> None:
    resolution.applied_at, resolution.applied_by, resolution.applied_note = now, user, str(note).strip()
    resolution.save(update_fields=["applied_at", "applied_by", "applied_note"])


def _agree(resolution: Resolution, side: str, user, now) -> None:
    setattr(resolution, f"{side}_agreed_at", now)
    setattr(resolution, f"{side}_agreed_by", user)
    if resolution.office_agreed_at and resolution.leader_agreed_at:
        resolution.struck_off_at = now
    resolution.save(update_fields=[f"{side}_agreed_at", f"{side}_agreed_by", "struck_off_at"])


def lock(resolution: Resolution) -> Resolution:
    """Return a decision with its row locked."""
    rows = Resolution.objects.select_for_update(of=("self",)).select_related("item__case", "item__grid")
    return rows.get(pk=resolution.pk)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment).date(), _("j M"))
