"""The small forms around a meeting: notice, answers, sign-in, who else comes, another time, calling off, vetting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import AgendaItem, Invitation
from grids.models import Post

DAY = {
    "required": _("Choose a day and a time."),
    "invalid_date": _("This is no day."),
    "invalid_time": _("This is no time."),
}


def moment(label, **more):
    """Return a field for a day and a time of day."""
    widget = forms.SplitDateTimeWidget(
        date_attrs={"type": "date"}, time_attrs={"type": "time"}, date_format="%Y-%m-%d", time_format="%H:%M"
    )
    return forms.SplitDateTimeField(label=label, widget=widget, error_messages=DAY, **more)


def words(label, *, rows=3, most=1000, **more):
    """Return a field for a few lines, asked for by the verb and not by the form."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget, **more)


class NoticeForm(forms.Form):
    is_urgent = forms.BooleanField(label=_("Urgent: two hours are enough"), required=False)


class ReplyForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Do you come?"), choices=Invitation.Reply.choices[1:], widget=forms.RadioSelect, required=False
    )
    substitute = forms.CharField(label=_("Who comes instead"), max_length=40, required=False)
    authority = forms.CharField(label=_("What they may decide"), max_length=120, required=False)


class SignInForm(forms.Form):
    attendance = forms.ChoiceField(choices=Invitation.Attendance.choices, required=False)
    person = forms.CharField(max_length=40, required=False)


class InviteForm(forms.Form):
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("Post"),
        error_messages={"required": _("Choose a post."), "invalid_choice": _("Choose a post.")},
    )
    part = forms.ChoiceField(label=_("Comes as"), choices=Invitation.Part.choices[1:], initial="supporting")

    def __init__(self, *args, posts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts


class ConvenerForm(forms.Form):
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("Convener"),
        error_messages={"required": _("Choose a post."), "invalid_choice": _("Choose a post.")},
    )

    def __init__(self, *args, posts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts


class MoveForm(forms.Form):
    held_at = moment(_("New time"))
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    is_urgent = forms.BooleanField(label=_("Urgent: two hours are enough"), required=False)


class CancelForm(forms.Form):
    note = words(_("Why it is cancelled"), rows=2, most=200)


class SendBackForm(forms.Form):
    note = words(_("Why it is sent back"), rows=2)


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Hear it with"),
        error_messages={"required": _("Choose another item."), "invalid_choice": _("Choose another item.")},
    )  # fmt: skip

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = items
        self.fields["into"].label_from_instance = lambda item: f"{item.case.number} {item.case.title}"


class VisitForm(forms.Form):
    visited_at = moment(_("When"), required=False)
    present = forms.CharField(label=_("Who was there"), max_length=200, required=False)
    text = words(_("What was found"), most=2000)


class SupplementForm(forms.Form):
    text = words(_("Correction"), most=2000)


class ApplyForm(forms.Form):
    note = words(_("How it was done"), rows=2)
