"""Fill an empty database with a city's worth of cases, to measure and to try things out."""

import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.city import loading
from cases.city.people import NoCity

WIDTH = 40


class Command(BaseCommand):
    help = "Make invented cases of three years, with their events, in a database without cases."

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, default=10_000, metavar="N", help="how many (default 10000)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed and moment give the same cases")
        parser.add_argument("--now", metavar="TIME", help="the moment the city stands at, ISO 8601 with zone (now)")

    def handle(self, *, cases, seed, now, **options):
        if cases < 1:
            raise CommandError("At least one case.")
        moment = parse_datetime(now) if now else timezone.now()
        if moment is None or moment.tzinfo is None:
            raise CommandError("--now is a moment with its zone, such as 2026-11-23T09:00:00+08:00.")
        began = time.monotonic()
        try:
            rows = loading.load(cases, seed=seed, now=moment, tell=lambda done: self.show(done, cases))
        except (loading.NotEmpty, NoCity) as error:
            raise CommandError(str(error)) from error
        for table, number in rows.items():
            self.stdout.write(f"  {table}: {number:,}")
        seconds = time.monotonic() - began
        self.stdout.write(f"{cases:,} cases in {seconds:.0f} s, {cases / seconds:,.0f} a second")
        self.stdout.write("The worker counts their figures by itself; manage.py recount_figures does it at once.")

    def show(self, done: int, cases: int) -> None:
        """Draw the progress bar, on a terminal only; the indexes are built after its end."""
        if sys.stderr.isatty():
            full = WIDTH * done // cases
            self.stderr.write(f"\r{'█' * full}{'·' * (WIDTH - full)} {done:,} of {cases:,}", ending="")
