"""The forms of co-handling orders: ask several posts at once, sign for, report done, waive."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import due_words, lifecycle, permissions
from cases.desk.action_form import ActionForm, note_field
from cases.desk.fields import PostsField
from cases.lifecycle.cohandling import LIMITS
from cases.models import CoHandlingOrder

State = CoHandlingOrder.State


class Split(ActionForm):
    """Several posts along the path of the place, one text and one limit for all of them."""

    verb = lifecycle.split

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        self.fields["posts"] = PostsField(case, now, required=False)
        self.fields["note"] = note_field(
            _("What they are to do"), _("They read this as their order."), required=False, rows=3
        )
        limits = [(limit, due_words.limit(limit)) for limit in LIMITS]
        self.fields["limit"] = forms.ChoiceField(
            label=_("Within"),
            help_text=_("Never later than the case itself is due."),
            required=False,
            choices=limits,
            initial="3D",
            widget=forms.RadioSelect,
        )


class OrderForm(ActionForm):
    """About one order: the one that is named, else the only one it can be about."""

    states = CoHandlingOrder.OPEN
    of_mine = True

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        orders = CoHandlingOrder.objects.filter(case=case, state__in=self.states).for_panel()
        if self.of_mine:
            orders = orders.filter(post__in=scope.post_ids)
        self.orders = [order for order in orders if self.of_mine or permissions.may_waive(order, case, scope)]
        rows = CoHandlingOrder.objects.filter(case=case)  # one that ended meanwhile is for the verb to refuse
        field = forms.ModelChoiceField(rows, label=_("Which order"), required=False, empty_label=None)
        field.choices = [(order.pk, f"{order.post} · {order.text[:60]}") for order in self.orders]
        field.widget = forms.HiddenInput() if len(self.orders) < 2 else forms.RadioSelect(choices=field.choices)
        self.fields = {"order": field, **self.fields}
        if self.orders:
            self.initial["order"] = self.orders[0].pk

    @property
    def request(self) -> list[str]:
        """Return the order as lines to read, where it is only one."""
        if len(self.orders) != 1:
            return []
        order = self.orders[0]
        return [f"{order.post} · {due_words.moment(order.due_at, self.now)}", order.text]

    def clean_order(self):
        order = self.cleaned_data["order"] or (self.orders[0] if len(self.orders) == 1 else None)
        if order is None:
            raise forms.ValidationError(_("Choose the order."))
        return order


class SignOrder(OrderForm):
    verb = lifecycle.sign_order
    states = (State.ASKED,)


class ReportOrder(OrderForm):
    verb = lifecycle.report_order
    states = (State.SIGNED,)
    note = note_field(_("What was done"), _("The lead unit reads this."), required=False)


class WaiveOrder(OrderForm):
    verb = lifecycle.waive_order
    of_mine = False
    note = note_field(_("Why it is not needed"), required=False, rows=2)


FORMS: dict[str, type[ActionForm]] = {
    "split": Split,
    "sign_order": SignOrder,
    "report_order": ReportOrder,
    "waive_order": WaiveOrder,
}
DONE = {
    "split": _("Asked. Each has its own limit; all of them are on this page."),
    "sign_order": _("Signed for. Report it here when your part is done."),
    "report_order": _("Reported. The lead unit has been told."),
    "waive_order": _("Waived. The unit has been told."),
}
