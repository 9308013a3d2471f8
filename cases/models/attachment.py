"""Photos of a case, re-encoded on arrival and served only to who may see the case."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Photo(models.Model):
    """One checked and re-encoded JPEG with its thumbnail. Made by cases.photos only."""

    class Moment(models.TextChoices):
        REPORTED = "reported", _("As reported")
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")
        VERIFIED = "verified", _("At verification")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="photos")
    moment = models.CharField(_("moment"), max_length=10, choices=Moment.choices, default=Moment.REPORTED)
    image = models.ImageField(upload_to="photos/%Y/%m", width_field="width", height_field="height", max_length=200)
    thumbnail = models.ImageField(upload_to="thumbs/%Y/%m", max_length=200)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self):
        return f"{self.case_id} {self.moment}"
