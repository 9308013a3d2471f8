"""The project as an app: where its own checks are made known."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from zhengzhou_grid import checks


class ProjectConfig(AppConfig):
    name = "zhengzhou_grid"

    def ready(self):
        register(checks.no_demo_accounts, Tags.database, deploy=True)
        register(checks.contact_key_given, Tags.database, deploy=True)
        register(checks.gateway_works, Tags.database, deploy=True)
