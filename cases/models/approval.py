"""What one person asks and another decides: an extension, a hold, not accepting, voiding (审批)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases import workflow

KINDS = [(kind.value, _(label)) for kind, label in workflow.ASKED_LABELS.items()]


class Approval(models.Model):
    """One request on a case with its decision. Written by cases.lifecycle only; one waits on a case at a time."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        LAPSED = "lapsed", _("Lapsed")  # the case went on without it

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="approvals", db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    reason = models.CharField(_("reason"), max_length=24)
    note = models.TextField(_("note"), blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    asked_by = models.ForeignKey(
        "grids.User", verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(_("asked"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, blank=True)
    decided_by = models.ForeignKey(
        "grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [
            # case page and lifecycle: the requests of one case
            models.Index(fields=["case", "asked_at"], name="approval_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="one_request_waits_at_a_time", condition=Q(verdict="")),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="who_asks_never_decides"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at__isnull=True) | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="a_verdict_has_its_time",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.case_id}"
