"""What the form of every action on a case carries: the version that the person saw, and the typed words."""

from django import forms

from cases.models import Case
from grids.scope import Scope

LONGEST_NOTE = 2000


def note_field(label, hint="", required=True, rows=4):
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": rows})
    )


class ActionForm(forms.Form):
    """What every action carries: the version of the case that the person saw."""

    verb = None
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, case: Case, scope: Scope, now, *args, **options):
        super().__init__(*args, initial={"version": case.version, **self.start(case)}, **options)
        self.case, self.scope, self.now = case, scope, now

    def start(self, case: Case) -> dict:
        """Return what the fields hold before anything is typed."""
        return {}

    @property
    def typed(self) -> str:
        """Return the words typed so far, to be kept whatever happens."""
        return str(self.data.get("note", "")).strip()

    def answers(self) -> dict:
        """Return what the verb takes besides who and when."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def run(self):
        """Make the one domain call; its errors go up to the view."""
        version = self.cleaned_data["version"]
        return type(self).verb(self.case, by=self.scope, now=self.now, version=version, **self.answers())
