"""Rungs climbed and supervision notices (督办单) issued."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Escalation(models.Model):
    """One rung of the ladder, climbed once per limit: a run of a clock, or a meeting's date. Written by escalation."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="escalations")
    clock = models.ForeignKey("cases.StageClock", on_delete=models.PROTECT, related_name="escalations")
    rung = models.PositiveSmallIntegerField(_("rung"))
    due_at = models.DateTimeField(_("due"))
    at = models.DateTimeField(_("at"))
    level = models.PositiveSmallIntegerField(_("watched at level"))

    class Meta:
        ordering = ["at"]
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.UniqueConstraint(fields=["case", "clock", "rung", "due_at"], name="each_rung_once"),
            models.CheckConstraint(condition=models.Q(rung__gte=1, rung__lte=5), name="rung_exists"),
        ]

    def __str__(self):
        return f"{self.case_id} rung {self.rung}"


class SupervisionNotice(models.Model):
    """A reminder, yellow card or red card to the responsible unit, numbered 督办〔2026〕12号."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("Reminder")
        YELLOW = "yellow", _("Yellow card")
        RED = "red", _("Red card")

    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="supervision_notices")
    escalation = models.OneToOneField("cases.Escalation", on_delete=models.PROTECT, null=True, blank=True)
    to_post = models.ForeignKey("grids.Post", on_delete=models.PROTECT, null=True, blank=True)
    grounds = models.CharField(_("grounds"), max_length=200)
    demand = models.CharField(_("demand"), max_length=200, blank=True)
    issued_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True)
    issued_at = models.DateTimeField(_("issued"))
    reply_due_at = models.DateTimeField(_("reply due"))
    reply = models.TextField(_("reply"), blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    struck_off_at = models.DateTimeField(_("struck off"), null=True, blank=True)
    counts = models.BooleanField(_("counts in the assessment"), default=True)

    class Meta:
        ordering = ["-issued_at"]
        verbose_name = _("supervision notice")
        verbose_name_plural = _("supervision notices")

    def __str__(self):
        return self.number
