"""How often something was tried, in steps of a few minutes: what limits on strangers are counted with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """Tries of one kind by one subject within one step of time. Written by residents.counting only.

    The subject is a keyed digest: a telephone or an address cannot be read from it.
    """

    kind = models.CharField(_("kind"), max_length=30)
    subject = models.CharField(_("subject"), max_length=64)
    began_at = models.DateTimeField(_("beginning of the step"))
    ends_at = models.DateTimeField(_("counts until"))
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "began_at"], name="tally_once_a_step")]
        indexes = [models.Index(fields=["ends_at"], name="tally_ends")]

    def __str__(self):
        return f"{self.kind} × {self.count}"
