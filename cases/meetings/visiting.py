"""Go to the place together before the meeting, and write down what was found (现场勘查)."""

from django.utils.translation import gettext

from cases import lifecycle
from cases.meetings import guards
from cases.models import AgendaItem, SiteVisit


def record_visit(item: AgendaItem, *, visited_at, present, text, by, now) -> SiteVisit:
    """Write down a joint site visit for an item that waits. Raises Incomplete without when, who or what."""
    guards.ask(item.grid, by)
    errors = {}
    if visited_at is None or visited_at > now:
        errors["visited_at"] = gettext("Choose when you were there.")
    if not present.strip():
        errors["present"] = gettext("Write down who was there.")
    if not text.strip():
        errors["text"] = gettext("Write down what was found.")
    if errors:
        raise lifecycle.Incomplete(errors)
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = guards.lock_item(item)
        if item.state not in AgendaItem.WAITING:
            raise lifecycle.NotPossible(gettext("This item has been decided already."), item.case)
        visit = SiteVisit.objects.create(
            item=item,
            visited_at=visited_at,
            present=lifecycle.in_papers(change.case, present, SiteVisit.present),
            text=lifecycle.in_papers(change.case, text),
            at=now,
            by=by.user,
        )
        change.record("case.visited_for_meeting", note=visit.text, data={"item": item.pk, "present": visit.present})
    return visit
