"""Note on cases that their post changed hands; nothing about the cases themselves changes."""

from django.db import transaction

from cases.models import Case, CaseEvent

BATCH = 1000


@transaction.atomic
def pass_on(post, *, by, now, number: str, from_person, to_person) -> list[Case]:
    """Lock the open cases of a post, note on each who has handed the post over to whom, and return them by due time.

    For all of them at once: a post can have hundreds. State, clocks and version stay, for nothing of the case moves.
    """
    rows = Case.objects.select_for_update(of=("self",), no_key=True).with_post(post)
    # locked in one order whoever locks, so that two who need the same cases wait instead of stopping each other
    cases = list(rows.only("number", "title", "state", "due_at", "warn_at").order_by("pk"))
    data = {"number": number, "from": str(from_person), "to": str(to_person)}
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
    return sorted(cases, key=lambda case: (case.due_at is None, case.due_at, case.pk))
