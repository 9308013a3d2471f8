"""The rows of the ladder: what an administrator sets for each rung, for every case or for some."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.models import Urgency

LEVELS = [(3, _("Grid")), (2, _("Community")), (1, _("Street")), (0, _("District"))]


class LadderRung(models.Model):
    """One rung for a category and an urgency; empty ones mean any. cases.rungs finds the row that holds."""

    class Card(models.TextChoices):
        NONE = "", _("None")
        REMINDER = "reminder", _("Reminder")
        YELLOW = "yellow", _("Yellow card")
        RED = "red", _("Red card")

    number = models.PositiveSmallIntegerField(_("rung"), choices=[(n, str(n)) for n in range(1, 6)])
    category = models.ForeignKey(
        "grids.Category",
        verbose_name=_("category"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("A category or a whole class. Empty: any"),
    )
    urgency = models.CharField(
        _("urgency"), max_length=12, choices=Urgency.choices, blank=True, help_text=_("Empty: any")
    )
    percent = models.PositiveSmallIntegerField(
        _("per cent of the limit"),
        help_text=_("80: four fifths are used. 100: the deadline. 150: half the limit later"),
    )
    grace = models.CharField(
        _("or so long after the deadline"),
        max_length=8,
        blank=True,
        help_text=_("30m, 24E, 4H, 2D or 60C; whichever comes sooner. Empty: the share alone"),
    )
    level = models.PositiveSmallIntegerField(_("watched at level"), choices=LEVELS)
    card = models.CharField(_("card"), max_length=10, choices=Card.choices, blank=True)
    meets = models.PositiveSmallIntegerField(
        _("proposed to the meeting of"), choices=LEVELS[1:], null=True, blank=True, help_text=_("Empty: to no meeting")
    )

    class Meta:
        ordering = ["number", "category__code", "urgency"]
        verbose_name = _("rung of the ladder")
        verbose_name_plural = _("ladder")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "category", "urgency"],
                name="one_row_for_each_rung",
                nulls_distinct=False,
                violation_error_message=_("This rung has a row for this category and urgency already."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=5), name="ladder_has_five_rungs"),
            models.CheckConstraint(
                condition=Q(percent__gte=10, percent__lte=1000),
                name="a_rung_comes_within_ten_limits",
                violation_error_message=_("Between 10 and 1000 per cent of the limit."),
            ),
            models.CheckConstraint(
                condition=Q(level__lte=3) & (Q(meets__isnull=True) | Q(meets__lte=2)), name="a_rung_names_known_levels"
            ),
            models.CheckConstraint(
                condition=~Q(number=5) | Q(level=0, card="red", meets__isnull=True),
                name="rung_five_is_a_red_card_and_nothing_more",
                violation_error_message=_(
                    "Rung 5 is a red card at the district; whatever goes beyond it is done by hand."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number} · {self.category.code if self.category else '*'} · {self.urgency or '*'}"
