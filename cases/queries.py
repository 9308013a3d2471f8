"""Named queries over cases: which rows, for whom, in which order."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Q

from cases import geodesy, searching, workflow
from cases.searching import TERRITORY
from residents.models import Resident

NO_CASES, UNPLACED = Q(pk__in=()), Q(district__isnull=True)
SUMMARY = ("category", "grid", "community", "street", "district", "lead_department", "waiting_on")


def co_handled_by(posts) -> Q:
    """Return the condition that one of some posts (ids) was asked to co-handle a case, as the index has it."""
    return Q(helpers__overlap=list(posts)) & ~Q(helpers=[])


def owed_by(posts) -> Q:
    """Return the condition that one of some posts (ids) has an open co-handling order on a case."""
    return Q(owing__overlap=list(posts)) & ~Q(owing=[])


class CaseQuerySet(models.QuerySet):
    """A vocabulary for cases. Scope is one of these queries, never a filter chain in a view."""

    def open(self):
        return self.filter(state__in=workflow.OPEN)

    def overdue(self, now):
        return self.open().filter(due_at__lt=now)

    def due_soon(self, now):
        return self.open().filter(warn_at__lte=now, due_at__gte=now)

    def due_between(self, start, end):
        return self.open().filter(due_at__gte=start, due_at__lt=end)

    def within(self, grid):
        """Return the cases of a unit of the tree and everything below it."""
        return self.filter(**{TERRITORY[grid.level]: grid})

    def waiting_on(self, posts):
        return self.filter(waiting_on__in=posts)

    def with_outside_number(self, source, number):
        """Return the one case an outside source knows under a number, as lifecycle.outside writes it."""
        return self.filter(source=source, outside_number=number)

    def reported_with(self, phone):
        """Return the cases of who left exactly this number, under whichever key it was stored; none for an empty."""
        return self.filter(reporter__in=Resident.objects.with_phone(phone))

    def with_post(self, post):
        """Return the open cases a post answers for, must act on next, or has an open co-handling order on."""
        return self.open().filter(Q(owner=post) | Q(waiting_on=post) | owed_by([post.pk]))

    def with_outside_numbers(self, sources, numbers):
        """Return the cases some outside sources know under some numbers, with no more than tells them apart."""
        known = self.filter(source__in=sources, outside_number__in=numbers).exclude(outside_number="")
        return known.only("number", "source", "outside_number")

    def logged_lately(self, user):
        """Return the cases somebody logged for others or on the spot, the latest first, with kind and place."""
        latest = self.filter(logged_by=user).order_by("-reported_at")
        return latest.select_related("grid").only("number", "title", "state", "category", "reported_at", "grid")

    def visible_to(self, scope):
        """Return the cases a person may see, from the posts they hold (grids.scope.Scope)."""
        return self.filter(visible_to(scope))

    def public(self):
        """Return the cases anybody may be told of: the only gate through which a public door reads cases.

        Never a sensitive category (PIPL art. 28), nor what went into such a case, nor what nobody took up.
        """
        known = self.filter(may_be_public=True, category__is_sensitive=False).exclude(state__in=workflow.NEVER_PUBLIC)
        return known.exclude(merged_into__category__is_sensitive=True)

    def shown_publicly(self):
        """Return the closed ones of them."""
        return self.public().filter(closed_at__isnull=False)

    def shown_to_neighbours(self):
        """Return the open ones of them, for who reports the like."""
        return self.public().open()

    def around(self, lng, lat, metres):
        """Return the cases in the square around a point of EPSG:4490, `metres` in each direction."""
        tall, wide = geodesy.degrees(lat, metres)
        return self.filter(lat__range=(lat - tall, lat + tall), lng__range=(lng - wide, lng + wide))

    def mentioning(self, text):
        """Return cases that have every term of a text in their number, title, words, address or places.

        People are left out on purpose: nobody's cases are to be listed by a name.
        """
        return self.filter(searching.condition(text))

    def coming_back(self, now):
        """Return cases whose pause ends by itself: on hold until a review date, or without an answer for two days."""
        return self.filter(comes_back_at__lte=now).order_by("comes_back_at")

    def uncontacted(self, now):
        """Return verified cases to close without contact: three attempts noted, or nobody to be called."""
        nobody = Q(reporter__isnull=True) | Q(reporter__phone_sealed="")
        late = self.filter(state=workflow.State.VERIFIED, due_at__lt=now)
        return late.filter(nobody | Q(call_attempts__gte=3)).order_by("due_at")

    def for_list(self):
        """Load what a row of a list shows."""
        return self.select_related("category", "grid", "community", "street", "district", "lead_department")

    def for_rows(self):
        """Load what a row of the desk shows and its next step asks, without the names of places and categories."""
        return self.only(
            "number", "version", "state", "title", "category", "grid", "community", "street", "district", "households",
            "in_meeting", "owner", "waiting_on", "lead_department", "handled_by", "responded_at", "due_at", "warn_at",
            "asked", "asked_by", "asked_of", "handle_due_at", "reported_at", "changed_at", "tags", "source", "urgency",
            "comes_back_at", "watch_level", "owing", "details_asked_at", "return_until", "extension_count",
            "resolution_due_at",
        ).with_merged()  # fmt: skip

    def with_merged(self):
        """Load the numbers of the cases merged into each."""
        merged = self.model.objects.filter(merged_into=models.OuterRef("pk")).order_by("number")
        return self.annotate(merged_numbers=ArraySubquery(merged.values("number")))

    def for_page(self):
        """Load what the case page shows, apart from its lists."""
        return self.select_related(
            "category__parent",
            "grid",
            "community",
            "street",
            "district",
            "reporter",
            "lead_department",
            "handled_by",
            "owner__grid",
            "owner__department",
            "waiting_on__grid",
            "waiting_on__department",
            "logged_by",
        )

    def with_people(self):
        """Load the people of a case; its places and posts, category and department come from elsewhere."""
        return self.select_related("reporter", "handled_by", "logged_by")

    def escalating(self, now):
        """Return cases whose next rung has come."""
        return self.filter(escalate_at__lte=now).order_by("escalate_at")


def visible_to(scope) -> Q:
    """Return the condition on cases that a person may see, from the posts they hold (grids.scope.Scope)."""
    reach = _reach(scope)
    if _takes_unplaced(scope):
        reach |= UNPLACED
    return reach or NO_CASES


def parts_visible_to(scope) -> list[Q]:
    """Return the same in parts that have no case in common, each in the order of some index."""
    if not _takes_unplaced(scope):
        return [visible_to(scope)]
    return [_reach(scope) & Q(district__isnull=False), UNPLACED]


def together(parts: list):
    """Return the rows of several queries as one; none of them twice, for they have none in common."""
    first, *others = parts
    return first.union(*others, all=True) if others else first


def _reach(scope) -> Q:
    """Return the condition on cases with a place that a person may see."""
    reach = Q()
    for level, grid in scope.territory_keys:
        reach |= Q(**{TERRITORY[level]: grid})
    for post in scope.posts:
        if post.department_id:
            unit = post.department_id
            inside = Q(**{TERRITORY[post.grid.level]: post.grid_id})
            theirs = Q(lead_department=unit) | Q(supporting_departments__contains=[unit])
            reach |= Q(owner=post.pk) | (inside & theirs) | co_handled_by([post.pk])
    return reach


def _takes_unplaced(scope) -> bool:
    """Tell whether somebody sees cases without a place: the districts' desks find one for each of them."""
    return any(post.role == "district_desk" for post in scope.posts)
