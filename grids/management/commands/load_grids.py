"""Load the territory of Zhengzhou: divisions, third-level sample grids, outlines."""

from django.core.management.base import BaseCommand

from grids import tree
from grids.importing import divisions, outlines
from grids.models import Grid
from grids.models.grid import LEVEL_LABELS


class Command(BaseCommand):
    help = "Load the 15 districts of Zhengzhou with everything below them; where they are loaded, renew names only."

    def handle(self, **options):
        rows = list(divisions.rows())
        present = set(Grid.objects.districts().values_list("code", flat=True))
        missing = [row for row in rows if row.code[:6] not in present]
        if missing:
            self.stdout.write(f"Loading {len(missing):,} grids …")
            tree.load(missing)
        renamed = tree.refresh_names(rows) if present else 0
        drawn = outlines.load()
        for level, number in Grid.objects.counts_by_level().items():
            self.stdout.write(f"  {LEVEL_LABELS[level]}: {number:,}")
        self.stdout.write(f"{len(missing):,} grids added, {renamed:,} renamed, {drawn:,} outlines added.")
