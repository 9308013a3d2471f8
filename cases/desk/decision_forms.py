"""The forms of what needs a second person, of returns, pauses and merging. A form translates; lifecycle decides."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases import due_words, lifecycle, workflow
from cases.desk import related
from cases.desk.action_form import ActionForm, note_field
from cases.models import Case


def _reasons(table: dict[str, str]) -> forms.ChoiceField:
    choices = [(code, _(label)) for code, label in table.items()]
    return forms.ChoiceField(label=_("Reason"), required=False, widget=forms.RadioSelect, choices=choices)


def _date(label, hint="") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=False, widget=widget)


class AskForDetails(ActionForm):
    verb = lifecycle.ask_for_details
    note = note_field(
        _("What is missing"), _("The reporter reads this on the tracking page."), required=False, is_public=True
    )


class SupplyDetails(ActionForm):
    """What the reporter told the desk by telephone or in person."""

    verb = lifecycle.supply_details
    note = note_field(_("What the reporter added"), required=False)


class RequestReturn(ActionForm):
    verb = lifecycle.request_return
    reason = _reasons(workflow.RETURN_REASONS)
    note = note_field(_("Why, and who should have it"), required=False)


class RequestExtension(ActionForm):
    verb = lifecycle.request_extension
    reason = _reasons(workflow.EXTENSION_REASONS)
    until = _date(_("New due date"), _("Close of business of a working day."))
    note = note_field(_("What is done, what is left"), required=False)


class RequestSuspension(ActionForm):
    verb = lifecycle.request_suspension
    reason = _reasons(workflow.SUSPENSION_REASONS)
    until = _date(_("Review date"), _("At most 90 days ahead; the case comes back by itself on that day."))
    note = note_field(_("What it waits for"), required=False)


class RequestDecline(ActionForm):
    verb = lifecycle.request_decline
    standard = "request_decline"
    reason = _reasons(workflow.DECLINE_REASONS)
    note = note_field(
        _("Where the reporter can turn instead"), _("The reporter reads this."), required=False, is_public=True
    )


class RequestVoid(ActionForm):
    verb = lifecycle.request_void
    reason = _reasons(workflow.VOID_REASONS)
    note = note_field(_("Why"), required=False)


class Decision(ActionForm):
    """An answer to what somebody asked: the request is read out above the buttons."""

    note = note_field(_("Remark"), required=False, rows=2)

    @property
    def request(self) -> list[str]:
        """Return the request as lines to read: who asked what, why, until when."""
        asked = self.case.approvals.filter(verdict="").select_related("asked_by").first()
        if asked is None:
            return []
        reasons = {**workflow.EXTENSION_REASONS, **workflow.SUSPENSION_REASONS, **workflow.DECLINE_REASONS,
                   **workflow.VOID_REASONS}  # fmt: skip
        until = due_words.moment(asked.until, self.now) if asked.until else ""
        parts = [str(asked.asked_by), str(_(reasons.get(asked.reason, asked.reason))), until, asked.note]
        return [part for part in parts if part]


class Refusal(Decision):
    note = note_field(_("Why not"), required=False)


class ApproveExtension(Decision):
    verb = lifecycle.approve_extension


class RefuseExtension(Refusal):
    verb = lifecycle.refuse_extension


class Suspend(Decision):
    verb = lifecycle.suspend


class RefuseSuspension(Refusal):
    verb = lifecycle.refuse_suspension


class Decline(Decision):
    verb = lifecycle.decline


class RefuseDecline(Refusal):
    verb = lifecycle.refuse_decline


class Void(Decision):
    verb = lifecycle.void


class RefuseVoid(Refusal):
    verb = lifecycle.refuse_void


class Resume(ActionForm):
    verb = lifecycle.resume
    note = note_field(_("Remark"), required=False, rows=2)


class ApproveReturn(ActionForm):
    verb = lifecycle.approve_return
    note = note_field(_("Remark"), required=False, rows=2)


class RefuseReturn(ActionForm):
    verb = lifecycle.refuse_return
    note = note_field(_("Why it stays with this unit"), required=False)


class NoteCall(ActionForm):
    verb = lifecycle.note_call
    note = note_field(_("When and how you tried"), required=False, rows=2)

    def said(self, case):
        counts = {"count": case.call_attempts, "most": lifecycle.CALL_ATTEMPTS}
        if case.call_attempts < lifecycle.CALL_ATTEMPTS:
            return gettext("Attempt %(count)s of %(most)s noted.") % counts
        return gettext("Attempt %(count)s noted; it may be closed without contact now.") % counts


class Merge(ActionForm):
    """The main case is ticked among the related ones or named by its number; only the person's own scope counts."""

    verb = lifecycle.merge
    likely = forms.ChoiceField(label=_("One of the related cases"), required=False, widget=forms.RadioSelect)
    main = forms.CharField(
        label=_("Number of the main case"),
        help_text=_("For example ZZ20261123-000123"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    note = note_field(_("Remark"), required=False, rows=2)

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        found = {other.number: other for rows in related.of(case, scope, now).values() for other in rows}
        likely = [
            (number, f"{other.title} · {number}") for number, other in found.items() if other.state in workflow.OPEN
        ]
        self.fields["likely"].choices = likely
        if not likely:
            del self.fields["likely"]

    def answers(self):
        answers = super().answers()
        ticked = answers.pop("likely", "")
        if ticked and not answers["main"]:
            answers["main"] = Case.objects.visible_to(self.scope).filter(number=ticked).first()
        return answers

    def clean_main(self) -> Case | None:
        number = self.cleaned_data["main"].strip().upper()
        found = Case.objects.visible_to(self.scope).filter(number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(_("This number is not among the cases you may see, or it is mistyped."))
        return found


class Unmerge(ActionForm):
    verb = lifecycle.unmerge
    note = note_field(_("Why it is a case of its own"), required=False)


FORMS: dict[str, type[ActionForm]] = {
    "ask_for_details": AskForDetails,
    "supply_details": SupplyDetails,
    "request_decline": RequestDecline,
    "decline": Decline,
    "refuse_decline": RefuseDecline,
    "merge": Merge,
    "unmerge": Unmerge,
    "request_return": RequestReturn,
    "approve_return": ApproveReturn,
    "refuse_return": RefuseReturn,
    "request_extension": RequestExtension,
    "approve_extension": ApproveExtension,
    "refuse_extension": RefuseExtension,
    "request_suspension": RequestSuspension,
    "suspend": Suspend,
    "refuse_suspension": RefuseSuspension,
    "resume": Resume,
    "note_call": NoteCall,
    "request_void": RequestVoid,
    "void": Void,
    "refuse_void": RefuseVoid,
}
OTHER_WAY = {
    "approve_return": "refuse_return",
    "refuse_return": "approve_return",
    "approve_extension": "refuse_extension",
    "refuse_extension": "approve_extension",
    "suspend": "refuse_suspension",
    "refuse_suspension": "suspend",
    "decline": "refuse_decline",
    "refuse_decline": "decline",
    "void": "refuse_void",
    "refuse_void": "void",
    "close": "note_call",
    "accept": "ask_for_details",
}
DONE = {
    "ask_for_details": _("Asked. The clock stands still until the answer, at most two working days."),
    "supply_details": _("Noted. The accepting clock goes on."),
    "request_decline": _("Proposed. A second person decides."),
    "decline": _("Not accepted. The reporter reads the guidance."),
    "refuse_decline": _("It stays, and is to be accepted."),
    "merge": _("Merged. Its reporters are told when the main case is closed."),
    "unmerge": _("A case of its own again. It is to be accepted."),
    "request_return": _("Asked for. The dispatch desk decides; the clocks keep running."),
    "approve_return": _("Taken back. A new route is being chosen."),
    "refuse_return": _("It stays with the unit."),
    "request_extension": _("Asked for. The clocks keep running until it is approved."),
    "approve_extension": _("Extended. The new due time stands on the page."),
    "refuse_extension": _("Refused. The due time stays."),
    "request_suspension": _("Asked for. The clocks keep running until the district approves."),
    "suspend": _("On hold until the review date; it comes back by itself."),
    "refuse_suspension": _("Refused. The clocks keep running."),
    "resume": _("Taken up again. The clocks go on."),
    "request_void": _("Asked for. The district decides."),
    "void": _("Voided. Nothing is deleted."),
    "refuse_void": _("It stays as it is."),
}
