"""The form of a grid leader's round: where, what kind, photos, one line; solved already or to be handled."""

from collections import Counter

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import lifecycle
from cases.desk.fields import CategoryField, GridField, PhotosField
from cases.desk.new_form import NewCase, phone_field
from cases.models import Case, Source
from grids import catalogue
from grids.models import Category

ON_A_ROUND = (Source.PATROL, Source.VISIT, Source.WALK_IN, Source.PHONE)
LATELY = 60  # cases that show what somebody logs most
BUTTONS = 6
RECENT = 3


class OnTheSpot(forms.Form):
    """What was seen on a round (当场处置): a minute's work with one thumb."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    address = forms.CharField(label=_("Exact place"), required=False, max_length=200)
    category = CategoryField(required=False)
    photos = PhotosField(label=_("Before"))
    after = PhotosField(label=_("After"))
    text = forms.CharField(
        label=_("What it was, what you did"), max_length=500, widget=forms.Textarea({"rows": 2, "maxlength": 500})
    )
    source = forms.ChoiceField(
        label=_("How it came"), required=False, choices=[(source.value, source.label) for source in ON_A_ROUND]
    )
    name = forms.CharField(label=_("Who asked"), required=False, max_length=40)
    phone = phone_field()

    def __init__(self, scope, *args, **options):
        super().__init__(*args, **options)
        self.fields["grid"] = GridField(scope, required=False)

    def report(self) -> lifecycle.Report:
        """Return the report these fields make."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "after"}
        return lifecycle.Report(**{**fields, "source": fields["source"] or Source.PATROL})

    def run(self, *, is_solved: bool, by, now) -> lifecycle.Receipt:
        """Log the matter; a solved one is closed in the same step. Raises what the verbs raise."""
        after = self.cleaned_data["after"]
        if is_solved:
            return lifecycle.report_and_close(
                self.report(), note=self.cleaned_data["text"], after=after, by=by, now=now
            )
        return lifecycle.report(self.report(), by=by, now=now)


class Habit:
    """What somebody logged lately: the kinds to offer first, the place to begin with. One query."""

    def __init__(self, scope):
        self.lately = list(Case.objects.logged_lately(scope.user)[:LATELY])
        self.recent = self.lately[:RECENT]
        own = NewCase.habit(scope)
        last = next((case.grid for case in self.lately if case.grid and scope.covers(case.grid)), None)
        self.grid = own.get("grid") or (f"{last.code} {last.label}" if last else "")

    def kinds(self) -> list[Category]:
        """Return six kinds, one's own most used first, then those most people need."""
        leaves = {leaf.pk: leaf for leaf in catalogue.leaves()}
        used = [pk for pk, _count in Counter(case.category_id for case in self.lately).most_common() if pk in leaves]
        common = [leaf.pk for leaf in leaves.values() if leaf.is_common]
        return [leaves[pk] for pk in dict.fromkeys([*used, *common, *leaves])][:BUTTONS]
