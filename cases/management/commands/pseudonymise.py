"""Pseudonymise finished cases now, as the nightly task does: after restoring a backup, or to see how many are due."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.lifecycle import forgetting


class Command(BaseCommand):
    help = "Erase the contacts of cases finished for CONTACT_DAYS and mask the numbers in their texts (safe to repeat)."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only tell how many are due")

    def handle(self, *, dry_run, **options):
        now, after = timezone.now(), timedelta(days=settings.CONTACT_DAYS)
        if dry_run:
            old, asked = forgetting.due(now, after)
            both = old.union(asked)
            self.stdout.write(f"Due: {both.count()} cases, of them asked for by their reporters: {asked.count()}.")
            return
        done = forgetting.pseudonymise(now, after, limit=10**9)
        self.stdout.write(
            f"Pseudonymised: {done.cases} cases, {done.contacts} contacts, {done.texts} texts with numbers."
        )
