"""Thousands of random steps over the real verbs: whatever people do, and in whatever order, a case stays whole."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings, strategies as st

from cases import escalation, lifecycle, permissions, sweeps, workflow
from cases.models import Case, CaseEvent
from cases.workflow import PAUSED, State
from tests.cases.conftest import settle

CAST = ("cadre", "street", "streetleader", "gridleader", "secretary", "district", "official", "supervisor")
STEPS, LIVES = 42, 50  # 2,100 steps
NOT_HERE = {"report", "escalate", "resolve_at_meeting", "propose_to_meeting"}  # the clock's and the meetings' own tests
DEEDS = sorted(set(workflow.ACTIONS) - NOT_HERE)

pauses = st.sampled_from([timedelta(minutes=20), timedelta(hours=2), timedelta(hours=9), timedelta(days=1)])
step = st.tuples(st.integers(0, 999), pauses, st.sampled_from([True, True, True, False]))
taken: Counter[str] = Counter()


class Life:
    """One case, its spare twin to merge with, and a clock that only goes forward."""

    def __init__(self, world, who, report):
        self.world, self.now = world, world.now
        self.cast = {name: who(name) for name in CAST} | {"reporter": permissions.REPORTER}
        self.case, self.twin = report(at=self.now, routed=False), report(at=self.now)

    def answers(self, name: str) -> dict:
        """Return what an action takes besides who and when."""
        reasons = {
            "request_return": "wrong_unit", "request_extension": "weather", "request_suspension": "season",
            "request_decline": "petition", "request_void": "test",
        }  # fmt: skip
        until = (self.now + timedelta(days=21)).date()
        given = {"note": "照实写。"}
        if name in reasons:
            given["reason"] = reasons[name]
        if name in ("request_extension", "request_suspension"):
            given["until"] = until
        return {
            "accept": {"category": self.case.category, "grid": self.world.grid},
            "assign": {"post": self.world.cadre_post},
            "reassign": {"post": self.world.cadre_post, **given},
            "sign_for": {},
            "feed_back": {"result": "solved", **given},
            "close": {"contacted": True, "solved": "yes", **given},
            "merge": {"main": self.twin},
            "evaluate": {"solved": "no", "satisfaction": "dissatisfied"},
        }.get(name, given)

    def deed(self, number: int, is_possible: bool) -> tuple[str, str]:
        """Return one of the deeds that somebody may do now, or any of all deeds by any of all people."""
        pairs = [(name, who) for name in DEEDS for who in self.cast]
        if is_possible:
            pairs = [(name, who) for name, who in pairs if permissions.may(name, self.case, self.cast[who])] or pairs
        return pairs[number % len(pairs)]

    def tries(self, name: str, who: str) -> None:
        """Try an action as somebody; what is refused changes nothing."""
        before = Case.objects.values().get(pk=self.case.pk)
        told = self.case.events.count()
        try:
            getattr(lifecycle, name)(self.case, by=self.cast[who], now=self.now, **self.answers(name))
            taken[name] += 1
        except (lifecycle.NotPossible, lifecycle.NotPermitted, lifecycle.Incomplete):
            assert Case.objects.values().get(pk=self.case.pk) == before
            assert self.case.events.count() == told

    def is_whole(self) -> None:
        """Fail unless one post answers, events are transitions, clocks agree and everything open has a due time."""
        case = self.case
        running = {clock.stage: clock for clock in case.clocks.filter(stopped_at=None)}
        steps = list(CaseEvent.objects.filter(case=case).order_by("id").values_list("from_state", "to_state"))
        assert all(earlier[1] == later[0] for earlier, later in pairwise(steps))
        assert steps[-1][1] == case.state
        assert bool(case.asked) == case.approvals.filter(verdict="").exists()
        if not case.is_open:
            assert not running
            assert case.escalate_at is None
            return
        assert case.owner_id or case.state in workflow.TRIAGE | {State.NEED_INFO}
        assert case.waiting_on_id
        if case.state in PAUSED:
            assert case.comes_back_at is not None
            return
        assert case.comes_back_at is None
        assert case.due_at == running[case.look.clock.value].due_at
        if "handle" in running:
            assert case.handle_due_at == running["handle"].due_at


@settings(max_examples=LIVES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(steps=st.lists(step, min_size=STEPS, max_size=STEPS))
def test_a_case_stays_whole_through_thousands_of_random_steps(world, who, report, steps):
    life = Life(world, who, report)
    for number, pause, is_possible in steps:
        life.now += pause
        life.tries(*life.deed(number, is_possible))
        if number % 3 == 0:
            settle(life.case, life.now)
        sweeps.come_back(life.now)
        escalation.sweep(life.now)
        life.case = Case.objects.for_page().get(pk=life.case.pk)
        life.is_whole()


def test_the_random_steps_reach_the_whole_table():
    assert set(taken) >= {"accept", "assign", "sign_for", "feed_back", "request_return", "request_extension", "suspend"}
