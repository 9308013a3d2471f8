"""Who took cases out as a file: one append-only row for each export."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportRecord(models.Model):
    """One export: who, on which posts, when, what was asked for, how many rows. Written by cases.exports."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    by = models.ForeignKey("grids.User", verbose_name=_("by"), on_delete=models.PROTECT, related_name="exports")
    post_ids = ArrayField(models.BigIntegerField(), verbose_name=_("posts"))
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    query = models.TextField(_("what was asked for"))
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [
            # admin: the register by day, the newest first
            models.Index(fields=["-at"], name="export_newest"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.rows}"
