"""What is counted after an outage."""

from collections import Counter

from cases.models import Case, CaseEvent, Escalation, Notice, RoutingDecision, StageClock, SupervisionNotice


def assigned() -> int:
    """Return how many cases have been assigned so far."""
    return CaseEvent.objects.filter(kind="case.assigned").count()


def unhandled():
    """Return the events that still wait for their reactions."""
    return CaseEvent.objects.filter(handled_at__isnull=True)


def assert_each_assigned_once(pks) -> None:
    """Check that each of these cases was assigned once, by one decision, told once, and that nothing is left to do."""
    once = Counter(pks)
    assert Counter(CaseEvent.objects.filter(kind="case.assigned").values_list("case", flat=True)) == once
    assert Counter(RoutingDecision.objects.values_list("case", flat=True)) == once
    assert Counter(Notice.objects.filter(event__kind="case.assigned").values_list("event__case", flat=True)) == once
    assert not unhandled().exists()


def everything() -> dict:
    """Return the number of rows of each kind, and the version of each case."""
    models = (Case, CaseEvent, Escalation, Notice, RoutingDecision, StageClock, SupervisionNotice)
    rows = {model.__name__: model.objects.count() for model in models}
    return {**rows, "versions": dict(Case.objects.values_list("pk", "version"))}
