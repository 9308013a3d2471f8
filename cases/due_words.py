"""Time in words, as people say it: 今天 17:00 · 还有 1 小时 32 分 · 超期 2 个工作日. No ORM.

Lateness is said in words first and as clock time second. Within half a day, or on the same day, it is hours and
minutes; further away it is working days, counted by the calendar of the office.
"""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from cases.deadlines import Limit, OfficeCalendar

NEAR = timedelta(hours=12)
NEAR_DAYS = {-1: gettext_noop("yesterday"), 0: gettext_noop("today"), 1: gettext_noop("tomorrow")}
LATE, LEFT = gettext_noop("%(time)s late"), gettext_noop("%(time)s left")
LONGEST_COUNT = 400  # days; beyond it nobody counts working days in the head
UNITS = {
    "m": lambda n: ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n},
    "E": lambda n: ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n},
    "H": lambda n: ngettext("%(n)d working hour", "%(n)d working hours", n) % {"n": n},
    "D": lambda n: ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n},
    "C": lambda n: ngettext("%(n)d day", "%(n)d days", n) % {"n": n},
}


class At:
    """Time in words as seen at one moment. A list keeps one for its lines: what they share is asked once."""

    def __init__(self, now: datetime):
        self.now, self.zone = now, timezone.get_current_timezone()
        self.today = now.astimezone(self.zone).date()
        self._word, self._count = cache(gettext), cache(lambda unit, n: UNITS[unit](n))
        self._day = cache(lambda day: day_word(day, self.today))

    def moment(self, at: datetime) -> str:
        """Return a moment as 今天 17:00, 昨天 09:20, 11月20日 16:00 or 2025年11月20日 16:00 in the local time."""
        at = at.astimezone(self.zone)
        return f"{self._day(at.date())} {at:%H:%M}"

    def left(self, due_at: datetime, calendar: OfficeCalendar) -> str:
        """Return how much is left until a due time, or by how much it has passed."""
        words = between(min(due_at, self.now), max(due_at, self.now), calendar, self._count)
        return self._word(LATE if due_at < self.now else LEFT) % {"time": words}


def moment(at: datetime, now: datetime) -> str:
    """Return a moment in words, as `At.moment` does."""
    return At(now).moment(at)


def day_word(day, today) -> str:
    """Return 今天, 明天, 昨天, 11月20日 or, in another year, 2025年11月20日."""
    word = NEAR_DAYS.get((day - today).days)
    if word:
        return gettext(word)
    # Translators: a day of this year, and of another year, in Django's date format letters
    return _date(day, gettext("j M") if day.year == today.year else gettext("j M Y"), get_language())


@lru_cache(maxsize=1024)
def _date(day: date, letters: str, language: str) -> str:
    """Return a day in Django's date format letters; the rows of a list share a few days."""
    return date_format(day, letters)


def left(due_at: datetime, now: datetime, calendar: OfficeCalendar) -> str:
    """Return how much is left until a due time, as `At.left` does."""
    return At(now).left(due_at, calendar)


def _counted(unit: str, n: int) -> str:
    return UNITS[unit](n)


def between(start: datetime, end: datetime, calendar: OfficeCalendar, counted=_counted) -> str:
    """Return the length of a stretch of time: hours and minutes when it is short, else working days."""
    first, last = calendar.local_date(start), calendar.local_date(end)
    days = (last - first).days
    if end - start < NEAR or days == 0:
        return span(end - start)
    workdays = 0
    if days <= LONGEST_COUNT:
        workdays = sum(calendar.is_workday(first + timedelta(days=n)) for n in range(1, days + 1))
    if workdays == 0 and end - start < timedelta(days=2):
        return span(end - start)
    return counted("D" if workdays else "C", workdays or days)


def meeting_set(original_due_at: datetime, meeting_due_at: datetime, now: datetime) -> str:
    """Return what a joint meeting made of a limit: 已超原时限，按联席会议定 4月28日."""
    day = day_word(timezone.localtime(meeting_due_at).date(), timezone.localtime(now).date())
    if original_due_at < now:
        return gettext("Past the original limit; the joint meeting set %(day)s") % {"day": day}
    return gettext("The joint meeting set %(day)s") % {"day": day}


def span(length: timedelta) -> str:
    """Return 1 小时 32 分, 26 分 or 3 天 4 小时."""
    minutes = max(int(length.total_seconds() // 60), 0)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        days, hours = divmod(hours, 24)
        words = UNITS["C"](days)
        return gettext("%(days)s %(hours)s") % {"days": words, "hours": UNITS["E"](hours)} if hours else words
    if not hours:
        return gettext("%(m)d min") % {"m": minutes}
    if not rest:
        return UNITS["E"](hours)
    return gettext("%(h)d h %(m)d min") % {"h": hours, "m": rest}


def limit(text: str) -> str:
    """Return a stored limit in words: 4H → 4 工作时, 2D → 2 个工作日."""
    parsed = Limit.parse(text)
    return UNITS[parsed.unit](parsed.amount)
