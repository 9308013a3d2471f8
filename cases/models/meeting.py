"""Joint meetings (联席会): agenda items, resolutions with a lead and a date, milestones."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases import workflow
from grids.models import Department
from zhengzhou_grid.lib.bilingual import pick


class JointMeeting(models.Model):
    """A meeting of one unit of the tree (community, street, district; no unit: the city). Written by cases.meetings."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        IN_SESSION = "in_session", _("In session")
        ENDED = "ended", _("Ended")
        CANCELLED = "cancelled", _("Cancelled")

    grid = models.ForeignKey(
        "grids.Grid", verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveSmallIntegerField(_("number in the year"))
    is_special = models.BooleanField(_("special meeting"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    held_at = models.DateTimeField(_("held at"))
    place = models.CharField(_("place"), max_length=80, blank=True)
    convener = models.ForeignKey(
        "grids.Post", verbose_name=_("convener"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["-held_at"]
        verbose_name = _("joint meeting")
        verbose_name_plural = _("joint meetings")
        constraints = [
            models.UniqueConstraint(fields=["grid", "year", "sequence"], name="meeting_number", nulls_distinct=False)
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """Return 上街区联席会议 2026 年第 3 次."""
        unit_zh = self.grid.name if self.grid else "郑州市"
        unit_en = self.grid.name_en if self.grid else "Zhengzhou"
        return pick(
            f"{unit_zh}联席会议 · {self.year} 年第 {self.sequence} 次",
            f"{unit_en} joint meeting · {self.year} no. {self.sequence}",
        )


class AgendaItem(models.Model):
    """A case before the joint meeting of a unit; without a meeting it waits in that unit's pool."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ON_AGENDA = "on_agenda", _("On the agenda")
        DECIDED = "decided", _("Decided")
        DEFERRED = "deferred", _("Deferred")
        PASSED_UP = "passed_up", _("Passed up")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    WAITING = (State.PROPOSED, State.ON_AGENDA, State.DEFERRED)

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="agenda_items")
    grid = models.ForeignKey(
        "grids.Grid",
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_pool",
    )
    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PROPOSED)
    reason = models.CharField(
        _("reason"), max_length=24, choices=[(k, _(v)) for k, v in workflow.MEETING_REASONS.items()]
    )
    problem = models.TextField(_("the problem"), blank=True)
    tried = models.TextField(_("what was tried"), blank=True)
    asked = models.TextField(_("what is asked"), blank=True)
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    review_date = models.DateField(_("review on"), null=True, blank=True)
    outcome_note = models.TextField(_("remark"), blank=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                name="one_waiting_item_per_case",
                condition=Q(state__in=["proposed", "on_agenda", "deferred"]),
            ),
            models.CheckConstraint(
                condition=~Q(state="deferred") | Q(review_date__isnull=False), name="deferred_items_have_a_review_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="on_agenda") | Q(meeting__isnull=False), name="items_on_an_agenda_have_a_meeting"
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.state}"


class Resolution(models.Model):
    """What a meeting decided about an item: lead, support, date. No resolution without lead and date."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="resolution")
    text = models.TextField(_("decision"))
    lead_department = models.ForeignKey(
        Department, verbose_name=_("lead unit"), on_delete=models.PROTECT, related_name="led_resolutions"
    )
    lead_post = models.ForeignKey("grids.Post", verbose_name=_("responsible post"), on_delete=models.PROTECT)
    supporting = ArrayField(models.BigIntegerField(), verbose_name=_("supporting units"), default=list, blank=True)
    due_at = models.DateTimeField(_("due"))
    acceptance = models.CharField(_("done means"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, related_name="+")
    struck_off_at = models.DateTimeField(_("struck off"), null=True, blank=True)

    class Meta:
        ordering = ["due_at"]
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")

    def __str__(self):
        return self.text[:40]


class Milestone(models.Model):
    """A step on the way to a resolution's date."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="milestones")
    due_date = models.DateField(_("due"))
    text = models.CharField(_("what"), max_length=120)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ["due_date", "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self):
        return self.text
