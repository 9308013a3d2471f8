"""The whistle (吹哨报到): a street calls departments to a place, and each reports in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Whistle(models.Model):
    """One call to come: where, why, by when. Numbered 吹哨〔2026〕3号. Written by cases.whistles."""

    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="whistles")
    office = models.ForeignKey(
        "grids.Grid", verbose_name=_("called by"), on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    by = models.ForeignKey("grids.User", on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey("grids.Post", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("where"), max_length=120)
    reason = models.CharField(_("why"), max_length=500)
    at = models.DateTimeField(_("called"))
    come_by = models.DateTimeField(_("come by"))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("whistle")
        verbose_name_plural = _("whistles")
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="whistle_number_once"),
            models.CheckConstraint(condition=Q(come_by__gt=F("at")), name="a_whistle_leaves_time_to_come"),
        ]
        indexes = [
            # desk: what an office has called
            models.Index(fields=["office", "-at"], name="whistle_of_office"),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        return f"吹哨〔{self.year}〕{self.sequence}号"

    @property
    def slug(self) -> str:
        """Return the number for addresses: 2026-3."""
        return f"{self.year}-{self.sequence}"


class WhistleCall(models.Model):
    """One post called by a whistle, and when it reported in."""

    whistle = models.ForeignKey(Whistle, on_delete=models.CASCADE, related_name="calls")
    post = models.ForeignKey("grids.Post", on_delete=models.PROTECT, db_index=False, related_name="whistle_calls")
    come_by = models.DateTimeField(_("come by"))  # of the whistle, for the index
    reported_at = models.DateTimeField(_("reported in"), null=True, blank=True)
    reported_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.UniqueConstraint(fields=["whistle", "post"], name="each_post_is_called_once"),
        ]
        indexes = [
            # desk: the calls my posts have not answered, next due first
            models.Index(fields=["post", "come_by"], name="call_to_answer", condition=Q(reported_at__isnull=True)),
            # desk: every call to a post
            models.Index(fields=["post", "-come_by"], name="call_to_post"),
        ]

    def __str__(self):
        return f"{self.whistle} → {self.post_id}"

    @property
    def response(self):
        """Return how long the post took to come; None while it has not."""
        return self.reported_at - self.whistle.at if self.reported_at else None

    @property
    def is_late(self) -> bool:
        return bool(self.reported_at and self.reported_at > self.come_by)
