"""What another post is asked to do on a case, beside the unit that leads it (主办 / 协办)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

# The case lists the posts whose orders are open, for desk lists without a join. Looked at when the transaction ends.
AGREES = """
    IF (SELECT owing FROM cases_case WHERE id = %(case)s) IS DISTINCT FROM ARRAY(
        SELECT post_id FROM cases_cohandlingorder
        WHERE case_id = %(case)s AND state IN ('asked', 'signed') ORDER BY post_id
    ) THEN
        RAISE EXCEPTION 'the open co-handling orders of case %% are not those it lists', %(case)s
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class CoHandlingQuerySet(models.QuerySet):
    """Named queries over co-handling orders."""

    def open(self):
        return self.filter(state__in=CoHandlingOrder.OPEN)

    def to_tell(self, now):
        """Return open orders whose next reminder has come."""
        return self.filter(tell_at__lte=now).order_by("tell_at")

    def for_panel(self):
        return self.select_related("post__grid", "post__department", "asked_from__grid", "asked_from__department")


class CoHandlingOrder(models.Model):
    """One co-handling order (协办任务) with its own limit. Written by cases.lifecycle only, reminded by the sweep."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("co-handling order", "To be signed for")
        SIGNED = "signed", _("In progress")
        DONE = "done", pgettext_lazy("co-handling order", "Done")
        WAIVED = "waived", _("Waived")
        LAPSED = "lapsed", _("Lapsed")  # the case went on without it

    OPEN = (State.ASKED, State.SIGNED)

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="orders", db_index=False)
    post = models.ForeignKey("grids.Post", verbose_name=_("post"), on_delete=models.PROTECT, related_name="orders")
    text = models.TextField(_("what is asked"))
    asked_from = models.ForeignKey(
        "grids.Post", verbose_name=_("asked by"), on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_by = models.ForeignKey("grids.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    is_leads_own = models.BooleanField(_("asked by the lead unit"), default=False)
    asked_at = models.DateTimeField(_("asked"))
    limit = models.CharField(_("limit"), max_length=8, blank=True)  # empty: a date was set instead
    warn_at = models.DateTimeField(_("due soon from"))
    due_at = models.DateTimeField(_("due"))

    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    signed_at = models.DateTimeField(_("signed for"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "grids.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answer = models.TextField(_("what was done, or why it is not needed"), blank=True)
    rung = models.PositiveSmallIntegerField(default=0)  # reminders sent: 1 nearly due, 2 overdue
    tell_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(_("stands still since"), null=True, blank=True)  # as long as its case is on hold

    objects = CoHandlingQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("co-handling order")
        verbose_name_plural = _("co-handling orders")
        indexes = [
            # case page: the orders of one case
            models.Index(fields=["case", "asked_at"], name="cohandling_case"),
            # reminders: the next ones to send
            models.Index(fields=["tell_at"], name="cohandling_tell", condition=Q(tell_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "post"], name="one_open_order_per_post", condition=Q(state__in=["asked", "signed"])
            ),
            models.CheckConstraint(
                condition=Q(state="asked", signed_at__isnull=True, ended_at__isnull=True, answer="")
                | Q(state="signed", signed_at__isnull=False, ended_at__isnull=True, answer="")
                | (Q(state="done", signed_at__isnull=False, ended_at__isnull=False) & ~Q(answer=""))
                | (Q(state__in=["waived", "lapsed"], ended_at__isnull=False) & ~Q(answer="")),
                name="an_order_has_what_its_state_says",
            ),
            models.CheckConstraint(
                condition=Q(tell_at__isnull=True) | Q(state__in=["asked", "signed"]),
                name="only_open_orders_are_reminded",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(state__in=["asked", "signed"], tell_at__isnull=True),
                name="only_open_orders_stand_still",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("asked_at")) & Q(warn_at__lte=F("due_at")), name="order_due_after_asked"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="an_order_says_what_is_asked"),
        ]
        triggers = [
            pgtrigger.Protect(name="order_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="what_was_asked_stays",
                fields=["case", "post", "text", "asked_from", "asked_by", "is_leads_own", "asked_at", "limit"],
            ),
            pgtrigger.FSM(
                name="orders_go_forward",
                field="state",
                transitions=[
                    ("asked", "signed"), ("asked", "waived"), ("asked", "lapsed"),
                    ("signed", "done"), ("signed", "waived"), ("signed", "lapsed"),
                ],
            ),
            pgtrigger.Trigger(
                name="orders_are_listed",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=AGREES % {"case": "NEW.case_id"},
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.post_id} {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def lamp(self, now) -> str:
        """Return green, amber or red by the order's own limit, paused on hold; nothing once it has ended."""
        if not self.is_open:
            return ""
        if self.paused_at:
            return "paused"
        if self.due_at < now:
            return "red"
        return "amber" if self.warn_at <= now else "green"
