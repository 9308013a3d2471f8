"""The forms of following a case: what its reporter adds, takes back or objects to, and the way in by telephone."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases.intake.forms import PhotosField
from residents import privacy

LONGEST = 2000
MOBILE = re.compile(r"1[3-9]\d{9}")
NEEDED = {"required": _("Please write a few words.")}


def _note(**options) -> forms.CharField:
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea, **options)


class RemarkForm(forms.Form):
    """Words, photos, or both."""

    note = _note(required=False)
    photos = PhotosField(required=False)


class WithdrawalForm(forms.Form):
    """Said in words and ticked: nobody withdraws by a slip of the thumb."""

    note = _note(required=False)
    sure = forms.BooleanField(error_messages={"required": _("Please tick the box if you really want to withdraw it.")})


class ObjectionForm(forms.Form):
    """What is still wrong."""

    note = _note(error_messages={"required": _("Please say what is still wrong.")})


class PhoneForm(forms.Form):
    """A mobile number as people write it: with blanks, hyphens, +86, or full-width digits."""

    phone = forms.CharField(max_length=30, error_messages={"required": _("Please enter your mobile number.")})

    def clean_phone(self) -> str:
        digits = privacy.plain_phone(self.cleaned_data["phone"])
        if not MOBILE.fullmatch(digits):
            raise forms.ValidationError(gettext("Codes go to mobile numbers of 11 digits. Please check yours."))
        return digits


class CodeForm(forms.Form):
    """Six digits."""

    code = forms.CharField(max_length=20, error_messages={"required": _("Please enter the code.")})

    def clean_code(self) -> str:
        return re.sub(r"\D", "", unicodedata.normalize("NFKC", self.cleaned_data["code"]))
