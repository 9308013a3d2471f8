"""What becomes of a sheet: brought, mended, asked for, taken row by row. Only this module writes sheets and their rows.

Each row is one transaction under its lock: the case and the row's link to it come together or not at all, so a second
click, a second message and a killed worker make no second case.
"""

import json
import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cases import codes, lifecycle, outbox
from cases.models import MatterSheet, SheetRow
from cases.models.sheet import PRIVATE
from cases.sheets.columns import KEYS
from cases.sheets.files import LONGEST_CELL, Table
from cases.sheets.reading import Reader
from grids import scope as scopes
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)

TASK = "cases.take_sheet"
AT_ONCE = 20  # rows; more would keep somebody waiting for more than a second
STUCK = timedelta(minutes=2)  # well above what a thousand rows take
KEPT = timedelta(days=30)
WAITING, ASKED, TAKEN, TWIN, LEFT_OUT = SheetRow.State


def bring(table: Table, *, name: str, source: str, by, now) -> MatterSheet:
    """Keep a table as a sheet of its person and return it. The same table again is the same sheet."""
    digest = codes.content_fingerprint(json.dumps([source, table.rows], sort_keys=True))
    try:
        with transaction.atomic():
            sheet = MatterSheet.objects.create(
                by=by.user,
                at=now,
                name=name[:120],
                digest=digest,
                source=source,
                unknown_headings=", ".join(table.unknown)[:400],
            )
            SheetRow.objects.bulk_create(
                SheetRow(sheet=sheet, number=number, cells=cells) for number, cells in table.rows
            )
    except IntegrityError:
        return MatterSheet.objects.get(by=by.user, digest=digest)
    return sheet


def correct(sheet: MatterSheet, changes: dict[int, dict[str, str]], *, left_out: frozenset[int] = frozenset()) -> None:
    """Keep what was typed into rows that wait, right or not, and leave out or take back in."""
    for row in sheet.rows.filter(number__in=changes, state__in=(WAITING, LEFT_OUT)):
        typed = changes[row.number]
        cells = {key: typed.get(key, row.cells.get(key, "")).strip()[:LONGEST_CELL] for key in KEYS}
        row.cells = {key: cell for key, cell in cells.items() if cell}
        state = LEFT_OUT if row.number in left_out else WAITING
        unchanged = SheetRow.objects.filter(pk=row.pk, state=row.state)  # a worker may have taken it meanwhile
        unchanged.update(kept=row.kept, state=state, trouble="")


def ask(sheet: MatterSheet, *, by, now) -> int:
    """Ask for every row that is right, and return how many. A few are taken at once, many by the worker."""
    rows = list(sheet.rows.exclude(state=LEFT_OUT))
    waiting, before = [row for row in rows if row.state == WAITING], [row for row in rows if row.state != WAITING]
    ready = [said.row.pk for said in Reader(by, now, sheet.source).read_all(waiting, before) if said.is_ready]
    with transaction.atomic():
        count = SheetRow.objects.filter(pk__in=ready, state=WAITING).update(state=ASKED, trouble="")
        if count:
            MatterSheet.objects.filter(pk=sheet.pk).update(asked_at=now)
            if count > AT_ONCE:
                transaction.on_commit(lambda: _send(sheet.pk), robust=True)
    if 0 < count <= AT_ONCE:
        take(sheet.pk, now)
    return count


def take(sheet_id: int, now) -> int:
    """Log every row of a sheet that was asked for, as the person's posts allow now; return how many became cases."""
    sheet = MatterSheet.objects.select_related("by").filter(pk=sheet_id).first()
    if sheet is None:
        return 0
    by = scopes.of(sheet.by, now)
    reader = Reader(by, now, sheet.source)
    waiting = sheet.rows.filter(state=ASKED).values_list("pk", flat=True)
    return sum(_take(pk, reader, by, now) for pk in list(waiting))


def resend_stuck(now) -> int:
    """Send again the sheets that no worker took; return how many."""
    stuck = MatterSheet.objects.filter(rows__state=ASKED, asked_at__lt=now - STUCK).distinct()
    return sum(_send(pk) for pk in stuck.values_list("pk", flat=True))


def forget_old(now) -> int:
    """Delete the sheets of more than a month ago: their cases stay, what was not logged is gone. Return how many."""
    old = MatterSheet.objects.filter(at__lt=now - KEPT)
    count = old.count()
    old.delete()
    return count


def _take(pk: int, reader: Reader, by, now) -> bool:
    """Log one row; what is refused waits again with the reason. Return whether it became a case."""
    try:
        with transaction.atomic():
            row = SheetRow.objects.select_for_update(skip_locked=True).filter(pk=pk, state=ASKED).first()
            return row is not None and _log(row, reader, by, now)
    except Exception as error:  # noqa: BLE001 - one broken row never stops the others
        log.error("Row %s of a sheet was not logged: %s", pk, trouble.words(error))
        said = gettext("Could not be logged just now. Please try once more.")
        SheetRow.objects.filter(pk=pk, state=ASKED).update(state=WAITING, trouble=said)
        return False


def _log(row: SheetRow, reader: Reader, by, now) -> bool:
    said = reader.read(row)
    if by.is_empty:
        return _wait(row, gettext("You hold no post any more."))
    if not said.is_ready:  # an area or a table has changed since
        return _wait(row, "")
    try:
        row.case, row.state = lifecycle.report(said.report(), by=by, now=now).case, TAKEN
    except lifecycle.AlreadyLogged as known:
        row.case, row.state = known.case, TWIN
    except lifecycle.Incomplete as error:
        return _wait(row, " ".join(error.errors.values()))
    except (lifecycle.NotPossible, lifecycle.NotPermitted) as error:
        return _wait(row, error.reason)
    row.cells = {key: cell for key, cell in row.cells.items() if key not in PRIVATE}
    row.save(update_fields=["case", "state", "kept"])
    return row.state == TAKEN


def _wait(row: SheetRow, why: str) -> bool:
    row.state, row.trouble = WAITING, why[:300]
    row.save(update_fields=["state", "trouble"])
    return False


def _send(sheet_id: int) -> bool:
    """Tell the worker about a sheet; where the broker does not answer, the sweep finds it."""
    return outbox.send(TASK, queue="export", sheet_id=sheet_id)
