"""Things of the city that stand in one place and carry a label (部件): lamp posts, manholes, bins. No people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0, 1, I, L, O: read aloud on the telephone
CODE_LENGTH = 6


class PublicObjectQuerySet(models.QuerySet):
    """Named queries over public objects."""

    def in_use(self):
        return self.filter(is_active=True)

    def under(self, grids):
        """Return those in some grids or below them."""
        inside = models.Q(pk__in=[])
        for grid in grids:
            inside |= models.Q(grid__code__startswith=grid.code)
        return self.filter(inside)

    def with_places(self):
        return self.select_related("grid__parent__parent", "category")


class PublicObject(models.Model):
    """A thing with a label whose QR opens the report form at its place. Written by grids.public_objects only."""

    class Kind(models.TextChoices):
        """What it is, in everyday words (参照 GB/T 30428.2)."""

        LAMP = "lamp", _("Street lamp")
        MANHOLE = "manhole", _("Manhole cover")
        BIN = "bin", _("Rubbish bin")
        TREE = "tree", _("Street tree")
        HYDRANT = "hydrant", _("Fire hydrant")
        FITNESS = "fitness", _("Sports equipment")
        STOP = "stop", _("Bus stop")
        CABINET = "cabinet", _("Cabinet for power or telephone")
        CHARGER = "charger", _("Charging point")
        OTHER = "other", _("Other public object")

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    category = models.ForeignKey(
        "grids.Category",
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    grid = models.ForeignKey(
        "grids.Grid", verbose_name=_("grid"), on_delete=models.PROTECT, related_name="public_objects"
    )
    address = models.CharField(_("address"), max_length=100)
    spot = models.CharField(_("where exactly"), max_length=60, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = PublicObjectQuerySet.as_manager()

    class Meta:
        ordering = ["grid__code", "kind", "address", "pk"]
        verbose_name = _("public object")
        verbose_name_plural = _("public objects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=rf"^[{SIGNS}]{{{CODE_LENGTH}}}$"),
                name="code_of_an_object_can_be_read_aloud",
            ),
            models.CheckConstraint(condition=~models.Q(address=""), name="an_object_stands_somewhere"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.code}"

    @property
    def place(self) -> str:
        """The address, with where exactly it stands there."""
        return f"{self.address}，{self.spot}" if self.spot else self.address
