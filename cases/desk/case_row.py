"""One case with everything its page names: three queries, whatever the case holds."""

from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, JSONField, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject

from cases.models import AgendaItem, Answers, Case, CaseEvent, CoSigner, Follow, Joined, Photo, RoutingDecision
from cases.queries import TERRITORY, visible_to
from grids import asking, catalogue
from grids.models import Grid, Post
from grids.models.grid import COMMUNITY, DISTRICT, STREET, UNIT
from grids.scope import Scope
from residents.models import Resident
from zhengzhou_grid.lib.prepared import Text, kept, prepared


def fetch(number: str, scope: Scope, now: datetime, *, is_drawn: bool = True) -> Case | None:
    """Return a visible case with its places and posts, their holders, photos and the reasons of its route; None else.

    is_drawn: with the outlines for its small map.
    """
    case = next(iter(_row(visible_to(scope), Text(number), scope.user.pk)), None)
    if case is not None:
        _attach_catalogue(case)
        _attach_places(case, is_drawn)
        _attach_posts(case, now)
        case.shown_photos = [_photo(row) for row in case.photo_rows]
        signers = [Resident(**{**row, "row": UUID(row["row"])}) for row in case.signer_rows]
        case.signers = [one for one in signers if one.name_sealed or one.phone_sealed]  # the others were erased
        asked = case.answer_row
        case.answered = asking.said(asking.read(asked["questions"]), asked["given"]) if asked else []
    return case


@kept
def _row(visible: Q, number: str, user: int):
    """Return a case with what its page tells of its route, events, photos, agenda and follows, all in one query."""
    routes = RoutingDecision.objects.filter(case=OuterRef("pk")).order_by("-at", "-id")
    naming = CaseEvent.objects.filter(case=OuterRef("pk"), data__has_key="post").order_by("at")
    photos = Photo.objects.filter(case=OuterRef("pk")).order_by("added_at", "id")
    answers = Answers.objects.filter(case=OuterRef("pk"))
    signers = CoSigner.objects.filter(case=OuterRef("pk")).order_by("pk")
    sealed = {name: f"resident__{name}" for name in ("row", "name_sealed", "phone_sealed")}
    joined = Joined.objects.filter(case=OuterRef("pk")).order_by().values("case")
    return (
        Case.objects.filter(visible, number=number)
        .with_people()
        .with_merged()
        .annotate(
            answer_row=Subquery(answers.values(row=JSONObject(questions="questionnaire__questions", given="given"))),
            signer_rows=ArraySubquery(signers.values(row=JSONObject(**sealed))),
            joined_count=Subquery(joined.values(count=Count("pk"))),
            route_reasons=Subquery(routes.values("reasons")[:1]),
            named_posts=ArraySubquery(naming.values(name=KT("data__post"))),
            photo_rows=ArraySubquery(photos.values(row=JSONObject(id="id", moment="moment", added_at="added_at"))),
            main_number=F("merged_into__number"),
            is_followed=Exists(Follow.objects.filter(case=OuterRef("pk"), user=user)),
            has_agenda=Exists(AgendaItem.objects.filter(case=OuterRef("pk"))),
        )
    )


def _attach_catalogue(case: Case) -> None:
    """Take category and department from this process; one that is younger than its snapshot is read when asked for."""
    if category := catalogue.categories().get(case.category_id):
        case.category = category
    if department := catalogue.departments().get(case.lead_department_id):
        case.lead_department = department


def _photo(row: dict) -> Photo:
    """Return what a page shows of a photo; its files are asked for by its id."""
    return Photo(id=row["id"], moment=row["moment"], added_at=datetime.fromisoformat(row["added_at"]))


def _attach_places(case: Case, is_drawn: bool) -> None:
    """Load the places, and with them the outlines around the most specific one.

    Not joined to the case: PostgreSQL would plan thirteen tables for each look.
    """
    keys = {name: getattr(case, f"{name}_id") for name in TERRITORY}
    found = _places(tuple(key for key in keys.values() if key), _around(case) if is_drawn else None)
    places = {grid.pk: grid for grid in found}
    for name, key in keys.items():
        setattr(case, name, places.get(key))
    case.outlines = {grid.pk: grid.geometry for grid in found if grid.geometry is not None}


@prepared
def _places(keys: tuple[int, ...], around: Q | None):
    """Return some grids, and those around with their outlines."""
    rows = Grid.objects.filter(pk__in=keys).annotate(geometry=Value(None, JSONField()))
    if around is None:
        return rows
    near = Grid.objects.filter(around, outline__isnull=False).annotate(geometry=F("outline__geometry"))
    return rows.order_by().union(near.order_by(), all=True)


def _around(case: Case) -> Q | None:
    """Return which grids are drawn around a case's place: those of its level in the same street, else beside it."""
    if case.grid_id:
        return Q(level=UNIT, parent__parent=case.street_id)
    if case.community_id:
        return Q(level=COMMUNITY, parent=case.street_id)
    if case.street_id:
        return Q(level=STREET, parent=case.district_id)
    return Q(level=DISTRICT) if case.district_id else None


def _attach_posts(case: Case, now: datetime) -> None:
    """Load every post the page names, each with who holds it."""
    case.route_reasons = case.route_reasons or []
    routed = [reason["post"] for reason in case.route_reasons if isinstance(reason.get("post"), int)]
    keys = {case.owner_id, case.waiting_on_id, *routed, *(int(key) for key in case.named_posts if key.isdigit())}
    case.posts = {post.pk: post for post in _posts(tuple(keys - {None}), now)}
    case.owner, case.waiting_on = case.posts.get(case.owner_id), case.posts.get(case.waiting_on_id)


@kept
def _posts(keys: tuple[int, ...], now: datetime):
    return Post.objects.filter(pk__in=keys).with_places().with_holders(now).order_by()
