"""Hand-over lists (交接单): what lay on a post when it went from one person to the next, confirmed by both."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from cases import workflow
from cases.models.cohandling import CoHandlingOrder


class HandoverQuerySet(models.QuerySet):
    """Named queries over hand-over lists."""

    def waiting_for(self, user):
        """Return the lists somebody still has to confirm."""
        return self.filter(_waits_for(user))

    def waiting_first(self, user):
        """Order the lists: first those somebody still has to confirm, then the latest."""
        waits = models.Case(models.When(_waits_for(user), then=0), default=1)
        return self.order_by(waits, "-at", "-pk")

    def open(self):
        left = Q(from_person__isnull=False, confirmed_by_from_at__isnull=True)
        return self.filter(left | Q(confirmed_by_to_at__isnull=True))

    def with_people(self):
        return self.select_related("post__grid", "post__department", "from_person", "to_person", "proposed_by")


def _waits_for(user) -> Q:
    return Q(from_person=user, confirmed_by_from_at__isnull=True) | Q(to_person=user, confirmed_by_to_at__isnull=True)


class Handover(models.Model):
    """One post going from one person to another. Written by cases.handovers; open until both have confirmed.

    A post that nobody held comes from nobody; then its new holder alone confirms.
    """

    number = models.CharField(_("number"), max_length=30, unique=True)
    post = models.ForeignKey(
        "grids.Post", verbose_name=_("post"), on_delete=models.PROTECT, related_name="handovers", db_index=False
    )
    from_person = models.ForeignKey(
        "grids.User",
        verbose_name=_("handed over by"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        blank=True,
    )
    to_person = models.ForeignKey(
        "grids.User", verbose_name=_("taken over by"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposed_by = models.ForeignKey(
        "grids.User", verbose_name=_("arranged by"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("remark"), blank=True)
    confirmed_by_from_at = models.DateTimeField(_("confirmed by who hands over"), null=True, blank=True)
    confirmed_by_to_at = models.DateTimeField(_("confirmed by who takes over"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("hand-over list")
        verbose_name_plural = _("hand-over lists")
        constraints = [
            models.CheckConstraint(condition=~Q(to_person=F("from_person")), name="handed_over_to_somebody_else"),
        ]
        indexes = [
            # my lists, and the frame of each page: those I have not confirmed
            models.Index(fields=["from_person", "-at"], name="handover_from"),
            models.Index(fields=["to_person", "-at"], name="handover_to"),
            # page of a post: its lists
            models.Index(fields=["post", "-at"], name="handover_post"),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="only_confirmed", exclude=["confirmed_by_from_at", "confirmed_by_to_at"]),
        ]

    def __str__(self):
        return self.number

    @property
    def is_open(self) -> bool:
        lacks_leaver = self.from_person_id is not None and self.confirmed_by_from_at is None
        return lacks_leaver or self.confirmed_by_to_at is None

    def waits_for(self, user) -> bool:
        """Tell whether somebody still has to confirm the list."""
        return (user.pk == self.from_person_id and self.confirmed_by_from_at is None) or (
            user.pk == self.to_person_id and self.confirmed_by_to_at is None
        )


class HandoverItem(models.Model):
    """A case, or a co-handling order on another post's case, as it stood at the hand-over: a line, never changed."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField(_("position"))
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(
        "cases.CoHandlingOrder", on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )  # empty: the case itself; else state, due time and lamp are the order's
    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=80)
    state = models.CharField(_("state"), max_length=20)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    lamp = models.CharField(_("lamp"), max_length=8)

    class Meta:
        ordering = ["position"]
        verbose_name = _("case of a hand-over list")
        verbose_name_plural = _("cases of a hand-over list")
        constraints = [
            # its index also serves the page of the list
            models.UniqueConstraint(fields=["handover", "position"], name="one_case_per_line"),
            models.UniqueConstraint(
                fields=["handover", "case"], name="each_case_once_on_a_list", condition=Q(order__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["handover", "order"], name="each_order_once_on_a_list", condition=Q(order__isnull=False)
            ),
        ]
        triggers = [pgtrigger.Protect(name="lines_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.position} {self.number}"

    @property
    def state_label(self) -> str:
        if self.order_id:
            return str(CoHandlingOrder.State(self.state).label)
        return gettext(workflow.STATES[workflow.State(self.state)].label)
