"""Load departments, categories and the responsibility list."""

from django.core.management.base import BaseCommand

from grids.importing import reference


class Command(BaseCommand):
    help = "Load departments, the 42 categories and the responsibility list; what is there already stays as it is."

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite", action="store_true", help="set rows that were edited since back to the data files"
        )

    def handle(self, *, overwrite, **options):
        for loaded in reference.load(overwrite):
            line = f"{loaded.name}: {loaded.added} added, {loaded.overwritten} overwritten, {loaded.same} unchanged"
            if loaded.kept:
                line += f", {loaded.kept} differ from the files and were kept (--overwrite sets them back)"
            self.stdout.write(line)
