"""Which posts stand behind a case: the seats routing may choose from, the desk, the verifier, who must act next."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases import routing
from cases.models import Case
from cases.workflow import TRIAGE, State
from grids.models import Post, Posting, Role
from zhengzhou_grid.lib.snapshot import Snapshot

UNITS = (Role.CADRE, Role.DISTRICT_WINDOW)
DESKS = (Role.STREET_DESK, Role.DISTRICT_DESK)
# Who verifies, nearest first: the grid leader, else the leader above; never who handled it.
VERIFIERS = (
    Role.GRID_LEADER,
    Role.DEPUTY_GRID_LEADER,
    Role.COMMUNITY_SECRETARY,
    Role.STREET_LEADER,
    Role.STREET_DESK,
    Role.DISTRICT_DESK,
    Role.DISTRICT_OFFICIAL,
    Role.SUPERVISOR,
)
AT_DESK = TRIAGE | {State.NEED_INFO, State.RETURN_REQUESTED, State.VERIFIED}
WITH_OWNER = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.REWORK, State.REOPENED, State.SUSPENDED})


def path_ids(case: Case) -> list[int]:
    """Return the ids of the case's places from the grid up to the district, without gaps and repeats."""
    ids = (case.grid_id, case.community_id, case.street_id, case.district_id)
    return list(dict.fromkeys(pk for pk in ids if pk))


def held(now):
    """Return posts in use that somebody holds at a moment."""
    return Post.objects.filter(Exists(Posting.objects.serving(now).filter(post=OuterRef("pk"))), is_active=True)


def seeing(case: Case, now):
    """Return the held posts along a case's places that may see it: the territory's, and those of its departments."""
    units = [unit for unit in (case.lead_department_id, *case.supporting_departments) if unit]
    own = Q(department__isnull=True) | Q(department__in=units) | Q(pk=case.owner_id)
    return held(now).filter(own, grid__in=path_ids(case))


def along(case: Case, leads) -> list[routing.Seat]:
    """Return the seats routing may choose from: desks and the lead departments' posts along the path of the grid."""
    known = _seats.get()
    seats = (seat for grid in path_ids(case) for seat in known.get(grid, ()))
    return [seat for seat in seats if seat.role in DESKS or seat.department in leads]


def desk(case: Case) -> int | None:
    """Return the intake desk of the case's street, else of its district; None for a case without a place."""
    known = _seats.get()
    desks = (seat for grid in path_ids(case) for seat in known.get(grid, ()) if seat.role in DESKS)
    return next((seat.post for seat in desks), None)


def _read_seats() -> dict[int, list[routing.Seat]]:
    """Return the held desks and departments' posts of each grid, in the order of their keys."""
    rows = Posting.objects.serving(timezone.now()).filter(post__role__in=DESKS + UNITS, post__is_active=True)
    found: dict[int, list[routing.Seat]] = {}
    columns = ("post__grid", "post", "post__role", "post__grid__level", "post__grid__code", "post__department")
    for grid, *seat in rows.order_by("post").values_list(*columns):
        found.setdefault(grid, []).append(routing.Seat(*seat))
    return found


# Some thousand, of which a few change hands on a day; a case belongs to the post whoever has just left it.
_seats = Snapshot(_read_seats)


def deserted() -> frozenset[int]:
    """Return the posts that open cases wait for though nobody holds them, at most a minute old."""
    return _deserted.get()


def _read_deserted() -> frozenset[int]:
    active = Posting.objects.serving(timezone.now()).filter(post=OuterRef("waiting_on"))
    waiting = Case.objects.open().filter(~Exists(active), waiting_on__isnull=False)
    return frozenset(waiting.values_list("waiting_on", flat=True).distinct())


_deserted = Snapshot(_read_deserted)


def verifier(case: Case, now) -> int | None:
    """Return the post that verifies: the lowest leader over the place who did not handle the case."""
    postings = (
        Posting.objects.serving(now)
        .filter(post__is_active=True, post__grid__in=path_ids(case), post__role__in=VERIFIERS)
        .exclude(person=case.handled_by_id)
    )
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
        return desk(case)
    return None
