"""How texts reach telephones: `SMS_GATEWAY` names a function send(phone, text) that sends one or raises."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

BUILT_IN = "residents.gateways.in_admin.send"


class Send(Protocol):
    """What a gateway is: one text to one number. Raises whatever it likes where the text was not taken."""

    def __call__(self, phone: str, text: str) -> None: ...


def chosen() -> Send:
    """Return the gateway of this system; raises ImportError for a name that is none."""
    return import_string(settings.SMS_GATEWAY)
