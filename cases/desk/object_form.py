"""The form that enters a public object, and the rows of the page that lists them."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases.desk.fields import CategoryField, GridField
from grids import permissions, public_objects
from grids.models import PublicObject


class NewObject(forms.Form):
    """A thing that gets a label; the grid and the kind stay chosen for the next one."""

    kind = forms.ChoiceField(label=_("Which object"), choices=PublicObject.Kind.choices)
    category = CategoryField(
        label=_("Kind of matter to fill in"), required=False, empty_label=_("The usual one, if there is one")
    )
    address = forms.CharField(
        label=_("Road and house number"), max_length=100, help_text=_("Or the estate, the park, the crossing.")
    )
    spot = forms.CharField(
        label=_("Where exactly"),
        required=False,
        max_length=60,
        help_text=_("For example: second pole north of the east gate."),
    )

    def __init__(self, scope, *args, **options):
        super().__init__(*args, **options)
        self.scope = scope
        self.fields["grid"] = GridField(scope)
        self.order_fields(["kind", "grid", "address", "spot", "category"])

    def clean_grid(self):
        """Take a third-level grid of one's own street or district: nobody answers for a label of a whole street."""
        grid = self.cleaned_data["grid"]
        if grid is not None and not (verdict := permissions.may_keep_object(grid, self.scope)):
            raise forms.ValidationError(verdict.reason)
        if grid is not None and not grid.is_unit:
            raise forms.ValidationError(gettext("Choose the third-level grid it stands in."))
        return grid

    def run(self) -> PublicObject:
        """Enter it."""
        return public_objects.add(**self.cleaned_data)
