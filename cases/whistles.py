"""The whistle (吹哨报到): a street calls departments to a place; each reports in, and the time it took is on record."""

from datetime import timedelta

from django.utils.translation import gettext

from cases import deadlines, lifecycle, notice_permissions, seats
from cases.models import Case, Serial, Whistle, WhistleCall
from grids.models import Post

LONGEST = timedelta(days=30)  # ahead of which nobody whistles


def blow(case: Case, *, posts, place: str, note: str, until, by, now, version=None) -> Whistle:
    """Call some posts to a place by a time. Raises Incomplete without posts, place, reason or a time to come."""
    posts = list(posts)
    _check(posts, place, note, until, now)
    with lifecycle.changing(case, by=by, now=now, version=version) as change:
        change.do("whistle", note=note)
        event = change.events[-1]
        if event.post is None:
            raise lifecycle.NotPermitted(gettext("Only an office calls departments."))
        year = now.astimezone(deadlines.CITY_TZ).year
        whistle = Whistle.objects.create(
            year=year,
            sequence=Serial.objects.take(f"whistle:{year}"),
            case=change.case,
            office_id=event.post.grid_id,
            by=by.user,
            by_post=event.post,
            place=lifecycle.kept(change.case, place.strip(), Whistle.place),
            reason=lifecycle.kept(change.case, note.strip(), Whistle.reason),
            at=now,
            come_by=until,
        )
        WhistleCall.objects.bulk_create(WhistleCall(whistle=whistle, post=post, come_by=until) for post in posts)
        event.data = {"whistle": whistle.number, "posts": [post.pk for post in posts], "until": until.isoformat()}
    return whistle


def report_in(call: WhistleCall, *, note: str, by, now) -> WhistleCall:
    """Report in for a called post; later than called for is taken and stays marked as late."""
    with lifecycle.changing(call.whistle.case, by=by, now=now) as change:
        locked = WhistleCall.objects.select_for_update(of=("self",)).select_related("whistle").get(pk=call.pk)
        if locked.reported_at:
            raise lifecycle.NotPossible(gettext("This unit has reported in already."), change.case)
        locked.post = Post.objects.with_places().get(pk=locked.post_id)
        verdict = notice_permissions.may_report_in(locked, by)
        if not verdict:
            raise lifecycle.NotPermitted(verdict.reason)
        locked.reported_at, locked.reported_by = now, by.user
        locked.note = lifecycle.kept(change.case, note.strip(), WhistleCall.note)
        locked.save(update_fields=["reported_at", "reported_by", "note"])
        data = {"whistle": locked.whistle.number, "posts": [locked.whistle.by_post_id]}
        change.record("case.reported_in", post=locked.post, note=note, data=data)
    return locked


def callable_posts(case: Case, now):
    """Return for each department its staffed post nearest to a case: the cadre on the spot, else the window above."""
    posts = seats.held(now).filter(grid__in=seats.path_ids(case), role__in=seats.UNITS)
    return posts.with_places().order_by("department__code", "-grid__level").distinct("department__code")


def _check(posts, place, note, until, now) -> None:
    errors = {}
    if not posts:
        errors["posts"] = gettext("Choose whom you call.")
    if not place.strip():
        errors["place"] = gettext("Say where to come.")
    if not note.strip():
        errors["note"] = gettext("Say why they are needed.")
    if until is None or not now < until <= now + LONGEST:
        errors["until"] = gettext("Choose a time that is still to come, within thirty days.")
    if errors:
        raise lifecycle.Incomplete(errors)
