"""The figures of the home page, each with its denominator, for the month so far (DOMAIN §3.9). Cached for a minute."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, F, Q
from django.utils import timezone

from cases import public_words, workflow
from cases.intake import promises
from cases.models import Case, Photo, Rating

KEEP_SECONDS = 60
SHOWN = 3
OUT = (workflow.State.VOIDED, workflow.State.MERGED, workflow.State.NOT_ACCEPTED, workflow.State.SUSPENDED)
SATISFIED = (
    Rating.Satisfaction.VERY_SATISFIED,
    Rating.Satisfaction.SATISFIED,
    Rating.Satisfaction.FAIRLY_SATISFIED,
)
BEFORE = (Photo.Moment.REPORTED, Photo.Moment.BEFORE)
AFTER = (Photo.Moment.AFTER, Photo.Moment.VERIFIED)


@dataclass(frozen=True)
class Share:
    """Part of a whole; no percentage of nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.part / self.whole, 1) if self.whole else None


@dataclass(frozen=True)
class Figures:
    """On time, satisfied, solved; and, beside the good ones, what is late right now."""

    on_time: Share
    satisfied: Share
    solved: Share
    late: Share


@dataclass(frozen=True)
class Solved:
    """A closed case everybody may see, with a photo from before and one from after."""

    case: Case
    before: Photo
    after: Photo

    @property
    def title(self) -> str:
        return public_words.masked(self.case.title)

    @property
    def place(self) -> str:
        """The place down to the community; never the address."""
        units = (self.case.district, self.case.street, self.case.community)
        return " · ".join(unit.label for unit in units if unit)

    @property
    def on_the_spot(self) -> bool:
        """Whether it was solved by who found it; nothing was handed over, so nothing was timed."""
        return self.case.assigned_at is None

    @property
    def took(self) -> str:
        return promises.took(self.case)

    @property
    def was_late(self) -> bool:
        return promises.was_late(self.case)

    @property
    def told(self) -> str:
        return promises.told(self.case, self.case.closed_at)


def month_start(now: datetime) -> datetime:
    return timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def of_month(now: datetime) -> Figures:
    """Return the figures of the month so far, at most a minute old. Two queries."""
    kept = cache.get("home-figures")
    if kept is None:
        kept = _count(now)
        cache.set("home-figures", kept, KEEP_SECONDS)
    return kept


def solved_lately(now: datetime) -> list[Solved]:
    """Return the latest cases solved this month that may be shown and have photos from before and after."""
    cases = (
        Case.objects.shown_publicly()
        .filter(closed_at__gte=month_start(now), photos__moment__in=BEFORE)
        .filter(photos__moment__in=AFTER)
        .distinct()
        .for_list()
        .prefetch_related("photos")
        .order_by("-closed_at")[:SHOWN]
    )
    return [Solved(case, _first(case, BEFORE), _first(case, AFTER)) for case in cases]


def _first(case: Case, moments) -> Photo:
    return next(photo for photo in case.photos.all() if photo.moment in moments)


def _count(now: datetime) -> Figures:
    start = month_start(now)
    due = Q(handle_due_at__gte=start, handle_due_at__lt=now) & ~Q(state__in=OUT)
    cases = Case.objects.filter(Q(handle_due_at__gte=start) | Q(state__in=workflow.OPEN)).aggregate(
        due=Count("pk", filter=due),
        on_time=Count("pk", filter=due & Q(fed_back_at__lte=F("handle_due_at"))),
        open=Count("pk", filter=Q(state__in=workflow.OPEN)),
        late=Count("pk", filter=Q(state__in=workflow.OPEN, due_at__lt=now)),
    )
    ratings = Rating.objects.filter(at__gte=start, at__lt=now).aggregate(
        all=Count("pk"),
        satisfied=Count("pk", filter=Q(satisfaction__in=SATISFIED)),
        solved=Count("pk", filter=Q(solved=Rating.Solved.YES)),
    )
    return Figures(
        on_time=Share(cases["on_time"], cases["due"]),
        satisfied=Share(ratings["satisfied"], ratings["all"]),
        solved=Share(ratings["solved"], ratings["all"]),
        late=Share(cases["late"], cases["open"]),
    )
