"""Count the stored figures at once instead of waiting for the worker: after an import, or with --all every period."""

import sys
import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases import sums

WIDTH = 40


class Command(BaseCommand):
    help = "Count the figures of running periods and of those not counted today; with --all, of every period."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", dest="afresh", help="count every period from the first case on"
        )

    def handle(self, *, afresh, **options):
        began = time.monotonic()
        counted = sums.everything(timezone.now(), tell=self.show, afresh=afresh)
        self.show(counted, counted, None)
        self.stdout.write(f"{counted} periods counted in {time.monotonic() - began:.0f} s")

    def show(self, done: int, of: int, period) -> None:
        """Draw the progress bar, on a terminal only."""
        if sys.stderr.isatty() and of:
            full = WIDTH * done // of
            name = f"{period.kind} {period.first}" if period else ""
            self.stderr.write(
                f"\r{'█' * full}{'·' * (WIDTH - full)} {done} of {of} {name:20}", ending="" if period else None
            )
