"""Fill the demo's posts with invented people."""

import os
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from grids.importing import city_cadres, demo_staff
from grids.importing.demo_seats import DEMO_ACCOUNTS


class Command(BaseCommand):
    help = "Fill the demo's posts with invented people. Needs DEMO=true and the password in DEMO_PASSWORD."

    def add_arguments(self, parser):
        parser.add_argument(
            "--cadres", type=int, default=0, metavar="N",
            help=f"add cadres in every community until there are so many; the city had {city_cadres.CADRES:,}",
        )  # fmt: skip

    def handle(self, *, cadres=0, **options):
        if not settings.DEMO:
            raise CommandError("This is not a demo (DEMO is not true): no invented staff here.")
        password = os.environ.get("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("DEMO_PASSWORD is empty: the demo accounts need a password.")
        began = time.monotonic()
        try:
            added = demo_staff.post_everyone(password, timezone.now())
        except demo_staff.MissingReference as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"demo staff: {added['people']:,} people, {added['posts']:,} posts, {added['postings']:,} postings added"
            f" in {time.monotonic() - began:.1f} s; demo accounts: {', '.join(DEMO_ACCOUNTS)}"
        )
        if cadres:
            more = city_cadres.post_cadres(cadres, timezone.now())
            self.stdout.write(f"{more:,} cadres more, for the size of the city")
