"""Stored sums: how many cases of a unit each figure counts in a period, so that a page need not count them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases import periods, workflow

KINDS = list(periods.KINDS.items())


def _unit():
    """Return a link to a unit of the tree: what is derived needs no constraint that is checked row by row.

    A unit that cases were counted in can never be deleted, for the cases hold it.
    """
    return models.ForeignKey(
        "grids.Grid",
        verbose_name=_("unit"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )


class CountedPeriod(models.Model):
    """A period whose sums are kept: when they were counted last, and how long that took. Empty: not counted yet."""

    pk = models.CompositePrimaryKey("kind", "first")
    kind = models.CharField(_("kind of period"), max_length=7, choices=KINDS)
    first = models.DateField(_("first day"))
    counted_at = models.DateTimeField(_("counted"), null=True)
    seconds = models.FloatField(_("seconds it took"), default=0)

    class Meta:
        verbose_name = _("counted period")
        verbose_name_plural = _("counted periods")

    def __str__(self):
        return f"{self.kind} {self.first}"

    @property
    def period(self) -> periods.Period:
        return periods.Period(self.kind, self.first)


class UnitSum(models.Model):
    """How many cases of a unit, whatever its level, each of measures.COUNTS counts in a period."""

    pk = models.CompositePrimaryKey("kind", "first", "unit_id")
    kind = models.CharField(_("kind of period"), max_length=7, choices=KINDS)
    first = models.DateField(_("first day"))
    unit = _unit()
    due = models.PositiveIntegerField()
    due_late = models.PositiveIntegerField()
    respond_due = models.PositiveIntegerField()
    respond_late = models.PositiveIntegerField()
    rated = models.PositiveIntegerField()
    unsolved = models.PositiveIntegerField()
    dissatisfied = models.PositiveIntegerField()
    reported = models.PositiveIntegerField()
    self_found = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    assigned = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    extended = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    voided = models.PositiveIntegerField()
    ever_assigned = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("sums of a unit")
        verbose_name_plural = _("sums of units")

    def __str__(self):
        return f"{self.kind} {self.first}: {self.unit_id}"


class CategorySum(models.Model):
    """How many cases of a category fell due in a unit in a period, and how many of them late.

    Of third-level grids only the categories with something late: their community names the worst.
    """

    pk = models.CompositePrimaryKey("kind", "first", "unit_id", "category_id")
    kind = models.CharField(_("kind of period"), max_length=7, choices=KINDS)
    first = models.DateField(_("first day"))
    unit = _unit()
    category = models.ForeignKey(
        "grids.Category",
        verbose_name=_("category"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    due = models.PositiveIntegerField()
    due_late = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("sums of a category")
        verbose_name_plural = _("sums of categories")

    def __str__(self):
        return f"{self.kind} {self.first}: {self.unit_id} {self.category_id}"


class StepSum(models.Model):
    """How many cases of a district, street or community passed a step in a period, and how long it took them at most.

    Half and nine tenths of a whole do not follow from those of its parts, so each unit has its own.
    """

    pk = models.CompositePrimaryKey("kind", "first", "unit_id", "stage")
    kind = models.CharField(_("kind of period"), max_length=7, choices=KINDS)
    first = models.DateField(_("first day"))
    unit = _unit()
    stage = models.CharField(
        _("stage"), max_length=12, choices=[(clock.value, _(label)) for clock, label in workflow.CLOCK_LABELS.items()]
    )
    passed = models.PositiveIntegerField()
    half = models.DurationField()
    nine_tenths = models.DurationField()

    class Meta:
        verbose_name = _("sums of a step")
        verbose_name_plural = _("sums of steps")

    def __str__(self):
        return f"{self.kind} {self.first}: {self.unit_id} {self.stage}"
