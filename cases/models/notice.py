"""Short notices to a post: you have a new case, something is due, a meeting is called, moved or cancelled."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One notice to one post about one event of a case, or about a joint meeting; telling twice changes nothing."""

    class About(models.TextChoices):
        EVENT = "", _("a case")
        CALLED = "called", _("Joint meeting: please answer whether you come")
        MOVED = "moved", _("Joint meeting moved to another time")
        CANCELLED = "cancelled", _("Joint meeting cancelled")
        TO_SIGN = "to_sign", _("Minutes to be signed")
        SIGNED = "signed", _("Minutes signed")

    post = models.ForeignKey("grids.Post", on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(
        "cases.CaseEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    meeting = models.ForeignKey(
        "cases.JointMeeting", on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    about = models.CharField(_("about"), max_length=12, choices=About.choices, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)  # a meeting may be moved more than once
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["post", "event"], name="tell_each_post_once"),
            models.UniqueConstraint(
                fields=["post", "meeting", "about", "turn"],
                name="tell_each_post_of_a_meeting_once",
                condition=Q(meeting__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False, meeting__isnull=True, about="")
                | (Q(event__isnull=True, meeting__isnull=False) & ~Q(about="")),
                name="a_notice_is_about_one_thing",
            ),
        ]
        indexes = [
            # bell: the unread notices of my posts
            models.Index(fields=["post", "-at"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.post_id} ← {self.event_id or self.meeting_id}"
