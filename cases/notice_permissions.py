"""Who may issue, answer, count and strike off a supervision notice, and who reports in when the whistle blows.

Which rows: to_answer, to_us and issued_by_us for notices, to_come, called and called_by_us for whistles.
"""

from django.db.models import Q
from django.utils.translation import gettext

from cases.models import Case, SupervisionNotice, Whistle, WhistleCall
from grids.models import Grid, Post, Role
from grids.models.grid import DISTRICT, STREET
from zhengzhou_grid.lib.verdicts import ALLOWED, Denied, Verdict

Kind = SupervisionNotice.Kind
DISTRICT_ROLES = frozenset({Role.SUPERVISOR, Role.DISTRICT_OFFICIAL, Role.DISTRICT_DESK})
ISSUES = {  # which notices each office issues by hand; the red card is the district's
    Role.STREET_LEADER: {Kind.REMINDER, Kind.YELLOW},
    **{role: {Kind.REMINDER, Kind.YELLOW, Kind.RED} for role in DISTRICT_ROLES},
}
COPIES = frozenset({Role.SUPERVISOR, Role.DISTRICT_OFFICIAL})  # upwards, and by hand alone
ASSESSES = COPIES
OFFICES = frozenset({*ISSUES, Role.STREET_DESK})
WHISTLES = frozenset({Role.STREET_LEADER, Role.STREET_DESK, Role.DISTRICT_DESK})


def may_issue(kind: str, copy_to: str, case: Case, by) -> Verdict:
    """Say whether somebody may issue a kind of notice on a case, and copy it upwards."""
    posts = [post for post in by.posts if post.grid_id in (case.district_id, case.street_id)]
    if not any(kind in ISSUES.get(post.role, ()) for post in posts):
        return Denied(gettext("Only the district issues this kind of notice."))
    if copy_to and not any(post.role in COPIES for post in posts):
        return Denied(gettext("Only the supervision office or the district official copies a card upwards."))
    return ALLOWED


def kinds_for(case: Case, by) -> list[str]:
    """Return the kinds of notice somebody may issue on a case, the mildest first."""
    return [kind for kind in Kind.values if may_issue(kind, "", case, by)]


def office_of(case: Case, by) -> int | None:
    """Return the unit in whose name somebody issues a notice on a case: the district, else the street."""
    own = [post for post in by.posts if post.role in ISSUES and post.grid_id in (case.district_id, case.street_id)]
    return min(own, key=lambda post: post.grid.level).grid_id if own else case.district_id


def may_answer(notice: SupervisionNotice, by) -> Verdict:
    """Say whether somebody answers a notice: the post itself, or the window of its department above it."""
    if _speaks_for(notice.to_post, by):
        return ALLOWED
    return Denied(gettext("Only the unit that the notice went to answers it."))


def may_strike_off(notice: SupervisionNotice, by) -> Verdict:
    """Say whether somebody strikes a notice off: the office that issued it, never who answered it."""
    if by.user is not None and by.user.pk == notice.replied_by_id:
        return Denied(gettext("Whoever answered a notice does not strike it off."))
    if any(_oversees(post, notice) for post in by.posts):
        return ALLOWED
    return Denied(gettext("Only the office that issued the notice may do this."))


def may_count(notice: SupervisionNotice, by) -> Verdict:
    """Say whether somebody decides if a card counts in the assessment. Reminders never count."""
    if notice.kind == Kind.REMINDER:
        return Denied(gettext("A reminder never counts."))
    if any(post.role in ASSESSES and _oversees(post, notice) for post in by.posts):
        return ALLOWED
    return Denied(gettext("Only the supervision office or the district official decides this."))


def may_report_in(call: WhistleCall, by) -> Verdict:
    """Say whether somebody reports in for a called post: its holder, or the window of its department above it."""
    if _speaks_for(call.post, by):
        return ALLOWED
    return Denied(gettext("Only the unit that was called reports in."))


def may_see_whistle(whistle: Whistle, by) -> bool:
    """Tell whether somebody may read a whistle: who called, who was called, who answers for the place."""
    called = any(_speaks_for(call.post, by) for call in whistle.calls.all())
    return called or any(post.role in OFFICES and whistle.office.code.startswith(post.grid.code) for post in by.posts)


def may_see(notice: SupervisionNotice, by) -> bool:
    """Tell whether somebody may read a notice: its unit, its office, and who sees its case."""
    if _speaks_for(notice.to_post, by) or any(_oversees(post, notice) for post in by.posts):
        return True
    return Case.objects.visible_to(by).filter(pk=notice.case_id).exists()


def to_answer(by):
    """Return the notices that somebody's posts owe an answer, next due first."""
    return to_us(by).unanswered().order_by("reply_due_at")


def to_us(by):
    """Return every notice to somebody's posts and to the posts their window stands for, newest first."""
    return SupervisionNotice.objects.filter(_own("to_post", by)).order_by("-issued_at")


def issued_by_us(by):
    """Return the notices issued in the name of somebody's offices and those below them, newest first."""
    return SupervisionNotice.objects.filter(office__in=_offices(by)).order_by("-issued_at")


def to_come(by):
    """Return the calls that somebody's posts have not reported in for, next due first."""
    return called(by).filter(reported_at__isnull=True).order_by("come_by")


def called(by):
    """Return every call to somebody's posts, newest first."""
    return WhistleCall.objects.filter(_own("post", by)).order_by("-come_by")


def called_by_us(by):
    """Return the whistles of somebody's offices and those below them, newest first."""
    return Whistle.objects.filter(office__in=_offices(by)).order_by("-at")


def has_office(by) -> bool:
    """Tell whether somebody works in an office that issues notices or blows the whistle."""
    return any(post.role in OFFICES for post in by.posts)


def _own(column: str, by) -> Q:
    found = Q(**{f"{column}__in": sorted(by.post_ids)})
    for post in by.posts:
        if post.role == Role.DISTRICT_WINDOW:
            below = Post.objects.filter(department=post.department_id, grid__code__startswith=post.grid.code)
            found |= Q(**{f"{column}__in": below.values("pk")})
    return found


def _offices(by):
    reach = Q(pk__in=[])
    for post in by.posts:
        if post.role in OFFICES:
            reach |= Q(code__startswith=post.grid.code, level__in=(DISTRICT, STREET))
    return Grid.objects.filter(reach).values("pk")


def _speaks_for(post: Post | None, by) -> bool:
    if post is None:
        return False
    return any(
        own.pk == post.pk
        or (
            own.role == Role.DISTRICT_WINDOW
            and own.department_id == post.department_id
            and post.grid.code.startswith(own.grid.code)
        )
        for own in by.posts
    )


def _oversees(post: Post, notice: SupervisionNotice) -> bool:
    """Tell whether a post belongs to the office of a notice, or to the district above it."""
    if notice.office is None:
        return False
    if post.role in DISTRICT_ROLES:
        return notice.office.code.startswith(post.grid.code)
    return post.role == Role.STREET_LEADER and post.grid_id == notice.office_id
