"""Turns the story of a case into rows: its events and clocks follow the workflow's own table."""

from datetime import datetime, timedelta

from cases import clocks, deadlines, ladder, limits, workflow
from cases.city import mix
from cases.city.people import Kind, People, Place
from cases.city.times import Times
from cases.deadlines import Limit
from cases.models import StageClock
from cases.workflow import Clock, State

# The columns of a case that keep when a step was done.
STAMPS = {
    "accept": "accepted_at", "assign": "assigned_at", "sign_for": "signed_at", "respond": "responded_at",
    "feed_back": "fed_back_at", "verify": "verified_at", "close": "closed_at", "close_on_the_spot": "closed_at",
}  # fmt: skip
BY_OWNER = ("sign_for", "respond", "feed_back", "request_return", "request_suspension", "request_void", "resume")
BY_LEADER = ("verify", "order_rework")
BY_OFFICE = ("suspend", "void")
PUBLIC = ("feed_back", "close_on_the_spot", "decline")
NOTES = {
    "respond": "已与反映人联系。",
    "feed_back": "已到现场处理完毕。",
    "verify": "现场查看，问题已解决。",
    "order_rework": "现场仍有遗留，请重新处理。",
    "close": "已回访。",
    "close_on_the_spot": "当场处理完毕。",
    "decline": "不属于受理范围，已告知办理途径。",
    "request_return": "不属于本单位职责。",
    "request_decline": "请向有关部门反映。",
    "request_suspension": "需列入工程计划。",
    "request_void": "信息有误。",
    "suspend": "同意。",
    "ask_for_details": "请补充具体位置。",
    "reopen": "反映人表示问题没有解决。",
    "void": "同意作废。",
    "merge": "同一问题已有案件。",
}
REVIEW, ANSWER = timedelta(days=20), timedelta(days=1)  # until what stands still comes back by itself
LIMITS = {text: Limit.parse(text) for row in limits.LIMITS.values() for text in map(str, row.values())}


