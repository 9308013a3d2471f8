"""What a joint meeting decided (议定事项), and the steps on the way. Locked once the minutes are signed."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agenda import AgendaItem
from grids.models import Department

FACTS = ("item_id", "text", "lead_department_id", "lead_post_id", "person_id", "supporting", "due_at", "acceptance",
         "decided_at", "decided_by_id", "in_force_at")  # fmt: skip
CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FACTS)


class Resolution(models.Model):
    """One decision about an item: lead, support, person, date. In force from the signing of the minutes.

    It is struck off (销号) when the lead has said it is done and both the meeting's office and the grid leader agree.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="resolutions")
    text = models.TextField(_("decision"))
    lead_department = models.ForeignKey(
        Department, verbose_name=_("lead unit"), on_delete=models.PROTECT, related_name="led_resolutions"
    )
    lead_post = models.ForeignKey("grids.Post", verbose_name=_("responsible post"), on_delete=models.PROTECT)
    person = models.ForeignKey(
        "grids.User", verbose_name=_("responsible person"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    supporting = ArrayField(models.BigIntegerField(), verbose_name=_("supporting units"), default=list, blank=True)
    due_at = models.DateTimeField(_("due"))
    acceptance = models.CharField(_("done means"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, related_name="+")
    in_force_at = models.DateTimeField(_("in force"), null=True, blank=True)
    applied_at = models.DateTimeField(_("said to be done"), null=True, blank=True)
    applied_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    applied_note = models.TextField(_("how it was done"), blank=True)
    office_agreed_at = models.DateTimeField(_("office agreed"), null=True, blank=True)
    office_agreed_by = models.ForeignKey(
        "grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    leader_agreed_at = models.DateTimeField(_("grid leader agreed"), null=True, blank=True)
    leader_agreed_by = models.ForeignKey(
        "grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_off_at = models.DateTimeField(_("struck off"), null=True, blank=True)
    climbed_at = models.DateTimeField(_("put to the level above"), null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_off_at__isnull=True)
                | Q(office_agreed_at__isnull=False, leader_agreed_at__isnull=False),
                name="struck_off_by_office_and_grid_leader",
            ),
        ]
        indexes = [
            # sweep: dates of meetings that were missed
            models.Index(
                fields=["due_at"],
                name="resolution_missed",
                condition=Q(struck_off_at__isnull=True, climbed_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_facts_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.in_force_at IS NOT NULL AND ({CHANGED})"),
            ),
            pgtrigger.Protect(
                name="signed_rows_stay",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__in_force_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.text[:40]


STEP_LOCKED = """
    IF EXISTS (SELECT 1 FROM cases_resolution WHERE in_force_at IS NOT NULL AND id IN ({ids})) THEN
        RAISE EXCEPTION 'pgtrigger: the milestones of a signed decision stay' USING ERRCODE = 'check_violation';
    END IF;
    RETURN {row};
"""


class Milestone(models.Model):
    """A step on the way to a resolution's date. Locked with it: afterwards it is only ticked as done."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="milestones")
    due_date = models.DateField(_("due"))
    text = models.CharField(_("what"), max_length=120)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ["due_date", "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        triggers = [
            pgtrigger.Trigger(
                name="signed_steps_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.due_date IS DISTINCT FROM NEW.due_date OR OLD.text IS DISTINCT FROM NEW.text"
                    " OR OLD.resolution_id IS DISTINCT FROM NEW.resolution_id"
                ),
                func=STEP_LOCKED.format(ids="OLD.resolution_id, NEW.resolution_id", row="NEW"),
            ),
            pgtrigger.Trigger(
                name="signed_steps_are_all",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=STEP_LOCKED.format(ids="NEW.resolution_id", row="NEW"),
            ),
            pgtrigger.Trigger(
                name="signed_steps_are_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=STEP_LOCKED.format(ids="OLD.resolution_id", row="OLD"),
            ),
        ]

    def __str__(self):
        return self.text
