"""Somebody who reported something: as little as possible, masked by default."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from residents import privacy


class Resident(models.Model):
    """A reporter's name and phone, both optional. Written by residents.register only."""

    name = models.CharField(_("name"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")

    def __str__(self):
        return self.masked_name

    @property
    def masked_name(self) -> str:
        return privacy.mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return privacy.mask_phone(self.phone)
