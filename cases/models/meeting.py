"""Joint meetings (联席会): how a unit holds them, the meeting itself, and who is asked to come."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengzhou_grid.lib.bilingual import pick

CITY = -1  # above the districts; it has no grid of its own
LEVELS = ((2, _("Community meeting")), (1, _("Street's joint meeting")), (0, _("District's joint meeting")),
          (CITY, _("City's joint meeting")))  # fmt: skip


class MeetingRule(models.Model):
    """How the meetings of a whole level, or of one unit, are held. Rows that an administrator edits.

    Convener and office are posts; left empty they follow from the roles of the level. The city has no roles of its
    own: until its row names an office, nothing is passed up to it.
    """

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        FORTNIGHTLY = "fortnightly", _("every two weeks")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")

    level = models.SmallIntegerField(_("level"), choices=LEVELS)
    grid = models.ForeignKey(
        "grids.Grid", verbose_name=_("only for this unit"), on_delete=models.CASCADE, null=True, blank=True
    )
    rhythm = models.CharField(_("held"), max_length=12, choices=Rhythm.choices)
    weekday = models.PositiveSmallIntegerField(
        _("on weekday (1 Monday)"), default=2, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    at = models.TimeField(_("at"), default="15:00")
    place = models.CharField(_("place"), max_length=80, blank=True)
    minutes_per_item = models.PositiveSmallIntegerField(_("minutes for an item"), default=10)
    document_code = models.CharField(
        _("code of the minutes"),
        max_length=20,
        blank=True,
        help_text=_("中原 makes 中原联纪〔2026〕3号; empty: the unit's name."),
    )
    issuer = models.CharField(_("office as printed"), max_length=60, blank=True)
    convener = models.ForeignKey(
        "grids.Post", verbose_name=_("convener"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ManyToManyField("grids.Post", verbose_name=_("office"), blank=True, related_name="+")

    class Meta:
        ordering = ["-level", "grid_id"]
        verbose_name = _("rule of joint meetings")
        verbose_name_plural = _("rules of joint meetings")
        constraints = [
            models.UniqueConstraint(fields=["level", "grid"], name="one_meeting_rule_per_unit", nulls_distinct=False)
        ]

    def __str__(self):
        return f"{self.get_level_display()} {self.grid or ''}".strip()


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
    is_urgent = models.BooleanField(_("urgent"), default=False)
    noticed_at = models.DateTimeField(_("notice given"), null=True, blank=True)
    notice_round = models.PositiveSmallIntegerField(_("notices given"), default=0)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    secretary = models.ForeignKey(
        "grids.User", verbose_name=_("recorder"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cancel_reason = models.CharField(_("why cancelled"), max_length=200, blank=True)

    class Meta:
        ordering = ["-held_at"]
        verbose_name = _("joint meeting")
        verbose_name_plural = _("joint meetings")
        constraints = [
            models.UniqueConstraint(fields=["grid", "year", "sequence"], name="meeting_number", nulls_distinct=False),
            models.CheckConstraint(
                condition=~Q(state="in_session") | Q(opened_at__isnull=False), name="meetings_in_session_were_opened"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def unit_label(self) -> str:
        """Return the name of the unit that meets."""
        return self.grid.label if self.grid else pick("郑州市", "Zhengzhou")

    @property
    def title(self) -> str:
        """Return 上街区联席会议 2026 年第 3 次."""
        unit_zh = self.grid.name if self.grid else "郑州市"
        unit_en = self.grid.name_en if self.grid else "Zhengzhou"
        return pick(
            f"{unit_zh}联席会议 · {self.year} 年第 {self.sequence} 次",
            f"{unit_en} joint meeting · {self.year} no. {self.sequence}",
        )


class Invitation(models.Model):
    """A post asked to a meeting: what it answered (回执), and who signed in for it (签到)."""

    class Part(models.TextChoices):
        CONVENER = "convener", _("Convener")
        LEAD = "lead", _("Lead unit")
        SUPPORTING = "supporting", _("Supporting unit")
        OBSERVER = "observer", _("Observer")

    class Reply(models.TextChoices):
        NONE = "", _("no answer yet")
        ATTEND = "attend", _("will come")
        SUBSTITUTE = "substitute", _("sends somebody")

    class Attendance(models.TextChoices):
        NONE = "", _("not signed in")
        PRESENT = "present", _("present")
        SUBSTITUTE = "substitute", _("substitute present")
        ABSENT = "absent", _("absent")

    NEEDED = (Part.CONVENER, Part.LEAD)  # for the quorum
    THERE = (Attendance.PRESENT, Attendance.SUBSTITUTE)

    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="invitations")
    post = models.ForeignKey("grids.Post", verbose_name=_("post"), on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "grids.Department", verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)
    reply = models.CharField(_("answer"), max_length=12, choices=Reply.choices, blank=True)
    substitute = models.CharField(_("substitute"), max_length=40, blank=True)
    authority = models.CharField(_("what the substitute may decide"), max_length=120, blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True)
    replied_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attendance = models.CharField(_("attendance"), max_length=12, choices=Attendance.choices, blank=True)
    person = models.CharField(_("who came"), max_length=40, blank=True)
    signed_in_at = models.DateTimeField(_("signed in"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "post"], name="one_invitation_per_post"),
            models.CheckConstraint(
                condition=~Q(reply="substitute") | ~Q(substitute=""), name="a_substitute_has_a_name"
            ),
        ]

    def __str__(self):
        return f"{self.post_id} {self.part}"

    @property
    def unit_label(self) -> str:
        """Return the unit in short: 房管, Tax; a post of the territory by its own name."""
        return self.department.short if self.department else f"{self.post.grid.label} {self.post.title}"

    @property
    def is_there(self) -> bool:
        return self.attendance in self.THERE
