"""All notice boards of a community as one PDF: asked for on the page, made by the worker, kept for a day.

Asking twice is one piece of work, making twice gives the same file. A message that gets lost shows on the page as work
that does not move, and is asked for again there.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from cases import outbox
from cases.models import BoardPrint
from cases.papers import board as papers, fonts, pdf
from cases.square import board_words
from grids.models import Grid

TASK = "cases.print_boards"
FRESH = timedelta(minutes=10)
STUCK = timedelta(minutes=5)  # well above what the whole file takes, and what may wait before it
KEPT = timedelta(days=1)  # people change


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stand:
    """How far the file of a community is, as its page shows it; nothing of it where it was never asked for."""

    row: BoardPrint | None
    now: datetime

    @property
    def is_made(self) -> bool:
        made = self.row.made_at if self.row else None
        return made is not None and self.now - made < KEPT

    @property
    def is_fresh(self) -> bool:
        return self.is_made and self.now - self.row.made_at < FRESH

    @property
    def is_moving(self) -> bool:
        waits = self.row is not None and self.row.made_at is None and not self.row.trouble
        return waits and self.now - self.row.moved_at < STUCK


def stand(community: Grid, base: str, now: datetime) -> Stand:
    """Return how far the file of a community is; one with the addresses of another host does not count."""
    return Stand(BoardPrint.objects.defer("pdf").filter(community=community, base=base).first(), now)


@transaction.atomic
def ask(community: Grid, base: str, now: datetime) -> None:
    """Ask the worker for the file, unless a fresh one is there or is being made."""
    total = Grid.objects.children_of(community).count()
    fresh = {"base": base, "asked_at": now, "moved_at": now, "total": total}
    fresh |= {"done": 0, "made_at": None, "pdf": b"", "trouble": ""}
    row, is_new = BoardPrint.objects.select_for_update().get_or_create(community=community, defaults=fresh)
    if not is_new:
        known = Stand(row, now)
        if row.base == base and (known.is_fresh or known.is_moving):
            return
        BoardPrint.objects.filter(pk=row.pk).update(**fresh)
    transaction.on_commit(lambda: outbox.send(TASK, queue="export", print_id=row.pk), robust=True)


def make(print_id: int, now: datetime) -> bool:
    """Make the file that was asked for, telling after each board how far it is; return whether it was made."""
    row = BoardPrint.objects.select_related("community").filter(pk=print_id, made_at__isnull=True).first()
    if row is None:
        return False
    mine = BoardPrint.objects.filter(pk=row.pk, asked_at=row.asked_at)  # not what somebody asks for meanwhile
    boards = []
    with translation.override(board_words.PRINTED_IN):
        for grid in Grid.objects.children_of(row.community).order_by("code"):
            boards.append(board_words.of(grid, row.base, now))
            mine.update(done=len(boards), moved_at=timezone.now())
    try:
        made = papers.as_pdf(tuple(boards), now)
    except (fonts.NoChineseFont, pdf.CannotSet) as error:
        log.error("The boards of %s could not be set: %s", row.community, error)
        mine.update(trouble=type(error).__name__)
        return False
    return bool(mine.update(pdf=made, made_at=timezone.now(), total=len(boards), done=len(boards)))
