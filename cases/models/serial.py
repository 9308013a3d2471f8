"""Running numbers, one row per series: the day's cases, the year's notices, a unit's minutes."""

from django.db import connection, models


class SerialQuerySet(models.QuerySet):
    """Numbers are taken with one upsert."""

    def take(self, series: str) -> int:
        """Return the next number of a series, from 1. The row stays locked until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_serial (series, last) VALUES (%s, 1)"
                " ON CONFLICT (series) DO UPDATE SET last = cases_serial.last + 1 RETURNING last",
                [series],
            )
            return cursor.fetchone()[0]


class Serial(models.Model):
    """The last number given in a series. Gaps are allowed, repetition is not."""

    series = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = SerialQuerySet.as_manager()

    def __str__(self):
        return f"{self.series}: {self.last}"
