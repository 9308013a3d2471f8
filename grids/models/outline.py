"""Where a grid lies on the map, where that is known."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _


class PlanePoint(Func):
    """PostgreSQL's own point(x, y); no PostGIS is needed for boxes."""

    function = "point"
    output_field = models.TextField()


class Box(Func):
    """PostgreSQL's own box between two corners."""

    function = "box"
    output_field = models.TextField()


class Holds(Func):
    """Whether one box holds another; the index serves boxes only, so a point asks as a box of no size."""

    template = "%(expressions)s"
    arg_joiner = " @> "
    output_field = models.BooleanField()


BOX = Box(PlanePoint(F("min_lng"), F("min_lat")), PlanePoint(F("max_lng"), F("max_lat")))


class OutlineQuerySet(models.QuerySet):
    """Named queries over outlines."""

    def around(self, lng: float, lat: float):
        """Return the outlines whose box holds a point, the most specific grids first."""
        point = PlanePoint(Value(lng), Value(lat))
        return self.filter(Holds(BOX, Box(point, point))).select_related("grid").order_by("-grid__level", "grid__code")

    def of_children(self, grid):
        return self.filter(grid__parent=grid).select_related("grid").order_by("grid__code")

    def of_districts(self):
        return self.filter(grid__parent__isnull=True).select_related("grid").order_by("grid__code")


class Outline(models.Model):
    """The outline of one grid as GeoJSON in EPSG:4490. Below the districts it is schematic, no boundary by law."""

    grid = models.OneToOneField("grids.Grid", verbose_name=_("grid"), on_delete=models.CASCADE, related_name="outline")
    geometry = models.JSONField(_("geometry"))
    min_lng = models.FloatField()
    min_lat = models.FloatField()
    max_lng = models.FloatField()
    max_lat = models.FloatField()
    label_lng = models.FloatField()
    label_lat = models.FloatField()
    is_schematic = models.BooleanField(_("schematic"), default=True)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(min_lng__lte=models.F("max_lng"), min_lat__lte=models.F("max_lat")),
                name="outline_box_is_not_inside_out",
            ),
        ]
        indexes = [
            # around(): which outlines may hold this point
            GistIndex(BOX, name="outline_box"),
        ]

    def __str__(self):
        return str(self.grid)
