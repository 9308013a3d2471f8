"""Lists somebody keeps on their own desk: a name and the query string of the desk's address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """One kept list of one person. Only cases.saved_filters writes it."""

    user = models.ForeignKey("grids.User", on_delete=models.CASCADE, related_name="saved_filters", db_index=False)
    name = models.CharField(_("name"), max_length=20)
    query = models.CharField(_("query"), max_length=800)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        # its index also serves the rail of the desk: the filters of one person
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filters_have_different_names")]

    def __str__(self):
        return self.name
