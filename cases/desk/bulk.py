"""One deed on many cases: look at each beforehand, then do it, one transaction per case, and say how each went."""

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from cases import lifecycle, permissions, workflow
from cases.desk.selection import MOST, Pick, Selection
from cases.models import Case

VERBS = {"assign": lifecycle.assign, "reassign": lifecycle.reassign, "urge": lifecycle.urge}
DONE = {"assign": _("Assigned."), "reassign": _("Reassigned."), "urge": _("Reminded.")}


@dataclass(frozen=True)
class Item:
    """One chosen case and why the deed is not possible for it; without a reason it is, or was."""

    number: str
    case: Case | None = None
    reason: str = ""

    @property
    def value(self) -> str:
        """Return what a tick sends: the number and the version that was seen."""
        return f"{self.number}@{self.case.version}" if self.case else self.number

    @property
    def url(self) -> str:
        return reverse("desk-case", args=[self.number])


def look(action: str, chosen: Selection, scope, now) -> list[Item]:
    """Return each chosen case with whether the deed is possible now. One query."""
    cases = list(chosen.cases(scope, now).for_rows()[:MOST])
    items = [Item(case.number, case, _why_not(action, case, scope)) for case in cases]
    seen = {case.number for case in cases}
    return items + [_unknown(pick.number) for pick in chosen.picks if pick.number not in seen and not chosen.whole_list]


def run(action: str, picks: tuple[Pick, ...], scope, now, **answers) -> list[Item]:
    """Do the deed on each case as it was seen; what is refused stays as it is, with the reason."""
    batch = str(uuid.uuid4())
    numbers = [pick.number for pick in picks]
    cases = {case.number: case for case in Case.objects.visible_to(scope).for_rows().filter(number__in=numbers)}
    return [_do(action, pick, cases.get(pick.number), scope, now, batch=batch, **answers) for pick in picks]


def _do(action: str, pick: Pick, case: Case | None, scope, now, **answers) -> Item:
    if case is None:
        return _unknown(pick.number)
    version = case.version if pick.version is None else pick.version
    try:
        VERBS[action](case, by=scope, now=now, version=version, **answers)
    except lifecycle.Incomplete as error:
        return Item(case.number, case, " ".join(error.errors.values()))
    except (lifecycle.NotPossible, lifecycle.NotPermitted) as error:
        return Item(case.number, case, error.reason)
    return Item(case.number, case)


def _why_not(action: str, case: Case, scope) -> str:
    verdict = permissions.may(action, case, scope)
    return "" if verdict else verdict.reason


def _unknown(number: str) -> Item:
    return Item(number, None, gettext("Not among the cases you may see."))


def label(action: str) -> str:
    return gettext(workflow.ACTIONS[action].label)


def effect(action: str) -> str:
    return gettext(workflow.ACTIONS[action].effect)
