"""Who stands behind a case beside its reporter: those who sign with them, and households that joined it later."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class CoSigner(models.Model):
    """Somebody who reports together with others (联名); name and number lie sealed with the resident."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="co_signers")
    resident = models.OneToOneField("residents.Resident", on_delete=models.PROTECT, related_name="co_signed")
    tell_at = models.DateTimeField(null=True, blank=True)  # a text on the closing is owed from then on
    told_at = models.DateTimeField(_("told of the closing"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("co-signer")
        verbose_name_plural = _("co-signers")
        indexes = [
            # every minute: texts that are owed
            models.Index(fields=["tell_at"], name="co_signer_untold", condition=models.Q(tell_at__isnull=False)),
        ]

    def __str__(self):
        return str(self.resident)


class Joined(models.Model):
    """A household that has the same trouble and follows a case instead of reporting it again; nothing about who."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="joined")
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("joined"))

    class Meta:
        ordering = ["at"]
        verbose_name = _("household that joined")
        verbose_name_plural = _("households that joined")

    def __str__(self):
        return f"{self.case_id} {self.at:%Y-%m-%d}"
