"""The residents' forms: shape and words only. What the words mean is decided in lifecycle."""

import re
import uuid

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases import photos
from cases.intake import asked
from cases.intake.place import LISTS
from cases.intake.words import WordsField
from cases.models import Rating
from cases.tags import PRAISE
from grids import catalogue
from residents import privacy

MOBILE_LENGTH = 11
THANKS = "J03"  # the category praise is counted under: suggestions and praise
TEXT_LENGTH = 2000
CO_SIGNERS = 50
KEPT = _("Everything else you wrote is kept.")
PHONE_IN_A_LINE = re.compile(r"\+?\d[\d \-()（）]{4,}\d")


class PhotosInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class PhotosField(forms.FileField):
    """Up to nine photos, each checked and re-encoded; cleans to a tuple of cases.photos.Checked."""

    widget = PhotosInput

    def clean(self, data, initial=None):
        uploads = [super(PhotosField, self).clean(upload, initial) for upload in data or []]
        try:
            return photos.check_all([upload for upload in uploads if upload])
        except photos.BadPhoto as error:
            raise forms.ValidationError(error.message) from error


class CategoryField(forms.CharField):
    """The code of a leaf in use; cleans to the category itself."""

    def clean(self, value):
        code = super().clean(value)
        if not code:
            return None
        known = {category.code: category for category in catalogue.leaves()}
        if code not in known:
            raise forms.ValidationError(forms.ModelChoiceField.default_error_messages["invalid_choice"])
        return known[code]


# Who may know who reported. Nothing chosen counts as named, which without a name and number is anonymous too.
NAMED, HIDDEN, ANONYMOUS = "named", "hidden", "anonymous"
IDENTITIES = [
    (NAMED, _("With my name")),
    (HIDDEN, _("With my name, but the handling unit does not learn it")),
    (ANONYMOUS, _("Without a name")),
]


class ReportForm(forms.Form):
    """What, where, photos, and who; only the words about what happened are required."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(required=False, choices=[(PRAISE, _("Praise"))], widget=forms.HiddenInput)
    plain = forms.BooleanField(required=False)  # sent by a page whose scripts did not run
    place_by = forms.CharField(required=False, widget=forms.HiddenInput)
    grid = forms.CharField(required=False, max_length=15, widget=forms.HiddenInput)
    found = forms.CharField(required=False, max_length=15)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    address = WordsField(required=False, max_length=200)
    text = WordsField(
        max_length=TEXT_LENGTH,
        error_messages={
            "required": _("Please say what happened."),
            "max_length": _("At most %(limit_value)d characters; yours has %(show_value)d. All of it is kept here."),
        },
        widget=forms.Textarea,
    )
    category = CategoryField(required=False)
    photos = PhotosField(required=False)
    identity = forms.ChoiceField(required=False, choices=IDENTITIES)
    name = WordsField(required=False, max_length=40)
    phone = forms.CharField(required=False, max_length=20)
    households = forms.IntegerField(required=False, min_value=1, max_value=9999)
    co_signers = WordsField(required=False, max_length=4000, widget=forms.Textarea)
    hides_reporter = forms.BooleanField(required=False)
    may_be_public = forms.BooleanField(required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in LISTS:
            self.fields[name] = forms.CharField(required=False, max_length=15)

    def clean_phone(self) -> str:
        # one number is one household to the limits, the block list and the code by telephone, however it is written
        digits = privacy.plain_phone(self.cleaned_data["phone"])
        if not digits:
            return ""
        if not digits.lstrip("+").isdigit():
            raise forms.ValidationError([gettext("A phone number has only digits."), KEPT])
        if digits.startswith("1") and len(digits) < MOBILE_LENGTH:
            raise forms.ValidationError([gettext("Digits are missing: mobile numbers have 11."), KEPT])
        if digits.startswith("1") and len(digits) > MOBILE_LENGTH:
            raise forms.ValidationError([gettext("Too many digits: mobile numbers have 11."), KEPT])
        return digits

    def clean_co_signers(self) -> tuple[tuple[str, str], ...]:
        """Return name and phone of each line; the phone is what looks like one, the name is the rest."""
        lines = [line.strip() for line in self.cleaned_data["co_signers"].splitlines() if line.strip()]
        if len(lines) > CO_SIGNERS:
            raise forms.ValidationError(
                [gettext("At most %(count)d people here; give the households above.") % {"count": CO_SIGNERS}, KEPT]
            )
        return tuple(_name_and_phone(line) for line in lines)

    def clean(self) -> dict:
        """Settle who may know who reported, and check the answers to the category's questions."""
        data = super().clean()
        if data.get("identity") == ANONYMOUS:
            data.update(name="", phone="", co_signers=())
        data["hides_reporter"] = data.get("hides_reporter", False) or data.get("identity") == HIDDEN
        if data.get("households") == 1:  # nobody said how many, but others sign
            data["households"] += len(data.get("co_signers") or ())
        if data.get("kind") == PRAISE:
            data["category"] = next((one for one in catalogue.leaves() if one.code == THANKS), None)
        data["asked"] = self.asked = asked.of(data.get("category"), self.data)
        if self.asked and self.asked.is_wrong:
            self.add_error(None, gettext("A question about this kind is not answered. What you wrote is kept."))
        return data

    def clean_households(self) -> int:
        return self.cleaned_data["households"] or 1

    @property
    def leaves_questions_out(self) -> bool:
        """Whether a person without JavaScript has not seen yet what must be answered about the kind they chose.

        Photos would be lost by asking now: with photos the report is taken as it is.
        """
        data = self.cleaned_data
        unasked = data["asked"] and not data["asked"].is_answered and data["asked"].needs_answers
        return bool(data["plain"] and unasked and not data["photos"])

    def typed(self) -> dict:
        """Return what the place fields hold now, valid or not, for showing the place again."""
        names = ("place_by", "grid", "found", "lng", "lat", *LISTS)
        return {name: self.fields[name].clean(value) for name in names if (value := self._value(name))}

    def _value(self, name: str):
        """Return a field's raw value if it can be understood."""
        raw = self.data.get(name) if self.is_bound else self.initial.get(name)
        try:
            self.fields[name].clean(raw)
        except forms.ValidationError:
            return None
        return raw


