"""What `manage.py check --deploy --database default` says about the data of a real system."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Warning as Caution
from django.db import ProgrammingError

from residents import gateways


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


def contact_key_given(app_configs=None, databases=None, **_later) -> list[Caution]:
    """Say where a real system seals contacts with a key that only its local folder holds."""
    if settings.DEMO or not databases or not settings.CONTACT_KEYS[0].startswith("local:"):
        return []
    return [
        Caution(
            "Reporters' names and numbers are sealed with the key in .local/contact-key.",
            hint="Give CONTACT_KEYS or CONTACT_KEYS_FILE, keep a copy of the key apart from the backups, "
            "and run manage.py reseal_contacts.",
            id="zhengzhou_grid.W001",
        )
    ]


def gateway_works(app_configs=None, databases=None, **_later) -> list[Error | Caution]:
    """Say where SMS_GATEWAY names nothing, and where a real system would send no text at all."""
    try:
        gateways.chosen()
    except ImportError as error:
        return [Error(f"SMS_GATEWAY names no function: {error}", id="zhengzhou_grid.E002")]
    if settings.DEMO or not databases or settings.SMS_GATEWAY != gateways.BUILT_IN:
        return []
    return [
        Caution(
            "No text message leaves this system: residents cannot open their cases with a code.",
            hint="Name a function send(phone, text) in SMS_GATEWAY.",
            id="zhengzhou_grid.W002",
        )
    ]
