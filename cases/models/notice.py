"""Short notices to a post: you have a new case, something is due, a meeting decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One notice to one post about one event; the pair is unique, so telling twice changes nothing."""

    post = models.ForeignKey("grids.Post", on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey("cases.CaseEvent", on_delete=models.PROTECT, related_name="notices")
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["post", "event"], name="tell_each_post_once")]
        indexes = [
            # bell: the unread notices of my posts
            models.Index(fields=["post", "-at"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.post_id} ← {self.event_id}"
