"""The form for logging a matter: how it came and who asked, what, where."""

import uuid

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases import lifecycle
from cases.desk.fields import CategoryField, GridField, PhotosField
from cases.models import BY_STAFF, NUMBERED, Source

SOURCES = [(source.value, source.label) for source in BY_STAFF]


def phone_field() -> forms.RegexField:
    """Return the field for a telephone somebody left."""
    return forms.RegexField(
        r"^[0-9 +\-]{5,20}$",
        label=_("Telephone"),
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"invalid": _("Only digits, please, 5 to 20 of them.")},
    )


class NewCase(forms.Form):
    """A matter somebody told a member of staff about."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("How it came"), choices=SOURCES, widget=forms.RadioSelect, initial=Source.PHONE)
    outside_number = forms.CharField(
        label=_("Number there"),
        required=False,
        max_length=60,
        help_text=_("Of 12345, Zhenghaopai, a paper, an office. A number is logged once."),
    )
    name = forms.CharField(
        label=_("Who asked"),
        required=False,
        max_length=40,
        help_text=_("The resident; else the leader, the paper or the office."),
    )
    phone = phone_field()
    seen_at = forms.DateTimeField(
        label=_("Seen or told at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Where that was before now."),
    )
    category = CategoryField(required=False)
    text = forms.CharField(label=_("What happened"), max_length=5000, widget=forms.Textarea({"rows": 4}))
    address = forms.CharField(label=_("Exact place"), required=False, max_length=200)
    households = forms.IntegerField(label=_("Households concerned"), min_value=1, max_value=9999, initial=1)
    hides_reporter = forms.BooleanField(label=_("The unit must not learn who reported"), required=False)
    photos = PhotosField()

    def __init__(self, scope, *args, **options):
        super().__init__(*args, **options)
        self.fields["grid"] = GridField(scope, required=False)

    @staticmethod
    def habit(scope) -> dict:
        """Return what is filled in already: the person's own grid where there is just one."""
        units = [post.grid for post in scope.posts if post.grid.is_unit]
        return {"grid": f"{units[0].code} {units[0].label}"} if len(units) == 1 else {}

    def clean(self):
        data = super().clean()
        if data.get("source") in NUMBERED and not data.get("outside_number"):
            said = gettext("Write the number it has there: by it, it is logged only once.")
            self.add_error("outside_number", said)
        return data

    def run(self, *, by, now) -> lifecycle.Receipt:
        """Log the matter. Raises what lifecycle.report raises."""
        return lifecycle.report(lifecycle.Report(**self.cleaned_data), by=by, now=now)


def offer_anew(form: forms.Form, before: lifecycle.NotPossible) -> None:
    """Say why the form is not taken a second time, and give it a fresh key: what stands in it may be something new."""
    said = gettext(
        "This form was already sent and has the number %(number)s. Send it again only if this is something new."
    )
    form.add_error(None, f"{before.reason} {said % {'number': before.case.number}}")
    form.data = form.data.copy()
    form.data["form_key"] = str(uuid.uuid4())
