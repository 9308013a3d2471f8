"""What an office types about its meetings: calling one, and the decision on an item."""

from datetime import date

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _, gettext_lazy

from cases import office
from cases.models import AgendaItem, JointMeeting

MILESTONES = 4
ROWS_SHOWN = 3  # milestones in sight; the others wait behind one press
UNITS_SHOWN = 8  # supporting units in sight, the proposed and the chosen ones first
RESOLVE, DEFER, PASS_UP = "resolve", "defer", "pass_up"
OUTCOMES = ((RESOLVE, gettext_lazy("Decide")), (DEFER, gettext_lazy("Put off")), (PASS_UP, gettext_lazy("Pass up")))


class CallForm(forms.Form):
    """When and where a meeting is held."""

    held_at = forms.SplitDateTimeField(
        label=gettext_lazy("Time"),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"}, time_attrs={"type": "time"}, date_format="%Y-%m-%d", time_format="%H:%M"
        ),
        error_messages={
            "required": gettext_lazy("Choose a day and a time."),
            "invalid_date": gettext_lazy("This is no day."),
            "invalid_time": gettext_lazy("This is no time."),
        },
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=80, required=False)
    is_special = forms.BooleanField(label=gettext_lazy("Special meeting on one matter"), required=False)


class AgendaForm(forms.Form):
    """Which waiting items go on the agenda of which meeting."""

    meeting = forms.ModelChoiceField(JointMeeting.objects.none())
    items = forms.ModelMultipleChoiceField(AgendaItem.objects.none())

    def __init__(self, data, *, meetings, items):
        super().__init__(data)
        self.fields["meeting"].queryset = meetings
        self.fields["items"].queryset = items


