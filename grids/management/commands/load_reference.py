"""Load departments, categories with their questions and words, and the responsibility list."""

from django.core.management.base import BaseCommand
from django.db import transaction

from grids.importing import asked, reference


class Command(BaseCommand):
    help = "Load departments, the 42 categories, their questions and responsibilities; what is there stays as it is."

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite", action="store_true", help="set rows that were edited since back to the data files"
        )

    @transaction.atomic
    def handle(self, *, overwrite, **options):
        for loaded in [*reference.load(overwrite), asked.load_questions(overwrite), asked.load_keywords()]:
            line = f"{loaded.name}: {loaded.added} added, {loaded.overwritten} overwritten, {loaded.same} unchanged"
            if loaded.kept:
                line += f", {loaded.kept} differ from the files and were kept (--overwrite sets them back)"
            self.stdout.write(line)
