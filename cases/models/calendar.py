"""The city's own working days and the opening hours of its offices. Read through cases/office.py."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WorkdayOverride(models.Model):
    """A day on which the table, not the published calendar, says whether offices work."""

    date = models.DateField(_("date"), unique=True)
    is_workday = models.BooleanField(_("working day"), help_text=_("Ticked: offices work. Not ticked: day off."))
    name = models.CharField(_("name"), max_length=60, blank=True, help_text=_("For example: Spring Festival, make-up"))
    source_doc = models.CharField(
        _("source document"), max_length=120, blank=True, help_text=_("Number or title of the notice that says so")
    )

    class Meta:
        ordering = ["date"]
        verbose_name = _("working-day exception")
        verbose_name_plural = _("working-day exceptions")

    def __str__(self):
        return f"{self.date} {self.name}".strip()


class OfficeHours(models.Model):
    """One segment of an office day. A district with rows of its own uses those instead of the city's."""

    district = models.ForeignKey(
        "grids.Grid",
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="office_hours",
        limit_choices_to={"parent": None},
        help_text=_("Empty: the whole city"),
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["district", "opens"]
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="office_hours_open_before_they_close",
                violation_error_message=_("An office closes after it opens, on the same day."),
            ),
            models.UniqueConstraint(
                fields=["district", "opens"],
                nulls_distinct=False,
                name="office_hours_open_once",
                violation_error_message=_("There is already a segment that opens at this time."),
            ),
        ]

    def __str__(self):
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"