class DecisionForm(forms.Form):
    """The decision on one item: decide it, put it off, or pass it up. Only the chosen part is asked for."""

    outcome = forms.ChoiceField(choices=OUTCOMES, initial=RESOLVE)
    text = forms.CharField(
        label=gettext_lazy("What is decided"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    lead_department = forms.ChoiceField(label=gettext_lazy("Lead unit"), required=False)
    lead_post = forms.ChoiceField(label=gettext_lazy("Responsible post"), required=False)
    supporting = forms.MultipleChoiceField(
        label=gettext_lazy("Supporting units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Nobody of a unit you chose is posted there; choose again.")},
    )
    due_date = forms.DateField(
        label=gettext_lazy("To be done by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("This is no day.")},
    )
    acceptance = forms.CharField(label=gettext_lazy("Done means"), max_length=200, required=False)
    review_date = forms.DateField(
        label=gettext_lazy("Look at it again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("This is no day.")},
    )
    defer_note = forms.CharField(
        label=gettext_lazy("Why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    pass_note = forms.CharField(
        label=gettext_lazy("Why the level above must decide"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    discussion = forms.CharField(
        label=gettext_lazy("Points raised"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    further = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, item, choices, data=None):
        lead = choices.lead
        first = next((seat for seat in choices.seats if lead and seat.department.pk == lead.pk), None)
        super().__init__(
            data,
            initial={
                "version": item.draft_version,
                "discussion": item.discussion,
                "lead_department": lead.pk if lead else "",
                "lead_post": first.post.pk if first else "",
                "supporting": [department.pk for department in choices.supporting],
            },
        )
        self.item, self.choices = item, choices
        self.milestone_errors: list[str] = []  # said at the milestones, which are no single field
        self.typed = item.draft if data is None else {}
        for name in self.fields:
            if self.typed.get(name):
                many = isinstance(self.fields[name], forms.MultipleChoiceField)
                self.initial[name] = self.typed[name] if many else self.typed[name][0]
        self.fields["lead_department"].choices = [("", _("Choose"))] + [(d.pk, d.short) for d in choices.departments]
        by_department: dict = {}
        for seat in choices.seats:
            by_department.setdefault(seat.department, []).append((seat.post.pk, seat.label))
        self.fields["lead_post"].choices = [
            ("", _("Choose")),
            *((department.short, seats) for department, seats in by_department.items()),
        ]
        proposed = {department.pk for department in choices.supporting}
        units = sorted(choices.departments, key=lambda department: department.pk not in proposed)
        self.fields["supporting"].choices = [(department.pk, department.short) for department in units]

    @property
    def units_missing(self) -> str:
        """Return why units that were suggested cannot be chosen; empty where all of them can."""
        units = _(", ").join(department.short for department in self.choices.without)
        return _("Nobody is posted there for: %(units)s.") % {"units": units} if units else ""

    def units_shown(self) -> list:
        """Return the boxes of supporting units in sight: the chosen ones and the first few."""
        return self._unit_boxes()[0]

    def units_folded(self) -> list:
        """Return the boxes of the other units."""
        return self._unit_boxes()[1]

    def _unit_boxes(self) -> tuple[list, list]:
        shown, folded = [], []
        for number, box in enumerate(self["supporting"]):
            (shown if number < UNITS_SHOWN or box.data["selected"] else folded).append(box)
        return shown, folded

    def first_rows(self) -> list[dict]:
        """Return the milestones in sight: the first few and whatever was typed after them."""
        return [row for row in self.milestone_rows() if row["number"] <= ROWS_SHOWN or row["date"] or row["text"]]

    def other_rows(self) -> list[dict]:
        """Return the empty milestones after those in sight."""
        return [row for row in self.milestone_rows() if row not in self.first_rows()]

    def milestone_rows(self) -> list[dict]:
        """Return the four rows as they were typed."""
        return [
            {
                "date": self.data.get(f"milestone_date_{n}", "") or _first(self.typed, f"milestone_date_{n}"),
                "text": self.data.get(f"milestone_text_{n}", "") or _first(self.typed, f"milestone_text_{n}"),
                "number": n,
            }
            for n in range(1, MILESTONES + 1)
        ]

    def go_on_from(self, version: int) -> None:
        """Let the next sending overwrite what somebody else typed, which the page shows beside it now."""
        self.data = self.data.copy()
        self.data["version"] = str(version)

    def words_of(self, typed: dict) -> list[tuple[str, str]]:
        """Return what somebody else typed, as (label, words), where it differs from this form."""
        found = []
        for name in ("text", "discussion", "due_date", "acceptance", "defer_note", "pass_note", "review_date"):
            theirs = _first(typed, name)
            if theirs and theirs != self.data.get(name, ""):
                found.append((str(self.fields[name].label), theirs))
        steps = [_first(typed, f"milestone_{part}_{n}") for n in range(1, MILESTONES + 1) for part in ("date", "text")]
        if any(steps):
            found.append((_("Milestones"), " ".join(filter(None, steps))))
        return found

    def clean(self):
        data = super().clean()
        if data.get("outcome") == RESOLVE:
            self._clean_lead(data)
            data["milestones"] = self._milestones()
        return data

    def _clean_lead(self, data):
        seat = self.choices.seat_of(int(data["lead_post"])) if data.get("lead_post") else None
        department = next((d for d in self.choices.departments if str(d.pk) == data.get("lead_department")), None)
        if seat and department and seat.department != department:
            self.add_error("lead_post", _("This post belongs to %(unit)s.") % {"unit": seat.department.label})
        data["lead_post"], data["lead_department"] = seat.post if seat else None, department
        data["supporting"] = [d for d in self.choices.departments if str(d.pk) in data.get("supporting", [])]

    def _milestones(self) -> list[tuple[date, str]]:
        found = []
        for row in self.milestone_rows():
            if not row["date"] and not row["text"].strip():
                continue
            try:
                day = parse_date(row["date"])
            except ValueError:
                day = None
            if day is None or not row["text"].strip():
                self.refuse_milestones(
                    _("Milestone %(number)d needs a day and a few words.") % {"number": row["number"]}
                )
                continue
            found.append((day, row["text"].strip()[:120]))
        return sorted(found)

    def refuse_milestones(self, words: str) -> None:
        """Say at the milestones what is wrong with them."""
        self.milestone_errors.append(words)
        self.add_error(None, words)

    def other_errors(self) -> list[str]:
        """Return the refusals that belong to no field, without those said at the milestones."""
        return [words for words in self.non_field_errors() if words not in self.milestone_errors]

    def due_at(self):
        """Return the close of business of the chosen day, or None."""
        day = self.cleaned_data.get("due_date")
        return office.calendar(self.item.case.district_id).closing(day) if day else None

    def due_year_unknown(self) -> int | None:
        """Return the year of the chosen day when nobody has entered its holidays yet."""
        day = self.cleaned_data.get("due_date") if self.is_bound and hasattr(self, "cleaned_data") else None
        return day.year if day and office.years_guessed([day.year]) else None


def drafted(data) -> list[str]:
    """Return the names of the decision form's fields among what was sent."""
    names = {*DecisionForm.base_fields} | {
        f"milestone_{part}_{n}" for n in range(1, MILESTONES + 1) for part in ("date", "text")
    }
    return sorted(names.intersection(data) - {"version"})


def _first(typed: dict, name: str) -> str:
    values = typed.get(name) or [""]
    return str(values[0])
