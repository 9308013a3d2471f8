"""What the form of every action on a case carries: the version that the person saw, and the typed words."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from cases import standard_replies
from cases.models import Case
from grids.scope import Scope

LONGEST_NOTE = 2000
NUMBER_IN_PUBLIC = _("This looks like a private number. The reporter can read it; in public it is masked.")


def note_field(label, hint="", required=True, rows=4, *, is_public=False):
    """Return a field for a few words. is_public: others read them, so a number in them is pointed out."""
    attributes = {"rows": rows, **({"data-number-words": NUMBER_IN_PUBLIC} if is_public else {})}
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST_NOTE, widget=forms.Textarea(attributes)
    )


class ActionForm(forms.Form):
    """What every action carries: the version of the case that the person saw."""

    verb = None
    standard = ""  # the use of the standard replies offered for the note
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, case: Case, scope: Scope, now, *args, **options):
        super().__init__(*args, initial={"version": case.version, **self.start(case)}, **options)
        self.case, self.scope, self.now = case, scope, now

    def start(self, case: Case) -> dict:
        """Return what the fields hold before anything is typed."""
        return {}

    @property
    def replies(self) -> list[standard_replies.Filled]:
        """Return the standard replies for the note, filled for this case."""
        return standard_replies.offered(self.standard, self.case, self.now) if self.standard else []

    def begin_with(self, answers) -> None:
        """Let the fields hold what was typed elsewhere, without judging it; a chosen standard reply comes after it."""
        self.initial |= {name: answers.get(name) for name in self.fields if name in answers and name != "version"}
        chosen = next((one.text for one in self.replies if one.code == answers.get("standard")), "")
        self.initial["note"] = "\n".join(part for part in (answers.get("note", "").strip(), chosen) if part)

    def entries(self) -> list[tuple[str, str]]:
        """Return everything filled in so far as (name of the field, words), to be kept whatever happens."""
        found = []
        for box in self.visible_fields():
            if isinstance(box.field, forms.FileField):
                words = "、".join(upload.name for upload in self.files.getlist(box.html_name))
            else:
                words = self._in_words(box)
            if words:
                found.append((str(box.label), words))
        return found

    @property
    def typed(self) -> str:
        """Return what was filled in as one text: the note alone, or each field on its own line."""
        entries = self.entries()
        if len(entries) == 1:
            return entries[0][1]
        return "\n".join(gettext("%(name)s: %(words)s") % {"name": name, "words": words} for name, words in entries)

    @staticmethod
    def _in_words(box) -> str:
        """Return a field's answer as its chooser shows it."""
        value = str(box.value() or "").strip()
        options = getattr(box.field, "choices", None)
        for key, label in options or ():
            group = label if isinstance(label, list | tuple) else [(key, label)]
            for one, words in group:
                if value and str(one) == value:
                    return str(words)
        return value

    def once_more(self, case: Case) -> "ActionForm":
        """Return the same form with the same answers, for the case as it is now. Files have to be chosen again."""
        answers = self.data.copy()
        answers["version"] = case.version
        return type(self)(case, self.scope, self.now, answers)

    def answers(self) -> dict:
        """Return what the verb takes besides who and when."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def said(self, case: Case) -> str:
        """Return what is told once it is done, where that depends on the case; empty: the usual words."""
        return ""

    def run(self):
        """Make the one domain call; its errors go up to the view."""
        version = self.cleaned_data["version"]
        return type(self).verb(self.case, by=self.scope, now=self.now, version=version, **self.answers())
