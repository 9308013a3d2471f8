"""What moved a running clock: paused, resumed, extended. Append-only; the due time is computed from these rows."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClockEntry(models.Model):
    """One entry in the account of a clock (时限账). Start and stop stand on the clock itself, written once."""

    class Kind(models.TextChoices):
        PAUSE = "pause", _("Paused")
        RESUME = "resume", _("Resumed")
        EXTEND = "extend", _("Extended")

    clock = models.ForeignKey("cases.StageClock", on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    at = models.DateTimeField(_("at"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("clock entry")
        verbose_name_plural = _("clock entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="extend", until__isnull=False) | (~Q(kind="extend") & Q(until__isnull=True)),
                name="only_an_extension_has_a_date",
            ),
        ]
        triggers = [pgtrigger.Protect(name="ledger_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.kind} {self.clock_id}"
