"""Somebody who reported something: as little as possible, sealed in the database, masked on the screen."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from residents import privacy, sealing


class ResidentQuerySet(models.QuerySet):
    """Queries by what residents can be found by."""

    def with_phone(self, phone: str):
        """Return those who left this number, under whichever key it was stored; nobody for an empty one."""
        return self.filter(phone_index__in=sealing.indexes(phone))

    def sealed_with_another_key(self):
        """Return those whose contact is sealed with a key that is not the first any more."""
        current = f"{sealing.keys()[0].name}:"
        old = ~models.Q(name_sealed__startswith=current) & ~models.Q(name_sealed="")
        old |= ~models.Q(phone_sealed__startswith=current) & ~models.Q(phone_sealed="")
        old |= ~models.Q(address_sealed__startswith=current) & ~models.Q(address_sealed="")
        return self.filter(old)


class Resident(models.Model):
    """A reporter's name and phone, both optional. Written by residents.register only.

    The address is kept here, and only then, where the case names no more than the building for the reporter's sake.
    """

    row = models.UUIDField(_("what its texts are bound to"), default=uuid.uuid4, editable=False, unique=True)
    name_sealed = models.TextField(_("name"), blank=True, editable=False)
    phone_sealed = models.TextField(_("phone"), blank=True, editable=False)
    address_sealed = models.TextField(_("exact address"), blank=True, editable=False)
    phone_index = models.CharField(_("what the phone is found by"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    erased_at = models.DateTimeField(_("contact erased"), null=True, blank=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        indexes = [models.Index(fields=["phone_index"], name="resident_phone")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True)
                | models.Q(name_sealed="", phone_sealed="", address_sealed="", phone_index=""),
                name="nothing_is_left_of_an_erased_contact",
            )
        ]

    def __str__(self):
        return self.masked_name

    @property
    def name(self) -> str:
        """The full name. Raises sealing.CannotOpen where the key is missing."""
        return sealing.unseal(self.name_sealed, row=self.row, column="name")

    @property
    def phone(self) -> str:
        """The full number. Raises sealing.CannotOpen where the key is missing."""
        return sealing.unseal(self.phone_sealed, row=self.row, column="phone")

    @property
    def address(self) -> str:
        """The exact address. Raises sealing.CannotOpen where the key is missing."""
        return sealing.unseal(self.address_sealed, row=self.row, column="address")

    @property
    def phone_indexes(self) -> list[str]:
        """What other rows with the same number may be found by; empty without a number."""
        return sealing.indexes(self.phone)

    @property
    def masked_name(self) -> str:
        return privacy.mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return privacy.mask_phone(self.phone)
