"""The cast: one line of grids, the people posted there, an outsider, and verbs to bring a case to any point."""

from datetime import UTC, datetime

import pytest

from cases import lifecycle, permissions, sweeps
from cases.models import Case, CaseEvent
from grids import scope
from tests.cases import built


@pytest.fixture
def now():
    """Monday 23 November 2026, 09:00 in Zhengzhou."""
    return datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def world(db, now):
    """Return 上街区 with one line of grids, its departments and categories, and the cast by name."""
    return built.world(now)


@pytest.fixture
def who(world):
    """Return a person's scope by name: who("cadre")."""
    return lambda name: scope.of(world.people[name], world.now)


@pytest.fixture
def report(world):
    """Report something and let the worker route it; return the case."""

    def do(category="I01", *, text="12户房产证一直办不下来。", at=None, routed=True, **more):
        leaf = world.categories.get(category)
        more.setdefault("grid", world.grid)
        form = lifecycle.Report(text=text, category=leaf, **more)
        receipt = lifecycle.report(form, by=permissions.REPORTER, now=at or world.now)
        if routed:
            settle(receipt.case, at or world.now)
        return Case.objects.for_page().get(pk=receipt.case.pk)

    return do


def settle(case, now):
    """Let the worker handle every event of a case that waits, and what follows (a test's transaction never commits)."""
    while event := CaseEvent.objects.filter(case=case, handled_at__isnull=True).order_by("pk").first():
        sweeps.handle(event.pk, now)


@pytest.fixture
def bring(world, who, report):
    """Bring a new case to a state through the real verbs: bring("feedback")."""

    def to(state, category="I01", **more):
        at = more.pop("at", world.now)
        if state == "reported":
            return report(category, at=at, routed=False, **more)
        case = report(category, at=at, **more)
        owner = scope.of(case.owner.postings.get().person, at) if case.owner else None
        steps = {
            "in_progress": lambda: lifecycle.sign_for(case, by=owner, now=at),
            "feedback": lambda: lifecycle.feed_back(
                case, result="explained", note="已查看现场，缺竣工验收。", by=owner, now=at
            ),
            "verified": lambda: lifecycle.verify(case, note="到现场看过。", by=who("gridleader"), now=at),
            "closed": lambda: lifecycle.close(case, note="已回访，反映人认可。", by=who("street"), now=at),
        }
        for name, step in steps.items():
            if state == "assigned":
                break
            case = step()
            if name == state:
                break
        settle(case, at)
        return Case.objects.for_page().get(pk=case.pk)

    return to
