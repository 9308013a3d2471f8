"""What `manage.py check --deploy --database default` says about the data of a real system."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error
from django.db import ProgrammingError


def no_demo_accounts(app_configs=None, databases=None, **_later) -> list[Error]:
    """Name the demo accounts that lie in the database of a system that is no demo."""
    if settings.DEMO or not databases:
        return []
    try:
        names = list(
            get_user_model().objects.filter(is_demo=True).order_by("username").values_list("username", flat=True)
        )
    except ProgrammingError:  # no tables yet
        return []
    if not names:
        return []
    return [
        Error(
            f"Demo accounts are left in this database: {', '.join(names)}.",
            hint="They cannot log in while DEMO is false, but cases and posts of the demo lie here too: "
            "serve residents from a database that never was a demo.",
            id="zhengzhou_grid.E001",
        )
    ]
