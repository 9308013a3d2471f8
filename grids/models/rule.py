"""The responsibility list (责任清单): category × level → lead department and supporting departments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResponsibilityRule(models.Model):
    """Who leads a category at a level of the tree, and who supports. No level: at every level."""

    category = models.ForeignKey(
        "grids.Category", verbose_name=_("category"), on_delete=models.CASCADE, related_name="rules"
    )
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, help_text=_("0 district, 1 street, 2 community, 3 grid; empty: every level.")
    )
    lead_department = models.ForeignKey(
        "grids.Department", verbose_name=_("lead department"), on_delete=models.PROTECT, related_name="leads"
    )
    supporting_departments = models.ManyToManyField(
        "grids.Department", verbose_name=_("supporting departments"), related_name="supports", blank=True
    )
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    class Meta:
        ordering = ["category__code", "level"]
        verbose_name = _("responsibility rule")
        verbose_name_plural = _("responsibility rules")
        constraints = [
            models.UniqueConstraint(fields=["category", "level"], name="one_rule_per_level", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__lte=3), name="rule_level_exists"
            ),
        ]

    def __str__(self):
        return f"{self.category.code} → {self.lead_department}"
