"""One-time codes by text message, and the texts that the built-in gateway keeps."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents import privacy, sealing


class PhoneCode(models.Model):
    """Somebody asked for a code to a number. Written by residents.phone_codes only.

    There is a row whether anybody left this number or not: until the worker looks, nobody can tell.
    """

    row = models.UUIDField(_("what its texts are bound to"), default=uuid.uuid4, editable=False, unique=True)
    phone_sealed = models.TextField(_("phone"), editable=False)
    language = models.CharField(_("language"), max_length=10)
    code_hash = models.CharField(_("fingerprint of the code"), max_length=64, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    ends_at = models.DateTimeField(_("valid until"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    # delivery: what the worker still owes; try_at empty means done, given up, or nobody to send it to
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(code_hash=""), name="a_code_that_was_sent_has_a_fingerprint"
            ),
            models.CheckConstraint(condition=Q(tries__lte=5), name="a_code_is_tried_at_most_five_times"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(sent_at__isnull=False), name="only_a_code_that_was_sent_is_used"
            ),
        ]
        indexes = [models.Index(fields=["try_at"], name="phone_code_unsent", condition=Q(try_at__isnull=False))]

    def __str__(self):
        return f"{self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def phone(self) -> str:
        """The full number. Raises sealing.CannotOpen where the key is missing."""
        return sealing.unseal(self.phone_sealed, row=self.row, column="phone")


class ShownText(models.Model):
    """A text that the built-in gateway shows in the admin instead of sending it. Forgotten within a day."""

    row = models.UUIDField(_("what its texts are bound to"), default=uuid.uuid4, editable=False, unique=True)
    phone_sealed = models.TextField(_("phone"), editable=False)
    text_sealed = models.TextField(_("text"), editable=False)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def masked_phone(self) -> str:
        return privacy.mask_phone(sealing.unseal(self.phone_sealed, row=self.row, column="phone"))

    @property
    def text(self) -> str:
        """The text. Raises sealing.CannotOpen where the key is missing."""
        return sealing.unseal(self.text_sealed, row=self.row, column="text")
