"""The form for logging a matter: who told us, what, where, and for the on-the-spot kind what was done about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import lifecycle
from cases.desk.fields import CategoryField, GridField, PhotosField
from cases.models import Source

BY_STAFF = (
    Source.PHONE,
    Source.WALK_IN,
    Source.VISIT,
    Source.PATROL,
    Source.HOTLINE_12345,
    Source.ZHENGHAOPAI,
    Source.LEADER,
    Source.MEDIA,
    Source.PETITION,
    Source.DEPARTMENT,
)


class NewCase(forms.Form):
    """A matter somebody told a member of staff about."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("How it came"), choices=[(source.value, source.label) for source in BY_STAFF])
    outside_number = forms.CharField(label=_("Number there"), required=False, max_length=60)
    category = CategoryField(required=False)
    text = forms.CharField(label=_("What happened"), max_length=5000, widget=forms.Textarea({"rows": 4}))
    address = forms.CharField(label=_("Exact place"), required=False, max_length=200)
    name = forms.CharField(label=_("Reporter's name"), required=False, max_length=40)
    phone = forms.RegexField(
        r"^[0-9 +\-]{5,20}$",
        label=_("Telephone"),
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
        error_messages={"invalid": _("Only digits, please, 5 to 20 of them.")},
    )
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

    def report(self, **more) -> lifecycle.Report:
        """Return the report these fields make."""
        names = ("form_key", "source", "category", "grid", "text", "address", "name", "phone", "households")
        answers = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return lifecycle.Report(
            **answers,
            hides_reporter=self.cleaned_data.get("hides_reporter", False),
            outside_number=self.cleaned_data.get("outside_number", ""),
            photos=self.cleaned_data["photos"],
            **more,
        )

    def run(self, *, by, now) -> lifecycle.Receipt:
        return lifecycle.report(self.report(), by=by, now=now)


class SolvedOnTheSpot(NewCase):
    """Seen on the round and solved at once (当场处置): less than a minute of typing."""

    outside_number = hides_reporter = households = None
    note = forms.CharField(
        label=_("What you did"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    photos = PhotosField(label=_("Before"))
    after = PhotosField(label=_("After"))

    @staticmethod
    def habit(scope) -> dict:
        return {"source": Source.PATROL, **NewCase.habit(scope)}

    def run(self, *, by, now) -> lifecycle.Receipt:
        return lifecycle.report_and_close(
            self.report(), note=self.cleaned_data["note"], after=self.cleaned_data["after"], by=by, now=now
        )
