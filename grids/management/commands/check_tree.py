"""Ask the database whether the tree of grids is sound."""

from django.core.management.base import BaseCommand, CommandError

from grids import tree
from grids.models import Grid
from grids.models.grid import LEVEL_LABELS
from grids.tree_check import RULES

SHOWN = 20


class Command(BaseCommand):
    help = "Print the number of grids per level and every broken invariant of the tree; exit with 1 on a fault."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="number the trees anew from the parents first")

    def handle(self, *, repair, **options):
        for level, number in Grid.objects.counts_by_level().items():
            self.stdout.write(f"{LEVEL_LABELS[level]}: {number:,}")
        faults = tree.repair() if repair else tree.faults()
        for rule in RULES:
            broken = [fault.code for fault in faults if fault.rule == rule]
            self.stdout.write(f"{'FAULT' if broken else 'ok':6}{rule} {' '.join(broken[:SHOWN])}".rstrip())
        if faults:
            raise CommandError(f"{len(faults):,} faults. check_tree --repair numbers the trees anew.")
        self.stdout.write("The tree is sound.")
