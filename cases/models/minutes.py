"""Minutes of a joint meeting (会议纪要): drafted from the data, edited, signed, then locked."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.meeting import JointMeeting


class Minutes(models.Model):
    """The text of one meeting's minutes. Nothing of it changes once it is signed; corrections are supplements.

    `sections` is a list of {"heading", "text", "item"}: item is the id of the agenda item a section is about, or null.
    """

    meeting = models.OneToOneField(JointMeeting, on_delete=models.PROTECT, related_name="minutes")
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveSmallIntegerField(_("number in the year"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=120)
    opening = models.TextField(_("opening"), max_length=2000)
    sections = models.JSONField(_("sections"), default=list)
    sent_to = models.CharField(_("sent to"), max_length=200, blank=True)
    # as it was drafted: what differs from it was typed, and is kept when the meeting goes on and they are drafted anew
    drafted = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(_("last edited"))
    edited_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_post = models.ForeignKey("grids.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, number="") | (Q(signed_at__isnull=False) & ~Q(number="")),
                name="signed_minutes_have_a_number",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_minutes_stay",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number or self.title


class Supplement(models.Model):
    """A correction of signed minutes: a text of its own after them, itself never changed."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="supplements")
    text = models.TextField(_("correction"), max_length=2000)
    at = models.DateTimeField(_("signed"))
    by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("supplement to minutes")
        verbose_name_plural = _("supplements to minutes")
        triggers = [pgtrigger.Protect(name="supplements_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.text[:40]
