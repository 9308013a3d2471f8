"""The form that brings a sheet of matters: pasted or uploaded, and where the matters came from."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases import sheets
from cases.models import BY_STAFF, Source

LONGEST_PASTE = 600_000  # signs; three bytes each, under DATA_UPLOAD_MAX_MEMORY_SIZE


class BringSheet(forms.Form):
    """A table of matters; cleans to `table` (sheets.Table) and `name`."""

    pasted = forms.CharField(
        label=_("Paste the rows here"),
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "wrap": "off"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )
    source = forms.ChoiceField(
        label=_("How the matters came"),
        required=False,
        help_text=_("For rows that do not say it themselves."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        choices = [(source.value, source.label) for source in BY_STAFF]
        self.fields["source"].choices = [("", _("Each row says it")), *choices]
        self.initial.setdefault("source", Source.HOTLINE_12345)

    def clean(self):
        data = super().clean()
        upload, pasted = data.get("file"), data.get("pasted") or ""
        if not upload and not pasted.strip():
            if not self.errors:
                raise forms.ValidationError(gettext("Paste the rows, or choose a file."))
            return data
        field = "file" if upload else "pasted"
        try:
            data["table"] = sheets.from_file(upload) if upload else sheets.from_paste(pasted)
        except sheets.BadSheet as error:
            self.add_error(field, error.message)
        data["name"] = upload.name if upload else gettext("Pasted table")
        return data
