"""Thousands of random steps over the real verbs: whatever people do, and in whatever order, a case stays whole."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import Phase, given, settings, strategies as st

from cases import cohandling_due, escalation, lifecycle, permissions, supervision, sweeps, whistles, workflow
from cases.models import Case, CaseEvent, CoHandlingOrder
from cases.workflow import PAUSED, State
from tests.cases.conftest import settle

CAST = ("cadre", "street", "streetleader", "gridleader", "secretary", "district", "official", "supervisor",
        "worker", "window")  # fmt: skip
STEPS, LIVES = 50, 40  # 2,000 steps
NOT_HERE = {"report", "praise", "escalate", "resolve_at_meeting", "propose_to_meeting"}  # tested where they belong
ELSEWHERE = {"issue_notice": supervision.issue, "whistle": whistles.blow,
             "object": lifecycle.reopen}  # verbs of another name or module  # fmt: skip
ORDERS = {"sign_order": ("asked",), "report_order": ("signed",), "waive_order": ("asked", "signed")}  # what they take
DEEDS = sorted(set(workflow.ACTIONS) - NOT_HERE)

PAUSES = (timedelta(minutes=20), timedelta(hours=2), timedelta(hours=9), timedelta(days=1))
ENDS = {"close_on_the_spot", "request_void", "merge"}  # rarely, else most lives are short


class Life:
    """One case, its spare twin to merge with, and a clock that only goes forward."""

    def __init__(self, world, who, report, taken):
        self.world, self.now, self.taken = world, world.now, taken
        self.cast = {name: who(name) for name in CAST} | {"reporter": permissions.REPORTER}
        self.report, self.twin = report, report(at=self.now)
        self.helpers = [world.worker_post, world.window_post]
        self.begins()

    def begins(self) -> None:
        """Report a new case, when the last one has come to an end."""
        self.case = self.report(at=self.now, routed=False)

    def order(self, *states: str) -> CoHandlingOrder:
        """Return an order in one of some states; one that nobody has written where there is none."""
        return CoHandlingOrder.objects.filter(case=self.case, state__in=states).first() or CoHandlingOrder(pk=0)

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
        if name in ORDERS:
            given["order"] = self.order(*ORDERS[name])
        return {
            "accept": {"category": self.case.category, "grid": self.world.grid},
            "assign": {"post": self.world.cadre_post},
            "reassign": {"post": self.world.cadre_post, **given},
            "sign_for": {},
            "split": {"posts": self.helpers, "limit": "2D", **given},
            "sign_order": {"order": given.get("order")},
            "issue_notice": {"kind": "yellow", "grounds": "超期。", "demand": "今日到场。"},
            "whistle": {"posts": [self.world.worker_post], "place": "路口", "until": self.now + PAUSES[1], **given},
            "feed_back": {"result": "solved", **given},
            "close": {"contacted": True, "solved": "yes", **given},
            "merge": {"main": self.twin},
            "set_tags": {"tags": ["group"] if "legacy" in self.case.tags else ["legacy"]},
            "evaluate": {"solved": "partly", "satisfaction": "dissatisfied"},
        }.get(name, given)

    def deed(self, chance: Random) -> tuple[str, str]:
        """Return one of the deeds that somebody may do now, or now and then any of all deeds by any of all people."""
        pairs = [(name, who) for name in DEEDS for who in self.cast]
        if chance.random() < 0.2:
            return chance.choice(pairs)
        possible = {name: [] for name in DEEDS}
        here = {who: permissions.relations(self.case, by) for who, by in self.cast.items()}
        for name, who in pairs:
            if permissions.can(name, self.case, self.cast[who], here[who]):
                possible[name].append(who)
        names = [name for name in DEEDS if possible[name] and (name not in ENDS or chance.random() < 0.2)] or DEEDS
        [name] = chance.choices(names, [1 / (1 + self.taken[name]) for name in names])  # what was seldom done, sooner
        return name, chance.choice(possible[name] or list(self.cast))

    def tries(self, name: str, who: str) -> None:
        """Try an action as somebody; what is refused changes nothing."""
        before = Case.objects.values().get(pk=self.case.pk)
        told = self.case.events.count()
        try:
            verb = ELSEWHERE.get(name) or getattr(lifecycle, name)
            verb(self.case, by=self.cast[who], now=self.now, **self.answers(name))
            self.taken[name] += 1
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
        orders = CoHandlingOrder.objects.filter(case=case)
        assert case.owing == sorted(orders.open().values_list("post", flat=True))
        assert case.helpers == sorted(set(orders.values_list("post", flat=True)))
        assert not case.owing or case.state in workflow.CO_HANDLED  # never fed back or closed with an open order
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


@pytest.mark.long
def test_a_case_stays_whole_through_thousands_of_random_steps(world, who, report):
    taken: Counter[str] = Counter()

    @settings(max_examples=LIVES, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(seed=st.integers(0, 2**32))
    def live(seed):
        life, chance = Life(world, who, report, taken), Random(seed)
        for _step in range(STEPS):
            life.now += chance.choice(PAUSES)
            life.tries(*life.deed(chance))
            if chance.random() < 0.4:
                settle(life.case, life.now)
            if chance.random() < 0.5:  # now and then the clock is late
                sweeps.come_back(life.now)
                escalation.sweep(life.now)
                cohandling_due.sweep(life.now)
            life.case = Case.objects.for_page().get(pk=life.case.pk)
            life.is_whole()
            is_judged = life.case.state == State.EVALUATED and chance.random() < 0.5  # some object after it
            if life.case.state in workflow.TERMINAL or is_judged:
                life.begins()
        taken["steps"] += STEPS

    live()
    assert taken["steps"] >= 2000
    assert set(DEEDS) - set(taken) == set(), taken  # every action was done at least once
