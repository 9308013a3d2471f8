"""Play twelve weeks of invented casework into the demo's database."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases import workflow
from cases.demo import labelled, plan, play, square
from grids.models import User

TICKS = 10


class Command(BaseCommand):
    help = "Load the demo's cases: about four hundred, played through the real verbs up to this moment."

    def add_arguments(self, parser):
        parser.add_argument("--ordinary", type=int, default=plan.ORDINARY, help="how many everyday cases")

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("This is not a demo (DEMO is not true): no invented cases here.")
        square.fill(timezone.now())
        labelled.fill()
        if play.is_there():
            self.stdout.write("demo cases: already there")
            return
        if not User.objects.filter(is_demo=True).exists():
            raise CommandError("Load the demo staff first (manage.py load_staff).")
        began = time.monotonic()
        self.stdout.write("Playing twelve weeks of demo cases …")
        outcome = play.play(timezone.now(), ordinary=options["ordinary"], tell=self._tell)
        for refusal in outcome.refused:
            self.stderr.write(f"  not possible: {refusal}")
        self._summary(outcome)
        self.stdout.write(f"demo cases: {sum(outcome.states.values()):,} in {time.monotonic() - began:.1f} s")

    def _tell(self, done: int, total: int) -> None:
        step = max(total // TICKS, 1)
        if done % step == 0:
            self.stdout.write(f"  {done * 100 // total:3} %")
            self.stdout.flush()

    def _summary(self, outcome: play.Outcome) -> None:
        for state in workflow.State:
            if outcome.states[state.value]:
                self.stdout.write(f"  {outcome.states[state.value]:5}  {workflow.STATES[state].label}")
