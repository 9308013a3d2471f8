"""Which posts stand behind a case: the seats routing may choose from, the desk, the verifier, who must act next."""

from django.db.models import Exists, OuterRef

from cases import routing
from cases.models import Case
from cases.workflow import TRIAGE, State
from grids.models import Post, Posting, Role

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


def along(case: Case, now) -> list[routing.Seat]:
    """Return the seats routing may choose from: held posts along the path of the case's grid."""
    roles = (Role.CADRE, Role.DISTRICT_WINDOW, *DESKS)
    rows = held(now).filter(grid__in=path_ids(case), role__in=roles)
    return [routing.Seat(*row) for row in rows.values_list("pk", "role", "grid__level", "grid__code", "department")]


def desk(case: Case, now) -> int | None:
    """Return the intake desk of the case's street, else of its district; None for a case without a place."""
    posts = held(now).filter(grid__in=path_ids(case), role__in=DESKS).order_by("-grid__level", "pk")
    return posts.values_list("pk", flat=True).first()


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
