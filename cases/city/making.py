"""Makes the cases of a stretch of days: draws each one, and tells its story as rows of text for COPY."""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import exp
from random import Random
from typing import NamedTuple

from cases.city import mix, stories
from cases.city.copying import Copy
from cases.city.people import People
from cases.city.telling import Telling, parsed, words
from cases.city.times import Times, on_step
from cases.codes import CITY_TIME
from cases.deadlines import OfficeCalendar
from cases.models import Case, CaseEvent, Rating, StageClock
from cases.workflow import State

BUSY = 0.2
MODELS = (Case, CaseEvent, StageClock, Rating)
YOUNG, FADES = 2, 40  # days: everything younger is open, and older cases are open ever more rarely
# States that last as long whatever the category, and those that no case stays in for more than some days.
WAITS = {
    "assigned": timedelta(hours=5), "accepted": timedelta(hours=5), "return_requested": timedelta(hours=20),
    "feedback": timedelta(days=2), "verified": timedelta(days=3),
}  # fmt: skip
AT_DESK = {"reported": 0.2, "need_info": 2, "accepted": 2}


class Stretch(NamedTuple):
    """Some days with how many cases are reported on each; ids count from `first`."""

    first: int
    days: list[tuple[date, int]]

    @property
    def count(self) -> int:
        return sum(number for _day, number in self.days)


class Made(NamedTuple):
    """What came of a stretch: how many cases, and the rows of each of MODELS as text."""

    count: int
    texts: list[str]


def copies() -> list[Copy]:
    """Return an empty collection of rows for each of MODELS."""
    return [Copy(Case), *(Copy(model, leaves_out=("id",)) for model in MODELS[1:])]


