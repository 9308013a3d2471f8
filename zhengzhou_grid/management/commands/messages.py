"""Bring the translation catalogue up to date, compile or check it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zhengzhou_grid.lib import catalogue


class Command(BaseCommand):
    help = "Bring the Chinese catalogue up to date with the texts in code and templates, then compile it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--compile", action="store_true", help="only compile, and only what changed")
        only.add_argument("--check", action="store_true", help="change nothing; exit 1 when a text is not translated")
        only.add_argument(
            "--merge", nargs="+", type=Path, metavar="FILE", default=[], help="take translations from PO files"
        )

    def handle(self, *, compile, check, merge, **options):
        po = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"
        if compile:
            catalogue.compile_changed(settings.LOCALE_PATHS[0])
            return
        known = catalogue.read(po)
        catalogue.update(known, catalogue.extract(settings.BASE_DIR))
        if check:
            self.check_catalogue(known)
            return
        for path in merge:
            taken = catalogue.merge(known, catalogue.read(path))
            self.stdout.write(f"{path}: {taken} translations taken")
        known.obsolete.clear()
        catalogue.write(po, known)
        catalogue.compile_to(po.with_suffix(".mo"), known)
        open_texts = list(catalogue.faults(known))
        for fault in open_texts:
            self.stdout.write(fault)
        self.stdout.write(f"{len(known)} texts, {len(open_texts)} of them need work.")

    def check_catalogue(self, known):
        found = list(catalogue.faults(known))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} texts need work: run `make messages`.")
        self.stdout.write(f"All {len(known)} texts are translated.")
