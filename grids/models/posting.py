"""Who holds which post, when. History keeps every posting."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class Period(Func):
    """The half-open period [from, to) as a PostgreSQL range."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class PostingQuerySet(models.QuerySet):
    """Named queries over postings."""

    def active(self, now):
        """Return postings whose half-open period contains a moment."""
        return self.filter(Q(active_to__isnull=True) | Q(active_to__gt=now), active_from__lte=now)

    def serving(self, now):
        """Return active postings of people whose account is open: work may be given to them."""
        return self.active(now).filter(person__is_active=True)

    def with_people(self):
        return self.select_related("person", "post__grid", "post__department")


class Posting(models.Model):
    """One person on one post for the half-open period [active_from, active_to). Written by grids.roster only."""

    person = models.ForeignKey(
        "grids.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="postings"
    )
    post = models.ForeignKey("grids.Post", verbose_name=_("post"), on_delete=models.PROTECT, related_name="postings")
    active_from = models.DateTimeField(_("from"))
    active_to = models.DateTimeField(_("until"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-active_from"]
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            ExclusionConstraint(
                name="one_person_per_post_at_a_time",
                expressions=[
                    (Period(F("active_from"), F("active_to")), RangeOperators.OVERLAPS),
                    ("post", RangeOperators.EQUAL),
                ],
            ),
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_to__gt=F("active_from")),
                name="posting_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.post}"
