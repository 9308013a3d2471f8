"""Count the due times of open cases anew after a change of the calendar; shows what would change, then does it."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases import lifecycle, permissions
from cases.models import Case

SLICE = 500


class Command(BaseCommand):
    help = "Show which stored due times differ from today's calendar; with --apply, set them."

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true", help="set the due times, one transaction for each case")

    def handle(self, *, apply, **options):
        now, found = timezone.now(), 0
        for case in Case.objects.open().order_by("pk").iterator(chunk_size=SLICE):
            changes = lifecycle.preview_recount(case)
            found += bool(changes)
            for stage, old, new in changes:
                self.stdout.write(f"{case.number} {stage}: {_local(old)} → {_local(new)}")
            if apply and changes:
                lifecycle.recount(case, by=permissions.SYSTEM, now=now)
        self.stdout.write(f"{found} cases {'counted anew' if apply else 'would change; --apply sets them'}.")


def _local(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
