"""The notice board of a grid as a page and as PDF, and all boards of a community as one PDF made by the worker."""

import hashlib
import logging
from datetime import timedelta

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.papers import board as papers
from cases.papers.fonts import NoChineseFont
from cases.papers.pdf import CannotSet
from cases.square import board_words, printing
from grids import answering
from grids.models import Grid
from grids.models.grid import COMMUNITY, UNIT
from residents import counting
from zhengzhou_grid.lib import client, printed
from zhengzhou_grid.lib.downloads import download

log = logging.getLogger(__name__)

KEEP_SECONDS = 600
REFRESH = "2"  # seconds between two looks while the worker is at it
# generous: thousands of telephones share one address of a mobile operator
PRINTS_FROM_AN_ADDRESS = counting.Limit("boards-address", 60, timedelta(hours=1))


@never_cache
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show the board of a third-level grid, or of a community the list of its boards and how far their file is."""
    grid, now = _grid(code), timezone.now()
    if grid.level == COMMUNITY:
        return _boards(request, grid, now)
    with translation.override(board_words.PRINTED_IN):
        shown = board_words.of(grid, _base(request), now)
        leader = answering.at(grid, now).leader if shown.photo else None
        context = {"board": shown, "qr": printed.qr(shown.address), "portrait": leader.portrait if leader else ""}
        words = render(request, "square/_board.html", context).content.decode()
    return render(request, "square/board.html", {"grid": grid, "community": grid.parent, "words": words})


@never_cache
@require_safe
def as_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Return the board of a grid as PDF; of a community the file the worker has made, else its page."""
    grid, now = _grid(code), timezone.now()
    if grid.level == COMMUNITY:
        stand = printing.stand(grid, _base(request), now)
        return download(bytes(stand.row.pdf), f"公示牌-{grid.name}", "pdf") if stand.is_made else _back(code)
    with translation.override(board_words.PRINTED_IN):
        shown = board_words.of(grid, _base(request), now)
    key = f"board-{hashlib.sha256(repr(shown).encode()).hexdigest()}"  # what has changed is set anew at once
    pdf = cache.get(key)
    if pdf is None:
        try:
            pdf = papers.as_pdf((shown,), now)
        except (NoChineseFont, CannotSet) as error:
            log.error("The board of %s could not be set: %s", grid, error)
            messages.error(request, _("The file cannot be made at the moment. Please print this page instead."))
            return _back(code)
        cache.set(key, pdf, KEEP_SECONDS)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="board-{grid.code}.pdf"'
    return response


@require_POST
def print_all(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the worker for all boards of a community as one file, and go back to the page that says how far it is."""
    grid, now = _grid(code), timezone.now()
    if grid.level != COMMUNITY or not Grid.objects.children_of(grid).exists():
        raise Http404(code)
    if counting.take(PRINTS_FROM_AN_ADDRESS, client.address(request), now=now):
        printing.ask(grid, _base(request), now)
    else:
        messages.error(request, _("Very many files are asked for from your connection. Please try again later."))
    return redirect("square-board", code)


def _boards(request: HttpRequest, community: Grid, now) -> HttpResponse:
    stand = printing.stand(community, _base(request), now)
    grids = Grid.objects.children_of(community)
    answer = render(request, "square/boards.html", {"community": community, "grids": grids, "stand": stand})
    if stand.is_moving:
        answer["Refresh"] = REFRESH
    return answer


def _back(code: str) -> HttpResponse:
    return redirect("square-board", code)


def _base(request: HttpRequest) -> str:
    """Return what printed addresses begin with."""
    return printed.address(request, "/").rstrip("/")[:200]


def _grid(code: str) -> Grid:
    grid = Grid.objects.filter(code=code, level__in=(COMMUNITY, UNIT)).select_related("parent").first()
    if grid is None:
        raise Http404(code)
    return grid