class TrackForm(forms.Form):
    """Case number and query code, forgiving about blanks, case and hyphens."""

    number = forms.CharField(max_length=30, error_messages={"required": _("Please enter the number.")})
    code = forms.CharField(max_length=20, error_messages={"required": _("Please enter the query code.")})

    def clean_number(self) -> str:
        digits = re.sub(r"\D", "", self.cleaned_data["number"])
        return f"ZZ{digits[:8]}-{digits[8:]}"


class RatingForm(forms.Form):
    """The verdict after closing; nothing is chosen beforehand."""

    CONTACTED = {"yes": True, "no": False}

    was_contacted = forms.ChoiceField(required=False, choices=[("yes", _("Yes, they did")), ("no", _("No, nobody"))])
    solved = forms.ChoiceField(
        choices=[("yes", _("It is solved")), ("partly", _("In part")), ("no", _("No, it is not"))],
        error_messages={"required": _("Please choose an answer.")},
    )
    satisfaction = forms.ChoiceField(
        choices=Rating.Satisfaction.choices, error_messages={"required": _("Please choose an answer.")}
    )
    text = forms.CharField(required=False, max_length=500, widget=forms.Textarea)

    def clean(self):
        """Whoever says that it is not solved says what is still wrong: it is what the unit is sent out again with."""
        if self.cleaned_data.get("solved") == Rating.Solved.NO and not self.cleaned_data.get("text"):
            self.add_error("text", gettext("Please say what is still wrong."))

    def clean_was_contacted(self) -> bool | None:
        return self.CONTACTED.get(self.cleaned_data["was_contacted"])


def _name_and_phone(line: str) -> tuple[str, str]:
    """Return the name and the number of a line like "李四 138 0000 0000", each possibly empty."""
    phone = PHONE_IN_A_LINE.search(line)
    name = line.replace(phone.group(), " ") if phone else line
    return " ".join(re.sub(r"[,，;；、:：]", " ", name).split())[:40], privacy.plain_phone(
        phone.group()
    ) if phone else ""


def new_key() -> uuid.UUID:
    """Return the key that makes sending the same form twice one case."""
    return uuid.uuid4()
