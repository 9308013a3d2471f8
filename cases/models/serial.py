"""Running numbers, one row per series: the day's cases, the year's notices, a unit's minutes."""

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
