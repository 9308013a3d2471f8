"""Why a case came to a post: each routing decision with its reasons, kept for good."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoutingDecision(models.Model):
    """One choice of a post by the rules or by hand; reasons are a list of {code, …facts} that the page words."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="routings")
    at = models.DateTimeField(_("at"))
    post = models.ForeignKey("grids.Post", on_delete=models.PROTECT, null=True, blank=True)
    rule = models.ForeignKey("grids.ResponsibilityRule", on_delete=models.SET_NULL, null=True, blank=True)
    by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("routing decision")
        verbose_name_plural = _("routing decisions")

    def __str__(self):
        return f"{self.case_id} → {self.post_id}"
