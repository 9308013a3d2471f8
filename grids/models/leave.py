"""Who stands in for whom on a post, from when until when."""

from datetime import datetime, time, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.models.posting import Period


class LeaveQuerySet(models.QuerySet):
    """Named queries over leaves."""

    def active(self, now):
        """Return leaves whose half-open period contains a moment."""
        return self.filter(active_from__lte=now, active_to__gt=now)

    def not_over(self, now):
        return self.filter(active_to__gt=now).order_by("active_from")

    def with_people(self):
        return self.select_related("person", "deputy")


class Leave(models.Model):
    """A deputy for the holder of a post in the half-open period [active_from, active_to). Written by grids.roster only.

    The holder keeps the post and sees it as before; the deputy sees and does what the post sees and does.
    """

    post = models.ForeignKey("grids.Post", verbose_name=_("post"), on_delete=models.PROTECT, related_name="leaves")
    person = models.ForeignKey(
        "grids.User", verbose_name=_("on leave"), on_delete=models.PROTECT, related_name="leaves", db_index=False
    )
    deputy = models.ForeignKey(
        "grids.User", verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="standing_in", db_index=False
    )
    active_from = models.DateTimeField(_("from"))
    active_to = models.DateTimeField(_("until"))

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-active_from"]
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        constraints = [
            ExclusionConstraint(
                name="one_deputy_per_post_at_a_time",
                expressions=[
                    (Period(F("active_from"), F("active_to")), RangeOperators.OVERLAPS),
                    ("post", RangeOperators.EQUAL),
                ],
            ),
            models.CheckConstraint(condition=Q(active_to__gt=F("active_from")), name="leave_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(deputy=F("person")), name="nobody_is_their_own_deputy"),
        ]
        indexes = [
            # scope: the posts somebody stands in for at a moment
            models.Index(fields=["deputy", "active_to"], name="leave_deputy"),
        ]

    def __str__(self):
        return f"{self.deputy} – {self.post}"

    @property
    def last_at(self) -> datetime:
        """Return its last minute, so that a leave until the end of a day does not name the day after."""
        ends_with_a_day = timezone.localtime(self.active_to).time() == time()
        return self.active_to - timedelta(minutes=1) if ends_with_a_day else self.active_to
