"""The form of each action on a case page. A form translates; deciding is for cases.lifecycle and cases.meetings."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases import lifecycle, meetings, workflow
from cases.desk import cohandling_forms, decision_forms, oversight_forms, proposal
from cases.desk.action_form import ActionForm, note_field
from cases.desk.fields import CategoryField, GridField, MentionField, PhotosField, PostField, UnitsField
from cases.tags import BY_HAND
from grids import catalogue, suggesting


class SignFor(ActionForm):
    verb = lifecycle.sign_for


class Respond(ActionForm):
    verb = lifecycle.respond
    note = note_field(_("How and when"), _("Whom you reached, or what you saw on the site."))


class NoteProgress(ActionForm):
    verb = lifecycle.note_progress
    note = note_field(_("Internal note"), _("Only staff see it."))

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        self.fields["mention"] = MentionField(case, now)


class Reply(ActionForm):
    verb = lifecycle.reply
    standard = "reply"
    note = note_field(_("To the reporter"), _("Shown on the tracking page."), is_public=True)


class SetTags(ActionForm):
    """The tags of a matter, all of them at once: ticked or not."""

    verb = lifecycle.set_tags
    tags = forms.MultipleChoiceField(
        label=_("What the matter is like"),
        help_text=_("About the matter, never about people."),
        required=False,
        choices=[(name, _(label)) for name, label in BY_HAND.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def start(self, case):
        return {"tags": case.tags}


class Urge(ActionForm):
    verb = lifecycle.urge
    note = note_field(_("Remark"), required=False, rows=2)


class Accept(ActionForm):
    """Accepting needs the category and the grid confirmed."""

    verb = lifecycle.accept
    category = CategoryField(required=False)

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        if self.proposed:
            self.fields["category"].help_text = gettext(
                "Proposed by the words of the report; change it where they mislead."
            )
        self.fields["grid"] = GridField(scope, required=False)
        self.fields["note"] = note_field(_("Remark"), required=False, rows=2)

    def start(self, case):
        place, self.proposed = case.place, not case.category_id and suggesting.kinds(case.text, catalogue.keywords())
        category = self.proposed[0] if self.proposed else case.category_id
        return {"category": category, "grid": f"{place.code} {place.label}" if place else ""}


class Assign(ActionForm):
    """Handing over by hand: to a staffed post along the path of the place, the one the rules propose first."""

    verb = lifecycle.assign
    reason_is_needed = False

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        self.fields["post"] = PostField(case, now, required=False)
        self.proposal = proposal.of(case, *self.fields["post"].staffed)
        if self.proposal and not self.reason_is_needed:
            self.initial["post"] = self.proposal.post.pk
        self.fields["note"] = note_field(_("Reason") if self.reason_is_needed else _("Remark"), required=False, rows=2)

    def answers(self):
        chosen, proposed = super().answers(), self.proposal
        takes_it = proposed and chosen["post"] and chosen["post"].pk == proposed.post.pk
        return {**chosen, "route": proposed.route if takes_it else None}


class Reassign(Assign):
    verb = lifecycle.reassign
    reason_is_needed = True


class FeedBack(ActionForm):
    verb = lifecycle.feed_back
    standard = "feed_back"
    result = forms.ChoiceField(
        label=_("Result"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(k, _(v)) for k, v in workflow.RESULTS.items()],
    )
    note = note_field(_("What was done"), _("The reporter reads this."), required=False, is_public=True)
    photos = PhotosField(label=_("Photos after"))


class Verify(ActionForm):
    verb = lifecycle.verify
    note = note_field(_("What you found"), _("On site or by telephone."))
    photos = PhotosField()


class OrderRework(ActionForm):
    verb = lifecycle.order_rework
    note = note_field(_("What is still missing"))


class Close(ActionForm):
    """The call-back: reached? solved? in the reporter's words."""

    verb = lifecycle.close
    SOLVED = (("yes", _("Solved")), ("partly", _("Partly solved")), ("no", _("Not solved")))
    contacted = forms.TypedChoiceField(
        label=_("Reporter reached?"),
        required=False,
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
        empty_value=None,
        choices=[("yes", _("Yes, reached")), ("no", _("No, three attempts noted"))],
    )
    solved = forms.ChoiceField(
        label=_("What the reporter says"), required=False, widget=forms.RadioSelect, choices=SOLVED
    )
    note = note_field(_("What the call-back brought"))

    def clean(self):
        """Take an answer of the reporter for having reached them; without one it has to be said."""
        answers = super().clean()
        reached, said = answers.get("contacted"), answers.get("solved")
        if reached is None and said:
            answers["contacted"] = True
        elif reached is None and "contacted" not in self.errors:
            self.add_error("contacted", gettext("Say whether the reporter was reached."))
        elif reached is False and said:
            self.add_error("solved", gettext("Nobody was reached, so nobody said this."))
        return answers

    def answers(self):
        said, note = dict(self.SOLVED).get(self.cleaned_data["solved"]), self.cleaned_data["note"]
        if said:
            note = gettext("%(said)s. %(note)s") % {"said": said, "note": note}
        return {"contacted": self.cleaned_data["contacted"], "solved": self.cleaned_data["solved"], "note": note}


