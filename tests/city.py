"""The two databases that tests copy: one as the migrations leave it, and one with all of Zhengzhou."""

import io

from django.core.management import call_command

from tests.databases import Template


def _migrate() -> None:
    call_command("migrate", verbosity=0)


def _load() -> None:
    for command in ("load_reference", "load_replies", "load_grids"):
        call_command(command, verbosity=0, stdout=io.StringIO())


APPS = ("grids", "cases", "residents", "zhengzhou_grid")

PARTS = ("migrations/*.py", "models/*.py", "apps.py", "workflow/*.py")  # what migrations import from

schema = Template("schema", tuple(f"{app}/{part}" for app in APPS for part in PARTS), _migrate)
whole = Template("city", tuple(f"{app}/**/*" for app in APPS), _load, base=schema)  # territory and reference data