@dataclass
class Maker:
    """Makes cases in a city of people, as of a moment. The same seed and stretch give the same cases."""

    seed: int
    now: datetime
    people: People
    calendar: OfficeCalendar
    busy: str = ""  # every fifth case lies below this code

    def __post_init__(self):
        self.times = Times(self.calendar)
        self.kinds = {kind.code: kind for kind in self.people.kinds}
        self.by_month = [mix.Choice(mix.category_shares(list(self.kinds), month)) for month in range(1, 13)]
        self.endings, self.standings = mix.Choice(mix.ENDINGS), mix.Choice(mix.STANDINGS)
        self.sources, self.hours = mix.Choice(mix.SOURCES), mix.Choice(dict(enumerate(mix.HOURS)))
        self.satisfaction = mix.Choice(mix.SATISFACTION)
        self.busy_places = [place for place in self.people.places if self.busy and place.code.startswith(self.busy)]

    def make(self, stretch: Stretch) -> Made:
        """Return the rows of a stretch. It begins without memory of the one before it."""
        self.random = Random(f"{self.seed}/{stretch.days[0][0]}")  # noqa: S311 - the same seed, the same city
        self.latest = deque(maxlen=400)
        cases, events, clocks, ratings = rows = copies()
        mains: dict[int, int] = {}
        pk = stretch.first
        for day, number in stretch.days:
            for serial, at in enumerate(sorted(self._moment(day) for _case in range(number)), 1):
                name = f"ZZ{day:%Y%m%d}-{serial:06d}"
                told = self.case(name, at)
                while told.state == State.MERGED and told.case["district_id"] not in mains:
                    told = self.case(name, at)  # the first case of a district has nothing to be merged into
                if told.state == State.MERGED:
                    told.case["merged_into_id"] = mains[told.case["district_id"]]
                else:
                    mains[told.case["district_id"]] = pk
                cases.add(id=pk, **told.case)
                for event in told.events:
                    events.add(case_id=pk, **event)
                for clock in told.clocks:
                    clocks.add(case_id=pk, **clock)
                if told.verdict:
                    ratings.add(case_id=pk, **told.verdict)
                pk += 1
        return Made(stretch.count, [copy.taken() for copy in rows])

    def case(self, number: str, at: datetime) -> Telling:
        """Return one case with everything that happened to it."""
        place, kind = self._matter(at)
        told = Telling(number, place, kind, self.people, self.times)
        told.verdict = None
        span = self._span(at, kind)
        age = (self.now - at) / timedelta(days=1)
        is_open = self.random.random() < exp(-max(0.0, age - YOUNG) / FADES)
        standing = self._standing(age) if is_open else None
        steps = stories.STANDING[standing] if standing else stories.ENDED[self.endings.draw(self.random)]
        moments = stories.moments(self.random, steps, at, span)
        moments = self._until_now(moments, span, standing)
        source = self.sources.draw(self.random)
        told.case |= {
            **words(self.random, place, kind), "source": source, "reported_at": at,
            "households": 1 if self.random.random() < 0.9 else self.random.randint(2, 20),
            "may_be_public": not kind.is_sensitive and self.random.random() < 0.3,
        }  # fmt: skip
        for name, moment in zip(steps, moments, strict=True):
            told.do(name, moment, {"source": source} if name == "report" else None)
        if told.case.get("fed_back_at") or steps[-1] == "close_on_the_spot":
            told.case["result"] = "solved" if self.random.random() < 0.85 else "explained"
        if steps[-1] == "close_on_the_spot":
            told.case["fed_back_at"] = moments[-1]
        if told.state == "closed" and self.random.random() < mix.RATED:
            self._rate(told, moments[-1])
        told.settle(self.now)
        return told

    def _standing(self, age: float) -> str:
        """Return where an open case stands; nobody leaves a report at the desk for days."""
        standing = self.standings.draw(self.random)
        return "in_progress" if standing in AT_DESK and age > AT_DESK[standing] else standing

    def _matter(self, at: datetime):
        if self.latest and self.random.random() < mix.REPEATED:
            return self.random.choice(self.latest)
        code = self.by_month[at.astimezone(CITY_TIME).month - 1].draw(self.random)
        here = self.busy_places and self.random.random() < BUSY
        matter = self.random.choice(self.busy_places if here else self.people.places), self.kinds[code]
        self.latest.append(matter)
        return matter

    def _moment(self, day: date) -> datetime:
        """Return a moment of a day; what would come after now is reported shortly before it, but not the day before."""
        begins = datetime.combine(day, time(), CITY_TIME).astimezone(UTC)
        moment = begins + timedelta(hours=self.hours.draw(self.random), minutes=5 * self.random.randrange(12))
        return max(begins, min(moment, self.now - timedelta(minutes=5 * self.random.randrange(1, 12))))

    def _span(self, at: datetime, kind) -> timedelta:
        return max(timedelta(minutes=30), self.times.of(at, parsed(kind.limit))[1] - at)

    def _until_now(self, moments: list[datetime], span: timedelta, standing: str | None) -> list[datetime]:
        """Let an open case reach its state lately, so that it is due around now; let nothing happen after now.

        The time in between has passed before it was taken on.
        """
        if standing and len(moments) > 1:
            span = WAITS.get(standing, span)
            wait = on_step(self.now - span * self.random.uniform(0.05, 1.0)) - moments[-1]
            if wait > timedelta():
                moments = [moments[0], *(moment + wait for moment in moments[1:])]
        return stories.squeezed(moments, self.now) if moments[-1] > self.now else moments

    def _rate(self, told: Telling, closed_at: datetime) -> None:
        at = closed_at + timedelta(minutes=5 * self.random.randrange(12, 2000))
        if at > self.now:
            return
        satisfaction = self.satisfaction.draw(self.random)
        solved = mix.SOLVED.get(satisfaction, "yes")
        told.do("evaluate", at, {"solved": solved, "satisfaction": satisfaction})
        told.verdict = {
            "round": told.case.get("reopen_count", 0), "was_contacted": self.random.random() < 0.93,
            "solved": solved, "satisfaction": satisfaction, "at": at,
        }  # fmt: skip
