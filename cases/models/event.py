"""What happened to a case: timeline, audit trail, outbox and source of the statistics in one append-only row."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# what the figures count (cases/measures.py); the others are not looked for by their moment
COUNTED = ("case.assigned", "case.return_approved", "case.extended", "case.suspended", "case.voided")


class EventQuerySet(models.QuerySet):
    """Named queries over events."""

    def unhandled(self, now):
        """Return events the worker still has to react to, and may try now."""
        return self.filter(handled_at__isnull=True, try_at__lte=now).order_by("try_at")

    def stuck(self):
        """Return events given up after the last attempt."""
        return self.filter(handled_at__isnull=True, try_at__isnull=True)

    def for_timeline(self):
        return self.select_related("by", "post__grid", "post__department").order_by("at", "id")


class CaseEvent(models.Model):
    """One deed: who, on which post, when, from which state to which. Facts never change; delivery marks may."""

    # The index of the timeline begins with the case.
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    post = models.ForeignKey("grids.Post", on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_public = models.BooleanField(_("shown to the reporter"), default=False)
    data = models.JSONField(default=dict, blank=True)

    # delivery: what the worker still owes to this event; try_at empty and unhandled means given up
    handled_at = models.DateTimeField(null=True, blank=True)
    try_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            # case page: the timeline
            models.Index(fields=["case", "at", "id"], name="event_timeline"),
            # register of looks at contacts: the newest of all districts
            models.Index(fields=["-at"], name="event_looks", condition=Q(kind="case.contact_revealed")),
            # figures: what happened in a period
            models.Index(fields=["at"], name="event_counted", condition=Q(kind__in=COUNTED)),
            # outbox sweep: what still waits
            models.Index(fields=["try_at"], name="event_unhandled", condition=Q(handled_at__isnull=True)),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="facts_stay", exclude=["handled_at", "try_at", "attempts", "last_error"]),
        ]

    def __str__(self):
        return f"{self.kind} {self.case_id}"
