"""Who wants to hear of a case without answering for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Follow(models.Model):
    """One member of staff follows one case; nothing else is kept, not even since when. Written by cases.following."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="follows", db_index=False)
    user = models.ForeignKey("grids.User", on_delete=models.CASCADE, related_name="follows")

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        # its index also serves the worker: who follows this case
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="a_case_is_followed_once")]

    def __str__(self):
        return f"{self.user_id} → {self.case_id}"
