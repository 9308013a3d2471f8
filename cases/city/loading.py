"""Makes the cases day by day over three years and writes them; the same seed and moment give the same cases."""

from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from math import exp
from random import Random

from django.db import connection, transaction

from cases import office
from cases.city import mix, stories
from cases.city.copying import Copy, bare
from cases.city.people import People
from cases.city.telling import Telling, parsed, words
from cases.city.times import Times, on_step
from cases.codes import CITY_TIME
from cases.models import Case, CaseDay, CaseEvent, Rating, StageClock
from cases.workflow import State
from zhengzhou_grid.lib import planner

DAYS = 3 * 365
BUSY = 0.2
MODELS = (Case, CaseEvent, StageClock, Rating)
YOUNG, FADES = 2, 40  # days: everything younger is open, and older cases are open ever more rarely
# States that last as long whatever the category, and those that no case stays in for more than some days.
WAITS = {
    "assigned": timedelta(hours=5), "accepted": timedelta(hours=5), "return_requested": timedelta(hours=20),
    "feedback": timedelta(days=2), "verified": timedelta(days=3),
}  # fmt: skip
AT_DESK = {"reported": 0.2, "need_info": 2, "accepted": 2}


class NotEmpty(Exception):
    """There are cases in this database."""


def load(
    count: int, *, seed: int, now: datetime, busy: str = "", tell: Callable[[int], None] = lambda done: None
) -> dict[str, int]:
    """Write cases with their events, clocks and ratings into empty tables, and return how many rows each table got.

    Every fifth case lies below the code `busy`, if one is given. `tell` hears how many cases are done.
    Raises NotEmpty, NoCity.
    """
    now = on_step(now)
    with transaction.atomic():
        if Case.objects.exists():
            raise NotEmpty("There are cases in this database. Load a city into a database of its own.")
        maker = Maker(count, seed, now, People(), busy)
        first = _next_case()
        with bare(*MODELS):
            copies = maker.write(first, tell)
        _continue_counting(first + count, maker.serials)
    planner.learn(*MODELS, CaseDay)
    return {model._meta.db_table: copy.count for model, copy in zip(MODELS, copies, strict=True)}


class Maker:
    """Draws the cases and writes them."""

    def __init__(self, count: int, seed: int, now: datetime, people: People, busy: str = ""):
        self.count, self.now, self.people = count, now, people
        self.random = Random(seed)  # noqa: S311 - the same seed, the same city
        self.times = Times(office.calendar())
        self.kinds = {kind.code: kind for kind in people.kinds}
        self.by_month = [mix.Choice(mix.category_shares(list(self.kinds), month)) for month in range(1, 13)]
        self.endings, self.standings = mix.Choice(mix.ENDINGS), mix.Choice(mix.STANDINGS)
        self.sources, self.hours = mix.Choice(mix.SOURCES), mix.Choice(dict(enumerate(mix.HOURS)))
        self.satisfaction = mix.Choice(mix.SATISFACTION)
        self.busy = [place for place in people.places if busy and place.code.startswith(busy)]
        self.latest = deque(maxlen=400)
        self.serials: dict[str, int] = {}

    def write(self, first: int, tell) -> list[Copy]:
        """Write every case; ids of cases count from `first`."""
        copies = [Copy(Case), *(Copy(model, leaves_out=("id",)) for model in MODELS[1:])]
        cases, events, clocks, ratings = copies
        mains: dict[int, int] = {}
        for done, at in enumerate(self.reports()):
            pk = first + done
            told = self.case(at)
            while told.state == State.MERGED and told.case["district_id"] not in mains:
                told = self.case(at)  # the first case of a district has nothing to be merged into
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
            if done % 1000 == 0:
                tell(done)
        for copy in copies:
            copy.send()
        tell(self.count)
        return copies

    def reports(self) -> Iterator[datetime]:
        """Yield the moment of every report in order: more in winter, on Mondays, and in the morning."""
        today = self.now.astimezone(CITY_TIME).date()
        days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
        weights = [mix.MONTHS[day.month - 1] * mix.WEEKDAYS[day.weekday()] for day in days]
        share, owed, left = self.count / sum(weights), 0.0, self.count
        for day, weight in zip(days, weights, strict=True):
            owed += weight * share
            number = left if day == today else min(left, int(owed))
            owed, left = owed - number, left - number
            yield from sorted(self._moment(day) for _number in range(number))

    def case(self, at: datetime) -> Telling:
        """Return one case with everything that happened to it."""
        place, kind = self._matter(at)
        day = at.astimezone(CITY_TIME).strftime("%Y%m%d")
        serial = self.serials[day] = self.serials.get(day, 0) + 1
        told = Telling(f"ZZ{day}-{serial:06d}", place, kind, self.people, self.times)
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
        here = self.busy and self.random.random() < BUSY
        matter = self.random.choice(self.busy if here else self.people.places), self.kinds[code]
        self.latest.append(matter)
        return matter

    def _moment(self, day) -> datetime:
        local = datetime.combine(day, time(self.hours.draw(self.random)), CITY_TIME)
        moment = local.astimezone(UTC) + timedelta(minutes=5 * self.random.randrange(12))
        return min(moment, self.now - timedelta(minutes=5 * self.random.randrange(1, 12)))

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


def _next_case() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('cases_case', 'id'))")
        return cursor.fetchone()[0]


def _continue_counting(next_case: int, serials: dict[str, int]) -> None:
    """Let the next case and the next number of each day follow those loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('cases_case', 'id'), %s, false)", [next_case])
    CaseDay.objects.follow(serials)
