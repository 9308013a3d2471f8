"""Which columns somebody wants in the lists of their desk."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ListLayout(models.Model):
    """One person's columns in their order; it follows them to every machine. Only cases.list_layouts writes it."""

    user = models.OneToOneField("grids.User", on_delete=models.CASCADE, primary_key=True, related_name="list_layout")
    columns = ArrayField(models.CharField(max_length=12), verbose_name=_("columns"), default=list)

    class Meta:
        verbose_name = _("columns of a list")
        verbose_name_plural = _("columns of lists")

    def __str__(self):
        return ", ".join(self.columns)
