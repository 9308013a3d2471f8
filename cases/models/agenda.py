"""What waits for a joint meeting: agenda items and the site visits made for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases import workflow
from cases.models.meeting import JointMeeting


class AgendaQuerySet(models.QuerySet):
    def before_a_meeting(self) -> bool:
        """Say whether something waits for a meeting, or for the minutes with what it decided. One query."""
        unsigned = Q(state=AgendaItem.State.DECIDED, meeting__minutes__signed_at__isnull=True)
        return self.filter(Q(state__in=AgendaItem.WAITING) | unsigned).exists()


class AgendaItem(models.Model):
    """A case before the joint meeting of a unit; without a meeting it waits in that unit's pool."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ON_AGENDA = "on_agenda", _("On the agenda")
        DECIDED = "decided", _("Decided")
        DEFERRED = "deferred", _("Deferred")
        PASSED_UP = "passed_up", _("Passed up")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MERGED = "merged", _("Heard with another item")
        SENT_BACK = "sent_back", _("Sent back")

    WAITING = (State.PROPOSED, State.ON_AGENDA, State.DEFERRED, State.MERGED)
    IN_POOL = (State.PROPOSED, State.DEFERRED)

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
    suggested = ArrayField(models.BigIntegerField(), verbose_name=_("units suggested"), default=list, blank=True)
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    review_date = models.DateField(_("review on"), null=True, blank=True)
    outcome_note = models.TextField(_("remark"), blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("heard with"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    taken_up_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    discussion = models.TextField(_("points raised"), blank=True)
    # what the secretary is typing: kept on the server, with who typed last; settled items need it no more
    draft = models.JSONField(default=dict, blank=True)
    draft_version = models.PositiveIntegerField(default=0)
    draft_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft_at = models.DateTimeField(null=True, blank=True)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                name="one_waiting_item_per_case",
                condition=Q(state__in=["proposed", "on_agenda", "deferred", "merged"]),
            ),
            models.CheckConstraint(
                condition=~Q(state="deferred") | Q(review_date__isnull=False), name="deferred_items_have_a_review_date"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["on_agenda", "decided", "passed_up"]) | Q(meeting__isnull=False),
                name="items_on_an_agenda_have_a_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="merged_items_name_the_other"
            ),
        ]
        indexes = [
            # pool of a unit
            models.Index(
                fields=["grid", "proposed_at"], name="item_pool", condition=Q(state__in=["proposed", "deferred"])
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.state}"


class SiteVisit(models.Model):
    """A joint visit to the place before a meeting (现场勘查), as it was written down. Never edited."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="visits")
    visited_at = models.DateTimeField(_("visited"))
    present = models.CharField(_("who was there"), max_length=200)
    text = models.TextField(_("what was found"), max_length=2000)
    at = models.DateTimeField(_("written down"))
    by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["visited_at", "id"]
        verbose_name = _("site visit")
        verbose_name_plural = _("site visits")

    def __str__(self):
        return self.text[:40]
