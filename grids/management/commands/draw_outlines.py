"""Draw the schematic outlines below the districts anew."""

from django.core.management.base import BaseCommand

from grids.importing import outlines


class Command(BaseCommand):
    help = "Divide the district outlines among their grids and write grids/importing/data/outlines.json.gz (minutes)."

    def handle(self, **options):
        drawn = outlines.draw(begin=lambda code: self.stdout.write(f"{code} …"))
        outlines.write(drawn)
        self.stdout.write(f"{len(drawn):,} outlines in {outlines.OUTLINES_FILE.name}.")
