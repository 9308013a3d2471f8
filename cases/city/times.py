"""Due times by the hundred thousand: the rules of cases.deadlines, each distinct question asked once."""

from datetime import datetime, timedelta

from cases import deadlines
from cases.deadlines import Limit, OfficeCalendar

STEP = timedelta(minutes=5)  # every moment of the city lies on one, so that questions repeat
MOST_KEPT = 400_000


class Times:
    """Remembers when limits are due. Day limits depend on the day alone, the others on the moment."""

    def __init__(self, calendar: OfficeCalendar):
        self.calendar = calendar
        self.known: dict[tuple, tuple[datetime, datetime]] = {}
        self.workdays: dict = {}

    def of(self, start: datetime, limit: Limit) -> tuple[datetime, datetime]:
        """Return when a limit's lamp turns yellow and when it is due."""
        if limit.is_round_the_clock or limit.unit == "C":
            return self._count(start, limit)
        key = (self.calendar.local_date(start), limit) if limit.unit == "D" else (start, limit)
        found = self.known.get(key)
        if found is None:
            if len(self.known) > MOST_KEPT:
                self.known.clear()
            found = self.known[key] = self._count(start, limit)
        return found

    def _count(self, start: datetime, limit: Limit) -> tuple[datetime, datetime]:
        return deadlines.warn(start, limit, self.calendar), deadlines.due(start, limit, self.calendar)


def on_step(moment: datetime) -> datetime:
    """Return the latest step at or before a moment."""
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
