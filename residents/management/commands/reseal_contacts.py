"""After a new key was put first in CONTACT_KEYS: seal every contact with it, so that the old key can go."""

from django.core.management.base import BaseCommand

from residents import register
from residents.models import Resident


class Command(BaseCommand):
    help = "Seal all contacts with the first key of CONTACT_KEYS (safe to repeat, safe while residents report)."

    def handle(self, *args, **options):
        done = register.reseal()
        left = Resident.objects.sealed_with_another_key().count()
        self.stdout.write(f"Sealed anew: {done}. Left with another key: {left}.")
