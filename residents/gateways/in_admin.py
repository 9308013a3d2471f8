"""The built-in gateway: no text leaves the house. It lies sealed in a table that the admin shows."""

import logging
import uuid

from django.conf import settings
from django.utils import timezone

from residents import privacy, sealing
from residents.models import ShownText

log = logging.getLogger(__name__)


def send(phone: str, text: str) -> None:
    """Keep a text for the page in the admin; in the demo the log says that it is there, without what it says."""
    row = uuid.uuid4()
    kept = ShownText.objects.create(
        row=row,
        phone_sealed=sealing.seal(phone, row=row, column="phone"),
        text_sealed=sealing.seal(text, row=row, column="text"),
        at=timezone.now(),
    )
    if settings.DEMO:
        log.info("A text to %s lies in the admin, number %s.", privacy.mask_phone(phone), kept.pk)
