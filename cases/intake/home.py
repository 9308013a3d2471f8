"""The home page: what to do, what was solved, what is promised, how well it goes."""

import math
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import due_words
from cases.deadlines import Limit
from cases.intake import figures
from grids import drawing
from grids.models import Category, Grid

PROMISED = ("C02", "B01", "A01", "B04", "B02", "B03", "G01", "I01")  # one of each kind, shortest first
SHORTEST, LONGEST = 1.5, 60 * 24  # hours at the ends of the logarithmic ruler
HOURS = {"m": 1 / 60, "E": 1, "H": 3, "D": 24, "C": 24}  # a working hour weighs three on the ruler: eight make a day
PHONE_VIEW = (236, 192)  # the part of the net behind the headline on a phone, around the lit street


@dataclass(frozen=True)
class Promised:
    """A limit as the ruler shows it; the length of the bar is decoration."""

    category: Category
    number: str
    unit: str
    percent: int


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    now = timezone.now()
    net = drawing.net()
    context = {
        "now": now,
        "net": net,
        "phone_view": _phone_view(net) if net else "",
        "callout": _callout(net),
        "solved": figures.solved_lately(now),
        "since": figures.month_start(now),
        "promised": _promised(),
        "figures": figures.of_month(now),
    }
    return render(request, "home.html", context)


def _promised() -> list[Promised]:
    known = Category.objects.leaves().in_bulk(field_name="code")
    chosen = [known[code] for code in PROMISED if code in known] or list(known.values())[: len(PROMISED)]
    return [
        Promised(category, *due_words.limit(category.limit).split(maxsplit=1), _percent(category.limit))
        for category in chosen
    ]


def _percent(limit: str) -> int:
    """Return the length of a limit on a logarithmic ruler from two hours to sixty days."""
    parsed = Limit.parse(limit)
    hours = min(max(parsed.amount * HOURS[parsed.unit], SHORTEST), LONGEST)
    return round(100 * math.log(hours / SHORTEST) / math.log(LONGEST / SHORTEST))


def _callout(net) -> tuple[Grid, int] | None:
    """Return the lit street with the number of its third-level grids."""
    street = net and Grid.objects.filter(code=net.lit_code).first()
    return (street, Grid.objects.under(street).at_level(3).count()) if street else None


def _phone_view(net) -> str:
    width, height = PHONE_VIEW
    return f"{net.lit_x - round(width * 0.64)} {net.lit_y - round(height * 0.3)} {width} {height}"
