"""From where no report is taken for a while, after abuse of the form."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = timedelta(days=30)


class Block(models.Model):
    """An address or a telephone that may not report over the public form for some days. Written by residents.blocking.

    No register of persons: a keyed digest, a reason out of a short list, an end within thirty days, then deletion.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        ADDRESS = "address", _("Network address")

    class Reason(models.TextChoices):
        MADE_UP = "made_up", _("Reports that were made up, again and again")
        ADVERTISING = "advertising", _("Advertising")
        FLOOD = "flood", _("Floods of reports by a program")
        INSULTS = "insults", _("Insults and threats instead of reports")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    by = models.ForeignKey("grids.User", models.PROTECT, verbose_name=_("blocked by"), editable=False, related_name="+")
    began_at = models.DateTimeField(_("since"), editable=False)
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("block of the report form")
        verbose_name_plural = _("blocks of the report form")
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], name="block_once"),
            models.CheckConstraint(
                condition=models.Q(
                    ends_at__gt=models.F("began_at"),
                    ends_at__lte=models.ExpressionWrapper(models.F("began_at") + LONGEST, models.DateTimeField()),
                ),
                name="block_thirty_days_at_most",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["phone", "address"]), name="block_kind"),
            models.CheckConstraint(
                condition=models.Q(reason__in=["made_up", "advertising", "flood", "insults"]), name="block_reason"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.get_reason_display()}"