class Reopen(ActionForm):
    verb = lifecycle.reopen
    note = note_field(_("Why it is opened again"))


class CloseOnTheSpot(ActionForm):
    verb = lifecycle.close_on_the_spot
    note = note_field(_("What was done"), required=False, is_public=True)
    photos = PhotosField(label=_("Photos after"))

    def answers(self):
        return {"note": self.cleaned_data["note"], "after": self.cleaned_data["photos"]}


class ProposeToMeeting(ActionForm):
    """A proposal for the joint meeting: which one, why, what was tried, what is asked, which units should come."""

    verb = meetings.propose
    LEVELS = (("2", _("Community meeting")), ("1", _("Street's joint meeting")), ("0", _("District's joint meeting")))
    level = forms.TypedChoiceField(
        label=_("Which meeting"), coerce=int, choices=LEVELS, initial="1", widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose…")), *((k, _(v)) for k, v in workflow.MEETING_REASONS.items())]
    )
    problem = note_field(_("The problem"), _("Empty: the reporter's own words."), required=False, rows=2)
    tried = note_field(_("What was tried"), required=False, rows=2)
    asked = note_field(_("What is asked of the meeting"), rows=2)

    def __init__(self, case, scope, now, *args, **options):
        super().__init__(case, scope, now, *args, **options)
        self.fields["suggested"] = UnitsField(case, now)

    def run(self):
        version = self.cleaned_data["version"]
        return meetings.propose(self.case, by=self.scope, now=self.now, version=version, **self.answers())


FORMS: dict[str, type[ActionForm]] = {
    **decision_forms.FORMS,
    **cohandling_forms.FORMS,
    **oversight_forms.FORMS,
    "accept": Accept,
    "assign": Assign,
    "reassign": Reassign,
    "sign_for": SignFor,
    "respond": Respond,
    "note_progress": NoteProgress,
    "reply": Reply,
    "feed_back": FeedBack,
    "verify": Verify,
    "order_rework": OrderRework,
    "close": Close,
    "reopen": Reopen,
    "propose_to_meeting": ProposeToMeeting,
    "set_tags": SetTags,
    "urge": Urge,
    "close_on_the_spot": CloseOnTheSpot,
}
# What one fills in while calling the reporter; the reason on record is the name of the step.
CALLING = ("close", "note_call", "respond", "verify", "ask_for_details", "supply_details")
# What else one may want when the answer is no.
OTHER_WAY = {
    **decision_forms.OTHER_WAY,
    "verify": "order_rework",
    "order_rework": "verify",
    "feed_back": "propose_to_meeting",
    "sign_for": "request_return",
}
DONE = {
    **decision_forms.DONE,
    **cohandling_forms.DONE,
    **oversight_forms.DONE,
    "accept": _("Accepted. The route is being chosen."),
    "assign": _("Assigned. The handling clock runs from now."),
    "reassign": _("Reassigned."),
    "sign_for": _("Signed for. It is yours now."),
    "respond": _("Noted. The response clock has stopped."),
    "note_progress": _("Note kept."),
    "reply": _("The reporter sees your reply on the tracking page."),
    "feed_back": _("Fed back. Somebody else verifies now."),
    "verify": _("Verified. The call-back is next."),
    "order_rework": _("Sent back for rework with a new limit."),
    "close": _("Closed. The reporter may rate it for 15 days."),
    "reopen": _("Reopened. A new handling clock runs."),
    "propose_to_meeting": _("Proposed to the joint meeting. The clocks keep running."),
    "set_tags": _("Tags changed."),
    "urge": _("The responsible post has been reminded."),
    "close_on_the_spot": _("Closed as solved on the spot."),
}
