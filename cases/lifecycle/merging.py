"""Merge a report that is about the same thing into its main case (并案), and undo it."""

from django.db import transaction
from django.utils.translation import gettext

from cases import workflow
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete, NotPossible
from cases.models import Case

ANSWERED = workflow.FINISHED - workflow.TERMINAL  # the reporters of merged cases have been told


def merge(case: Case, *, main: Case | None, by, now, note="", version=None) -> Case:
    """Merge a case into its main case; its reporters are told when that one is closed.

    Raises Incomplete unless the main case is open, another one, in the same district, and not itself merged.
    """
    _check(case, main)
    with transaction.atomic():
        _lock_in_order(case, main)
        with changing(case, by=by, now=now, version=version) as change:
            fresh = Case.objects.get(pk=main.pk)
            if not fresh.is_open:
                raise Incomplete({"main": gettext("The main case is no longer open.")})
            _bring_along(change.case, fresh, by=by, now=now)
            change.do("merge", note=note, merged_into=fresh, data={"main": fresh.number})
        with changing(main, by=by, now=now) as change:
            change.record("case.others_merged", note=note, data={"other": case.number})
    return Case.objects.get(pk=case.pk)


def unmerge(case: Case, *, note: str, by, now, version=None) -> Case:
    """Undo a merging: a case of its own again, to be accepted. Raises NotPossible once the main case is closed.

    A main case that was dropped answers nobody, so what was merged into it can still be taken out.
    """
    if not note.strip():
        raise Incomplete({"note": gettext("Say why it is a case of its own.")})
    main = case.merged_into
    with transaction.atomic():
        if main:
            _lock_in_order(case, main)
        with changing(case, by=by, now=now, version=version) as change:
            if Case.objects.filter(pk=change.case.merged_into_id, state__in=ANSWERED).exists():
                raise NotPossible(gettext("The main case is finished; report it anew."), change.case)
            change.do(
                "unmerge", note=note, merged_into=None, accepted_at=None, data={"main": main.number if main else ""}
            )
        if main:
            with changing(main, by=by, now=now) as change:
                change.record("case.others_unmerged", note=note, data={"other": case.number})
    return Case.objects.get(pk=case.pk)


def tell_merged(main: Case, *, by, now) -> int:
    """Write on the timeline of every merged case that its main case is closed; return how many. Safe to run twice."""
    told = 0
    for case in main.merged.order_by("pk"):
        with changing(case, by=by, now=now) as change:
            if not case.events.filter(kind="case.main_closed", at__gte=main.closed_at or now).exists():
                change.record("case.main_closed", is_public=True, data={"main": main.number, "result": main.result})
                told += 1
    return told


def _bring_along(case: Case, main: Case, *, by, now) -> None:
    """What was merged into this case before goes along to the new main case."""
    for follower in case.merged.order_by("pk"):
        with changing(follower, by=by, now=now) as change:
            change.case.merged_into = main
            change.record("case.merged", data={"main": main.number})


def _check(case: Case, main: Case | None) -> None:
    if main is None:
        raise Incomplete({"main": gettext("Give the number of the main case.")})
    if main.pk == case.pk:
        raise Incomplete({"main": gettext("A case cannot be merged into itself.")})
    if main.district_id != case.district_id and case.district_id:
        raise Incomplete({"main": gettext("The main case lies in another district.")})


def _lock_in_order(*cases: Case) -> None:
    """Lock cases by their keys, so that two people merging crosswise wait instead of blocking each other for ever."""
    keys = [case.pk for case in cases]
    list(Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
