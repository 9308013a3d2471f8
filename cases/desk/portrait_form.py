"""The form with which somebody shows everybody their own photo: a file, and a consent that is ticked each time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import photos
from grids import answering
from grids.scope import Scope


class ShowPortrait(forms.Form):
    """Cleans to `photo`, a cases.photos.Checked."""

    photo = forms.FileField(
        label=_("Your photo"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a photo.")},
    )
    agrees = forms.BooleanField(
        label=_(
            "I agree that everybody sees this photo with my surname and title, on the page of my grid and on its "
            "notice board, until I take it back."
        ),
        error_messages={"required": _("Without your consent no photo is shown.")},
    )

    def clean_photo(self):
        """Return the photo decoded and encoded anew: nothing else that lay in the file goes along."""
        try:
            return photos.check(self.cleaned_data["photo"])
        except photos.BadPhoto as error:
            raise forms.ValidationError(error.message) from error


def is_offered(scope: Scope) -> bool:
    """Tell whether residents are shown who this is: somebody who leads a grid, not whoever stands in for them."""
    return any(post.role in answering.LEADERS and post.acting_for is None for post in scope.every_post)