class Telling:
    """One case while its steps are told: columns of the case, clocks that run, rows of events."""

    def __init__(self, number: str, place: Place, kind: Kind, people: People, times: Times):
        self.place, self.kind, self.people, self.times = place, kind, people, times
        self.state = State.DRAFT.value
        self.running: dict[str, dict] = {}
        self.clocks: list[dict] = []
        self.events: list[dict] = []
        self.case = {
            "number": number, "category_id": kind.pk, "urgency": kind.urgency, "grid_id": place.grid,
            "community_id": place.community, "street_id": place.street, "district_id": place.district, "version": 1,
        }  # fmt: skip

    def do(self, name: str, at: datetime, data: dict | None = None) -> None:
        """Do one step the way cases.lifecycle does it. Raises ValueError where the workflow does not allow it."""
        action = workflow.ACTIONS[name]
        before, self.state = self.state, workflow.target(self.state, name).value
        if name in STAMPS:
            self.case[STAMPS[name]] = at
        if name == "assign":
            self._assign()
            data = {"post": self.case["owner_id"], "department": self.kind.department}
        elif name == "reopen":
            self._open_again()
        elif name == "order_rework":
            self.case |= {"fed_back_at": None, "rework_count": self.case.get("rework_count", 0) + 1}
        elif name == "approve_return":
            self.case |= {"returned_from": [self.case["owner_id"]], "return_until": None}
            self.case |= {"owner_id": None, "assigned_at": None, "handle_due_at": None, "original_due_at": None}
        elif name == "feed_back":
            self.case.setdefault("responded_at", at)
        self._turn(name, action, at)
        post = self._post(name)
        person = self.people.holders.get(post)
        if name in ("feed_back", "close_on_the_spot"):
            self.case["handled_by_id"] = person
        self.events.append(
            {
                "kind": action.event, "at": at, "by_id": person, "post_id": post, "from_state": before,
                "to_state": self.state, "note": NOTES.get(name, ""), "is_public": name in PUBLIC, "handled_at": at,
                "data": data or {},
            }
        )  # fmt: skip

    def settle(self, now: datetime) -> None:
        """Bring due times, the next rung and who must act in line with where the case stands."""
        case, state = self.case, State(self.state)
        case["state"], case["version"] = self.state, len(self.events) + 1
        case["changed_at"] = self.events[-1]["at"]
        leading = workflow.STATES[state].clock
        clock = self.running.get(leading.value) if leading else None
        if clock:
            case |= {"due_at": clock["due_at"], "warn_at": clock["warn_at"]}
            self._climb(clock, leading, now)
        if state in workflow.PAUSED:
            case["comes_back_at"] = now + (REVIEW if state == State.SUSPENDED else ANSWER)
        if state in workflow.OPEN:
            case["waiting_on_id"] = self._waiting_on(state)
        self.clocks += self.running.values()

    def _assign(self) -> None:
        self.case |= {
            "owner_id": self.people.owner(self.place, self.kind.department),
            "lead_department_id": self.kind.department,
            "supporting_departments": self.kind.supporting,
        }

    def _open_again(self) -> None:
        count = self.case.get("reopen_count", 0) + 1
        kept = dict.fromkeys(("closed_at", "fed_back_at", "verified_at", "responded_at"))
        self.case |= {**kept, "reopen_count": count}

    def _turn(self, name: str, action: workflow.Action, at: datetime) -> None:
        # While a case is on hold its clocks stand still; here they end, and handling starts anew afterwards.
        for stage in [*self.running] if action.pauses else map(str, action.stops):
            if clock := self.running.pop(stage, None):
                self.clocks.append({**clock, "stopped_at": at, "is_void": name == "approve_return"})
        for stage in (Clock.HANDLE,) if name == "resume" else action.starts:
            if stage.value not in self.running:
                self._start(stage, at, halved=name == "order_rework")

    def _start(self, stage: Clock, at: datetime, *, halved: bool) -> None:
        limit = self._limit(stage)
        limit = deadlines.half(limit) if halved else limit
        warn_at, due_at = self.times.of(at, limit)
        self.running[stage.value] = {
            "stage": stage.value, "limit": str(limit), "started_at": at, "warn_at": warn_at, "due_at": due_at,
            "is_moved": False,
        }  # fmt: skip
        if stage == Clock.SIGN_FOR:
            self.case["return_until"] = due_at
        if stage == Clock.HANDLE:
            self.case["handle_due_at"] = due_at
            self.case.setdefault("original_due_at", due_at)
            self.case["original_due_at"] = self.case["original_due_at"] or due_at

    def _limit(self, stage: Clock) -> Limit:
        if stage == Clock.HANDLE:
            return parsed(self.kind.limit)
        if stage == Clock.RESPOND and self.kind.respond_limit:
            return parsed(self.kind.respond_limit)
        return limits.limit_for(stage.value, self.kind.urgency)

    def _climb(self, clock: dict, leading: Clock, now: datetime) -> None:
        """Set the rung that lateness has reached and the moment of the next one, as the sweep would have."""
        top = clocks.TOP_RUNG.get(leading)
        if top is None:
            return
        last = StageClock(**clock)
        limit, calendar = parsed(last.limit), self.times.calendar
        steps = ladder.moments(last.started_at, limit, calendar)[:top]
        passed = sum(step <= now for step in steps)
        self.case |= {
            "escalation_rung": passed,
            "escalate_at": ladder.acts_at(steps[passed], limit, calendar) if passed < top else None,
            "watch_level": (3, 3, 2, 1, 0)[passed],
        }

    def _post(self, name: str) -> int | None:
        if name in BY_OWNER:
            return self.case["owner_id"]
        if name in BY_LEADER:
            return self.place.leader
        if name in BY_OFFICE:
            return self.place.office
        return None if name in ("report", "reopen") else self.place.desk

    def _waiting_on(self, state: State) -> int:
        if state == State.FEEDBACK:
            return self.place.leader
        owned = state in (*workflow.WORKING, State.ASSIGNED, State.SUSPENDED)
        return self.case["owner_id"] if owned else self.place.desk


def parsed(text: str) -> Limit:
    """Return a limit, reading each text once."""
    if text not in LIMITS:
        LIMITS[text] = Limit.parse(text)
    return LIMITS[text]


def words(random, place: Place, kind: Kind) -> dict[str, str]:
    """Return title, text and address of a report."""
    spot, since, wish = (random.choice(some) for some in (mix.SPOTS, mix.SINCE, mix.WISHES))
    title = f"{place.name}{spot}{kind.words}"
    return {"title": title[:40], "text": f"{title}，{since}，{wish}", "address": f"{place.name}{spot}"}
