"""Load the territory of Zhengzhou: divisions, third-level sample grids, outlines."""

from django.core.management.base import BaseCommand, CommandError

from grids import tree
from grids.importing import divisions, outlines
from grids.models import Grid
from grids.models.grid import LEVEL_LABELS


class Command(BaseCommand):
    help = "Load the 15 districts of Zhengzhou with everything below them; where they are loaded, renew names only."

    def add_arguments(self, parser):
        parser.add_argument(
            "--units-per-community", type=float, default=divisions.UNITS_PER_COMMUNITY, metavar="N",
            help="third-level grids made up for each community, on average: 5.445 makes 18,000 (default 3, at most 9)",
        )  # fmt: skip

    def handle(self, *, units_per_community=divisions.UNITS_PER_COMMUNITY, **options):
        if not 1 <= units_per_community <= 9:
            raise CommandError("From 1 to 9 third-level grids in a community.")
        rows = list(divisions.rows(units_per_community=units_per_community))
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
