"""Weeks, months, quarters and years of the city's calendar, as half-open periods. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _, gettext_lazy, pgettext

from cases.deadlines import CITY_TZ

WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
KINDS = {
    WEEK: gettext_lazy("Week"),
    MONTH: gettext_lazy("Month"),
    QUARTER: gettext_lazy("Quarter"),
    YEAR: gettext_lazy("Year"),
}
MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
SHOWN = {WEEK: 12, MONTH: 12, QUARTER: 8, YEAR: 4}  # how many periods a trend shows
RUNNING_FROM = 1 / 3  # a period is shown by default once a third of it is over; before that the last complete one

# this one, the last complete one, the one before the one shown
WORDS = {
    WEEK: (gettext_lazy("This week"), gettext_lazy("Last week"), gettext_lazy("the week before")),
    MONTH: (gettext_lazy("This month"), gettext_lazy("Last month"), gettext_lazy("the month before")),
    QUARTER: (gettext_lazy("This quarter"), gettext_lazy("Last quarter"), gettext_lazy("the quarter before")),
    YEAR: (gettext_lazy("This year"), gettext_lazy("Last year"), gettext_lazy("the year before")),
}


@dataclass(frozen=True, order=True)
class Period:
    """One calendar week (from Monday), month, quarter or year, known by its kind and its first day."""

    kind: str
    first: date

    @classmethod
    def containing(cls, kind: str, day: date) -> "Period":
        """Return the period of a kind that a day lies in. Raises KeyError for an unknown kind."""
        if kind == WEEK:
            return cls(kind, day - timedelta(days=day.weekday()))
        months = MONTHS[kind]
        return cls(kind, date(day.year, (day.month - 1) // months * months + 1, 1))

    @classmethod
    def to_open_with(cls, kind: str, now: datetime) -> "Period":
        """Return the running period once a third of it is over, before that the last complete one."""
        running = cls.containing(kind, now.astimezone(CITY_TZ).date())
        share = (now - running.start) / (running.end - running.start)
        return running if share >= RUNNING_FROM else running.previous

    def step(self, count: int) -> "Period":
        """Return the period so many periods later, or earlier for a negative count."""
        if self.kind == WEEK:
            return Period(self.kind, self.first + timedelta(weeks=count))
        months = self.first.year * 12 + self.first.month - 1 + count * MONTHS[self.kind]
        return Period(self.kind, date(months // 12, months % 12 + 1, 1))

    @property
    def previous(self) -> "Period":
        return self.step(-1)

    @property
    def next(self) -> "Period":
        return self.step(1)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min, CITY_TZ)

    @property
    def end(self) -> datetime:
        return self.next.start

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    def is_running(self, now: datetime) -> bool:
        return self.start <= now < self.end

    def series(self) -> list["Period"]:
        """Return the periods of a trend that ends with this one, oldest first."""
        return [self.step(count) for count in range(1 - SHOWN[self.kind], 1)]

    def word(self, now: datetime) -> str:
        """Return 本周, 上周, or the name of the period."""
        this, last, _before = WORDS[self.kind]
        if self.is_running(now):
            return str(this)
        return str(last) if self.next.is_running(now) else self.name

    @property
    def word_before(self) -> str:
        return str(WORDS[self.kind][2])

    @property
    def name(self) -> str:
        """Return 第 47 周, 11月, 第 4 季度, 2026年."""
        if self.kind == WEEK:
            return _("Week %(week)d of %(year)d") % {
                "week": self.first.isocalendar().week,
                "year": self.first.isocalendar().year,
            }
        if self.kind == MONTH:
            return pgettext("a month of a year", "%(year)d-%(month)02d") % {
                "year": self.first.year,
                "month": self.first.month,
            }
        if self.kind == QUARTER:
            return _("Quarter %(quarter)d of %(year)d") % {
                "quarter": (self.first.month + 2) // 3,
                "year": self.first.year,
            }
        return pgettext("a year", "%(year)d") % {"year": self.first.year}

    @property
    def tick(self) -> str:
        """Return the short name under an axis: 11/16, 11月, 4季, 2026."""
        if self.kind == WEEK:
            return f"{self.first.month}/{self.first.day}"
        if self.kind == MONTH:
            return pgettext("month on an axis", "%(month)d") % {"month": self.first.month}
        if self.kind == QUARTER:
            return pgettext("quarter on an axis", "Q%(quarter)d") % {"quarter": (self.first.month + 2) // 3}
        return str(self.first.year)
