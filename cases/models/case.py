"""A case: what somebody reported, where it is, who answers for it, and when it is due."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _

from cases import tags, workflow
from cases.models import case_indexes
from cases.models.cohandling import AGREES
from cases.models.discreet import DUE_INDEXES, NEVER_PUBLIC, ONLY_FINISHED_CASES
from cases.queries import CaseQuerySet
from grids.models import Urgency


class Source(models.TextChoices):
    """Where a case came from."""

    RESIDENT_WEB = "resident_web", _("Resident's web form")
    PATROL = "patrol", _("Found on patrol")
    VISIT = "visit", _("Heard on a visit")
    PHONE = "phone", _("Telephone")
    WALK_IN = "walk_in", _("Walk-in")
    HOTLINE_12345 = "hotline_12345", _("12345 hotline")
    ZHENGHAOPAI = "zhenghaopai", _("Zhenghaopai app")
    LEADER = "leader", _("Assigned by a leader")
    MEDIA = "media", _("Media")
    PETITION = "petition", _("Petition")
    DEPARTMENT = "department", _("Handed over by a department")


# What staff log for others, the most frequent first.
BY_STAFF = (
    Source.PHONE, Source.WALK_IN, Source.VISIT, Source.PATROL, Source.HOTLINE_12345, Source.ZHENGHAOPAI, Source.LEADER,
    Source.MEDIA, Source.PETITION, Source.DEPARTMENT,
)  # fmt: skip
NUMBERED = frozenset({Source.HOTLINE_12345, Source.ZHENGHAOPAI})  # give every matter a number: by it, it is logged once


STATES = [(state.value, _(look.label)) for state, look in workflow.STATES.items()]
ASKED = [(kind.value, _(label)) for kind, label in workflow.ASKED_LABELS.items()]
TAGS = [(name, _(label)) for name, label in tags.TAGS.items()]
CO_HANDLED_STATES = sorted(workflow.CO_HANDLED)


def _place(related_name: str, verbose: str):
    """Return a link to a unit of the tree, kept as it was when the case was taken."""
    return models.ForeignKey(
        "grids.Grid",
        verbose_name=verbose,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        db_index=False,
    )


class Case(models.Model):
    """One matter from report to evaluation. Only cases.lifecycle writes it."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    form_key = models.UUIDField(_("form key"), null=True, unique=True, editable=False)
    form_digest = models.CharField(max_length=64, blank=True, editable=False)
    query_code_hash = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    state = models.CharField(_("state"), max_length=20, choices=STATES, default=workflow.State.REPORTED)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices, default=Source.RESIDENT_WEB)
    outside_number = models.CharField(_("number outside"), max_length=60, blank=True)
    category = models.ForeignKey(
        "grids.Category",
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
    )
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency.choices, default=Urgency.ORDINARY)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("what happened"), max_length=5000)
    households = models.PositiveSmallIntegerField(_("households"), default=1)
    triage_reason = models.CharField(_("why it needs triage"), max_length=40, blank=True)

    grid = _place("cases", _("grid"))
    community = _place("community_cases", _("community"))
    street = _place("street_cases", _("street"))
    district = _place("district_cases", _("district"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)

    reporter = models.ForeignKey(
        "residents.Resident",
        verbose_name=_("reporter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    hides_reporter = models.BooleanField(_("reporter hidden from the unit"), default=False)
    may_be_public = models.BooleanField(_("may be shown publicly"), default=False)
    erasure_asked_at = models.DateTimeField(_("erasing the contact asked for"), null=True, blank=True)
    pseudonymised_at = models.DateTimeField(_("pseudonymised"), null=True, blank=True)
    logged_by = models.ForeignKey(
        "grids.User",
        verbose_name=_("logged by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="logged_cases",
        db_index=False,
    )

    owner = models.ForeignKey(
        "grids.Post",
        verbose_name=_("responsible post"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_cases",
        db_index=False,
    )
    waiting_on = models.ForeignKey(
        "grids.Post",
        verbose_name=_("waiting on"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waiting_cases",
        db_index=False,
    )
    lead_department = models.ForeignKey(
        "grids.Department",
        verbose_name=_("lead department"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_cases",
        db_index=False,
    )
    supporting_departments = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # posts, sorted: asked to co-handle at any time, and those among them whose order is still open
    helpers = ArrayField(models.BigIntegerField(), verbose_name=_("asked to co-handle"), default=list, blank=True)
    owing = ArrayField(models.BigIntegerField(), verbose_name=_("open co-handling orders"), default=list, blank=True)
    handled_by = models.ForeignKey(
        "grids.User",
        verbose_name=_("handled by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_cases",
        db_index=False,
    )

    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    warn_at = models.DateTimeField(_("due soon from"), null=True, blank=True)
    handle_due_at = models.DateTimeField(_("handling due"), null=True, blank=True)
    original_due_at = models.DateTimeField(_("original due time"), null=True, blank=True)
    resolution_due_at = models.DateTimeField(_("due by meeting decision"), null=True, blank=True)
    escalate_at = models.DateTimeField(_("next rung at"), null=True, blank=True)
    escalation_rung = models.PositiveSmallIntegerField(_("rung"), default=0)
    watch_level = models.PositiveSmallIntegerField(_("watched at level"), default=3)
    in_meeting = models.BooleanField(_("before a joint meeting"), default=False)

    seen_at = models.DateTimeField(_("seen or told"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    assigned_at = models.DateTimeField(_("assigned"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed for"), null=True, blank=True)
    responded_at = models.DateTimeField(_("responded"), null=True, blank=True)
    fed_back_at = models.DateTimeField(_("fed back"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    result = models.CharField(
        _("result"), max_length=12, blank=True, choices=[(k, _(v)) for k, v in workflow.RESULTS.items()]
    )
    rework_count = models.PositiveSmallIntegerField(_("reworks"), default=0)
    reopen_count = models.PositiveSmallIntegerField(_("reopenings"), default=0)
    refused_returns = models.PositiveSmallIntegerField(_("refused returns"), default=0)
    asked = models.CharField(_("waits for approval of"), max_length=12, blank=True, choices=ASKED)
    asked_by = models.ForeignKey(
        "grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    asked_of = models.CharField(_("who decides"), max_length=12, blank=True)
    comes_back_at = models.DateTimeField(_("comes back by itself"), null=True, blank=True)
    return_until = models.DateTimeField(_("may be returned until"), null=True, blank=True)
    returned_from = ArrayField(models.BigIntegerField(), default=list, blank=True)
    details_asked_at = models.DateTimeField(_("details asked for"), null=True, blank=True)
    extension_count = models.PositiveSmallIntegerField(_("extensions"), default=0)
    call_attempts = models.PositiveSmallIntegerField(_("call-back attempts"), default=0)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    urge_count = models.PositiveSmallIntegerField(_("times urged"), default=0)
    tags = ArrayField(models.CharField(max_length=12, choices=TAGS), verbose_name=_("tags"), default=list, blank=True)
    changed_at = models.DateTimeField(_("last changed"))

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s for s, _label in STATES]), name="case_state_exists"),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "evaluated"], closed_at__isnull=False)
                | (~Q(state__in=["closed", "evaluated"]) & Q(closed_at__isnull=True)),
                name="closed_cases_have_a_closing_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "in_progress", "feedback", "rework", "reopened"])
                | Q(owner__isnull=False, handle_due_at__isnull=False),
                name="handled_cases_have_an_owner_and_a_due_time",
            ),
            models.CheckConstraint(
                condition=Q(handle_due_at__isnull=True) | Q(handle_due_at__gte=F("reported_at")),
                name="nothing_is_due_before_it_was_reported",
            ),
            models.CheckConstraint(
                condition=Q(asked="", asked_by__isnull=True) | (~Q(asked="") & Q(asked_by__isnull=False)),
                name="what_is_asked_has_somebody_who_asks",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_cases_have_a_main_case",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["suspended", "need_info"]) | Q(comes_back_at__isnull=False),
                name="paused_cases_come_back",
            ),
            models.CheckConstraint(
                condition=Q(owing=[]) | Q(state__in=CO_HANDLED_STATES),
                name="never_fed_back_or_finished_with_an_open_order",
            ),
            models.CheckConstraint(condition=Q(helpers__contains=F("owing")), name="who_owes_was_asked"),
            ONLY_FINISHED_CASES,
            models.CheckConstraint(condition=Q(extension_count__lte=2), name="extended_at_most_twice"),
            models.CheckConstraint(condition=Q(reopen_count__lte=2), name="reopened_at_most_twice"),
            models.CheckConstraint(condition=Q(households__gte=1), name="at_least_one_household"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True) | Q(seen_at__lte=models.F("reported_at")),
                name="nothing_is_seen_after_it_was_reported",
            ),
            # also the index of with_outside_number: is this matter of 12345 here already?
            models.UniqueConstraint(
                fields=["source", "outside_number"],
                condition=~Q(outside_number=""),
                name="an_outside_number_is_logged_once",
            ),
        ]
        indexes = [*case_indexes.INDEXES, *DUE_INDEXES]
        triggers = [
            pgtrigger.Trigger(
                name="owing_are_the_open_orders",
                operation=pgtrigger.UpdateOf("owing"),
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(old__owing__df=pgtrigger.F("new__owing")),
                func=AGREES % {"case": "NEW.id"},
            ),
            NEVER_PUBLIC,
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @classmethod
    def from_db(cls, db, field_names, values):
        """Make a case from a row of the table, the names as a set: Django looks for each of seventy columns in them."""
        return super().from_db(db, frozenset(field_names), values)

    @property
    def look(self) -> workflow.Look:
        return workflow.STATES[workflow.State(self.state)]

    @property
    def state_label(self) -> str:
        return gettext(self.look.label)

    @property
    def is_open(self) -> bool:
        return self.state in workflow.OPEN

    @cached_property
    def place(self):
        """Return the most specific unit known: third-level grid, community, street or district."""
        return self.grid or self.community or self.street or self.district

    @cached_property
    def merged_numbers(self) -> list[str]:
        """Return the numbers of the cases merged into this one; for_rows and the case page load them along."""
        return list(self.merged.order_by("number").values_list("number", flat=True))

    @property
    def tag_labels(self) -> list[str]:
        return [gettext(tags.TAGS[name]) for name in self.tags if name in tags.TAGS]

    def lamp(self, now) -> str:
        """Return green, amber, red or paused (DOMAIN §3.6); finished cases have no lamp: an empty string."""
        if not self.is_open:
            return ""
        if self.due_at is None:
            return "paused"
        if self.due_at < now:
            return "red"
        return "amber" if self.warn_at and self.warn_at <= now else "green"
