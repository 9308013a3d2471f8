"""Rungs climbed, supervision notices (督办单) issued, and the grounds that put a case before a meeting."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases import workflow


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


class NoticeQuerySet(models.QuerySet):
    """A vocabulary for supervision notices."""

    def unanswered(self):
        return self.filter(replied_at__isnull=True, struck_off_at__isnull=True)

    def open(self):
        return self.filter(struck_off_at__isnull=True)

    def with_people(self):
        return self.select_related(
            "case__category", "case__grid", "case__community", "case__street", "case__district",
            "to_post__grid", "to_post__department", "office", "issued_by", "replied_by", "struck_off_by",
        )  # fmt: skip


class SupervisionNotice(models.Model):
    """A reminder, yellow or red card to the responsible unit, numbered 督办〔2026〕12号. Written by supervision."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("Reminder")
        YELLOW = "yellow", _("Yellow card")
        RED = "red", _("Red card")

    class CopyTo(models.TextChoices):
        NOBODY = "", _("Nobody")
        CITY = "city", _("The city's office")
        DISCIPLINE = "discipline", _("Discipline inspection and supervision")

    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="supervision_notices")
    escalation = models.OneToOneField("cases.Escalation", on_delete=models.PROTECT, null=True, blank=True)
    office = models.ForeignKey(
        "grids.Grid", verbose_name=_("issued in the name of"), on_delete=models.PROTECT, null=True, db_index=False,
        related_name="+",
    )  # fmt: skip
    to_post = models.ForeignKey("grids.Post", on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    grounds = models.CharField(_("grounds"), max_length=500)
    demand = models.CharField(_("demand"), max_length=500, blank=True)
    copy_to = models.CharField(_("copy to"), max_length=12, choices=CopyTo.choices, blank=True)
    issued_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(_("issued"))
    reply_due_at = models.DateTimeField(_("reply due"))
    reply = models.TextField(_("reply"), blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    replied_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_off_at = models.DateTimeField(_("struck off"), null=True, blank=True)
    struck_off_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    strike_note = models.CharField(_("remark on striking off"), max_length=500, blank=True)
    counts = models.BooleanField(_("counts in the assessment"), default=True)
    counts_reason = models.CharField(_("why it counts or not"), max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        verbose_name = _("supervision notice")
        verbose_name_plural = _("supervision notices")
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="notice_number_once"),
            models.CheckConstraint(
                condition=Q(copy_to="") | Q(issued_by__isnull=False), name="only_a_person_copies_a_notice_upwards"
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | (Q(replied_at__gte=F("issued_at")) & ~Q(reply="")),
                name="a_reply_has_words_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(counts=True) | Q(kind="reminder") | ~Q(counts_reason=""),
                name="a_card_that_does_not_count_says_why",
            ),
        ]
        indexes = [
            # desk: the notices my posts have to answer, next due first
            models.Index(
                fields=["to_post", "reply_due_at"], name="notice_to_answer",
                condition=Q(replied_at__isnull=True, struck_off_at__isnull=True),
            ),
            # desk: all notices to a post
            models.Index(fields=["to_post", "-issued_at"], name="notice_to_post"),
            # desk: what an office has issued
            models.Index(fields=["office", "-issued_at"], name="notice_of_office"),
        ]  # fmt: skip
        triggers = [pgtrigger.Protect(name="notices_stay", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.number

    @property
    def slug(self) -> str:
        """Return the number for addresses: 2026-12."""
        return f"{self.year}-{self.sequence}"

    @cached_property
    def is_late(self) -> bool:
        """Tell whether the reply came after its limit."""
        return bool(self.replied_at and self.replied_at > self.reply_due_at)

    def lamp(self, now) -> str:
        """Return red, amber or green while a reply is owed; an empty string after."""
        if self.replied_at or self.struck_off_at:
            return ""
        if self.reply_due_at < now:
            return "red"
        warn_at = self.issued_at + (self.reply_due_at - self.issued_at) * 0.8
        return "amber" if warn_at <= now else "green"


class MeetingGround(models.Model):
    """A ground for a joint meeting that the software found in a case: once each, with the proposal it led to."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="meeting_grounds")
    reason = models.CharField(
        _("reason"), max_length=24, choices=[(k, _(v)) for k, v in workflow.MEETING_REASONS.items()]
    )
    at = models.DateTimeField(_("at"))
    item = models.ForeignKey("cases.AgendaItem", on_delete=models.PROTECT, null=True, related_name="grounds")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("ground for a meeting")
        verbose_name_plural = _("grounds for a meeting")
        constraints = [models.UniqueConstraint(fields=["case", "reason"], name="each_ground_once")]

    def __str__(self):
        return f"{self.case_id} {self.reason}"
