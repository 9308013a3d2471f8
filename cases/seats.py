"""Which posts stand behind a case: the seats routing may choose from, the desk, the verifier, who must act next."""

from django.db.models import Exists, OuterRef, Q

from cases import routing
from cases.models import Case
from cases.workflow import TRIAGE, State
from grids.models import Post, Posting, Role

UNITS = (Role.CADRE, Role.DISTRICT_WINDOW)
DESKS = (Role.STREET_DESK, Role.DISTRICT_DESK)
# Who verifies, nearest first: the grid leader, else the leader above; never who handled it.
VERIFIERS = (
    Role.GRID_LEADER, Role.DEPUTY_GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET_LEADER, Role.STREET_DESK,
    Role.DISTRICT_DESK,
)
AT_DESK = TRIAGE | {State.NEED_INFO, State.RETURN_REQUESTED, State.VERIFIED}
WITH_OWNER = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.REWORK, State.REOPENED, State.SUSPENDED})


def path_ids(case: Case) -> list[int]:
    """Return the ids of the case's places from the grid up to the district, without gaps and repeats."""
    ids = (case.grid_id, case.community_id, case.street_id, case.district_id)
    return list(dict.fromkeys(pk for pk in ids if pk))


def held(now):
    """Return posts in use that somebody holds at a moment."""
    return Post.objects.filter(Exists(Posting.objects.active(now).filter(post=OuterRef("pk"))), is_active=True)


def along(case: Case, now, leads) -> list[routing.Seat]:
    """Return the seats routing may choose from: desks and the lead departments' posts along the path of the grid."""
    answering = Q(post__role__in=DESKS) | Q(post__role__in=UNITS, post__department__in=leads)
    rows = Posting.objects.active(now).filter(answering, post__grid__in=path_ids(case), post__is_active=True).order_by()
    columns = ("post", "post__role", "post__grid__level", "post__grid__code", "post__department")
    return [routing.Seat(*row) for row in rows.values_list(*columns)]


def desk(case: Case, now) -> int | None:
    """Return the intake desk of the case's street, else of its district; None for a case without a place."""
    path = path_ids(case)
    held_desks = Posting.objects.active(now).filter(post__grid__in=path, post__role__in=DESKS, post__is_active=True)
    found = held_desks.order_by().values_list("post__grid", "post")
    return min(found, key=lambda desk: (path.index(desk[0]), desk[1]), default=(None, None))[1]


def verifier(case: Case, now) -> int | None:
    """Return the post that verifies: the lowest leader over the place who did not handle the case."""
    postings = Posting.objects.active(now).filter(
        post__is_active=True, post__grid__in=path_ids(case), post__role__in=VERIFIERS
    ).exclude(person=case.handled_by_id)
    rows = postings.values_list("post_id", "post__role")
    ranked = sorted((VERIFIERS.index(role), post) for post, role in rows if post != case.owner_id)
    return ranked[0][1] if ranked else None


def waiting_on(case: Case, now) -> int | None:
    """Return the post that must act next, or None when the case is finished."""
    if case.state in WITH_OWNER:
        return case.owner_id
    if case.state == State.FEEDBACK:
        return verifier(case, now)
    if case.state in AT_DESK:
        return desk(case, now)
    return None
