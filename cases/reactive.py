"""Which event kinds somebody acts on. Only these travel to the worker: one message per event, none for the rest."""

KINDS = frozenset(
    {
        "case.reported",
        "case.accepted",
        "case.assigned",
        "case.reassigned",
        "case.fed_back",
        "case.rework_ordered",
        "case.verified",
        "case.return_requested",
        "case.return_approved",
        "case.return_refused",
        "case.extension_requested",
        "case.extended",
        "case.extension_refused",
        "case.suspension_requested",
        "case.suspended",
        "case.suspension_refused",
        "case.resumed",
        "case.decline_requested",
        "case.void_requested",
        "case.details_supplied",
        "case.closed",
        "case.closed_on_the_spot",
        "case.evaluated",
        "case.reopened",
        "case.urged",
        "case.escalated",
        "case.proposed_to_meeting",
        "case.resolved_at_meeting",
    }
)
