"""The resident's verdict after closing: contacted? solved? how satisfied?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rating(models.Model):
    """One verdict per closing of a case."""

    class Solved(models.TextChoices):
        YES = "yes", _("Solved")
        PARTLY = "partly", _("Partly solved")
        NO = "no", _("Not solved")

    class Satisfaction(models.TextChoices):
        VERY_SATISFIED = "very_satisfied", _("Very satisfied")
        SATISFIED = "satisfied", _("Satisfied")
        FAIRLY_SATISFIED = "fairly_satisfied", _("Fairly satisfied")
        DISSATISFIED = "dissatisfied", _("Dissatisfied")
        VERY_DISSATISFIED = "very_dissatisfied", _("Very dissatisfied")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField(_("closing"), default=0)
    was_contacted = models.BooleanField(_("contacted"), null=True)
    solved = models.CharField(_("solved"), max_length=8, choices=Solved.choices)
    satisfaction = models.CharField(_("satisfaction"), max_length=20, choices=Satisfaction.choices)
    text = models.CharField(_("in your words"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        indexes = [models.Index(fields=["at"], name="rating_at")]  # figures: what was rated in a period
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="one_rating_per_closing")]

    def __str__(self):
        return f"{self.case_id}: {self.satisfaction}"
