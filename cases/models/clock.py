"""Stage clocks: one row each time a clock runs, with its stored due time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases import workflow


class StageClock(models.Model):
    """A run of one clock of one case. The due time is stored when the clock starts. Written by cases.clocks only."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="clocks")
    stage = models.CharField(
        _("stage"), max_length=12, choices=[(c.value, _(label)) for c, label in workflow.CLOCK_LABELS.items()]
    )
    limit = models.CharField(_("limit"), max_length=8)
    started_at = models.DateTimeField(_("started"))
    warn_at = models.DateTimeField(_("due soon from"))
    due_at = models.DateTimeField(_("due"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    is_moved = models.BooleanField(_("paused or extended"), default=False)  # then it has entries in the ledger
    is_void = models.BooleanField(_("void"), default=False)

    class Meta:
        ordering = ["started_at", "id"]
        verbose_name = _("stage clock")
        verbose_name_plural = _("stage clocks")
        indexes = [
            # figures: what fell due in a period, and what ended in it
            models.Index(fields=["stage", "due_at"], name="clock_due", condition=Q(is_void=False)),
            models.Index(
                fields=["stage", "stopped_at"],
                name="clock_stopped",
                condition=Q(is_void=False, stopped_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage"], name="one_running_clock_per_stage", condition=Q(stopped_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="clock_due_after_start"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="clock_stops_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.stage} {self.case_id}"

    @property
    def label(self) -> str:
        return self.get_stage_display()

    def is_late(self, now) -> bool:
        return (self.stopped_at or now) > self.due_at
