"""Running numbers: one row per series for the year's notices or a unit's minutes; the day's cases from a sequence."""

from django.db import connection, models


class SerialQuerySet(models.QuerySet):
    """Numbers are taken with one upsert."""

    def take(self, series: str) -> int:
        """Return the next number of a series, from 1. The row stays locked until the transaction ends."""
        return self.take_many(series, 1)[0]

    def take_many(self, series: str, count: int) -> range:
        """Return the next `count` numbers of a series.

        The row stays locked until the transaction ends: take numbers late. What is rolled back is given again, so a
        series whose every number is stored in the same transaction has no gaps.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_serial (series, last) VALUES (%s, %s)"
                " ON CONFLICT (series) DO UPDATE SET last = cases_serial.last + EXCLUDED.last RETURNING last",
                [series, count],
            )
            last = cursor.fetchone()[0]
        return range(last - count + 1, last + 1)


class Serial(models.Model):
    """The last number given in a series. None is given twice; a number taken and not stored leaves a gap."""

    series = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = SerialQuerySet.as_manager()

    def __str__(self):
        return f"{self.series}: {self.last}"


# Where the sequence stands, also one that has given nothing yet, less what a day has had of it.
FOLLOW = """
INSERT INTO cases_caseday (day, given)
SELECT %s, last_value - CASE WHEN is_called THEN 0 ELSE 1 END - %s FROM cases_number ON CONFLICT (day) DO
"""


class CaseDayQuerySet(models.QuerySet):
    """Case numbers are taken from the sequence `cases_number`, for which nobody waits."""

    def take(self, day: str) -> int:
        """Return the next number of a day, from 1. A number taken and rolled back is a gap."""
        number = self._next(day)
        if number is None:  # the first of the day; two at once wait for each other here
            with connection.cursor() as cursor:
                cursor.execute(FOLLOW + "NOTHING", [day, 0])
            number = self._next(day)
        return number

    def follow(self, lasts: dict[str, int]) -> None:
        """Let the next number of each of some days follow the last one given."""
        with connection.cursor() as cursor:
            cursor.executemany(FOLLOW + "UPDATE SET given = EXCLUDED.given", list(lasts.items()))

    def _next(self, day: str) -> int | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('cases_number') - given FROM cases_caseday WHERE day = %s", [day])
            found = cursor.fetchone()
        return found and found[0]


class CaseDay(models.Model):
    """A day of intake: its numbers are what the sequence gives after it had given this many."""

    day = models.CharField(max_length=8, primary_key=True)  # 20261123
    given = models.BigIntegerField()

    objects = CaseDayQuerySet.as_manager()

    def __str__(self):
        return self.day
