"""Load the standard replies every installation begins with."""

from django.core.management.base import BaseCommand

from cases import standard_replies


class Command(BaseCommand):
    help = "Load the standard replies; what is there already stays as it is."

    def handle(self, **options):
        self.stdout.write(f"Standard replies: {standard_replies.load()} added")
