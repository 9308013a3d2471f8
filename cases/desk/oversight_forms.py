"""The forms of supervision notices and whistles. A form translates; cases.supervision and cases.whistles decide."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases import notice_permissions, office, supervision, whistles
from cases.desk.action_form import LONGEST_NOTE, ActionForm, note_field
from cases.models import SupervisionNotice

LONGEST = 500
Kind = SupervisionNotice.Kind


def _long(label, hint="", rows=3, required=True):
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST, widget=forms.Textarea({"rows": rows})
    )


class IssueNotice(ActionForm):
    """A notice by hand: which kind, why, what is asked, until when."""

    verb = supervision.issue
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=forms.RadioSelect, choices=Kind.choices)
    grounds = _long(_("Grounds"), _("What is late or wrong, with dates."), required=False)
    demand = _long(_("Demand"), _("One demand a line."), required=False)
    reply_due_at = forms.DateField(
        label=_("Reply by"), help_text=_("Close of business of that day. Empty: two working days."), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    copy_to = forms.ChoiceField(
        label=_("Copy to"), help_text=_("With a red card only; never sent by itself."), required=False,
        choices=SupervisionNotice.CopyTo.choices,
    )  # fmt: skip

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        kinds = notice_permissions.kinds_for(case, scope)
        self.fields["kind"].choices = [choice for choice in Kind.choices if choice[0] in kinds]
        if not notice_permissions.may_issue(Kind.RED, SupervisionNotice.CopyTo.CITY, case, scope):
            del self.fields["copy_to"]

    @property
    def typed(self):
        return "\n".join(self.data.get(name, "").strip() for name in ("grounds", "demand")).strip()

    def answers(self):
        answers = super().answers()
        day = answers.pop("reply_due_at")
        closing = office.calendar(self.case.district_id).closing(day) if day else None
        return {**answers, "reply_due_at": closing}


class BlowWhistle(ActionForm):
    """Whom to call where, why, and by when."""

    verb = whistles.blow
    place = forms.CharField(label=_("Where"), required=False, max_length=120)
    until = forms.DateTimeField(
        label=_("Come by"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    note = note_field(_("Why they are needed"), required=False, rows=3)

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        posts = whistles.callable_posts(case, now)
        field = forms.ModelMultipleChoiceField(
            posts, label=_("Whom"), required=False, widget=forms.CheckboxSelectMultiple
        )
        field.label_from_instance = lambda post: gettext("%(post)s, %(place)s") % {
            "post": post.department.short, "place": post.grid.label,
        }  # fmt: skip
        self.fields["posts"] = field
        self.fields["note"].max_length = LONGEST
        self.order_fields(["posts", "place", "until", "note"])

    def start(self, case):
        return {"place": case.address or (case.place.label if case.place else "")}


class Answer(forms.Form):
    """What the unit says to a notice."""

    text = forms.CharField(
        label=_("Reply"), help_text=_("Why it was late, what was done, when it will be done."), required=False,
        max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip

    def run(self, notice, by, now):
        return supervision.answer(notice, text=self.cleaned_data["text"], by=by, now=now)


class StrikeOff(forms.Form):
    """Striking off, with a remark."""

    note = _long(_("Remark"), _("Printed in the form."), rows=2, required=False)

    def run(self, notice, by, now):
        return supervision.strike_off(notice, note=self.cleaned_data["note"], by=by, now=now)


class Count(forms.Form):
    """Whether a card counts in the assessment, and why."""

    counts = forms.TypedChoiceField(
        label=_("In the assessment"), widget=forms.RadioSelect, coerce=lambda word: word == "yes",
        choices=[("yes", _("Counts")), ("no", _("Does not count"))],
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def run(self, notice, by, now):
        answers = self.cleaned_data
        return supervision.count(notice, counts=answers["counts"], reason=answers["reason"], by=by, now=now)


class ReportIn(forms.Form):
    """Reporting in, with what was found."""

    note = _long(_("Remark"), _("Who came, what was found."), rows=2, required=False)

    def run(self, call, by, now):
        return whistles.report_in(call, note=self.cleaned_data["note"], by=by, now=now)


FORMS = {"issue_notice": IssueNotice, "whistle": BlowWhistle}
DONE = {
    "issue_notice": _("The notice is issued and on its way to the unit."),
    "whistle": _("Called. Each unit reports in on its own page."),
    "answer": _("Answered. The office that issued the notice is told."),
    "strike_off": _("Struck off."),
    "count": _("Noted for the assessment."),
    "report_in": _("Reported in."),
}
