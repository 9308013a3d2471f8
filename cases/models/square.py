"""What streets tell the public: news, and the teams and activities of volunteers. Written in the admin."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.models.grid import COMMUNITY, STREET
from zhengzhou_grid.lib.bilingual import pick

OFFICE_PHONE = RegexValidator(r"^[0-9][0-9 -]{4,18}[0-9]$", _("An office telephone: digits, spaces and hyphens."))


def _unit(levels, related_name: str, verbose: str):
    return models.ForeignKey(
        "grids.Grid",
        verbose_name=verbose,
        on_delete=models.PROTECT,
        related_name=related_name,
        limit_choices_to={"level__in": levels},
    )


class NewsQuerySet(models.QuerySet):
    """Named queries over news."""

    def current(self, now):
        """Return what has been published and has not run out, the latest first."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), published_at__lte=now).select_related("street")


class News(models.Model):
    """A notice of a street office to everybody: plain text, an empty line begins a new paragraph."""

    street = _unit([STREET], "news", _("street"))
    title_zh = models.CharField(_("title"), max_length=60)
    title_en = models.CharField(_("title, English"), max_length=120, blank=True)
    text_zh = models.TextField(_("text"), max_length=3000, help_text=_("Plain text; an empty line begins a paragraph."))
    text_en = models.TextField(_("text, English"), max_length=6000, blank=True)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    until = models.DateTimeField(_("shown until"), null=True, blank=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("published_at")), name="news_end_after_they_begin"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return pick(self.title_zh, self.title_en)

    @property
    def text(self) -> str:
        return pick(self.text_zh, self.text_en)


class VolunteerTeam(models.Model):
    """A team of volunteers, and the office that answers for it; no names of people."""

    unit = _unit([STREET, COMMUNITY], "volunteer_teams", _("street or community"))
    name_zh = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name, English"), max_length=120, blank=True)
    what_zh = models.TextField(_("what they do"), max_length=500)
    what_en = models.TextField(_("what they do, English"), max_length=1000, blank=True)
    phone = models.CharField(_("office telephone"), max_length=20, validators=[OFFICE_PHONE])
    is_active = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("volunteer team")
        verbose_name_plural = _("volunteer teams")
        ordering = ["unit__code", "pk"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return pick(self.name_zh, self.name_en)

    @property
    def what(self) -> str:
        return pick(self.what_zh, self.what_en)


class ActivityQuerySet(models.QuerySet):
    """Named queries over activities."""

    def coming(self, now):
        """Return what has not ended yet, the next first, with teams and places."""
        return self.filter(ends_at__gt=now, team__is_active=True).select_related("team__unit").order_by("starts_at")


class Activity(models.Model):
    """Something a team of volunteers does at a time and place."""

    team = models.ForeignKey(VolunteerTeam, verbose_name=_("team"), on_delete=models.CASCADE, related_name="activities")
    title_zh = models.CharField(_("title"), max_length=60)
    title_en = models.CharField(_("title, English"), max_length=120, blank=True)
    place_zh = models.CharField(_("place"), max_length=80)
    place_en = models.CharField(_("place, English"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activities_end_after_they_begin"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="activity_ends")]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return pick(self.title_zh, self.title_en)

    @property
    def place(self) -> str:
        return pick(self.place_zh, self.place_en)
