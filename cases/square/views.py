"""The pledge, news, volunteers, and the pages of plain words."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import due_words, public_words, sheets
from cases.lifecycle.closing import RATING_PERIOD
from cases.models import Activity, News, VolunteerTeam
from grids import catalogue
from grids.models import Grid
from grids.models.grid import DISTRICT

YEAR = 365  # days
MOST = 40  # of a list on one page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead to everything that is public."""
    return render(request, "square/index.html")


@require_safe
def pledge(request: HttpRequest) -> HttpResponse:
    """Show the limit of every category in words, by class."""
    leaves = sorted(catalogue.leaves(), key=lambda category: category.code)
    classes = [
        (heading, [(leaf, due_words.limit(leaf.limit)) for leaf in group])
        for heading, group in groupby(leaves, key=lambda leaf: leaf.parent)
    ]
    return render(request, "square/pledge.html", {"classes": classes, "count": len(leaves)})


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Show what the streets tell everybody, of one ?district= or of all."""
    district = _district(request)
    shown = News.objects.current(timezone.now()).select_related("street__parent")
    if district:
        shown = shown.filter(street__parent=district)
    items = list(shown[:MOST])
    titles = public_words.announced(item.title for item in items)
    texts = public_words.announced(item.text for item in items)
    context = {
        "news": list(zip(items, titles, texts, strict=True)),
        "district": district,
        "districts": Grid.objects.districts(),
    }
    return render(request, "square/news.html", context)


@require_safe
def volunteers(request: HttpRequest) -> HttpResponse:
    """Show what volunteers do next, and their teams, of one ?district= or of all."""
    now, district = timezone.now(), _district(request)
    activities = Activity.objects.coming(now)
    teams = VolunteerTeam.objects.filter(is_active=True).select_related("unit")
    if district:
        activities = activities.filter(team__unit__code__startswith=district.code)
        teams = teams.filter(unit__code__startswith=district.code)
    activities, teams = list(activities[:MOST]), list(teams[:MOST])
    context = {
        "activities": list(
            zip(activities, _announced(activities, "title"), _announced(activities, "place"), strict=True)
        ),
        "teams": list(zip(teams, _announced(teams, "what"), strict=True)),
        "district": district,
        "districts": Grid.objects.districts(),
    }
    return render(request, "square/volunteers.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what this site is and who runs it."""
    return render(request, "square/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what becomes of what people write here (PIPL art. 17, 18, 35 and 44 to 50)."""
    years, days = divmod(settings.CONTACT_DAYS, YEAR)
    context = {
        "hours": settings.SESSION_COOKIE_AGE // 3600,
        "years": 0 if days else years,
        "days": settings.CONTACT_DAYS,
        "objecting": RATING_PERIOD.days,
        "sheets": sheets.KEPT.days,
    }
    return render(request, "square/privacy.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what works for everybody, how that was tested, and what does not work yet."""
    return render(request, "square/accessibility.html")


def _announced(rows: list, name: str) -> list[str]:
    """Return one text of each team or activity as everybody may read it."""
    phones = {row.phone if isinstance(row, VolunteerTeam) else row.team.phone for row in rows}
    return public_words.announced([getattr(row, name) for row in rows], phones)


def _district(request: HttpRequest) -> Grid | None:
    return Grid.objects.filter(level=DISTRICT, code=request.GET.get("district", "")).first()
