"""Note on cases that their post changed hands; of the cases themselves hardly anything changes."""

from django.db import transaction

from cases import seats
from cases.models import Case, CaseEvent
from cases.workflow import State

BATCH = 1000


@transaction.atomic
def pass_on(post, *, by, now, number: str, from_person, to_person) -> list[Case]:
    """Lock the open cases of a post, and those it co-handles; note on each who has handed the post over to whom.

    Returns them by due time.

    All at once: a post can have hundreds. State and clocks stay, for nothing of the case moves; only what
    the successor has handled waits for somebody else to verify it. Nobody hands over a vacant post: `from_person` None.
    """
    rows = Case.objects.select_for_update(of=("self",), no_key=True).with_post(post)
    # locked in one order whoever locks, so that two who need the same cases wait instead of stopping each other
    cases = list(
        rows.only("number", "title", "state", "due_at", "warn_at", "handled_by", "owner", "waiting_on").order_by("pk")
    )
    data = {"number": number, "from": str(from_person or ""), "to": str(to_person)}
    CaseEvent.objects.bulk_create(
        (
            CaseEvent(
                case=case,
                kind="case.handed_over",
                at=now,
                by=by.user,
                post=post,
                from_state=case.state,
                to_state=case.state,
                data=data,
                handled_at=now,
            )
            for case in cases
        ),
        batch_size=BATCH,
    )
    _let_others_verify([case for case in cases if case.state == State.FEEDBACK], to_person, now)
    return sorted(cases, key=lambda case: (case.due_at is None, case.due_at, case.pk))


def _let_others_verify(cases: list[Case], person, now) -> None:
    """Send what somebody handled, and would now verify themselves, to the next who may verify it."""
    for case in cases:
        if case.handled_by_id == person.pk:
            case.waiting_on_id, case.version = seats.waiting_on(case, now), case.version + 1
            case.save(update_fields=["waiting_on", "version"])
