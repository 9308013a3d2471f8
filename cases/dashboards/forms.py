"""What an address of this door may say: the period, and which cases behind a figure."""

from django import forms
from django.utils.translation import gettext as _

from cases import periods
from cases.measures import SETS
from cases.periods import Period
from grids.models import Category, GovernanceFunction


class PeriodForm(forms.Form):
    """A kind of period and its first day; anything else is the week one opens with."""

    period = forms.ChoiceField(choices=list(periods.KINDS.items()), required=False)
    start = forms.DateField(required=False)

    def __init__(self, query, now):
        super().__init__({"period": query.get("period", ""), "start": query.get("from", "")})
        self.now = now

    def chosen(self) -> Period:
        """Return the period asked for, never one that has not begun."""
        self.is_valid()
        kind = self.cleaned_data.get("period") or periods.WEEK
        first = self.cleaned_data.get("start")
        if not first or not 2000 <= first.year <= 2100:
            return Period.to_open_with(kind, self.now)
        return min(Period.containing(kind, first), Period.containing(kind, self.now.astimezone(periods.CITY_TZ).date()))


class CasesForm(forms.Form):
    """Which set of cases, and which categories or function of it."""

    set = forms.ChoiceField(choices=[(name, each.label) for name, each in SETS.items()])
    category = forms.RegexField(r"^[A-Z]\d{2}$", required=False)
    without = forms.RegexField(r"^[A-Z]\d{2}(,[A-Z]\d{2}){0,20}$", required=False)
    function = forms.ChoiceField(choices=[("", ""), *GovernanceFunction.choices], required=False)

    def narrowed(self, cases):
        """Return the cases of a category, without some categories, or of a function. Call after is_valid()."""
        data = self.cleaned_data
        if data["category"]:
            cases = cases.filter(category__code=data["category"])
        if data["without"]:
            cases = cases.exclude(category__code__in=data["without"].split(","))
        if data["function"]:
            cases = cases.filter(category__function=data["function"])
        return cases

    def words(self) -> list[str]:
        """Return what the set was narrowed to, for the heading. Call after is_valid()."""
        data = self.cleaned_data
        found = (
            [str(category) for category in Category.objects.filter(code=data["category"])] if data["category"] else []
        )
        if data["without"]:
            found.append(_("All other categories"))
        if data["function"]:
            found.append(str(GovernanceFunction(data["function"]).label))
        return found
